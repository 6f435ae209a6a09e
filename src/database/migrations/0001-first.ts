// The tables of the first release.
import { type CreateTableBuilder, sql } from "kysely";
import type { Migration } from "./migration.ts";

export const first: Migration = {
  name: "0001-first",
  up({ schema }, { bytes, integer, bytewise, tableOptions }) {
    const text = "text";
    // biome-ignore lint/suspicious/noExplicitAny: the columns of a table under construction have no type yet.
    type Table = CreateTableBuilder<string, any>;
    const make = (name: string, key: string[], columns: Record<string, string>): Table => {
      let table = schema.createTable(name) as Table;
      for (const [column, type] of Object.entries(columns)) {
        const optional = type.endsWith("?");
        const bare = (optional ? type.slice(0, -1) : type) as "text";
        if (type === "bytewise text") table = table.addColumn(column, text, (c) => c.notNull().modifyEnd(bytewise));
        else table = table.addColumn(column, bare, (c) => (optional ? c : c.notNull()));
      }
      return tableOptions(table.addPrimaryKeyConstraint(`${name}_key`, key as never) as never) as unknown as Table;
    };
    const ofOrganisation = (table: Table, name: string): Table =>
      table.addForeignKeyConstraint(
        `${name}_organisation`,
        ["organisation_id"] as never,
        "organisations",
        ["id"],
        (c) => c.onDelete("cascade"),
      ) as unknown as Table;
    const ofPerson = (table: Table, name: string): Table =>
      table.addForeignKeyConstraint(
        `${name}_person`,
        ["organisation_id", "person_id"] as never,
        "people",
        ["organisation_id", "id"],
        (c) => c.onDelete("cascade"),
      ) as unknown as Table;
    const organisations = (name: string, key: string[], columns: Record<string, string>) =>
      ofOrganisation(make(name, ["organisation_id", ...key], { organisation_id: text, ...columns }), name);
    const persons = (name: string, key: string[], columns: Record<string, string>) =>
      ofPerson(make(name, ["organisation_id", ...key], { organisation_id: text, person_id: text, ...columns }), name);
    const index = (table: string, columns: string[], unique = false) => {
      const named = columns.filter((column) => column !== "organisation_id" && column !== "id");
      const built = schema
        .createIndex(`${table}_by_${named.join("_and_")}`)
        .on(table)
        .columns(columns);
      return unique ? built.unique() : built;
    };

    const partial = (table: string, name: string, column: string, is: "=" | ">" | "<=", value: number) =>
      schema
        .createIndex(name)
        .on(table)
        .columns(["organisation_id", "screen_name_normal"])
        .where(sql.ref(column), is, sql.lit(value));

    return [
      make("installation", ["id"], {
        id: integer,
        first_run_token_hash: `${bytes}?`,
        completed_at: `${integer}?`,
      }).addCheckConstraint("installation_is_one", sql`id = 1`),
      make("organisations", ["id"], {
        id: text,
        name: text,
        slug: text,
        host_name: "text?",
        accent: text,
        status: text,
        logo_hash: "text?",
        created_at: integer,
      }),
      index("organisations", ["slug"], true),
      // Partial, so that the search for those without a host name goes by the index below, in its order.
      index("organisations", ["host_name"], true).where("host_name", "is not", null),
      index("organisations", ["host_name", "created_at", "id"]),
      organisations("account_types", ["name"], { name: text, created_at: integer }),
      organisations("people", ["id"], {
        id: text,
        screen_name: text,
        screen_name_normal: text,
        email: text,
        email_normal: text,
        display_name: text,
        account_type: text,
        administrator: integer,
        helper: integer,
        operator: integer,
        status: text,
        password_hash: "text?",
        password_version: integer,
        override_level: "text?",
        override_reason: "text?",
        override_until: `${integer}?`,
        picture_hash: "text?",
        created_at: integer,
        address_since: integer,
        last_sign_in_at: `${integer}?`,
        authenticators: integer,
        codes_left: `${integer}?`,
      }).addForeignKeyConstraint("people_account_type", ["organisation_id", "account_type"] as never, "account_types", [
        "organisation_id",
        "name",
      ]),
      index("people", ["organisation_id", "screen_name_normal"], true),
      index("people", ["organisation_id", "email_normal"], true),
      index("people", ["organisation_id", "account_type", "screen_name_normal"]),
      index("people", ["organisation_id", "display_name", "id"]),
      // In the order in which a list shows them; partial, because in a large organisation few are any of these.
      index("people", ["organisation_id", "status", "screen_name_normal"]).where("status", "!=", sql.lit("active")),
      partial("people", "people_without_authenticator", "authenticators", "=", 0),
      partial("people", "people_with_authenticator", "authenticators", ">", 0),
      partial("people", "people_with_few_codes", "codes_left", "<=", 3),
      index("people", ["organisation_id", "administrator", "id"]).where("administrator", "=", sql.lit(1)),
      index("people", ["organisation_id", "override_level", "id"]).where("override_level", "is not", null),
      index("people", ["organisation_id", "helper", "id"]).where("helper", "=", sql.lit(1)),
      organisations("logos", [], { type: text, body: bytes }),
      persons("address_changes", ["id"], {
        id: text,
        email: text,
        email_normal: text,
        token_hash: bytes,
        created_at: integer,
        expires_at: integer,
      }),
      index("address_changes", ["organisation_id", "person_id"], true),
      persons("people_words", ["word", "person_id"], { word: "bytewise text" }),
      index("people_words", ["organisation_id", "person_id", "word"]),
      persons("pictures", ["person_id"], { type: text, body: bytes }),
      organisations("policies", [], { document: text, digest: text, version: integer, updated_at: integer }),
      persons("policy_drafts", ["person_id"], { version: integer, digest: text, document: text, made_at: integer }),
      persons("first_meetings", ["person_id", "rule"], { rule: text, met_at: integer }),
      persons("authenticators", ["person_id", "id"], {
        id: text,
        kind: text,
        name: text,
        sealed_secret: bytes,
        algorithm: text,
        digits: integer,
        period: integer,
        created_at: integer,
      }),
      organisations("used_time_steps", ["authenticator_id", "step"], { authenticator_id: text, step: integer }),
      persons("enrolments", ["id"], {
        id: text,
        bound_to: text,
        sealed_secret: bytes,
        name: text,
        replaces_id: "text?",
        created_at: integer,
        expires_at: integer,
      }),
      index("enrolments", ["organisation_id", "bound_to"], true),
      persons("recovery_code_sets", ["person_id"], {
        id: text,
        salt: bytes,
        hashing: text,
        created_at: integer,
        saved_at: `${integer}?`,
      }),
      persons("recovery_codes", ["person_id", "set_id", "hash"], { set_id: text, hash: bytes, used_at: `${integer}?` }),
      persons("trusted_browsers", ["id"], {
        id: text,
        token_hash: bytes,
        previous_token_hash: `${bytes}?`,
        rotated_at: integer,
        created_at: integer,
        last_used_at: integer,
        expires_at: integer,
        user_agent: text,
        address: text,
      }),
      index("trusted_browsers", ["organisation_id", "person_id"]),
      persons("sign_ins", ["id"], {
        id: text,
        token_hash: bytes,
        state: text,
        password_version: integer,
        wrong_answers: integer,
        resume: text,
        created_at: integer,
        expires_at: integer,
        user_agent: text,
        address: text,
      }),
      index("sign_ins", ["organisation_id", "person_id"]),
      persons("sessions", ["id"], {
        id: text,
        token_hash: bytes,
        proofs: text,
        password_at: integer,
        second_factor_at: `${integer}?`,
        trusted_browser_id: "text?",
        created_at: integer,
        last_used_at: integer,
        expires_at: integer,
        user_agent: text,
        address: text,
      }),
      index("sessions", ["organisation_id", "person_id"]),
      index("sessions", ["organisation_id", "trusted_browser_id"]).where("trusted_browser_id", "is not", null),
      organisations("throttles", ["kind", "subject"], {
        kind: text,
        subject: text,
        failures: integer,
        blocked_until: integer,
        recent: text,
        updated_at: integer,
      }),
      index("throttles", ["organisation_id", "updated_at"]),
      persons("invitations", ["id"], {
        id: text,
        purpose: text,
        token_hash: bytes,
        created_at: integer,
        expires_at: integer,
      }),
      index("invitations", ["organisation_id", "person_id"]),
      persons("help_requests", ["id"], {
        id: text,
        message: text,
        asked_at: integer,
        address: text,
        user_agent: text,
        status: text,
        standing: text,
        cancel_token_hash: bytes,
        approval_token_hash: `${bytes}?`,
        decided_by: "text?",
        decided_at: `${integer}?`,
        note: "text?",
        pass_until: `${integer}?`,
        pass_used_at: `${integer}?`,
      }),
      index("help_requests", ["organisation_id", "asked_at", "id"]),
      index("help_requests", ["organisation_id", "person_id", "asked_at"]),
      // One open request a person, and all open ones of an organisation at a glance.
      index("help_requests", ["organisation_id", "person_id"], true).where("status", "=", sql.lit("open")),
      // No foreign key to people: the last letters of a deleted person still go out.
      organisations("outbox", ["id"], {
        id: text,
        person_id: "text?",
        recipient: text,
        kind: text,
        details: text,
        sealed_link: `${bytes}?`,
        once: "text?",
        created_at: integer,
        next_try_at: `${integer}?`,
        tries: integer,
        failure: "text?",
        sent_at: `${integer}?`,
      }),
      index("outbox", ["organisation_id", "next_try_at"]).where("next_try_at", "is not", null),
      index("outbox", ["organisation_id", "sent_at", "id"]),
      index("outbox", ["organisation_id", "once"], true),
      organisations("bulk_changes", ["id"], {
        id: text,
        actor_id: text,
        action: text,
        details: text,
        filter: "text?",
        digest: text,
        people: integer,
        address: text,
        user_agent: text,
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
      index("audit_events", ["organisation_id", "person_id", "id"]),
    ];
  },
};
