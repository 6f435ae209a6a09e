// Fills a database with the rows of another, and ends in it what must not outlive a restore.
import { type Compilable, type Kysely, type RawBuilder, sql } from "kysely";
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

export const removeEverything =
  (table: TableName): Build<unknown> =>
  (query) =>
    query.deleteFrom(table);

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

const written =
  (built: RawBuilder<unknown>): Build<unknown> =>
  (query) => ({ compile: () => built.compile(query) });

/** Whatever was handed out before a restore, in the order in which it goes. */
export const endings = (at: number): Build<unknown>[] => [
  ...(
    [
      "sessions",
      "sign_ins",
      "trusted_browsers",
      "invitations",
      "address_changes",
      "enrolments",
      "policy_drafts",
    ] satisfies TableName[]
  ).map(removeEverything),
  // Links in letters that still wait lead nowhere any more.
  (query) => query.deleteFrom("outbox").where("sealed_link", "is not", null).where("sent_at", "is", null),
  // It may have been done to the end, and undone, since.
  (query) => query.deleteFrom("bulk_changes").where("finished_at", "is", null),
  (query) =>
    query
      .updateTable("help_requests")
      .set({ status: "overtaken", pass_until: null })
      .where(({ eb, and, or }) =>
        or([eb("status", "=", "open"), and([eb("status", "=", "approved"), eb("pass_used_at", "is", null)])]),
      ),
  // Which of them were used since nobody knows.
  (query) => query.updateTable("recovery_codes").set({ used_at: at }).where("used_at", "is", null),
  (query) => query.updateTable("people").set({ codes_left: 0 }).where("codes_left", "is not", null),
  // And neither which codes: until the step after the next one every code is refused.
  written(sql`update authenticators set barred_through = ${sql.lit(at)} / (period * 1000) + 1`),
];

export const getMove = statement<Record<never, never>>()((query) =>
  query.selectFrom("migrations").select("at").where("name", "=", unfinishedMove),
);

export const beginMove = statement<{ at: number }>()((query, param) =>
  query.insertInto("migrations").values({ name: unfinishedMove, at: param.at }),
);

export const endMove = statement<Record<never, never>>()((query) =>
  query.deleteFrom("migrations").where("name", "=", unfinishedMove),
);
