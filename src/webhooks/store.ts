// Keeps webhooks and what is on its way to each.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

type Of = { organisation: string };
type Key = Of & { id: string };

/** Of one organisation, oldest first. */
export const getAll = statement<Of>()((query, param) =>
  query.selectFrom("webhooks").selectAll().where("organisation_id", "=", param.organisation).orderBy("id"),
);

export const get = statement<Key>()((query, param) =>
  query.selectFrom("webhooks").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

export const insert = statement<Key & { url: string; events: string; secret: Uint8Array; seq: number; at: number }>()(
  (query, param) =>
    query.insertInto("webhooks").values({
      organisation_id: param.organisation,
      id: param.id,
      url: param.url,
      events: param.events,
      status: "on",
      sealed_secret: param.secret,
      sealed_former: null,
      former_until: null,
      seq: param.seq,
      begins_at: param.at,
      created_at: param.at,
      changed_at: param.at,
      failing_since: null,
      last_taken_at: null,
    }),
);

/** Turned on it begins anew: what happened meanwhile is behind `seq`. */
export const update = statement<
  Key & {
    url: string;
    events: string;
    status: string;
    seq: number;
    beginsAt: number;
    failingSince: number | null;
    at: number;
  }
>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({
      url: param.url,
      events: param.events,
      status: param.status,
      seq: param.seq,
      begins_at: param.beginsAt,
      failing_since: param.failingSince,
      changed_at: param.at,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const replaceSecret = statement<
  Key & { secret: Uint8Array; former: Uint8Array; until: number; at: number; before: Uint8Array }
>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ sealed_secret: param.secret, sealed_former: param.former, former_until: param.until, changed_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    // Of two at once the second would drop the first one's secret unseen.
    .where("sealed_secret", "=", param.before),
);

export const dropFormer = statement<Of & { now: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ sealed_former: null, former_until: null })
    .where("organisation_id", "=", param.organisation)
    .where("former_until", "<=", param.now),
);

export const remove = statement<Key>()((query, param) =>
  query.deleteFrom("webhooks").where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

/** Those that have not looked at everything that is in the chain. */
export const getBehind = statement<Record<never, never>>()((query) =>
  query
    .selectFrom("webhooks as w")
    .innerJoin("audit_heads as h", "h.organisation_id", "w.organisation_id")
    .select(["w.organisation_id", "w.id", "w.events", "w.seq", "w.begins_at"])
    .where("w.status", "=", "on")
    .whereRef("h.seq", ">", "w.seq")
    .limit(100),
);

/** For exactly one process: whoever else stood at the same finds it moved. */
export const moveOn = statement<Key & { from: number; to: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ seq: param.to })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("status", "=", "on")
    .where("seq", "=", param.from),
);

export const insertDelivery = statement<Key & { webhook: string; event: string; at: number }>()((query, param) =>
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

/** Webhooks with something due, each by itself, so that one that hangs keeps nobody else's waiting. */
export const getDueWebhooks = statement<{ now: number; tooFar: number }>()((query, param) =>
  query
    .selectFrom("webhook_deliveries")
    .select(["organisation_id", "webhook_id"])
    .where("next_try_at", "is not", null)
    .where((e) => e.or([e("next_try_at", "<=", param.now), e("next_try_at", ">", param.tooFar)]))
    .groupBy(["organisation_id", "webhook_id"])
    .limit(200),
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

export const noteTaken = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ failing_since: null, last_taken_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const noteFailing = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ failing_since: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("failing_since", "is", null),
);

/** Once, by whoever is first. */
export const stop = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ status: "stopped", changed_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("status", "=", "on"),
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
export const deliveries =
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

export const countOf = statement<Of>()((query, param) =>
  query
    .selectFrom("webhook_deliveries")
    .select("webhook_id")
    .select([
      sql<number>`count(next_try_at)`.as("waiting"),
      sql<number>`sum(case when next_try_at is null and taken_at is null then 1 else 0 end)`.as("given_up"),
    ])
    .where("organisation_id", "=", param.organisation)
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
