// Finds who was refused on the way in through a provider.
import { sql } from "kysely";
import { frequentNames } from "../../audit/store.ts";
import { statement } from "../../database/statement.ts";

/** The newest first, of all providers. The second condition on the name is the index's own: else it would not be used. */
export const latestRefusals = statement<{ organisation: string; most: number }>()((query, param) =>
  query
    .selectFrom("audit_events")
    .leftJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "audit_events.organisation_id")
        .onRef("people.id", "=", "audit_events.person_id"),
    )
    .select([
      "audit_events.id",
      "audit_events.at",
      "audit_events.person_id",
      "audit_events.address",
      "audit_events.details",
      "people.display_name",
    ])
    .where("audit_events.organisation_id", "=", param.organisation)
    .where("audit_events.name", "=", "single-sign-on.refused")
    .where(
      "audit_events.name",
      "not in",
      frequentNames.map((name) => sql.lit(name)),
    )
    .orderBy("audit_events.id", "desc")
    .limit(param.most),
);
