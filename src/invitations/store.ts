// Keeps invitations: links by which a person chooses their first password, once.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; id: string };

export const insert = statement<
  Key & { person: string; purpose: string; hash: Uint8Array; at: number; expiresAt: number }
>()((query, param) =>
  query.insertInto("invitations").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    purpose: param.purpose,
    token_hash: param.hash,
    created_at: param.at,
    expires_at: param.expiresAt,
  }),
);

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("invitations")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const consume = statement<Key & { hash: Uint8Array; now: number }>()((query, param) =>
  query
    .deleteFrom("invitations")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .where("expires_at", ">", param.now)
    .returning("person_id"),
);

export const removeAllOf = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .deleteFrom("invitations")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("invitations")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);
