-- The schema on SQLite, made by the migrations. Renew this file with:
--   UPDATE_SCHEMA=1 npm test -- test/contracts/schema.test.ts

CREATE TABLE "account_types" (
  "organisation_id" text not null,
  "name" text not null,
  "created_at" integer not null,
  constraint "account_types_key" primary key ("organisation_id", "name"),
  constraint "account_types_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "address_changes" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "email" text not null,
  "email_normal" text not null,
  "token_hash" blob not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  constraint "address_changes_key" primary key ("organisation_id", "id"),
  constraint "address_changes_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "address_changes_by_person_id" on "address_changes" ("organisation_id", "person_id");

CREATE TABLE "adoption_counts" (
  "organisation_id" text not null,
  "counted_at" integer,
  "day" integer not null,
  "people" integer not null,
  "took" integer not null,
  "due_at" integer not null,
  "seq" integer not null,
  constraint "adoption_counts_key" primary key ("organisation_id"),
  constraint "adoption_counts_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "adoption_days" (
  "organisation_id" text not null,
  "dimension" text not null,
  "day" integer not null,
  "value" text not null,
  "people" integer not null,
  "protected" integer not null,
  constraint "adoption_days_key" primary key ("organisation_id", "dimension", "day", "value"),
  constraint "adoption_days_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "adoption_sign_ins" (
  "organisation_id" text not null,
  "day" integer not null,
  "outcome" text not null,
  "times" integer not null,
  constraint "adoption_sign_ins_key" primary key ("organisation_id", "day", "outcome"),
  constraint "adoption_sign_ins_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "api_keys" (
  "organisation_id" text not null,
  "id" text not null,
  "person_id" text,
  "password_version" integer,
  "made_by" text,
  "name" text not null,
  "scopes" text not null,
  "secret_hash" blob not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  "last_used_at" integer,
  "refused_at" integer,
  constraint "api_keys_key" primary key ("organisation_id", "id"),
  constraint "api_keys_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "api_keys_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "api_keys_by_person_id" on "api_keys" ("organisation_id", "person_id");

CREATE TABLE "application_days" (
  "organisation_id" text not null,
  "application_id" text not null,
  "day" integer not null,
  "part" integer not null,
  "with_second_factor" integer not null,
  "without" integer not null,
  "last_at" integer not null,
  constraint "application_days_key" primary key ("organisation_id", "application_id", "day", "part"),
  constraint "application_days_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "application_days_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "application_names" (
  "kind" text not null,
  "name" text not null,
  "organisation_id" text not null,
  "application_id" text not null,
  constraint "application_names_key" primary key ("kind", "name"),
  constraint "application_names_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "application_names_by_application_id_and_kind_and_name" on "application_names" ("organisation_id", "application_id", "kind", "name");

CREATE TABLE "applications" (
  "organisation_id" text not null,
  "id" text not null,
  "name" text not null,
  "kind" text not null,
  "takes_part" text not null,
  "takes_part_from" text,
  "note" text not null,
  "status" text not null,
  "settings" text not null,
  "secret_hash" blob,
  "sealed_secret" blob,
  "created_at" integer not null,
  constraint "applications_key" primary key ("organisation_id", "id"),
  constraint "applications_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "applications_by_name" on "applications" ("organisation_id", "name");

CREATE TABLE "audit_checkpoints" (
  "organisation_id" text not null,
  "seq" integer not null,
  "hash" blob not null,
  "at" integer not null,
  "removed" integer not null,
  "key_id" text not null,
  "seal" blob not null,
  constraint "audit_checkpoints_key" primary key ("organisation_id", "seq"),
  constraint "audit_checkpoints_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "audit_events" (
  "organisation_id" text not null,
  "id" text not null,
  "at" integer not null,
  "name" text not null,
  "actor_id" text,
  "person_id" text,
  "outcome" text not null,
  "address" text not null,
  "user_agent" text not null,
  "details" text not null,
  constraint "audit_events_key" primary key ("organisation_id", "id"),
  constraint "audit_events_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "audit_events_by_actor_id" on "audit_events" ("organisation_id", "actor_id", "id") where actor_id <> coalesce(person_id, '');

CREATE INDEX "audit_events_by_address" on "audit_events" ("organisation_id", "address", "id");

CREATE INDEX "audit_events_by_name" on "audit_events" ("organisation_id", "name", "id") where "name" not in ('sign-in.completed', 'session.ended', 'session.stepped-up', 'application.entered');

CREATE INDEX "audit_events_by_outcome" on "audit_events" ("organisation_id", "outcome", "id") where "outcome" != 'done';

CREATE INDEX "audit_events_by_person_id" on "audit_events" ("organisation_id", "person_id", "id");

CREATE TABLE "audit_heads" (
  "organisation_id" text not null,
  "seq" integer not null,
  "hash" blob not null,
  "at" integer not null,
  constraint "audit_heads_key" primary key ("organisation_id"),
  constraint "audit_heads_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "audit_keys" (
  "organisation_id" text not null,
  "id" text not null,
  "sealed_key" blob not null,
  "made_under" text not null,
  "created_at" integer not null,
  constraint "audit_keys_key" primary key ("organisation_id", "id"),
  constraint "audit_keys_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "audit_links" (
  "organisation_id" text not null,
  "seq" integer not null,
  "event_id" text not null,
  "chained_at" integer not null,
  "carried" integer not null,
  "key_id" text not null,
  "hash" blob not null,
  constraint "audit_links_key" primary key ("organisation_id", "seq"),
  constraint "audit_links_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "audit_links_by_event_id" on "audit_links" ("organisation_id", "event_id");

CREATE TABLE "audit_waiting" (
  "organisation_id" text not null,
  "event_id" text not null,
  constraint "audit_waiting_key" primary key ("organisation_id", "event_id"),
  constraint "audit_waiting_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "authenticators" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "kind" text not null,
  "name" text not null,
  "sealed_secret" blob not null,
  "algorithm" text not null,
  "digits" integer not null,
  "period" integer not null,
  "created_at" integer not null,
  "barred_through" integer,
  "on_word_of" text,
  constraint "authenticators_key" primary key ("organisation_id", "person_id", "id"),
  constraint "authenticators_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "bulk_change_people" (
  "organisation_id" text not null,
  "bulk_change_id" text not null,
  "person_id" text not null,
  "outcome" text,
  constraint "bulk_change_people_key" primary key ("organisation_id", "bulk_change_id", "person_id"),
  constraint "bulk_change_people_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "bulk_change_people_change" foreign key ("organisation_id", "bulk_change_id") references "bulk_changes" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "bulk_change_people_by_bulk_change_id_and_outcome_and_person_id" on "bulk_change_people" ("organisation_id", "bulk_change_id", "outcome", "person_id");

CREATE TABLE "bulk_changes" (
  "organisation_id" text not null,
  "id" text not null,
  "actor_id" text,
  "action" text not null,
  "details" text not null,
  "filter" text,
  "digest" text not null,
  "people" integer not null,
  "address" text not null,
  "user_agent" text not null,
  "api_key" text,
  "made_at" integer not null,
  "begun_at" integer,
  "due_at" integer,
  "finished_at" integer,
  constraint "bulk_changes_key" primary key ("organisation_id", "id"),
  constraint "bulk_changes_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "bulk_changes_by_due_at" on "bulk_changes" ("organisation_id", "due_at") where "due_at" is not null;

CREATE TABLE "duo_assertions" (
  "organisation_id" text not null,
  "application_id" text not null,
  "hash" blob not null,
  "expires_at" integer not null,
  constraint "duo_assertions_key" primary key ("organisation_id", "application_id", "hash"),
  constraint "duo_assertions_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "duo_assertions_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "duo_attempts" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "application_id" text not null,
  "request" text not null,
  "expires_at" integer not null,
  constraint "duo_attempts_key" primary key ("organisation_id", "id"),
  constraint "duo_attempts_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade,
  constraint "duo_attempts_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "duo_attempts_by_application_id" on "duo_attempts" ("organisation_id", "application_id");

CREATE INDEX "duo_attempts_by_person_id" on "duo_attempts" ("organisation_id", "person_id");

CREATE TABLE "duo_codes" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "application_id" text not null,
  "hash" blob not null,
  "outcome" text not null,
  "expires_at" integer not null,
  constraint "duo_codes_key" primary key ("organisation_id", "id"),
  constraint "duo_codes_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade,
  constraint "duo_codes_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "duo_codes_by_application_id" on "duo_codes" ("organisation_id", "application_id");

CREATE INDEX "duo_codes_by_person_id" on "duo_codes" ("organisation_id", "person_id");

CREATE TABLE "enrolments" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "bound_to" text not null,
  "sealed_secret" blob not null,
  "name" text not null,
  "replaces_id" text,
  "created_at" integer not null,
  "expires_at" integer not null,
  constraint "enrolments_key" primary key ("organisation_id", "id"),
  constraint "enrolments_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "enrolments_by_bound_to" on "enrolments" ("organisation_id", "bound_to");

CREATE TABLE "exports" (
  "organisation_id" text not null,
  "id" text not null,
  "recipients" text not null,
  "fingerprint" text not null,
  "asked_at" integer not null,
  "administrator_id" text,
  "administrator_at" integer,
  "administrator_set_up" text,
  "operator_id" text,
  "operator_organisation_id" text,
  "operator_at" integer,
  "operator_set_up" text,
  "taken_at" integer,
  "ended_at" integer,
  constraint "exports_key" primary key ("organisation_id", "id"),
  constraint "exports_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "first_meetings" (
  "organisation_id" text not null,
  "person_id" text not null,
  "rule" text not null,
  "met_at" integer not null,
  constraint "first_meetings_key" primary key ("organisation_id", "person_id", "rule"),
  constraint "first_meetings_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "forward_entries" (
  "organisation_id" text not null,
  "pass_id" text not null,
  "application_id" text not null,
  "entered_at" integer not null,
  constraint "forward_entries_key" primary key ("organisation_id", "pass_id", "application_id"),
  constraint "forward_entries_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "forward_entries_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade,
  constraint "forward_entries_pass" foreign key ("organisation_id", "pass_id") references "forward_passes" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "forward_entries_by_application_id" on "forward_entries" ("organisation_id", "application_id");

CREATE TABLE "forward_passes" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "session_id" text not null,
  "token_hash" blob not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  constraint "forward_passes_key" primary key ("organisation_id", "id"),
  constraint "forward_passes_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "forward_passes_by_person_id" on "forward_passes" ("organisation_id", "person_id");

CREATE TABLE "help_requests" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "message" text not null,
  "asked_at" integer not null,
  "address" text not null,
  "user_agent" text not null,
  "status" text not null,
  "standing" text not null,
  "cancel_token_hash" blob not null,
  "approval_token_hash" blob,
  "decided_by" text,
  "decided_at" integer,
  "note" text,
  "pass_until" integer,
  "pass_used_at" integer,
  constraint "help_requests_key" primary key ("organisation_id", "id"),
  constraint "help_requests_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "help_requests_by_asked_at" on "help_requests" ("organisation_id", "asked_at", "id");

CREATE UNIQUE INDEX "help_requests_by_person_id" on "help_requests" ("organisation_id", "person_id") where "status" = 'open';

CREATE INDEX "help_requests_by_person_id_and_asked_at" on "help_requests" ("organisation_id", "person_id", "asked_at");

CREATE TABLE "identities" (
  "organisation_id" text not null,
  "person_id" text not null,
  "provider_id" text not null,
  "subject" text not null,
  "email" text not null,
  "linked_at" integer not null,
  "last_used_at" integer not null,
  "told_name" text,
  "told_type" text,
  constraint "identities_key" primary key ("organisation_id", "provider_id", "subject"),
  constraint "identities_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade,
  constraint "identities_provider" foreign key ("organisation_id", "provider_id") references "identity_providers" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "identities_by_person_id_and_provider_id" on "identities" ("organisation_id", "person_id", "provider_id");

CREATE TABLE "identity_links" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "token_hash" blob not null,
  "provider_id" text not null,
  "subject" text not null,
  "email" text not null,
  "destination" text not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  constraint "identity_links_key" primary key ("organisation_id", "id"),
  constraint "identity_links_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade,
  constraint "identity_links_provider" foreign key ("organisation_id", "provider_id") references "identity_providers" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "identity_links_by_person_id" on "identity_links" ("organisation_id", "person_id");

CREATE TABLE "identity_provider_days" (
  "organisation_id" text not null,
  "provider_id" text not null,
  "day" integer not null,
  "part" integer not null,
  "with_evidence" integer not null,
  "without" integer not null,
  "last_at" integer not null,
  constraint "identity_provider_days_key" primary key ("organisation_id", "provider_id", "day", "part"),
  constraint "identity_provider_days_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "identity_provider_days_provider" foreign key ("organisation_id", "provider_id") references "identity_providers" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "identity_provider_domains" (
  "organisation_id" text not null,
  "domain" text not null,
  "provider_id" text not null,
  constraint "identity_provider_domains_key" primary key ("organisation_id", "domain"),
  constraint "identity_provider_domains_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "identity_provider_domains_provider" foreign key ("organisation_id", "provider_id") references "identity_providers" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "identity_provider_domains_by_provider_id" on "identity_provider_domains" ("organisation_id", "provider_id");

CREATE TABLE "identity_providers" (
  "organisation_id" text not null,
  "id" text not null,
  "name" text not null,
  "issuer" text not null,
  "client_id" text not null,
  "sealed_secret" blob,
  "status" text not null,
  "exempts" integer not null,
  "only_way" integer not null,
  "settings" text not null,
  "created_at" integer not null,
  "changed_at" integer not null,
  constraint "identity_providers_key" primary key ("organisation_id", "id"),
  constraint "identity_providers_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "identity_providers_by_name" on "identity_providers" ("organisation_id", "name");

CREATE TABLE "import_left_out" (
  "organisation_id" text not null,
  "import_id" text not null,
  "line" integer not null,
  "message" text not null,
  constraint "import_left_out_key" primary key ("organisation_id", "import_id", "line"),
  constraint "import_left_out_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "import_left_out_import" foreign key ("organisation_id", "import_id") references "imports" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "import_portions" (
  "organisation_id" text not null,
  "import_id" text not null,
  "number" integer not null,
  "lines" text not null,
  constraint "import_portions_key" primary key ("organisation_id", "import_id", "number"),
  constraint "import_portions_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "import_portions_import" foreign key ("organisation_id", "import_id") references "imports" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "imports" (
  "organisation_id" text not null,
  "id" text not null,
  "actor_id" text,
  "address" text not null,
  "user_agent" text not null,
  "api_key" text,
  "inviting" integer not null,
  "lines" integer not null,
  "added" integer not null,
  "changed" integer not null,
  "unchanged" integer not null,
  "invited" integer not null,
  "made_at" integer not null,
  "due_at" integer,
  "finished_at" integer,
  constraint "imports_key" primary key ("organisation_id", "id"),
  constraint "imports_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "imports_by_due_at" on "imports" ("organisation_id", "due_at") where "due_at" is not null;

CREATE TABLE "installation" (
  "id" integer not null,
  "first_run_token_hash" blob,
  "completed_at" integer,
  "epoch" integer not null,
  "restored_at" integer,
  constraint "installation_key" primary key ("id"),
  constraint "installation_is_one" check (id = 1)
) strict, without rowid;

CREATE TABLE "invitations" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "purpose" text not null,
  "token_hash" blob not null,
  "mailed_hash" blob not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  constraint "invitations_key" primary key ("organisation_id", "id"),
  constraint "invitations_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "invitations_by_person_id" on "invitations" ("organisation_id", "person_id");

CREATE TABLE "logos" (
  "organisation_id" text not null,
  "type" text not null,
  "body" blob not null,
  constraint "logos_key" primary key ("organisation_id"),
  constraint "logos_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "migrations" (
  "name" text not null primary key,
  "at" integer not null,
  "compatible_from" text
) strict, without rowid;

CREATE TABLE "openid_artifacts" (
  "organisation_id" text not null,
  "kind" text not null,
  "id" text not null,
  "session_id" text,
  "grant_id" text,
  "payload" text not null,
  "expires_at" integer not null,
  "consumed_at" integer,
  constraint "openid_artifacts_key" primary key ("organisation_id", "kind", "id"),
  constraint "openid_artifacts_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "openid_artifacts_by_expires_at" on "openid_artifacts" ("organisation_id", "expires_at");

CREATE INDEX "openid_artifacts_by_grant_id" on "openid_artifacts" ("organisation_id", "grant_id");

CREATE TABLE "openid_entries" (
  "organisation_id" text not null,
  "session_id" text not null,
  "application_id" text not null,
  "person_id" text not null,
  "tries" integer not null,
  "next_try_at" integer not null,
  constraint "openid_entries_key" primary key ("organisation_id", "session_id", "application_id"),
  constraint "openid_entries_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "openid_entries_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "openid_entries_by_application_id" on "openid_entries" ("organisation_id", "application_id");

CREATE TABLE "openid_keys" (
  "organisation_id" text not null,
  "id" text not null,
  "algorithm" text not null,
  "generation" integer not null,
  "sealed_private" blob not null,
  "created_at" integer not null,
  constraint "openid_keys_key" primary key ("organisation_id", "id"),
  constraint "openid_keys_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "openid_keys_by_algorithm_and_generation" on "openid_keys" ("organisation_id", "algorithm", "generation");

CREATE TABLE "organisations" (
  "id" text not null,
  "name" text not null,
  "slug" text not null,
  "host_name" text,
  "accent" text not null,
  "language" text not null,
  "status" text not null,
  "logo_hash" text,
  "created_at" integer not null,
  constraint "organisations_key" primary key ("id")
) strict, without rowid;

CREATE UNIQUE INDEX "organisations_by_host_name" on "organisations" ("host_name") where "host_name" is not null;

CREATE INDEX "organisations_by_host_name_and_created_at" on "organisations" ("host_name", "created_at", "id");

CREATE UNIQUE INDEX "organisations_by_slug" on "organisations" ("slug");

CREATE TABLE "outbox" (
  "organisation_id" text not null,
  "id" text not null,
  "person_id" text,
  "recipient" text not null,
  "kind" text not null,
  "details" text not null,
  "sealed_link" blob,
  "once" text,
  "created_at" integer not null,
  "next_try_at" integer,
  "tries" integer not null,
  "failure" text,
  "sent_at" integer,
  constraint "outbox_key" primary key ("organisation_id", "id"),
  constraint "outbox_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "outbox_by_next_try_at" on "outbox" ("organisation_id", "next_try_at") where "next_try_at" is not null;

CREATE UNIQUE INDEX "outbox_by_once" on "outbox" ("organisation_id", "once");

CREATE INDEX "outbox_by_sent_at" on "outbox" ("organisation_id", "sent_at", "id");

CREATE TABLE "people" (
  "organisation_id" text not null,
  "id" text not null,
  "screen_name" text not null,
  "screen_name_normal" text not null,
  "email" text not null,
  "email_normal" text not null,
  "display_name" text not null,
  "sort_name" text not null collate binary,
  "account_type" text not null,
  "language" text not null,
  "administrator" integer not null,
  "helper" integer not null,
  "operator" integer not null,
  "status" text not null,
  "disabled_from" text,
  "password_hash" text,
  "password_version" integer not null,
  "override_level" text,
  "override_reason" text,
  "override_until" integer,
  "picture_hash" text,
  "created_at" integer not null,
  "address_since" integer not null,
  "address_proven_at" integer,
  "last_sign_in_at" integer,
  "authenticators" integer not null,
  "passkeys" integer not null,
  "codes_left" integer,
  constraint "people_key" primary key ("organisation_id", "id"),
  constraint "people_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "people_account_type" foreign key ("organisation_id", "account_type") references "account_types" ("organisation_id", "name")
) strict, without rowid;

CREATE INDEX "people_by_account_type_and_sort_name" on "people" ("organisation_id", "account_type", "sort_name", "id");

CREATE INDEX "people_by_administrator" on "people" ("organisation_id", "administrator", "id") where "administrator" = 1;

CREATE UNIQUE INDEX "people_by_email_normal" on "people" ("organisation_id", "email_normal");

CREATE INDEX "people_by_helper" on "people" ("organisation_id", "helper", "id") where "helper" = 1;

CREATE INDEX "people_by_operator" on "people" ("organisation_id", "operator", "id") where "operator" = 1;

CREATE INDEX "people_by_override_level" on "people" ("organisation_id", "override_level", "id") where "override_level" is not null;

CREATE UNIQUE INDEX "people_by_screen_name_normal" on "people" ("organisation_id", "screen_name_normal");

CREATE INDEX "people_by_sort_name" on "people" ("organisation_id", "sort_name", "id");

CREATE INDEX "people_by_status_and_sort_name" on "people" ("organisation_id", "status", "sort_name", "id") where "status" != 'active';

CREATE INDEX "people_with_authenticator" on "people" ("organisation_id", "sort_name", "id") where "authenticators" > 0;

CREATE INDEX "people_with_every_code" on "people" ("organisation_id", "sort_name", "id") where "codes_left" = 10;

CREATE INDEX "people_with_few_codes" on "people" ("organisation_id", "sort_name", "id") where "codes_left" <= 3;

CREATE INDEX "people_with_passkey" on "people" ("organisation_id", "sort_name", "id") where "passkeys" > 0;

CREATE INDEX "people_without_authenticator" on "people" ("organisation_id", "sort_name", "id") where "authenticators" = 0;

CREATE TABLE "people_words" (
  "organisation_id" text not null,
  "person_id" text not null,
  "word" text not null collate binary,
  constraint "people_words_key" primary key ("organisation_id", "word", "person_id"),
  constraint "people_words_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "people_words_by_person_id_and_word" on "people_words" ("organisation_id", "person_id", "word");

CREATE TABLE "pictures" (
  "organisation_id" text not null,
  "person_id" text not null,
  "type" text not null,
  "body" blob not null,
  constraint "pictures_key" primary key ("organisation_id", "person_id"),
  constraint "pictures_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "policies" (
  "organisation_id" text not null,
  "document" text not null,
  "digest" text not null,
  "version" integer not null,
  "updated_at" integer not null,
  constraint "policies_key" primary key ("organisation_id"),
  constraint "policies_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "policy_drafts" (
  "organisation_id" text not null,
  "person_id" text not null,
  "version" integer not null,
  "digest" text not null,
  "document" text not null,
  "made_at" integer not null,
  constraint "policy_drafts_key" primary key ("organisation_id", "person_id"),
  constraint "policy_drafts_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "provider_visits" (
  "organisation_id" text not null,
  "id" text not null,
  "used_at" integer not null,
  constraint "provider_visits_key" primary key ("organisation_id", "id"),
  constraint "provider_visits_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "recovery_code_sets" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "salt" blob not null,
  "hashing" text not null,
  "form" text not null,
  "created_at" integer not null,
  "saved_at" integer,
  constraint "recovery_code_sets_key" primary key ("organisation_id", "person_id"),
  constraint "recovery_code_sets_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "recovery_codes" (
  "organisation_id" text not null,
  "person_id" text not null,
  "set_id" text not null,
  "hash" blob not null,
  "used_at" integer,
  constraint "recovery_codes_key" primary key ("organisation_id", "person_id", "set_id", "hash"),
  constraint "recovery_codes_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE TABLE "servers" (
  "id" text not null,
  "host" text not null,
  "process" integer not null,
  "keys" text not null,
  "schema" text not null,
  "started_at" integer not null,
  "seen_at" integer not null,
  constraint "servers_key" primary key ("id")
) strict, without rowid;

CREATE TABLE "sessions" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "token_hash" blob not null,
  "proofs" text not null,
  "password_at" integer not null,
  "second_factor_at" integer,
  "trusted_browser_id" text,
  "vouched_by" text,
  "provider_id" text,
  "provider_said" text,
  "created_at" integer not null,
  "last_used_at" integer not null,
  "expires_at" integer not null,
  "user_agent" text not null,
  "address" text not null,
  constraint "sessions_key" primary key ("organisation_id", "id"),
  constraint "sessions_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "sessions_by_person_id" on "sessions" ("organisation_id", "person_id");

CREATE INDEX "sessions_by_trusted_browser_id" on "sessions" ("organisation_id", "trusted_browser_id") where "trusted_browser_id" is not null;

CREATE TABLE "sign_ins" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "token_hash" blob not null,
  "state" text not null,
  "password_version" integer not null,
  "wrong_answers" integer not null,
  "resume" text not null,
  "application_id" text,
  "asks" text not null,
  "session_id" text,
  "vouched_by" text,
  "provider_id" text,
  "provider_said" text,
  "created_at" integer not null,
  "expires_at" integer not null,
  "user_agent" text not null,
  "address" text not null,
  constraint "sign_ins_key" primary key ("organisation_id", "id"),
  constraint "sign_ins_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "sign_ins_by_person_id" on "sign_ins" ("organisation_id", "person_id");

CREATE TABLE "throttles" (
  "organisation_id" text not null,
  "kind" text not null,
  "subject" text not null,
  "failures" integer not null,
  "blocked_until" integer not null,
  "recent" text not null,
  "updated_at" integer not null,
  constraint "throttles_key" primary key ("organisation_id", "kind", "subject"),
  constraint "throttles_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE INDEX "throttles_by_updated_at" on "throttles" ("organisation_id", "updated_at");

CREATE TABLE "trusted_browsers" (
  "organisation_id" text not null,
  "person_id" text not null,
  "id" text not null,
  "token_hash" blob not null,
  "previous_token_hash" blob,
  "rotated_at" integer not null,
  "created_at" integer not null,
  "last_used_at" integer not null,
  "expires_at" integer not null,
  "user_agent" text not null,
  "address" text not null,
  constraint "trusted_browsers_key" primary key ("organisation_id", "id"),
  constraint "trusted_browsers_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "trusted_browsers_by_person_id" on "trusted_browsers" ("organisation_id", "person_id");

CREATE TABLE "used_time_steps" (
  "organisation_id" text not null,
  "authenticator_id" text not null,
  "step" integer not null,
  constraint "used_time_steps_key" primary key ("organisation_id", "authenticator_id", "step"),
  constraint "used_time_steps_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;

CREATE TABLE "vouched_people" (
  "organisation_id" text not null,
  "person_id" text not null,
  "application_id" text not null,
  "name" text not null,
  constraint "vouched_people_key" primary key ("organisation_id", "application_id", "name"),
  constraint "vouched_people_person" foreign key ("organisation_id", "person_id") references "people" ("organisation_id", "id") on delete cascade,
  constraint "vouched_people_application" foreign key ("organisation_id", "application_id") references "applications" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE UNIQUE INDEX "vouched_people_by_person_id" on "vouched_people" ("organisation_id", "person_id");

CREATE TABLE "webhook_deliveries" (
  "organisation_id" text not null,
  "id" text not null,
  "webhook_id" text not null,
  "event_id" text not null,
  "created_at" integer not null,
  "next_try_at" integer,
  "tries" integer not null,
  "taken_at" integer,
  "status" integer,
  "failure" text,
  constraint "webhook_deliveries_key" primary key ("organisation_id", "id"),
  constraint "webhook_deliveries_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade,
  constraint "webhook_deliveries_webhook" foreign key ("organisation_id", "webhook_id") references "webhooks" ("organisation_id", "id") on delete cascade
) strict, without rowid;

CREATE INDEX "webhook_deliveries_by_webhook_id" on "webhook_deliveries" ("organisation_id", "webhook_id", "id");

CREATE INDEX "webhook_deliveries_by_webhook_id_and_created_at" on "webhook_deliveries" ("organisation_id", "webhook_id", "created_at") where "next_try_at" is null and "taken_at" is null;

CREATE UNIQUE INDEX "webhook_deliveries_by_webhook_id_and_event_id" on "webhook_deliveries" ("organisation_id", "webhook_id", "event_id");

CREATE INDEX "webhook_deliveries_by_webhook_id_and_next_try_at" on "webhook_deliveries" ("organisation_id", "webhook_id", "next_try_at") where "next_try_at" is not null;

CREATE TABLE "webhooks" (
  "organisation_id" text not null,
  "id" text not null,
  "url" text not null,
  "events" text not null,
  "status" text not null,
  "sealed_secret" blob not null,
  "sealed_former" blob,
  "former_until" integer,
  "seq" integer not null,
  "begins_at" integer not null,
  "created_at" integer not null,
  "changed_at" integer not null,
  "failing_since" integer,
  "last_taken_at" integer,
  constraint "webhooks_key" primary key ("organisation_id", "id"),
  constraint "webhooks_organisation" foreign key ("organisation_id") references "organisations" ("id") on delete cascade
) strict, without rowid;
