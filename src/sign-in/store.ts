// Keeps sign-ins on their way; of their tokens only hashes.
import { statement } from "../database/statement.ts";

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
      .innerJoin("organisations", "organisations.id", "sign_ins.organisation_id")
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
        "sign_ins.expires_at",
        "organisations.status as organisation_status",
      ])
      .where("sign_ins.organisation_id", "=", param.organisation)
      .where("sign_ins.id", "=", param.id)
      .where("sign_ins.token_hash", "=", param.hash),
    // The person first, as everywhere: two orders would deadlock with whatever ends a person's sign-ins.
    "people",
    "sign_ins",
  ),
);

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

/** Ends a sign-in; true for one caller only, which may then begin the session. */
export const consume = statement<Key & { hash: Uint8Array }>()((query, param) =>
  query
    .deleteFrom("sign_ins")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .returning("id"),
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

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("sign_ins").where("organisation_id", "=", param.organisation).where("expires_at", "<", param.before),
);
