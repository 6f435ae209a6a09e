// Keeps pending secrets: one a sign-in or session, never accepted for anything but its own confirmation.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; person: string; boundTo: string };

/** Starting again replaces only what is pending. */
export const put = statement<
  Key & { id: string; sealedSecret: Uint8Array; name: string; replaces: string | null; at: number; expiresAt: number }
>()((query, param) =>
  query
    .insertInto("enrolments")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      person_id: param.person,
      bound_to: param.boundTo,
      sealed_secret: param.sealedSecret,
      name: param.name,
      replaces_id: param.replaces,
      created_at: param.at,
      expires_at: param.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "bound_to"]).doUpdateSet({
        id: param.id,
        person_id: param.person,
        sealed_secret: param.sealedSecret,
        name: param.name,
        replaces_id: param.replaces,
        created_at: param.at,
        expires_at: param.expiresAt,
      }),
    ),
);

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("enrolments")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("bound_to", "=", param.boundTo)
    .where("person_id", "=", param.person),
);

/** Exactly one confirmation takes a pending secret. */
export const consume = statement<Key & { id: string; now: number }>()((query, param) =>
  query
    .deleteFrom("enrolments")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("bound_to", "=", param.boundTo)
    .where("person_id", "=", param.person)
    .where("expires_at", ">", param.now)
    .returning(["name", "replaces_id"]),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("enrolments")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);

export const removeAll = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .deleteFrom("enrolments")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);
