// Keeps letters until they are sent. They are written in the transaction of what they tell of.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

type Key = { organisation: string; id: string };

/**
 * A letter of a name that was written before is not written again. A person's own address is the one they have at this
 * moment: whoever changes it next must not get what was meant for its owner.
 */
export const insertIfAbsent = statement<
  Key & {
    person: string | null;
    recipient: string;
    kind: string;
    details: string;
    sealedLink: Uint8Array | null;
    once: string | null;
    at: number;
  }
>()((query, param) =>
  query
    .insertInto("outbox")
    .values((e) => ({
      organisation_id: param.organisation,
      id: param.id,
      person_id: param.person,
      recipient: e.fn.coalesce(
        e.fn<string | null>("nullif", [e.val(param.recipient), e.val("")]),
        e
          .selectFrom("people")
          .select("email")
          .where("organisation_id", "=", param.organisation)
          .where("id", "=", param.person),
        e.val(""),
      ) as never,
      kind: param.kind,
      details: param.details,
      sealed_link: param.sealedLink,
      once: param.once,
      created_at: param.at,
      next_try_at: param.at,
      tries: 0,
      failure: null,
      sent_at: null,
    }))
    .onConflict((conflict) => conflict.doNothing()),
);

/** How many are taken at once. */
export const portion = 20;

/**
 * Of all organisations, by the index that holds nothing but letters that wait. What lies further ahead than `tooFar` was set
 * by a clock that has gone back since.
 */
export const getDue = statement<{ now: number; tooFar: number }>()((query, param) =>
  query
    .selectFrom("outbox")
    .select(["organisation_id", "id", "tries"])
    .where("next_try_at", "is not", null)
    .where((e) => e.or([e("next_try_at", "<=", param.now), e("next_try_at", ">", param.tooFar)]))
    .orderBy("next_try_at")
    .limit(portion),
);

/**
 * For exactly one process: whoever comes later finds another number of tries. Why it failed before is over with it, so that
 * a process that starts now and releases what waited for a mail server leaves it to who is sending it.
 */
export const claim = statement<Key & { tries: number; leaseUntil: number }>()((query, param) =>
  query
    .updateTable("outbox")
    .set((e) => ({ next_try_at: param.leaseUntil, tries: e("tries", "+", 1), failure: null }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("tries", "=", param.tries)
    .where("next_try_at", "is not", null)
    .returningAll(),
);

/** Only by who holds it still. */
export const markSent = statement<Key & { tries: number; at: number }>()((query, param) =>
  query
    .updateTable("outbox")
    .set({ sent_at: param.at, next_try_at: null, failure: null, sealed_link: null, details: "{}" })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("tries", "=", param.tries)
    .where("sent_at", "is", null)
    .returning("id"),
);

/** `nextTryAt` null: given up. */
export const markFailed = statement<Key & { tries: number; failure: string; nextTryAt: number | null }>()(
  (query, param) =>
    query
      .updateTable("outbox")
      .set({ failure: param.failure, next_try_at: param.nextTryAt })
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .where("tries", "=", param.tries)
      .where("sent_at", "is", null)
      .returning("id"),
);

/** Those that waited for nothing but a mail server. */
export const release = statement<{ failure: string; now: number }>()((query, param) =>
  query
    .updateTable("outbox")
    .set({ next_try_at: param.now, tries: 0 })
    .where("next_try_at", "is not", null)
    .where("failure", "=", param.failure),
);

/** From the start, for a letter that was given up. */
export const sendAgain = statement<Key & { now: number }>()((query, param) =>
  query
    .updateTable("outbox")
    .set({ next_try_at: param.now, tries: 0, failure: null })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("sent_at", "is", null)
    .where("next_try_at", "is", null)
    .returning(["kind", "person_id"]),
);

export interface UnsentWanted {
  organisation: string;
  /** Id of the letter that the page comes after. */
  after: string | undefined;
  limit: number;
}

/** Newest first. */
export const unsent =
  ({ organisation, after, limit }: UnsentWanted) =>
  (query: Kysely<Tables>) => {
    const all = query
      .selectFrom("outbox")
      .select(["id", "recipient", "kind", "created_at", "next_try_at", "tries", "failure"])
      .where("organisation_id", "=", organisation)
      .where("sent_at", "is", null)
      .orderBy("id", "desc")
      .limit(limit);
    return after === undefined ? all : all.where("id", "<", after);
  };

/** Of the whole installation. */
export const countUnsent = statement<Record<never, never>>()((query) =>
  query
    .selectFrom("outbox")
    .select([
      sql<number>`count(next_try_at)`.as("waiting"),
      sql<number>`count(*) - count(next_try_at)`.as("given_up"),
      sql<number | null>`min(next_try_at)`.as("next_try_at"),
    ])
    .where("sent_at", "is", null),
);

export const removeSent = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("outbox").where("organisation_id", "=", param.organisation).where("sent_at", "<", param.before),
);

export const removeGivenUp = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("outbox")
    .where("organisation_id", "=", param.organisation)
    .where("sent_at", "is", null)
    .where("next_try_at", "is", null)
    .where("created_at", "<", param.before),
);
