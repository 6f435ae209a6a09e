// Keeps help requests: asked once at a time by a person, decided once, and a pass that is used once.
import { sql } from "kysely";
import { statement } from "../database/statement.ts";

type OfPerson = { organisation: string; person: string };
type Key = { organisation: string; id: string };

// Written out, not bound: only so do both databases see that the partial indexes fit.
const open = sql.lit("open");
const yes = sql.lit(1);

/** One open request a person: another one is not written. */
export const insertIfAbsent = statement<
  OfPerson & {
    id: string;
    message: string;
    at: number;
    address: string;
    userAgent: string;
    standing: string;
    cancelHash: Uint8Array;
  }
>()((query, param) =>
  query
    .insertInto("help_requests")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      person_id: param.person,
      message: param.message,
      asked_at: param.at,
      address: param.address,
      user_agent: param.userAgent,
      status: "open",
      standing: param.standing,
      cancel_token_hash: param.cancelHash,
      approval_token_hash: null,
      decided_by: null,
      decided_at: null,
      note: null,
      pass_until: null,
      pass_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id"),
);

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("help_requests")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** The latest of a person, newest first. */
export const latestOf = statement<OfPerson & { most: number }>()((query, param) =>
  query
    .selectFrom("help_requests")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("asked_at", "desc")
    .limit(param.most),
);

/** Decides an open request; true for one caller only. */
export const claimDecision = statement<
  Key & {
    status: string;
    by: string | null;
    at: number;
    note: string | null;
    passUntil: number | null;
    approvalHash: Uint8Array | null;
    standing: string;
  }
>()((query, param) =>
  query
    .updateTable("help_requests")
    .set({
      status: param.status,
      decided_by: param.by,
      decided_at: param.at,
      note: param.note,
      pass_until: param.passUntil,
      approval_token_hash: param.approvalHash,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("status", "=", open)
    .where("standing", "=", param.standing)
    .returning("id"),
);

/** Uses a pass up; true for one caller only, while it lasts and everything stands as it did. */
export const claimPass = statement<OfPerson & { now: number; latest: number; standing: string }>()((query, param) =>
  query
    .updateTable("help_requests")
    .set({ pass_used_at: param.now })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("status", "=", "approved")
    .where("pass_used_at", "is", null)
    .where("pass_until", ">", param.now)
    // One that was given far ahead, by a clock that was set back since, would outlive its length.
    .where("pass_until", "<=", param.latest)
    .where("standing", "=", param.standing)
    .returning("id"),
);

/** What was asked or approved for a person under another standing, or all that is not over where `standing` is ''. */
export const overtake = statement<OfPerson & { standing: string; at: number }>()((query, param) =>
  query
    .updateTable("help_requests")
    .set({ status: "overtaken" })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("standing", "!=", param.standing)
    .where(({ and, eb, or }) =>
      or([
        eb("status", "=", "open"),
        and([eb("status", "=", "approved"), eb("pass_used_at", "is", null), eb("pass_until", ">", param.at)]),
      ]),
    )
    .returning("id"),
);

/** Ends what was asked by then and nobody decided; true for one caller only. */
export const claimLapse = statement<OfPerson & { askedBy: number }>()((query, param) =>
  query
    .updateTable("help_requests")
    .set({ status: "lapsed" })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("status", "=", open)
    .where("asked_at", "<=", param.askedBy)
    .returning("id"),
);

/** How many rows one statement of housekeeping removes at most. */
export const portion = 500;

/** What is over since before then; a decision comes after the asking, so that the index by the latter finds them. */
export const removeOld = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("help_requests")
    .where("organisation_id", "=", param.organisation)
    .where("id", "in", (e) =>
      e
        .selectFrom("help_requests")
        .select("id")
        .where("organisation_id", "=", param.organisation)
        .where("asked_at", "<", param.before)
        .where("status", "!=", open)
        .where(({ eb, fn }) => eb(fn.coalesce("decided_at", "asked_at"), "<", param.before))
        .limit(portion),
    ),
);

/** Ends a request and its pass, used or not; the caller has judged whether that can still undo anything. */
export const claimCancellation = statement<Key>()((query, param) =>
  query
    .updateTable("help_requests")
    .set({ status: "cancelled" })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("status", "in", ["open", "approved"])
    .returning("id"),
);

/** Whom a request that waits is told: those who may decide it. */
export const administrators = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("people")
    .select(["id", "status", "administrator", "helper", "operator"])
    .where("organisation_id", "=", param.organisation)
    .where("administrator", "=", yes),
);

export const helpers = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("people")
    .select(["id", "status", "administrator", "helper", "operator"])
    .where("organisation_id", "=", param.organisation)
    .where("helper", "=", yes),
);

/**
 * The details of what happened to a person under this name, the newest first: all of it, so that nobody can push the
 * owner's address out by changing it often.
 */
export const detailsOf = statement<OfPerson & { name: string; since: number }>()((query, param) =>
  query
    .selectFrom("audit_events")
    .select(["at", "details"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("name", "=", param.name)
    .where("at", ">", param.since)
    .orderBy("id", "desc"),
);

type ListParams = { organisation: string; at: number; id: string; most: number };

const named = ["help_requests.person_id", "people.display_name", "people.email"] as const;

/** The longest waiting first. */
export const openOnes = statement<ListParams>()((query, param) =>
  query
    .selectFrom("help_requests")
    .innerJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "help_requests.organisation_id")
        .onRef("people.id", "=", "help_requests.person_id"),
    )
    .selectAll("help_requests")
    .select(named)
    .where("help_requests.organisation_id", "=", param.organisation)
    .where("help_requests.status", "=", open)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("help_requests.asked_at", "help_requests.id"), ">", tuple(param.at, param.id)),
    )
    .orderBy("help_requests.asked_at")
    .orderBy("help_requests.id")
    .limit(param.most),
);

/** The latest asked first. */
export const decidedOnes = statement<ListParams>()((query, param) =>
  query
    .selectFrom("help_requests")
    .innerJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "help_requests.organisation_id")
        .onRef("people.id", "=", "help_requests.person_id"),
    )
    .selectAll("help_requests")
    .select(named)
    .where("help_requests.organisation_id", "=", param.organisation)
    .where("help_requests.status", "!=", open)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("help_requests.asked_at", "help_requests.id"), "<", tuple(param.at, param.id)),
    )
    .orderBy("help_requests.asked_at", "desc")
    .orderBy("help_requests.id", "desc")
    .limit(param.most),
);
