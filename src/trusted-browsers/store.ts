// Keeps trusted browsers as series of tokens, of which only hashes are stored.
import { statement } from "../database/statement.ts";

type PersonKey = { organisation: string; person: string };
type Key = PersonKey & { id: string };

export const get = statement<{ organisation: string; id: string }>()((query, param) =>
  query
    .selectFrom("trusted_browsers")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** Kept from being ended until the transaction ends: whoever ends it then finds the session that began on it. */
export const getLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("trusted_browsers")
      .selectAll()
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .where("person_id", "=", param.person),
    "trusted_browsers",
  ),
);

export const insert = statement<
  Key & { hash: Uint8Array; at: number; expiresAt: number; userAgent: string; address: string }
>()((query, param) =>
  query.insertInto("trusted_browsers").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    token_hash: param.hash,
    previous_token_hash: null,
    rotated_at: param.at,
    created_at: param.at,
    last_used_at: param.at,
    expires_at: param.expiresAt,
    user_agent: param.userAgent,
    address: param.address,
  }),
);

/** Hands out the next token of the series to exactly one bearer of the current one. */
export const claimRotation = statement<Key & { hash: Uint8Array; nextHash: Uint8Array; at: number; address: string }>()(
  (query, param) =>
    query
      .updateTable("trusted_browsers")
      .set({
        previous_token_hash: param.hash,
        token_hash: param.nextHash,
        rotated_at: param.at,
        last_used_at: param.at,
        address: param.address,
      })
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .where("person_id", "=", param.person)
      .where("token_hash", "=", param.hash)
      .returning("expires_at"),
);

export const getAll = statement<PersonKey>()((query, param) =>
  query
    .selectFrom("trusted_browsers")
    .select(["id", "created_at", "last_used_at", "expires_at", "user_agent", "address"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("last_used_at", "desc"),
);

export const remove = statement<Key>()((query, param) =>
  query
    .deleteFrom("trusted_browsers")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("person_id", "=", param.person),
);

export const removeAll = statement<PersonKey>()((query, param) =>
  query
    .deleteFrom("trusted_browsers")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

/** For a policy that forbids or shortens trust: everything given before a moment. */
export const removeGivenBefore = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("trusted_browsers")
    .where("organisation_id", "=", param.organisation)
    .where("created_at", "<=", param.before),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("trusted_browsers")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);
