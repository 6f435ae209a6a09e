// The tables of what is done to many people at once, of the first release.
import type { Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

export function tablesOfMany(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { integer } = tools;
  const text = "text";
  const { organisations, index } = making(schema, tools);

  const ofImport = (name: string, key: string, columns: Record<string, string>) =>
    organisations(name, ["import_id", key], { import_id: text, ...columns }).addForeignKeyConstraint(
      `${name}_import`,
      ["organisation_id", "import_id"] as never,
      "imports",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    );

  return [
    organisations("bulk_changes", ["id"], {
      id: text,
      actor_id: "text?",
      action: text,
      details: text,
      filter: "text?",
      digest: text,
      people: integer,
      address: text,
      user_agent: text,
      api_key: "text?",
      made_at: integer,
      begun_at: `${integer}?`,
      due_at: `${integer}?`,
      finished_at: `${integer}?`,
    }),
    index("bulk_changes", ["organisation_id", "due_at"]).where("due_at", "is not", null),
    // No foreign key to people here either: who was deleted meanwhile is among those left out.
    organisations("bulk_change_people", ["bulk_change_id", "person_id"], {
      bulk_change_id: text,
      person_id: text,
      outcome: "text?",
    }).addForeignKeyConstraint(
      "bulk_change_people_change",
      ["organisation_id", "bulk_change_id"] as never,
      "bulk_changes",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    ),
    index("bulk_change_people", ["organisation_id", "bulk_change_id", "outcome", "person_id"]),
    organisations("exports", ["id"], {
      id: text,
      recipients: text,
      fingerprint: text,
      asked_at: integer,
      administrator_id: "text?",
      administrator_at: `${integer}?`,
      administrator_set_up: "text?",
      operator_id: "text?",
      operator_organisation_id: "text?",
      operator_at: `${integer}?`,
      operator_set_up: "text?",
      taken_at: `${integer}?`,
      ended_at: `${integer}?`,
    }),
    organisations("imports", ["id"], {
      id: text,
      actor_id: "text?",
      address: text,
      user_agent: text,
      api_key: "text?",
      inviting: integer,
      lines: integer,
      added: integer,
      changed: integer,
      unchanged: integer,
      invited: integer,
      made_at: integer,
      due_at: `${integer}?`,
      finished_at: `${integer}?`,
    }),
    index("imports", ["organisation_id", "due_at"]).where("due_at", "is not", null),
    ofImport("import_portions", "number", { number: integer, lines: text }),
    ofImport("import_left_out", "line", { line: integer, message: text }),
  ];
}
