// What a migration is: the statements that take the schema one step further, built for either database.
import type { Compilable, Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";

export interface Migration {
  /** Begins with a number, and sorts after all that came before. */
  name: string;
  /**
   * The schema of the oldest program that may go on serving when this is done, and be started again: nothing that it reads or
   * writes is gone, or has to be given. Left out: none but those that know this migration.
   */
  compatibleFrom?: string;
  up(query: Kysely<Tables>, tools: DialectTools): Compilable<unknown>[];
}
