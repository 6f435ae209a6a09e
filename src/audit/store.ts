// Keeps audit events: rows are added and read, never changed.
import { statement } from "../database/statement.ts";

export const insertEvent = statement<{
  organisation: string;
  id: string;
  at: number;
  name: string;
  actor: string | null;
  person: string | null;
  outcome: string;
  address: string;
  userAgent: string;
  details: string;
}>()((query, param) =>
  query.insertInto("audit_events").values({
    organisation_id: param.organisation,
    id: param.id,
    at: param.at,
    name: param.name,
    actor_id: param.actor,
    person_id: param.person,
    outcome: param.outcome,
    address: param.address,
    user_agent: param.userAgent,
    details: param.details,
  }),
);

export const latestAbout = statement<{ organisation: string; person: string; most: number }>()((query, param) =>
  query
    .selectFrom("audit_events")
    .select(["id", "at", "name", "actor_id", "outcome", "address", "user_agent", "details"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("id", "desc")
    .limit(param.most),
);

export const latestNamed = statement<{ organisation: string; person: string; name: string; since: number }>()(
  (query, param) =>
    query
      .selectFrom("audit_events")
      .select(["id", "at", "address", "user_agent"])
      .where("organisation_id", "=", param.organisation)
      .where("person_id", "=", param.person)
      .where("name", "=", param.name)
      .where("at", ">", param.since)
      .orderBy("id", "desc")
      .limit(1),
);

export const getLatestTime = statement<Record<never, never>>()((query) =>
  query.selectFrom("audit_events").select((e) => e.fn.max<number | null>("at").as("at")),
);
