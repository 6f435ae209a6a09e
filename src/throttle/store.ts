// Keeps the throttles' states. Reading locks the row, so that answers to one subject are judged one after another.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; kind: string; subject: string };

/** Makes the row exist, so that there is something to lock; true for whoever made it, and holds it by that. */
export const insertIfAbsent = statement<Key & { now: number }>()((query, param) =>
  query
    .insertInto("throttles")
    .values({
      organisation_id: param.organisation,
      kind: param.kind,
      subject: param.subject,
      failures: 0,
      blocked_until: 0,
      recent: "[]",
      updated_at: param.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(["failures", "blocked_until", "recent", "updated_at"]),
);

/** Of two subjects at once, each looked up by its key. */
export const getBoth = statement<Key & { otherKind: string; otherSubject: string }>()((query, param) => {
  const of = (kind: string, subject: string) =>
    query
      .selectFrom("throttles")
      .select(["kind", "subject", "failures", "blocked_until", "recent", "updated_at"])
      .where("organisation_id", "=", param.organisation)
      .where("kind", "=", kind)
      .where("subject", "=", subject);
  return of(param.kind, param.subject).unionAll(of(param.otherKind, param.otherSubject));
});

export const getLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("throttles")
      .select(["failures", "blocked_until", "recent", "updated_at"])
      .where("organisation_id", "=", param.organisation)
      .where("kind", "=", param.kind)
      .where("subject", "=", param.subject),
    "throttles",
  ),
);

export const put = statement<Key & { failures: number; blockedUntil: number; recent: string; now: number }>()(
  (query, param) =>
    query
      .updateTable("throttles")
      .set({ failures: param.failures, blocked_until: param.blockedUntil, recent: param.recent, updated_at: param.now })
      .where("organisation_id", "=", param.organisation)
      .where("kind", "=", param.kind)
      .where("subject", "=", param.subject),
);

/** The same, where there may be no row, or no longer. */
export const putAlways = statement<Key & { failures: number; blockedUntil: number; recent: string; now: number }>()(
  (query, param) =>
    query
      .insertInto("throttles")
      .values({
        organisation_id: param.organisation,
        kind: param.kind,
        subject: param.subject,
        failures: param.failures,
        blocked_until: param.blockedUntil,
        recent: param.recent,
        updated_at: param.now,
      })
      .onConflict((conflict) =>
        conflict.columns(["organisation_id", "kind", "subject"]).doUpdateSet({
          failures: param.failures,
          blocked_until: param.blockedUntil,
          recent: param.recent,
          updated_at: param.now,
        }),
      ),
);

export const remove = statement<Key>()((query, param) =>
  query
    .deleteFrom("throttles")
    .where("organisation_id", "=", param.organisation)
    .where("kind", "=", param.kind)
    .where("subject", "=", param.subject),
);

/** How many rows one statement of housekeeping removes at most. */
export const portion = 1000;

export const removeStale = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("throttles")
    .where("organisation_id", "=", param.organisation)
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple("kind", "subject"),
        "in",
        selectFrom("throttles")
          .select(["kind", "subject"])
          .where("organisation_id", "=", param.organisation)
          .where("updated_at", "<", param.before)
          .orderBy("updated_at")
          .limit(portion)
          .$asTuple("kind", "subject"),
      ),
    ),
);
