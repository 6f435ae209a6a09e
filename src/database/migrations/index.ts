// Every change of the schema, oldest first, one set for both databases. A migration that was released never changes.
import type { Compilable, Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { first } from "./0001-first.ts";

export interface Migration {
  name: string;
  up(query: Kysely<Tables>, tools: DialectTools): Compilable<unknown>[];
}

export const migrations: Migration[] = [first];
