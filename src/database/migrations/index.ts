// Every change of the schema, oldest first, one set for both databases. A migration that was released never changes.
import { first } from "./0001-first.ts";
import type { Migration } from "./migration.ts";

export const migrations: Migration[] = [first];
