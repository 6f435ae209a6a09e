// Walks through an organisation's people by their ids, with what a preview needs to know of each.
import type { Kysely } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

const columns = [
  "id",
  "email",
  "email_normal",
  "display_name",
  "account_type",
  "status",
  "override_level",
  "override_until",
] as const;

/** By id, so that the table itself is read from its beginning to its end. */
export const peopleAfter = statement<{ organisation: string; after: string; most: number }>()((query, param) =>
  query
    .selectFrom("people")
    .select(columns)
    .where("organisation_id", "=", param.organisation)
    .where("id", ">", param.after)
    .where("status", "!=", "disabled")
    .orderBy("id")
    .limit(param.most),
);

type Range = { organisation: string; first: string; last: string };

export const authenticatorsAmong = statement<Range>()((query, param) =>
  query
    .selectFrom("authenticators")
    .select(["person_id", "kind"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", ">=", param.first)
    .where("person_id", "<=", param.last),
);

export const trustAmong = statement<Range & { now: number }>()((query, param) =>
  query
    .selectFrom("trusted_browsers")
    .select(["person_id", "created_at", "expires_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", ">=", param.first)
    .where("person_id", "<=", param.last)
    .where("expires_at", ">", param.now),
);

export const meetingsAmong = statement<Range>()((query, param) =>
  query
    .selectFrom("first_meetings")
    .select(["person_id", "rule", "met_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", ">=", param.first)
    .where("person_id", "<=", param.last),
);

/** Those who could sign in with a password. */
export const administratorsOf = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("administrator", "=", 1)
    .where("status", "=", "active")
    .where("password_hash", "is not", null),
);

/** Who of those with these addresses in normal form holds a role. */
export const roleHoldersAt = (organisation: string, addresses: readonly string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", organisation)
    .where("email_normal", "in", addresses)
    .where((e) => e.or([e("administrator", "=", 1), e("helper", "=", 1), e("operator", "=", 1)]));

/** Everybody whom no key acts on. */
export const roleHolders = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where((e) => e.or([e("administrator", "=", 1), e("helper", "=", 1), e("operator", "=", 1)])),
);
