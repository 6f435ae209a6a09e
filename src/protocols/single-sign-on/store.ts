// Keeps who has come back from an identity provider, so that nobody does twice with the same answer.
import { statement } from "../../database/statement.ts";

export const get = statement<{ organisation: string; id: string }>()((query, param) =>
  query
    .selectFrom("provider_visits")
    .select("id")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** For exactly one caller. */
export const insertIfAbsent = statement<{ organisation: string; id: string; at: number }>()((query, param) =>
  query
    .insertInto("provider_visits")
    .values({ organisation_id: param.organisation, id: param.id, used_at: param.at })
    .onConflict((conflict) => conflict.columns(["organisation_id", "id"]).doNothing())
    .returning("id"),
);

export const removeOld = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("provider_visits")
    .where("organisation_id", "=", param.organisation)
    .where("used_at", "<", param.before),
);
