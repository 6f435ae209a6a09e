// All that an installation is: every table and its primary key, each table after those it refers to.
import type { Tables } from "./tables.ts";

export const tableKeys = {
  migrations: ["name"],
  servers: ["id"],
  organisations: ["id"],
  account_types: ["organisation_id", "name"],
  people: ["organisation_id", "id"],
  logos: ["organisation_id"],
  address_changes: ["organisation_id", "id"],
  people_words: ["organisation_id", "word", "person_id"],
  pictures: ["organisation_id", "person_id"],
  policies: ["organisation_id"],
  policy_drafts: ["organisation_id", "person_id"],
  first_meetings: ["organisation_id", "person_id", "rule"],
  authenticators: ["organisation_id", "person_id", "id"],
  used_time_steps: ["organisation_id", "authenticator_id", "step"],
  enrolments: ["organisation_id", "id"],
  recovery_code_sets: ["organisation_id", "person_id"],
  recovery_codes: ["organisation_id", "person_id", "set_id", "hash"],
  trusted_browsers: ["organisation_id", "id"],
  sign_ins: ["organisation_id", "id"],
  sessions: ["organisation_id", "id"],
  throttles: ["organisation_id", "kind", "subject"],
  api_keys: ["organisation_id", "id"],
  applications: ["organisation_id", "id"],
  application_names: ["kind", "name"],
  application_days: ["organisation_id", "application_id", "day", "part"],
  vouched_people: ["organisation_id", "application_id", "name"],
  forward_passes: ["organisation_id", "id"],
  forward_entries: ["organisation_id", "pass_id", "application_id"],
  duo_assertions: ["organisation_id", "application_id", "hash"],
  duo_attempts: ["organisation_id", "id"],
  duo_codes: ["organisation_id", "id"],
  openid_artifacts: ["organisation_id", "kind", "id"],
  openid_keys: ["organisation_id", "id"],
  openid_entries: ["organisation_id", "session_id", "application_id"],
  identity_providers: ["organisation_id", "id"],
  identity_provider_domains: ["organisation_id", "domain"],
  identity_provider_days: ["organisation_id", "provider_id", "day", "part"],
  identities: ["organisation_id", "provider_id", "subject"],
  provider_visits: ["organisation_id", "id"],
  identity_links: ["organisation_id", "id"],
  invitations: ["organisation_id", "id"],
  help_requests: ["organisation_id", "id"],
  outbox: ["organisation_id", "id"],
  bulk_changes: ["organisation_id", "id"],
  bulk_change_people: ["organisation_id", "bulk_change_id", "person_id"],
  imports: ["organisation_id", "id"],
  import_portions: ["organisation_id", "import_id", "number"],
  import_left_out: ["organisation_id", "import_id", "line"],
  audit_events: ["organisation_id", "id"],
  // Last: until it is there, nothing takes the data for a whole installation.
  installation: ["id"],
} as const satisfies Record<keyof Tables, readonly string[]>;

export type TableName = keyof typeof tableKeys;

/** What a copy holds. The migrations are judged by themselves, and who serves now is nothing to keep. */
export const copiedTables: readonly TableName[] = (Object.keys(tableKeys) as TableName[]).filter(
  (table) => table !== "migrations" && table !== "servers",
);
