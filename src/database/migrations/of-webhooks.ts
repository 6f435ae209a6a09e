// The tables of webhooks, of the first release.
import type { Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

export function tablesOfWebhooks(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { bytes, integer } = tools;
  const text = "text";
  const { organisations, index } = making(schema, tools);

  return [
    organisations("webhooks", ["id"], {
      id: text,
      url: text,
      events: text,
      status: text,
      sealed_secret: bytes,
      sealed_former: `${bytes}?`,
      former_until: `${integer}?`,
      seq: integer,
      begins_at: integer,
      created_at: integer,
      changed_at: integer,
      failing_since: `${integer}?`,
      last_taken_at: `${integer}?`,
    }),
    organisations("webhook_deliveries", ["id"], {
      id: text,
      webhook_id: text,
      event_id: text,
      created_at: integer,
      next_try_at: `${integer}?`,
      tries: integer,
      taken_at: `${integer}?`,
      status: `${integer}?`,
      failure: "text?",
    }).addForeignKeyConstraint(
      "webhook_deliveries_webhook",
      ["organisation_id", "webhook_id"] as never,
      "webhooks",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    ),
    // An event goes to a webhook once, however often it is looked at.
    index("webhook_deliveries", ["organisation_id", "webhook_id", "event_id"], true),
    index("webhook_deliveries", ["organisation_id", "webhook_id", "id"]),
    index("webhook_deliveries", ["organisation_id", "webhook_id", "next_try_at"]).where("next_try_at", "is not", null),
    // Those that were given up.
    index("webhook_deliveries", ["organisation_id", "webhook_id", "created_at"])
      .where("next_try_at", "is", null)
      .where("taken_at", "is", null),
  ];
}
