// Keeps passes, which stand for a session at the applications' hosts, and which applications each was given for.
import { statement } from "../../database/statement.ts";

type Key = { organisation: string; id: string };

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("forward_passes")
    .select(["id", "token_hash", "session_id", "expires_at"])
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** The pass where it was given for this application, too. */
export const getFor = statement<Key & { application: string }>()((query, param) =>
  query
    .selectFrom("forward_passes")
    .innerJoin("forward_entries", (join) =>
      join
        .onRef("forward_entries.organisation_id", "=", "forward_passes.organisation_id")
        .onRef("forward_entries.pass_id", "=", "forward_passes.id"),
    )
    .select([
      "forward_passes.id",
      "forward_passes.token_hash",
      "forward_passes.session_id",
      "forward_passes.expires_at",
    ])
    .where("forward_passes.organisation_id", "=", param.organisation)
    .where("forward_passes.id", "=", param.id)
    .where("forward_entries.application_id", "=", param.application),
);

export const insert = statement<
  Key & { person: string; session: string; hash: Uint8Array; at: number; expiresAt: number }
>()((query, param) =>
  query.insertInto("forward_passes").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    session_id: param.session,
    token_hash: param.hash,
    created_at: param.at,
    expires_at: param.expiresAt,
  }),
);

export const insertEntryIfAbsent = statement<{ organisation: string; pass: string; application: string; at: number }>()(
  (query, param) =>
    query
      .insertInto("forward_entries")
      .values({
        organisation_id: param.organisation,
        pass_id: param.pass,
        application_id: param.application,
        entered_at: param.at,
      })
      .onConflict((conflict) => conflict.columns(["organisation_id", "pass_id", "application_id"]).doNothing())
      .returning("entered_at"),
);

export const removeExpired = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("forward_passes")
    .where("organisation_id", "=", param.organisation)
    .where("expires_at", "<", param.before),
);
