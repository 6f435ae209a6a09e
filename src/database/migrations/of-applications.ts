// The tables of applications, of the first release.
import type { Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

export function tablesOfApplications(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { bytes, integer } = tools;
  const text = "text";
  const { make, ofOrganisation, organisations, persons, index } = making(schema, tools);

  const ofApplication = (table: ReturnType<typeof make>, name: string) =>
    table.addForeignKeyConstraint(
      `${name}_application`,
      ["organisation_id", "application_id"] as never,
      "applications",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    );

  return [
    organisations("api_keys", ["id"], {
      id: text,
      person_id: "text?",
      password_version: `${integer}?`,
      made_by: "text?",
      name: text,
      scopes: text,
      secret_hash: bytes,
      created_at: integer,
      expires_at: integer,
      last_used_at: `${integer}?`,
      refused_at: `${integer}?`,
    }).addForeignKeyConstraint(
      "api_keys_person",
      ["organisation_id", "person_id"] as never,
      "people",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    ),
    index("api_keys", ["organisation_id", "person_id"]),
    organisations("applications", ["id"], {
      id: text,
      name: text,
      kind: text,
      takes_part: text,
      takes_part_from: "text?",
      note: text,
      status: text,
      settings: text,
      secret_hash: `${bytes}?`,
      sealed_secret: `${bytes}?`,
      created_at: integer,
    }),
    index("applications", ["organisation_id", "name"], true),
    // Of the installation, as organisations are: looked into before it is known whose a request is.
    ofOrganisation(
      make("application_names", ["kind", "name"], {
        kind: text,
        name: text,
        organisation_id: text,
        application_id: text,
      }),
      "application_names",
    ),
    index("application_names", ["organisation_id", "application_id", "kind", "name"]),
    ofApplication(
      organisations("application_days", ["application_id", "day", "part"], {
        application_id: text,
        day: integer,
        part: integer,
        with_second_factor: integer,
        without: integer,
        last_at: integer,
      }),
      "application_days",
    ),
    persons("forward_passes", ["id"], {
      id: text,
      session_id: text,
      token_hash: bytes,
      created_at: integer,
      expires_at: integer,
    }),
    index("forward_passes", ["organisation_id", "person_id"]),
    ofApplication(
      organisations("forward_entries", ["pass_id", "application_id"], {
        pass_id: text,
        application_id: text,
        entered_at: integer,
      }),
      "forward_entries",
    ).addForeignKeyConstraint(
      "forward_entries_pass",
      ["organisation_id", "pass_id"] as never,
      "forward_passes",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    ),
    ofApplication(
      organisations("duo_assertions", ["application_id", "hash"], {
        application_id: text,
        hash: bytes,
        expires_at: integer,
      }),
      "duo_assertions",
    ),
    ofApplication(
      persons("duo_attempts", ["id"], { id: text, application_id: text, request: text, expires_at: integer }),
      "duo_attempts",
    ),
    index("duo_attempts", ["organisation_id", "person_id"]),
    index("duo_attempts", ["organisation_id", "application_id"]),
    ofApplication(
      persons("duo_codes", ["id"], {
        id: text,
        application_id: text,
        hash: bytes,
        outcome: text,
        expires_at: integer,
      }),
      "duo_codes",
    ),
    index("duo_codes", ["organisation_id", "person_id"]),
    index("duo_codes", ["organisation_id", "application_id"]),
    index("forward_entries", ["organisation_id", "application_id"]),
    organisations("openid_artifacts", ["kind", "id"], {
      kind: text,
      id: text,
      session_id: "text?",
      grant_id: "text?",
      payload: text,
      expires_at: integer,
      consumed_at: `${integer}?`,
    }),
    index("openid_artifacts", ["organisation_id", "grant_id"]),
    index("openid_artifacts", ["organisation_id", "expires_at"]),
    organisations("openid_keys", ["id"], {
      id: text,
      algorithm: text,
      generation: integer,
      sealed_private: bytes,
      created_at: integer,
    }),
    index("openid_keys", ["organisation_id", "algorithm", "generation"], true),
    ofApplication(
      organisations("openid_entries", ["session_id", "application_id"], {
        session_id: text,
        application_id: text,
        person_id: text,
        tries: integer,
        next_try_at: integer,
      }),
      "openid_entries",
    ),
    index("openid_entries", ["organisation_id", "application_id"]),
    ofApplication(
      persons("vouched_people", ["application_id", "name"], { application_id: text, name: text }),
      "vouched_people",
    ),
    index("vouched_people", ["organisation_id", "person_id"], true),
  ];
}
