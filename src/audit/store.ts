// Keeps audit events: rows are added and read, never changed.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

export type EventRow = {
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
};

export const insertEvent = statement<EventRow>()((query, param) =>
  query.insertInto("audit_events").values(columnsOf(param)),
);

export const insertEvents = (rows: EventRow[]) => (query: Kysely<Tables>) =>
  query.insertInto("audit_events").values(rows.map(columnsOf));

/** Beside the event, in its transaction: from here the chain takes it up. No row that others write too is touched. */
export const insertWaiting = statement<{ organisation: string; id: string }>()((query, param) =>
  query.insertInto("audit_waiting").values({ organisation_id: param.organisation, event_id: param.id }),
);

export const insertAllWaiting = (rows: EventRow[]) => (query: Kysely<Tables>) =>
  query
    .insertInto("audit_waiting")
    .values(rows.map(({ organisation, id }) => ({ organisation_id: organisation, event_id: id })));

// Each by its name: a statement's parameters are known by nothing else.
const columnsOf = (row: EventRow): Tables["audit_events"] => ({
  organisation_id: row.organisation,
  id: row.id,
  at: row.at,
  name: row.name,
  actor_id: row.actor,
  person_id: row.person,
  outcome: row.outcome,
  address: row.address,
  user_agent: row.userAgent,
  details: row.details,
});

export const latestAbout = statement<{ organisation: string; person: string; most: number }>()((query, param) =>
  query
    .selectFrom("audit_events")
    .select(["id", "at", "name", "actor_id", "outcome", "address", "user_agent", "details"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("id", "desc")
    .limit(param.most),
);

/** The same, past the one given. */
export const earlierAbout = statement<{ organisation: string; person: string; before: string; most: number }>()(
  (query, param) =>
    query
      .selectFrom("audit_events")
      .select(["id", "at", "name", "actor_id", "outcome", "address", "user_agent", "details"])
      .where("organisation_id", "=", param.organisation)
      .where("person_id", "=", param.person)
      .where("id", "<", param.before)
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

export interface EventsWanted {
  organisation: string;
  /** The one thing that an index leads by; everything else is judged by whoever asks. */
  by?: { person: string } | { actor: string } | { address: string } | { name: string } | { refused: true } | undefined;
  /** Only those with smaller ids. */
  before: string;
  /** Only those with ids from here on. */
  from: string;
  limit: number;
}

/** Newest first. */
export const pageOfEvents =
  ({ organisation, by, before, from, limit }: EventsWanted) =>
  (query: Kysely<Tables>) => {
    const all = query
      .selectFrom("audit_events")
      .selectAll()
      .where("organisation_id", "=", organisation)
      .where("id", "<", before)
      .where("id", ">=", from)
      .orderBy("id", "desc")
      .limit(limit);
    if (by === undefined) return all;
    if ("person" in by) return all.where("person_id", "=", by.person);
    if ("address" in by) return all.where("address", "=", by.address);
    // In the words of the indexes that hold only part of the events: else they would not be used.
    if ("actor" in by)
      return all.where("actor_id", "=", by.actor).where(sql<boolean>`actor_id <> coalesce(person_id, '')`);
    if ("name" in by)
      return all.where("name", "=", by.name).where(
        "name",
        "not in",
        frequentNames.map((name) => sql.lit(name)),
      );
    return all.where("outcome", "=", "refused").where("outcome", "!=", sql.lit("done"));
  };

/** Of which the index by name has none: they are met everywhere. */
export const frequentNames = ["sign-in.completed", "session.ended", "session.stepped-up", "application.entered"];
