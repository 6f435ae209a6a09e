// What a migration is: the statements that take the schema one step further, built for either database.
import type { Compilable, Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";

export interface Migration {
  name: string;
  up(query: Kysely<Tables>, tools: DialectTools): Compilable<unknown>[];
}
