// Keeps sign-ins on their way; of their tokens only hashes.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; id: string };

export const get = statement<Key>()((query, param) =>
  query.selectFrom("sign_ins").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

export const insert = statement<
  Key & {
    person: string;
    hash: Uint8Array;
    state: string;
    passwordVersion: number;
    resume: string;
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

export const removeAllOf = statement<{ organisation: string; person: string }>()((query, param) =>
  query.deleteFrom("sign_ins").where("organisation_id", "=", param.organisation).where("person_id", "=", param.person),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("sign_ins").where("organisation_id", "=", param.organisation).where("expires_at", "<", param.before),
);
