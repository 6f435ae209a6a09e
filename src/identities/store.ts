// Keeps who somebody is at an identity provider, and links that still wait for their owner.
import { statement } from "../database/statement.ts";

type Subject = { organisation: string; provider: string; subject: string };
type PersonKey = { organisation: string; person: string };

export const get = statement<Subject>()((query, param) =>
  query
    .selectFrom("identities")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("provider_id", "=", param.provider)
    .where("subject", "=", param.subject),
);

export const getAllOf = statement<PersonKey>()((query, param) =>
  query
    .selectFrom("identities")
    .innerJoin("identity_providers", (join) =>
      join
        .onRef("identity_providers.organisation_id", "=", "identities.organisation_id")
        .onRef("identity_providers.id", "=", "identities.provider_id"),
    )
    .select([
      "identities.provider_id",
      "identities.subject",
      "identities.email",
      "identities.linked_at",
      "identities.last_used_at",
      "identity_providers.name",
      "identity_providers.status",
    ])
    .where("identities.organisation_id", "=", param.organisation)
    .where("identities.person_id", "=", param.person)
    .orderBy("identity_providers.name"),
);

/** Neither the subject nor the person has another one at this provider. */
export const insertIfAbsent = statement<
  Subject & { person: string; email: string; at: number; toldName: string | null; toldType: string | null }
>()((query, param) =>
  query
    .insertInto("identities")
    .values({
      organisation_id: param.organisation,
      provider_id: param.provider,
      subject: param.subject,
      person_id: param.person,
      email: param.email,
      linked_at: param.at,
      last_used_at: param.at,
      told_name: param.toldName,
      told_type: param.toldType,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("person_id"),
);

export const noteUse = statement<Subject & { at: number }>()((query, param) =>
  query
    .updateTable("identities")
    .set({ last_used_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("provider_id", "=", param.provider)
    .where("subject", "=", param.subject),
);

export const setTold = statement<Subject & { name: string | null; type: string | null }>()((query, param) =>
  query
    .updateTable("identities")
    .set({ told_name: param.name, told_type: param.type })
    .where("organisation_id", "=", param.organisation)
    .where("provider_id", "=", param.provider)
    .where("subject", "=", param.subject),
);

export const remove = statement<PersonKey & { provider: string }>()((query, param) =>
  query
    .deleteFrom("identities")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("provider_id", "=", param.provider)
    .returning("subject"),
);

export const insertLink = statement<
  Subject & {
    id: string;
    person: string;
    hash: Uint8Array;
    email: string;
    destination: string;
    at: number;
    expiresAt: number;
  }
>()((query, param) =>
  query.insertInto("identity_links").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    token_hash: param.hash,
    provider_id: param.provider,
    subject: param.subject,
    email: param.email,
    destination: param.destination,
    created_at: param.at,
    expires_at: param.expiresAt,
  }),
);

export const getLink = statement<{ organisation: string; id: string; hash: Uint8Array; now: number }>()(
  (query, param) =>
    query
      .selectFrom("identity_links")
      .selectAll()
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .where("token_hash", "=", param.hash)
      .where("expires_at", ">", param.now),
);

/** For exactly one caller. */
export const consumeLink = statement<{ organisation: string; id: string; hash: Uint8Array; now: number }>()(
  (query, param) =>
    query
      .deleteFrom("identity_links")
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .where("token_hash", "=", param.hash)
      .where("expires_at", ">", param.now)
      .returningAll(),
);

export const removeLinksOf = statement<PersonKey>()((query, param) =>
  query
    .deleteFrom("identity_links")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const removeExpiredLinks = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("identity_links")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);
