// Keeps what is on its way to each webhook, and what became of it.
import { type Kysely, sql } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

type Of = { organisation: string };
type Key = Of & { id: string };

export const insert = statement<Key & { webhook: string; event: string; at: number }>()((query, param) =>
  query
    .insertInto("webhook_deliveries")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      webhook_id: param.webhook,
      event_id: param.event,
      created_at: param.at,
      next_try_at: param.at,
      tries: 0,
      taken_at: null,
      status: null,
      failure: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

export const mostDue = 200;

/** Webhooks with something due, behind the one given. Of a suspended organisation nothing is sent. */
export const getDueWebhooks = statement<{ after: string; afterId: string; now: number; tooFar: number }>()(
  (query, param) =>
    query
      .selectFrom("webhook_deliveries as d")
      .innerJoin("webhooks as w", (join) =>
        join.onRef("w.organisation_id", "=", "d.organisation_id").onRef("w.id", "=", "d.webhook_id"),
      )
      .innerJoin("organisations as o", "o.id", "d.organisation_id")
      .select(["d.organisation_id", "d.webhook_id", "w.failing_since"])
      .where("o.status", "=", "active")
      .where("d.organisation_id", ">=", param.after)
      .where((e) => e.or([e("d.organisation_id", ">", param.after), e("d.webhook_id", ">", param.afterId)]))
      .where("d.next_try_at", "is not", null)
      .where((e) => e.or([e("d.next_try_at", "<=", param.now), e("d.next_try_at", ">", param.tooFar)]))
      .groupBy(["d.organisation_id", "d.webhook_id", "w.failing_since"])
      .orderBy("d.organisation_id")
      .orderBy("d.webhook_id")
      .limit(mostDue),
);

export const getDue = statement<Of & { webhook: string; now: number; tooFar: number; most: number }>()((query, param) =>
  query
    .selectFrom("webhook_deliveries")
    .select(["organisation_id", "id", "webhook_id", "event_id", "tries"])
    .where("organisation_id", "=", param.organisation)
    .where("webhook_id", "=", param.webhook)
    .where("next_try_at", "is not", null)
    .where((e) => e.or([e("next_try_at", "<=", param.now), e("next_try_at", ">", param.tooFar)]))
    .orderBy("next_try_at")
    .orderBy("id")
    .limit(param.most),
);

/** For exactly one process: whoever comes later finds another number of tries. */
export const claim = statement<Key & { tries: number; leaseUntil: number }>()((query, param) =>
  query
    .updateTable("webhook_deliveries")
    .set((e) => ({ next_try_at: param.leaseUntil, tries: e("tries", "+", 1) }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("tries", "=", param.tries)
    .where("next_try_at", "is not", null),
);

/** `nextTryAt` null and `takenAt` null: given up. */
export const note = statement<
  Key & {
    tries: number;
    takenAt: number | null;
    nextTryAt: number | null;
    status: number | null;
    failure: string | null;
  }
>()((query, param) =>
  query
    .updateTable("webhook_deliveries")
    .set({
      taken_at: param.takenAt,
      next_try_at: param.nextTryAt,
      status: param.status,
      failure: param.failure,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("tries", "=", param.tries),
);

export const giveUpWaiting = statement<Of & { webhook: string; failure: string }>()((query, param) =>
  query
    .updateTable("webhook_deliveries")
    .set({ next_try_at: null, failure: param.failure })
    .where("organisation_id", "=", param.organisation)
    .where("webhook_id", "=", param.webhook)
    .where("next_try_at", "is not", null),
);

export const getEvent = statement<Key>()((query, param) =>
  query
    .selectFrom("audit_events")
    .select(["id", "at", "name", "actor_id", "person_id", "outcome", "address", "user_agent", "details"])
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export interface DeliveriesWanted {
  organisation: string;
  webhook: string;
  /** Id of the delivery that the page comes after. */
  after: string | undefined;
  only: "given-up" | undefined;
  limit: number;
}

/** Newest first. */
export const page =
  ({ organisation, webhook, after, only, limit }: DeliveriesWanted) =>
  (query: Kysely<Tables>) => {
    let all = query
      .selectFrom("webhook_deliveries as d")
      .leftJoin("audit_events as e", (join) =>
        join.onRef("e.organisation_id", "=", "d.organisation_id").onRef("e.id", "=", "d.event_id"),
      )
      .select(["d.id", "d.event_id", "d.created_at", "d.next_try_at", "d.tries", "d.taken_at", "d.status", "d.failure"])
      .select("e.name")
      .where("d.organisation_id", "=", organisation)
      .where("d.webhook_id", "=", webhook)
      .orderBy("d.id", "desc")
      .limit(limit);
    if (only === "given-up") all = all.where("d.next_try_at", "is", null).where("d.taken_at", "is", null);
    return after === undefined ? all : all.where("d.id", "<", after);
  };

/** In the words of the index that holds nothing but what waits: what was taken, which is nearly all, is not looked at. */
export const countWaiting = statement<Of>()((query, param) =>
  query
    .selectFrom("webhook_deliveries")
    .select("webhook_id")
    .select(sql<number>`count(*)`.as("count"))
    .where("organisation_id", "=", param.organisation)
    .where("next_try_at", "is not", null)
    .groupBy("webhook_id"),
);

/** Likewise of the one that holds what was given up. */
export const countGivenUp = statement<Of>()((query, param) =>
  query
    .selectFrom("webhook_deliveries")
    .select("webhook_id")
    .select(sql<number>`count(*)`.as("count"))
    .where("organisation_id", "=", param.organisation)
    .where("next_try_at", "is", null)
    .where("taken_at", "is", null)
    .groupBy("webhook_id"),
);

/** From the start: one that was given up, or taken and is wanted once more. */
export const replay = statement<Key & { webhook: string; now: number }>()((query, param) =>
  query
    .updateTable("webhook_deliveries")
    .set({ next_try_at: param.now, tries: 0, taken_at: null, failure: null, status: null })
    .where("organisation_id", "=", param.organisation)
    .where("webhook_id", "=", param.webhook)
    .where("id", "=", param.id)
    .where("next_try_at", "is", null),
);

export const replayAll = statement<Of & { webhook: string; now: number }>()((query, param) =>
  query
    .updateTable("webhook_deliveries")
    .set({ next_try_at: param.now, tries: 0, failure: null, status: null })
    .where("organisation_id", "=", param.organisation)
    .where("webhook_id", "=", param.webhook)
    .where("next_try_at", "is", null)
    .where("taken_at", "is", null),
);

export const removeOld = statement<Of & { taken: number; givenUp: number }>()((query, param) =>
  query
    .deleteFrom("webhook_deliveries")
    .where("organisation_id", "=", param.organisation)
    .where("next_try_at", "is", null)
    .where((e) =>
      e.or([e("taken_at", "<", param.taken), e.and([e("taken_at", "is", null), e("created_at", "<", param.givenUp)])]),
    ),
);
