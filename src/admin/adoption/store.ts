// Keeps what was counted by day, how far the counting is, and reads people to be counted.
import { type Kysely, sql } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";
import type { CountRow } from "./rules.ts";

type Of = { organisation: string };

/** How many people are read at once: few enough that nobody waits noticeably behind them. */
export const portion = 500;

/** In the order of the primary key, so that nobody is met twice, and nobody missed who was there all the time. */
export const peopleAfter = statement<Of & { after: string }>()((query, param) =>
  query
    .selectFrom("people")
    .select([
      "organisation_id",
      "id",
      "email_normal",
      "account_type",
      "status",
      "override_level",
      "override_until",
      "authenticators",
      "passkeys",
      "codes_left",
    ])
    .where("organisation_id", "=", param.organisation)
    .where("id", ">", param.after)
    .orderBy("id")
    .limit(sql.lit(portion)),
);

/** Organisations that nothing was counted of yet; due at once. */
export const insertMissing = statement<Record<never, never>>()((query) =>
  query
    .insertInto("adoption_counts")
    .columns(["organisation_id", "counted_at", "day", "people", "took", "due_at", "seq"])
    .expression((e) =>
      e
        .selectFrom("organisations as o")
        .select([
          "o.id",
          sql<null>`cast(null as bigint)`.as("counted_at"),
          sql.lit(0).as("day"),
          sql.lit(0).as("people"),
          sql.lit(0).as("took"),
          sql.lit(0).as("due_at"),
          sql.lit(0).as("seq"),
        ])
        .where("o.status", "!=", "removed")
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom("adoption_counts as c").select("c.day").whereRef("c.organisation_id", "=", "o.id"))),
        ),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

/** Due, or so far ahead that only a clock that has gone back since can have set it. */
export const getDue = statement<{ now: number; tooFar: number }>()((query, param) =>
  query
    .selectFrom("adoption_counts")
    .select(["organisation_id", "due_at"])
    .where((e) => e.or([e("due_at", "<=", param.now), e("due_at", ">", param.tooFar)]))
    .orderBy("due_at")
    .limit(1),
);

/** Takes the turn, or keeps it: for whoever knows when it ends. */
export const hold = statement<Of & { held: number; until: number }>()((query, param) =>
  query
    .updateTable("adoption_counts")
    .set({ due_at: param.until })
    .where("organisation_id", "=", param.organisation)
    .where("due_at", "=", param.held),
);

/** The same at the end, with what came of it. */
export const finish = statement<
  Of & { held: number; at: number; day: number; people: number; took: number; dueAt: number }
>()((query, param) =>
  query
    .updateTable("adoption_counts")
    .set({ counted_at: param.at, day: param.day, people: param.people, took: param.took, due_at: param.dueAt })
    .where("organisation_id", "=", param.organisation)
    .where("due_at", "=", param.held),
);

/** Of one dimension, as all of these: so it is found by the key. */
export const removeDays = statement<Of & { dimension: string; from: number; to: number }>()((query, param) =>
  query
    .deleteFrom("adoption_days")
    .where("organisation_id", "=", param.organisation)
    .where("dimension", "=", param.dimension)
    .where("day", ">=", param.from)
    .where("day", "<=", param.to),
);

export const insertDay = (organisation: string, day: number, rows: readonly CountRow[]) => (query: Kysely<Tables>) =>
  query.insertInto("adoption_days").values(rows.map((row) => ({ organisation_id: organisation, day, ...row })));

export const getCount = statement<Of>()((query, param) =>
  query.selectFrom("adoption_counts").selectAll().where("organisation_id", "=", param.organisation),
);

export const getDay = statement<Of & { day: number }>()((query, param) =>
  query
    .selectFrom("adoption_days")
    .select(["dimension", "value", "people", "protected"])
    .where("organisation_id", "=", param.organisation)
    .where("dimension", "in", ["all", "type", "domain", "method", "required", "grace", "codes", "status"])
    .where("day", "=", param.day),
);

/** One dimension over the days from one on. */
export const getDays = statement<Of & { dimension: string; from: number }>()((query, param) =>
  query
    .selectFrom("adoption_days")
    .select(["day", "value", "people", "protected"])
    .where("organisation_id", "=", param.organisation)
    .where("dimension", "=", param.dimension)
    .where("day", ">=", param.from)
    .orderBy("day")
    .orderBy("value"),
);

export const mostBehind = 100;

/** Whose chain has grown since it was counted, behind the one given. */
export const getBehind = statement<{ after: string }>()((query, param) =>
  query
    .selectFrom("adoption_counts as c")
    .innerJoin("audit_heads as h", "h.organisation_id", "c.organisation_id")
    .select(["c.organisation_id", "c.seq"])
    .whereRef("h.seq", ">", "c.seq")
    .where("c.organisation_id", ">", param.after)
    .orderBy("c.organisation_id")
    .limit(mostBehind),
);

/** For exactly one process: whoever else stood at the same finds it moved. */
export const moveOn = statement<Of & { from: number; to: number }>()((query, param) =>
  query
    .updateTable("adoption_counts")
    .set({ seq: param.to })
    .where("organisation_id", "=", param.organisation)
    .where("seq", "=", param.from),
);

export const addTimes = statement<Of & { day: number; outcome: string; times: number }>()((query, param) =>
  query
    .insertInto("adoption_sign_ins")
    .values({ organisation_id: param.organisation, day: param.day, outcome: param.outcome, times: param.times })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "day", "outcome"])
        .doUpdateSet((e) => ({ times: sql<number>`${e.ref("adoption_sign_ins.times")} + ${param.times}` })),
    ),
);

export const getTimes = statement<Of & { from: number }>()((query, param) =>
  query
    .selectFrom("adoption_sign_ins")
    .select(["day", "outcome", "times"])
    .where("organisation_id", "=", param.organisation)
    .where("day", ">=", param.from)
    .orderBy("day"),
);
