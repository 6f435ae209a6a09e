// The tables of what happened, of the first release.
import { type Kysely, sql } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

/** What happens all the time is met on the way, in the order in which it happened. */
const frequentNames = ["sign-in.completed", "session.ended", "session.stepped-up", "application.entered"].map((name) =>
  sql.lit(name),
);

export function tablesOfAudit(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { bytes, integer } = tools;
  const text = "text";
  const { organisations, index } = making(schema, tools);

  return [
    // No foreign key to people: what happened stays on record after a person is deleted.
    organisations("audit_events", ["id"], {
      id: text,
      at: integer,
      name: text,
      actor_id: "text?",
      person_id: "text?",
      outcome: text,
      address: text,
      user_agent: text,
      details: text,
    }),
    // Each ends with the id, so that a page is read from it in the order in which things happened. Sign-ins write most
    // events: what finds those among the others anyway is left out of what every sign-in would have to write.
    index("audit_events", ["organisation_id", "person_id", "id"]),
    index("audit_events", ["organisation_id", "address", "id"]),
    index("audit_events", ["organisation_id", "name", "id"]).where("name", "not in", frequentNames),
    index("audit_events", ["organisation_id", "actor_id", "id"]).where(
      sql<boolean>`actor_id <> coalesce(person_id, '')`,
    ),
    index("audit_events", ["organisation_id", "outcome", "id"]).where("outcome", "!=", sql.lit("done")),
    // No foreign keys to events: that one is missing is what the chain has to show.
    organisations("audit_waiting", ["event_id"], { event_id: text }),
    organisations("audit_links", ["seq"], {
      seq: integer,
      event_id: text,
      chained_at: integer,
      carried: integer,
      key_id: text,
      hash: bytes,
    }),
    index("audit_links", ["organisation_id", "event_id"], true),
    organisations("audit_heads", [], { seq: integer, hash: bytes, at: integer }),
    organisations("audit_keys", ["id"], { id: text, sealed_key: bytes, made_under: text, created_at: integer }),
    organisations("audit_checkpoints", ["seq"], {
      seq: integer,
      hash: bytes,
      at: integer,
      removed: integer,
      key_id: text,
      seal: bytes,
    }),
  ];
}
