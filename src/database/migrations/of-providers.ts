// The tables of identity providers, of the first release.
import type { Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

export function tablesOfProviders(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { bytes, integer } = tools;
  const text = "text";
  const { make, organisations, persons, index } = making(schema, tools);

  const ofProvider = (table: ReturnType<typeof make>, name: string) =>
    table.addForeignKeyConstraint(
      `${name}_provider`,
      ["organisation_id", "provider_id"] as never,
      "identity_providers",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    );

  return [
    organisations("identity_providers", ["id"], {
      id: text,
      name: text,
      issuer: text,
      client_id: text,
      sealed_secret: `${bytes}?`,
      status: text,
      exempts: integer,
      only_way: integer,
      settings: text,
      created_at: integer,
      changed_at: integer,
    }),
    index("identity_providers", ["organisation_id", "name"], true),
    ofProvider(
      organisations("identity_provider_domains", ["domain"], { domain: text, provider_id: text }),
      "identity_provider_domains",
    ),
    index("identity_provider_domains", ["organisation_id", "provider_id"]),
    ofProvider(
      organisations("identity_provider_days", ["provider_id", "day", "part"], {
        provider_id: text,
        day: integer,
        part: integer,
        with_evidence: integer,
        without: integer,
        last_at: integer,
      }),
      "identity_provider_days",
    ),
    ofProvider(
      persons("identities", ["provider_id", "subject"], {
        provider_id: text,
        subject: text,
        email: text,
        linked_at: integer,
        last_used_at: integer,
        told_name: "text?",
        told_type: "text?",
      }),
      "identities",
    ),
    index("identities", ["organisation_id", "person_id", "provider_id"], true),
    organisations("provider_visits", ["id"], { id: text, used_at: integer }),
    ofProvider(
      persons("identity_links", ["id"], {
        id: text,
        token_hash: bytes,
        provider_id: text,
        subject: text,
        email: text,
        destination: text,
        created_at: integer,
        expires_at: integer,
      }),
      "identity_links",
    ),
    index("identity_links", ["organisation_id", "person_id"]),
  ];
}
