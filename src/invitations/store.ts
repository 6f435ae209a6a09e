// Keeps links that work once: by which a person chooses a password, and by which an address is confirmed.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; id: string };

export const insert = statement<
  Key & {
    person: string;
    purpose: string;
    hash: Uint8Array;
    /** Of the link that stands in a letter and nowhere else. */
    mailedHash: Uint8Array;
    at: number;
    expiresAt: number;
  }
>()((query, param) =>
  query.insertInto("invitations").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    purpose: param.purpose,
    token_hash: param.hash,
    mailed_hash: param.mailedHash,
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
    .where((e) => e.or([e("token_hash", "=", param.hash), e("mailed_hash", "=", param.hash)]))
    .where("expires_at", ">", param.now)
    .returning(["person_id", "mailed_hash", "created_at"]),
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

type PersonKey = { organisation: string; person: string };

export const insertAddressChange = statement<
  Key & { person: string; email: string; emailNormal: string; hash: Uint8Array; at: number; expiresAt: number }
>()((query, param) =>
  query.insertInto("address_changes").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    email: param.email,
    email_normal: param.emailNormal,
    token_hash: param.hash,
    created_at: param.at,
    expires_at: param.expiresAt,
  }),
);

export const getAddressChange = statement<Key>()((query, param) =>
  query
    .selectFrom("address_changes")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const getAddressChangeOf = statement<PersonKey & { now: number }>()((query, param) =>
  query
    .selectFrom("address_changes")
    .select(["email", "created_at", "expires_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("expires_at", ">", param.now),
);

export const consumeAddressChange = statement<Key & { hash: Uint8Array; now: number }>()((query, param) =>
  query
    .deleteFrom("address_changes")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .where("expires_at", ">", param.now)
    .returning(["person_id", "email"]),
);

export const removeAddressChangesOf = statement<PersonKey>()((query, param) =>
  query
    .deleteFrom("address_changes")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const removeExpiredAddressChanges = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("address_changes")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);
