// Keeps imports: what is still to be written of them, how far they are, and who works on them.
import type { Kysely } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

type Key = { organisation: string; id: string };

export const insert = statement<
  Key & {
    actor: string | null;
    address: string;
    userAgent: string;
    apiKey: string | null;
    inviting: number;
    lines: number;
    unchanged: number;
    at: number;
    dueAt: number;
  }
>()((query, param) =>
  query.insertInto("imports").values((e) => ({
    organisation_id: param.organisation,
    id: param.id,
    actor_id: param.actor,
    address: param.address,
    user_agent: param.userAgent,
    api_key: param.apiKey,
    inviting: param.inviting,
    lines: param.lines,
    added: e.lit(0),
    changed: e.lit(0),
    unchanged: param.unchanged,
    invited: e.lit(0),
    made_at: param.at,
    due_at: param.dueAt,
    finished_at: null,
  })),
);

export const insertPortions = (portions: Tables["import_portions"][]) => (query: Kysely<Tables>) =>
  query.insertInto("import_portions").values(portions);

export const get = statement<Key>()((query, param) =>
  query.selectFrom("imports").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

/**
 * Of all organisations, by the index that holds nothing but what is under way. What lies further ahead than `tooFar` was
 * set by a clock that has gone back since.
 */
export const getDue = statement<{ now: number; tooFar: number }>()((query, param) =>
  query
    .selectFrom("imports")
    .select(["organisation_id", "id", "due_at"])
    .where("due_at", "is not", null)
    .where((e) => e.or([e("due_at", "<=", param.now), e("due_at", ">", param.tooFar)]))
    .orderBy("due_at")
    .limit(1),
);

/** For exactly one process: whoever comes later finds another moment. Also keeps all others off until the transaction ends. */
export const hold = statement<Key & { held: number; dueAt: number }>()((query, param) =>
  query
    .updateTable("imports")
    .set({ due_at: param.dueAt })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("due_at", "=", param.held)
    .returningAll(),
);

/** What came of a portion. */
export const count = statement<Key & { added: number; changed: number; unchanged: number; invited: number }>()(
  (query, param) =>
    query
      .updateTable("imports")
      .set((e) => ({
        added: e("added", "+", param.added),
        changed: e("changed", "+", param.changed),
        unchanged: e("unchanged", "+", param.unchanged),
        invited: e("invited", "+", param.invited),
      }))
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id),
);

export const finish = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("imports")
    .set({ due_at: null, finished_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("finished_at", "is", null),
);

export const nextPortion = statement<Key>()((query, param) =>
  query
    .selectFrom("import_portions")
    .select(["number", "lines"])
    .where("organisation_id", "=", param.organisation)
    .where("import_id", "=", param.id)
    .orderBy("number")
    .limit(1),
);

export const removePortion = statement<Key & { number: number }>()((query, param) =>
  query
    .deleteFrom("import_portions")
    .where("organisation_id", "=", param.organisation)
    .where("import_id", "=", param.id)
    .where("number", "=", param.number),
);

/** Where its lines are written one by one. */
export const shortenPortion = statement<Key & { number: number; lines: string }>()((query, param) =>
  query
    .updateTable("import_portions")
    .set({ lines: param.lines })
    .where("organisation_id", "=", param.organisation)
    .where("import_id", "=", param.id)
    .where("number", "=", param.number),
);

export const insertLeftOut = (lines: Tables["import_left_out"][]) => (query: Kysely<Tables>) =>
  query.insertInto("import_left_out").values(lines);

export const countLeftOut = statement<Key>()((query, param) =>
  query
    .selectFrom("import_left_out")
    .select((e) => e.fn.countAll<number>().as("lines"))
    .where("organisation_id", "=", param.organisation)
    .where("import_id", "=", param.id),
);

export const leftOut = statement<Key & { limit: number }>()((query, param) =>
  query
    .selectFrom("import_left_out")
    .select(["line", "message"])
    .where("organisation_id", "=", param.organisation)
    .where("import_id", "=", param.id)
    .orderBy("line")
    .limit(param.limit),
);

/** Those that are long done, one at a time. */
export const removeOne = statement<{ organisation: string; finishedBefore: number }>()((query, param) =>
  query
    .deleteFrom("imports")
    .where("organisation_id", "=", param.organisation)
    .where("id", "in", (select) =>
      select
        .selectFrom("imports")
        .select("id")
        .where("organisation_id", "=", param.organisation)
        .where("finished_at", "<", param.finishedBefore)
        .limit(1),
    ),
);

export const peopleByAddress = (organisation: string, normals: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", organisation)
    .where("email_normal", "in", normals);

export const holdersOfNames = (organisation: string, normals: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select(["screen_name_normal", "email_normal"])
    .where("organisation_id", "=", organisation)
    .where("screen_name_normal", "in", normals);
