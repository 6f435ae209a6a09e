// Fills a database with the rows of another, and ends in it what must not outlive a restore.
import { type Compilable, type Kysely, sql } from "kysely";
import { unfinishedMove } from "../database/migrate.ts";
import type { Row } from "../database/snapshot.ts";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";
import type { TableName } from "../database/whole.ts";

type Build<R> = (query: Kysely<Tables>) => Compilable<R>;

export const insertRows =
  (table: TableName, rows: Row[]): Build<unknown> =>
  (query) =>
    query.insertInto(table).values(rows as never);

export const asWritten =
  (text: string): Build<unknown> =>
  (query) => ({ compile: () => sql.raw(text).compile(query) });

/** At once, however much it is; SQLite has a new file in the place of the old one instead. */
export const emptyAll =
  (tables: readonly TableName[]): Build<unknown> =>
  (query) => ({ compile: () => sql`truncate ${sql.join(tables.map((table) => sql.table(table)))}`.compile(query) });

export const count =
  (table: TableName): Build<{ n: number }> =>
  (query) =>
    query.selectFrom(table as "organisations").select((e) => e.fn.countAll<number>().as("n"));

export const getInstallation = statement<Record<never, never>>()((query) =>
  query.selectFrom("installation").select(["epoch", "completed_at", "restored_at"]).where("id", "=", 1),
);

export const setEpoch = statement<{ epoch: number; at: number }>()((query, param) =>
  query.updateTable("installation").set({ epoch: param.epoch, restored_at: param.at }).where("id", "=", 1),
);

export const getMove = statement<Record<never, never>>()((query) =>
  query.selectFrom("migrations").select("at").where("name", "=", unfinishedMove),
);

export const beginMove = statement<{ at: number }>()((query, param) =>
  query.insertInto("migrations").values({ name: unfinishedMove, at: param.at, compatible_from: null }),
);

export const endMove = statement<Record<never, never>>()((query) =>
  query.deleteFrom("migrations").where("name", "=", unfinishedMove),
);
