// Keeps sign-ins on their way; of their tokens only hashes.
import type { ExpressionOrFactory, Kysely, SqlBool } from "kysely";
import { type ExpressionBuilder, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";
import { policyColumns } from "../policy/store.ts";

type Key = { organisation: string; id: string };

/** The sign-in with its person, both kept from changing until the transaction ends. */
export const getLocked = statement<Key & { hash: Uint8Array }>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("sign_ins")
      .innerJoin("people", (join) =>
        join
          .onRef("people.organisation_id", "=", "sign_ins.organisation_id")
          .onRef("people.id", "=", "sign_ins.person_id"),
      )
      .selectAll("people")
      .select([
        "sign_ins.id as sign_in_id",
        "sign_ins.token_hash",
        "sign_ins.state",
        "sign_ins.password_version as begun_under",
        "sign_ins.wrong_answers",
        "sign_ins.resume",
        "sign_ins.application_id",
        "sign_ins.asks",
        "sign_ins.session_id",
        "sign_ins.vouched_by",
        "sign_ins.provider_id",
        "sign_ins.provider_said",
        "sign_ins.expires_at",
      ])
      .where("sign_ins.organisation_id", "=", param.organisation)
      .where("sign_ins.id", "=", param.id)
      .where("sign_ins.token_hash", "=", param.hash),
    // The person first, as everywhere: two orders would deadlock with whatever ends a person's sign-ins.
    "people",
    "sign_ins",
  ),
);

/**
 * What a step is judged by besides the person: a row for each authenticator, one where there is none. A statement of its
 * own, after the one that locked the person: that one would show these as they stood before it had to wait.
 */
const standing = (query: Kysely<Tables>, organisation: string, person: PersonIs) =>
  query
    .selectFrom("people")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .leftJoin("policies", "policies.organisation_id", "people.organisation_id")
    .leftJoin("throttles", (join) =>
      join
        .onRef("throttles.organisation_id", "=", "people.organisation_id")
        .on("throttles.kind", "=", sql.lit("second-step"))
        .onRef("throttles.subject", "=", "people.id"),
    )
    .leftJoin("authenticators", (join) =>
      join
        .onRef("authenticators.organisation_id", "=", "people.organisation_id")
        .onRef("authenticators.person_id", "=", "people.id"),
    )
    .selectAll("authenticators")
    .select(["organisations.status as organisation_status", ...policyColumns])
    .select([
      "throttles.failures",
      "throttles.blocked_until",
      "throttles.recent",
      "throttles.updated_at as throttled_at",
    ])
    .where("people.organisation_id", "=", organisation)
    .where(person)
    .orderBy("authenticators.id");

type PersonIs = ExpressionOrFactory<Tables, "people", SqlBool>;

export const getStanding = statement<{ organisation: string; person: string }>()((query, param) =>
  standing(query, param.organisation, (e) => e("people.id", "=", param.person)),
);

/** The same of the person whose sign-in it is. */
export const getStandingOf = statement<Key>()((query, param) =>
  standing(query, param.organisation, (e) => e("people.id", "=", personOf(e, param))),
);

const personOf = (e: ExpressionBuilder<Tables, "people">, key: Key) =>
  e
    .selectFrom("sign_ins")
    .select("sign_ins.person_id")
    .where("sign_ins.organisation_id", "=", key.organisation)
    .where("sign_ins.id", "=", key.id);

export const insert = statement<
  Key & {
    person: string;
    hash: Uint8Array;
    state: string;
    passwordVersion: number;
    resume: string;
    application: string | null;
    asks: string;
    session: string | null;
    vouchedBy: string | null;
    provider: string | null;
    said: string | null;
    at: number;
    expiresAt: number;
    userAgent: string;
    address: string;
  }
>()((query, param) =>
  query.insertInto("sign_ins").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    token_hash: param.hash,
    state: param.state,
    password_version: param.passwordVersion,
    wrong_answers: 0,
    resume: param.resume,
    application_id: param.application,
    asks: param.asks,
    session_id: param.session,
    vouched_by: param.vouchedBy,
    provider_id: param.provider,
    provider_said: param.said,
    created_at: param.at,
    expires_at: param.expiresAt,
    user_agent: param.userAgent,
    address: param.address,
  }),
);

/** Moves a sign-in on; only the bearer of its present token can, so of two at the same instant one does. */
export const claimMove = statement<Key & { hash: Uint8Array; nextHash: Uint8Array; state: string }>()((query, param) =>
  query
    .updateTable("sign_ins")
    .set({ token_hash: param.nextHash, state: param.state })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .returning("id"),
);

/** Ends a sign-in; one row for one caller only, which may then begin the session. */
export const consume = statement<Key & { hash: Uint8Array }>()((query, param) =>
  query
    .deleteFrom("sign_ins")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash),
);

export const countWrong = statement<Key & { hash: Uint8Array }>()((query, param) =>
  query
    .updateTable("sign_ins")
    .set((e) => ({ wrong_answers: e("wrong_answers", "+", 1) }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .returning("wrong_answers"),
);

/** Those that go on from a session. */
export const removeOfSession = statement<{ organisation: string; person: string; session: string }>()((query, param) =>
  query
    .deleteFrom("sign_ins")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("session_id", "=", param.session),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("sign_ins").where("organisation_id", "=", param.organisation).where("expires_at", "<", param.before),
);
