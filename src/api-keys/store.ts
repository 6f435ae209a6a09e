// Keeps API keys; of their secrets only hashes.
import type { Kysely } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

type Key = { organisation: string; id: string };
const columns = [
  "organisation_id",
  "id",
  "person_id",
  "name",
  "scopes",
  "created_at",
  "expires_at",
  "last_used_at",
] as const;

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("api_keys")
    .select([...columns, "secret_hash", "password_version", "made_by"])
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** With whom each stands and falls: its owner, or who made a powerful one of the organisation's. */
const borne = (query: Kysely<Tables>) =>
  query
    .selectFrom("api_keys")
    .leftJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "api_keys.organisation_id")
        .on("people.id", "=", (e) => e.fn.coalesce("api_keys.person_id", "api_keys.made_by")),
    )
    .select(columns.map((column) => `api_keys.${column}` as const))
    .select(["api_keys.password_version", "people.email", "people.password_version as version_now"])
    .orderBy("api_keys.created_at", "desc")
    .orderBy("api_keys.id");

export const getOfPerson = statement<{ organisation: string; person: string }>()((query, param) =>
  borne(query)
    .where("api_keys.organisation_id", "=", param.organisation)
    .where("api_keys.person_id", "=", param.person),
);

export const getOfOrganisation = statement<{ organisation: string }>()((query, param) =>
  borne(query).where("api_keys.organisation_id", "=", param.organisation).where("api_keys.person_id", "is", null),
);

export const getOfAll = statement<{ organisation: string }>()((query, param) =>
  borne(query).where("api_keys.organisation_id", "=", param.organisation),
);

export const insert = statement<
  Key & {
    person: string | null;
    passwordVersion: number | null;
    madeBy: string | null;
    name: string;
    scopes: string;
    hash: Uint8Array;
    at: number;
    expiresAt: number;
  }
>()((query, param) =>
  query.insertInto("api_keys").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    password_version: param.passwordVersion,
    made_by: param.madeBy,
    name: param.name,
    scopes: param.scopes,
    secret_hash: param.hash,
    created_at: param.at,
    expires_at: param.expiresAt,
    last_used_at: null,
    refused_at: null,
  }),
);

export const touch = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("api_keys")
    .set({ last_used_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** One of those who are refused at the same time. */
export const claimRefusal = statement<Key & { at: number; before: number }>()((query, param) =>
  query
    .updateTable("api_keys")
    .set({ refused_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where((e) => e.or([e("refused_at", "is", null), e("refused_at", "<", param.before)]))
    .returning("id"),
);

export const removeOfPerson = statement<Key & { person: string }>()((query, param) =>
  query
    .deleteFrom("api_keys")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("person_id", "=", param.person)
    .returning("name"),
);

export const removeOfOrganisation = statement<Key>()((query, param) =>
  query
    .deleteFrom("api_keys")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("person_id", "is", null)
    .returning("name"),
);

export const removeAllOf = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .deleteFrom("api_keys")
    .where("organisation_id", "=", param.organisation)
    .where((e) => e.or([e("person_id", "=", param.person), e("made_by", "=", param.person)])),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("api_keys").where("organisation_id", "=", param.organisation).where("expires_at", "<", param.before),
);
