// Keeps what an application of the Duo protocol began and has still to fetch: attempts, codes, and assertions already used.
import { statement } from "../../database/statement.ts";

type Key = { organisation: string; id: string };

/** Of two with the same name at once, one is in time. */
export const claimAssertion = statement<{
  organisation: string;
  application: string;
  hash: Uint8Array;
  expiresAt: number;
}>()((query, param) =>
  query
    .insertInto("duo_assertions")
    .values({
      organisation_id: param.organisation,
      application_id: param.application,
      hash: param.hash,
      expires_at: param.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(["organisation_id", "application_id", "hash"]).doNothing())
    .returning("expires_at"),
);

export const insertAttempt = statement<
  Key & { application: string; person: string; request: string; expiresAt: number }
>()((query, param) =>
  query.insertInto("duo_attempts").values({
    organisation_id: param.organisation,
    id: param.id,
    application_id: param.application,
    person_id: param.person,
    request: param.request,
    expires_at: param.expiresAt,
  }),
);

export const getAttempt = statement<Key>()((query, param) =>
  query
    .selectFrom("duo_attempts")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** Ends an attempt; for one caller only. */
export const consumeAttempt = statement<Key>()((query, param) =>
  query
    .deleteFrom("duo_attempts")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const insertCode = statement<
  Key & { application: string; person: string; hash: Uint8Array; outcome: string; expiresAt: number }
>()((query, param) =>
  query.insertInto("duo_codes").values({
    organisation_id: param.organisation,
    id: param.id,
    application_id: param.application,
    person_id: param.person,
    hash: param.hash,
    outcome: param.outcome,
    expires_at: param.expiresAt,
  }),
);

/** A code is fetched once, by the application that it is for, in time. */
export const consumeCode = statement<Key & { application: string; hash: Uint8Array; now: number }>()((query, param) =>
  query
    .deleteFrom("duo_codes")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("application_id", "=", param.application)
    .where("hash", "=", param.hash)
    .where("expires_at", ">", param.now)
    .returning(["person_id", "outcome"]),
);

const expired = <T extends "duo_assertions" | "duo_attempts" | "duo_codes">(table: T) =>
  statement<{ organisation: string; before: number }>()((query, param) =>
    query
      .deleteFrom(table as "duo_codes")
      .where("organisation_id", "=", param.organisation)
      .where("expires_at", "<", param.before),
  );

export const removeExpiredAssertions = expired("duo_assertions");
export const removeExpiredAttempts = expired("duo_attempts");
export const removeExpiredCodes = expired("duo_codes");
