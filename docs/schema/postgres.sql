-- The schema on PostgreSQL, made by the migrations. Renew this file with:
--   UPDATE_SCHEMA=1 npm test -- test/contracts/schema.test.ts

create table account_types (
  organisation_id text not null,
  name text not null,
  created_at bigint not null,
  constraint account_types_key PRIMARY KEY (organisation_id, name),
  constraint account_types_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table address_changes (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  email text not null,
  email_normal text not null,
  token_hash bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint address_changes_key PRIMARY KEY (organisation_id, id),
  constraint address_changes_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX address_changes_by_person_id ON address_changes USING btree (organisation_id, person_id);

create table adoption_counts (
  organisation_id text not null,
  counted_at bigint,
  day bigint not null,
  people bigint not null,
  took bigint not null,
  due_at bigint not null,
  seq bigint not null,
  constraint adoption_counts_key PRIMARY KEY (organisation_id),
  constraint adoption_counts_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table adoption_days (
  organisation_id text not null,
  dimension text not null,
  day bigint not null,
  value text not null,
  people bigint not null,
  protected bigint not null,
  constraint adoption_days_key PRIMARY KEY (organisation_id, dimension, day, value),
  constraint adoption_days_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table adoption_sign_ins (
  organisation_id text not null,
  day bigint not null,
  outcome text not null,
  times bigint not null,
  constraint adoption_sign_ins_key PRIMARY KEY (organisation_id, day, outcome),
  constraint adoption_sign_ins_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table api_keys (
  organisation_id text not null,
  id text not null,
  person_id text,
  password_version bigint,
  made_by text,
  name text not null,
  scopes text not null,
  secret_hash bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_at bigint,
  refused_at bigint,
  constraint api_keys_key PRIMARY KEY (organisation_id, id),
  constraint api_keys_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint api_keys_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX api_keys_by_person_id ON api_keys USING btree (organisation_id, person_id);

create table application_days (
  organisation_id text not null,
  application_id text not null,
  day bigint not null,
  part bigint not null,
  with_second_factor bigint not null,
  without bigint not null,
  last_at bigint not null,
  constraint application_days_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint application_days_key PRIMARY KEY (organisation_id, application_id, day, part),
  constraint application_days_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table application_names (
  kind text not null,
  name text not null,
  organisation_id text not null,
  application_id text not null,
  constraint application_names_key PRIMARY KEY (kind, name),
  constraint application_names_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX application_names_by_application_id_and_kind_and_name ON application_names USING btree (organisation_id, application_id, kind, name);

create table applications (
  organisation_id text not null,
  id text not null,
  name text not null,
  kind text not null,
  takes_part text not null,
  takes_part_from text,
  note text not null,
  status text not null,
  settings text not null,
  secret_hash bytea,
  sealed_secret bytea,
  created_at bigint not null,
  constraint applications_key PRIMARY KEY (organisation_id, id),
  constraint applications_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX applications_by_name ON applications USING btree (organisation_id, name);

create table audit_checkpoints (
  organisation_id text not null,
  seq bigint not null,
  hash bytea not null,
  at bigint not null,
  removed bigint not null,
  key_id text not null,
  seal bytea not null,
  constraint audit_checkpoints_key PRIMARY KEY (organisation_id, seq),
  constraint audit_checkpoints_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table audit_events (
  organisation_id text not null,
  id text not null,
  at bigint not null,
  name text not null,
  actor_id text,
  person_id text,
  outcome text not null,
  address text not null,
  user_agent text not null,
  details text not null,
  constraint audit_events_key PRIMARY KEY (organisation_id, id),
  constraint audit_events_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX audit_events_by_actor_id ON audit_events USING btree (organisation_id, actor_id, id) WHERE (actor_id <> COALESCE(person_id, ''::text));

CREATE INDEX audit_events_by_address ON audit_events USING btree (organisation_id, address, id);

CREATE INDEX audit_events_by_name ON audit_events USING btree (organisation_id, name, id) WHERE (name <> ALL (ARRAY['sign-in.completed'::text, 'session.ended'::text, 'session.stepped-up'::text, 'application.entered'::text]));

CREATE INDEX audit_events_by_outcome ON audit_events USING btree (organisation_id, outcome, id) WHERE (outcome <> 'done'::text);

CREATE INDEX audit_events_by_person_id ON audit_events USING btree (organisation_id, person_id, id);

create table audit_heads (
  organisation_id text not null,
  seq bigint not null,
  hash bytea not null,
  at bigint not null,
  constraint audit_heads_key PRIMARY KEY (organisation_id),
  constraint audit_heads_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table audit_keys (
  organisation_id text not null,
  id text not null,
  sealed_key bytea not null,
  made_under text not null,
  created_at bigint not null,
  constraint audit_keys_key PRIMARY KEY (organisation_id, id),
  constraint audit_keys_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table audit_links (
  organisation_id text not null,
  seq bigint not null,
  event_id text not null,
  chained_at bigint not null,
  carried bigint not null,
  key_id text not null,
  hash bytea not null,
  constraint audit_links_key PRIMARY KEY (organisation_id, seq),
  constraint audit_links_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX audit_links_by_event_id ON audit_links USING btree (organisation_id, event_id);

create table audit_waiting (
  organisation_id text not null,
  event_id text not null,
  constraint audit_waiting_key PRIMARY KEY (organisation_id, event_id),
  constraint audit_waiting_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table authenticators (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  kind text not null,
  name text not null,
  sealed_secret bytea not null,
  algorithm text not null,
  digits bigint not null,
  period bigint not null,
  created_at bigint not null,
  barred_through bigint,
  on_word_of text,
  constraint authenticators_key PRIMARY KEY (organisation_id, person_id, id),
  constraint authenticators_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table bulk_change_people (
  organisation_id text not null,
  bulk_change_id text not null,
  person_id text not null,
  outcome text,
  constraint bulk_change_people_change FOREIGN KEY (organisation_id, bulk_change_id) REFERENCES bulk_changes(organisation_id, id) ON DELETE CASCADE,
  constraint bulk_change_people_key PRIMARY KEY (organisation_id, bulk_change_id, person_id),
  constraint bulk_change_people_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX bulk_change_people_by_bulk_change_id_and_outcome_and_person_id ON bulk_change_people USING btree (organisation_id, bulk_change_id, outcome, person_id);

create table bulk_changes (
  organisation_id text not null,
  id text not null,
  actor_id text,
  action text not null,
  details text not null,
  filter text,
  digest text not null,
  people bigint not null,
  address text not null,
  user_agent text not null,
  api_key text,
  made_at bigint not null,
  begun_at bigint,
  due_at bigint,
  finished_at bigint,
  constraint bulk_changes_key PRIMARY KEY (organisation_id, id),
  constraint bulk_changes_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX bulk_changes_by_due_at ON bulk_changes USING btree (organisation_id, due_at) WHERE (due_at IS NOT NULL);

create table duo_assertions (
  organisation_id text not null,
  application_id text not null,
  hash bytea not null,
  expires_at bigint not null,
  constraint duo_assertions_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint duo_assertions_key PRIMARY KEY (organisation_id, application_id, hash),
  constraint duo_assertions_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table duo_attempts (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  application_id text not null,
  request text not null,
  expires_at bigint not null,
  constraint duo_attempts_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint duo_attempts_key PRIMARY KEY (organisation_id, id),
  constraint duo_attempts_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX duo_attempts_by_application_id ON duo_attempts USING btree (organisation_id, application_id);

CREATE INDEX duo_attempts_by_person_id ON duo_attempts USING btree (organisation_id, person_id);

create table duo_codes (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  application_id text not null,
  hash bytea not null,
  outcome text not null,
  expires_at bigint not null,
  constraint duo_codes_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint duo_codes_key PRIMARY KEY (organisation_id, id),
  constraint duo_codes_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX duo_codes_by_application_id ON duo_codes USING btree (organisation_id, application_id);

CREATE INDEX duo_codes_by_person_id ON duo_codes USING btree (organisation_id, person_id);

create table enrolments (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  bound_to text not null,
  sealed_secret bytea not null,
  name text not null,
  replaces_id text,
  created_at bigint not null,
  expires_at bigint not null,
  constraint enrolments_key PRIMARY KEY (organisation_id, id),
  constraint enrolments_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX enrolments_by_bound_to ON enrolments USING btree (organisation_id, bound_to);

create table exports (
  organisation_id text not null,
  id text not null,
  recipients text not null,
  fingerprint text not null,
  asked_at bigint not null,
  administrator_id text,
  administrator_at bigint,
  administrator_set_up text,
  operator_id text,
  operator_organisation_id text,
  operator_at bigint,
  operator_set_up text,
  taken_at bigint,
  ended_at bigint,
  constraint exports_key PRIMARY KEY (organisation_id, id),
  constraint exports_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table first_meetings (
  organisation_id text not null,
  person_id text not null,
  rule text not null,
  met_at bigint not null,
  constraint first_meetings_key PRIMARY KEY (organisation_id, person_id, rule),
  constraint first_meetings_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table forward_entries (
  organisation_id text not null,
  pass_id text not null,
  application_id text not null,
  entered_at bigint not null,
  constraint forward_entries_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint forward_entries_key PRIMARY KEY (organisation_id, pass_id, application_id),
  constraint forward_entries_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint forward_entries_pass FOREIGN KEY (organisation_id, pass_id) REFERENCES forward_passes(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX forward_entries_by_application_id ON forward_entries USING btree (organisation_id, application_id);

create table forward_passes (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  session_id text not null,
  token_hash bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint forward_passes_key PRIMARY KEY (organisation_id, id),
  constraint forward_passes_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX forward_passes_by_person_id ON forward_passes USING btree (organisation_id, person_id);

create table help_requests (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  message text not null,
  asked_at bigint not null,
  address text not null,
  user_agent text not null,
  status text not null,
  standing text not null,
  cancel_token_hash bytea not null,
  approval_token_hash bytea,
  decided_by text,
  decided_at bigint,
  note text,
  pass_until bigint,
  pass_used_at bigint,
  constraint help_requests_key PRIMARY KEY (organisation_id, id),
  constraint help_requests_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX help_requests_by_asked_at ON help_requests USING btree (organisation_id, asked_at, id);

CREATE UNIQUE INDEX help_requests_by_person_id ON help_requests USING btree (organisation_id, person_id) WHERE (status = 'open'::text);

CREATE INDEX help_requests_by_person_id_and_asked_at ON help_requests USING btree (organisation_id, person_id, asked_at);

create table identities (
  organisation_id text not null,
  person_id text not null,
  provider_id text not null,
  subject text not null,
  email text not null,
  linked_at bigint not null,
  last_used_at bigint not null,
  told_name text,
  told_type text,
  constraint identities_key PRIMARY KEY (organisation_id, provider_id, subject),
  constraint identities_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE,
  constraint identities_provider FOREIGN KEY (organisation_id, provider_id) REFERENCES identity_providers(organisation_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX identities_by_person_id_and_provider_id ON identities USING btree (organisation_id, person_id, provider_id);

create table identity_links (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  token_hash bytea not null,
  provider_id text not null,
  subject text not null,
  email text not null,
  destination text not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint identity_links_key PRIMARY KEY (organisation_id, id),
  constraint identity_links_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE,
  constraint identity_links_provider FOREIGN KEY (organisation_id, provider_id) REFERENCES identity_providers(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX identity_links_by_person_id ON identity_links USING btree (organisation_id, person_id);

create table identity_provider_days (
  organisation_id text not null,
  provider_id text not null,
  day bigint not null,
  part bigint not null,
  with_evidence bigint not null,
  without bigint not null,
  last_at bigint not null,
  constraint identity_provider_days_key PRIMARY KEY (organisation_id, provider_id, day, part),
  constraint identity_provider_days_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint identity_provider_days_provider FOREIGN KEY (organisation_id, provider_id) REFERENCES identity_providers(organisation_id, id) ON DELETE CASCADE
);

create table identity_provider_domains (
  organisation_id text not null,
  domain text not null,
  provider_id text not null,
  constraint identity_provider_domains_key PRIMARY KEY (organisation_id, domain),
  constraint identity_provider_domains_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint identity_provider_domains_provider FOREIGN KEY (organisation_id, provider_id) REFERENCES identity_providers(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX identity_provider_domains_by_provider_id ON identity_provider_domains USING btree (organisation_id, provider_id);

create table identity_providers (
  organisation_id text not null,
  id text not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_secret bytea,
  status text not null,
  exempts bigint not null,
  only_way bigint not null,
  settings text not null,
  created_at bigint not null,
  changed_at bigint not null,
  constraint identity_providers_key PRIMARY KEY (organisation_id, id),
  constraint identity_providers_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX identity_providers_by_name ON identity_providers USING btree (organisation_id, name);

create table import_left_out (
  organisation_id text not null,
  import_id text not null,
  line bigint not null,
  message text not null,
  constraint import_left_out_import FOREIGN KEY (organisation_id, import_id) REFERENCES imports(organisation_id, id) ON DELETE CASCADE,
  constraint import_left_out_key PRIMARY KEY (organisation_id, import_id, line),
  constraint import_left_out_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table import_portions (
  organisation_id text not null,
  import_id text not null,
  number bigint not null,
  lines text not null,
  constraint import_portions_import FOREIGN KEY (organisation_id, import_id) REFERENCES imports(organisation_id, id) ON DELETE CASCADE,
  constraint import_portions_key PRIMARY KEY (organisation_id, import_id, number),
  constraint import_portions_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table imports (
  organisation_id text not null,
  id text not null,
  actor_id text,
  address text not null,
  user_agent text not null,
  api_key text,
  inviting bigint not null,
  lines bigint not null,
  added bigint not null,
  changed bigint not null,
  unchanged bigint not null,
  invited bigint not null,
  made_at bigint not null,
  due_at bigint,
  finished_at bigint,
  constraint imports_key PRIMARY KEY (organisation_id, id),
  constraint imports_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX imports_by_due_at ON imports USING btree (organisation_id, due_at) WHERE (due_at IS NOT NULL);

create table installation (
  id bigint not null,
  first_run_token_hash bytea,
  completed_at bigint,
  epoch bigint not null,
  restored_at bigint,
  constraint installation_is_one CHECK ((id = 1)),
  constraint installation_key PRIMARY KEY (id)
);

create table invitations (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  purpose text not null,
  token_hash bytea not null,
  mailed_hash bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint invitations_key PRIMARY KEY (organisation_id, id),
  constraint invitations_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX invitations_by_person_id ON invitations USING btree (organisation_id, person_id);

create table logos (
  organisation_id text not null,
  type text not null,
  body bytea not null,
  constraint logos_key PRIMARY KEY (organisation_id),
  constraint logos_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table migrations (
  name text not null,
  at bigint not null,
  compatible_from text,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table openid_artifacts (
  organisation_id text not null,
  kind text not null,
  id text not null,
  session_id text,
  grant_id text,
  payload text not null,
  expires_at bigint not null,
  consumed_at bigint,
  constraint openid_artifacts_key PRIMARY KEY (organisation_id, kind, id),
  constraint openid_artifacts_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX openid_artifacts_by_expires_at ON openid_artifacts USING btree (organisation_id, expires_at);

CREATE INDEX openid_artifacts_by_grant_id ON openid_artifacts USING btree (organisation_id, grant_id);

create table openid_entries (
  organisation_id text not null,
  session_id text not null,
  application_id text not null,
  person_id text not null,
  tries bigint not null,
  next_try_at bigint not null,
  constraint openid_entries_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint openid_entries_key PRIMARY KEY (organisation_id, session_id, application_id),
  constraint openid_entries_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX openid_entries_by_application_id ON openid_entries USING btree (organisation_id, application_id);

create table openid_keys (
  organisation_id text not null,
  id text not null,
  algorithm text not null,
  generation bigint not null,
  sealed_private bytea not null,
  created_at bigint not null,
  constraint openid_keys_key PRIMARY KEY (organisation_id, id),
  constraint openid_keys_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX openid_keys_by_algorithm_and_generation ON openid_keys USING btree (organisation_id, algorithm, generation);

create table organisations (
  id text not null,
  name text not null,
  slug text not null,
  host_name text,
  accent text not null,
  language text not null,
  status text not null,
  logo_hash text,
  created_at bigint not null,
  constraint organisations_key PRIMARY KEY (id)
);

CREATE UNIQUE INDEX organisations_by_host_name ON organisations USING btree (host_name) WHERE (host_name IS NOT NULL);

CREATE INDEX organisations_by_host_name_and_created_at ON organisations USING btree (host_name, created_at, id);

CREATE UNIQUE INDEX organisations_by_slug ON organisations USING btree (slug);

create table outbox (
  organisation_id text not null,
  id text not null,
  person_id text,
  recipient text not null,
  kind text not null,
  details text not null,
  sealed_link bytea,
  once text,
  created_at bigint not null,
  next_try_at bigint,
  tries bigint not null,
  failure text,
  sent_at bigint,
  constraint outbox_key PRIMARY KEY (organisation_id, id),
  constraint outbox_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX outbox_by_next_try_at ON outbox USING btree (organisation_id, next_try_at) WHERE (next_try_at IS NOT NULL);

CREATE UNIQUE INDEX outbox_by_once ON outbox USING btree (organisation_id, once);

CREATE INDEX outbox_by_sent_at ON outbox USING btree (organisation_id, sent_at, id);

create table people (
  organisation_id text not null,
  id text not null,
  screen_name text not null,
  screen_name_normal text not null,
  email text not null,
  email_normal text not null,
  display_name text not null,
  sort_name text collate "C" not null,
  account_type text not null,
  language text not null,
  administrator bigint not null,
  helper bigint not null,
  operator bigint not null,
  status text not null,
  disabled_from text,
  password_hash text,
  password_version bigint not null,
  override_level text,
  override_reason text,
  override_until bigint,
  picture_hash text,
  created_at bigint not null,
  address_since bigint not null,
  address_proven_at bigint,
  last_sign_in_at bigint,
  authenticators bigint not null,
  passkeys bigint not null,
  codes_left bigint,
  constraint people_account_type FOREIGN KEY (organisation_id, account_type) REFERENCES account_types(organisation_id, name),
  constraint people_key PRIMARY KEY (organisation_id, id),
  constraint people_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX people_by_account_type_and_sort_name ON people USING btree (organisation_id, account_type, sort_name, id);

CREATE INDEX people_by_administrator ON people USING btree (organisation_id, administrator, id) WHERE (administrator = 1);

CREATE UNIQUE INDEX people_by_email_normal ON people USING btree (organisation_id, email_normal);

CREATE INDEX people_by_helper ON people USING btree (organisation_id, helper, id) WHERE (helper = 1);

CREATE INDEX people_by_operator ON people USING btree (organisation_id, operator, id) WHERE (operator = 1);

CREATE INDEX people_by_override_level ON people USING btree (organisation_id, override_level, id) WHERE (override_level IS NOT NULL);

CREATE UNIQUE INDEX people_by_screen_name_normal ON people USING btree (organisation_id, screen_name_normal);

CREATE INDEX people_by_sort_name ON people USING btree (organisation_id, sort_name, id);

CREATE INDEX people_by_status_and_sort_name ON people USING btree (organisation_id, status, sort_name, id) WHERE (status <> 'active'::text);

CREATE INDEX people_with_authenticator ON people USING btree (organisation_id, sort_name, id) WHERE (authenticators > 0);

CREATE INDEX people_with_every_code ON people USING btree (organisation_id, sort_name, id) WHERE (codes_left = 10);

CREATE INDEX people_with_few_codes ON people USING btree (organisation_id, sort_name, id) WHERE (codes_left <= 3);

CREATE INDEX people_with_passkey ON people USING btree (organisation_id, sort_name, id) WHERE (passkeys > 0);

CREATE INDEX people_without_authenticator ON people USING btree (organisation_id, sort_name, id) WHERE (authenticators = 0);

create table people_words (
  organisation_id text not null,
  person_id text not null,
  word text collate "C" not null,
  constraint people_words_key PRIMARY KEY (organisation_id, word, person_id),
  constraint people_words_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX people_words_by_person_id_and_word ON people_words USING btree (organisation_id, person_id, word);

create table pictures (
  organisation_id text not null,
  person_id text not null,
  type text not null,
  body bytea not null,
  constraint pictures_key PRIMARY KEY (organisation_id, person_id),
  constraint pictures_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table policies (
  organisation_id text not null,
  document text not null,
  digest text not null,
  version bigint not null,
  updated_at bigint not null,
  constraint policies_key PRIMARY KEY (organisation_id),
  constraint policies_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table policy_drafts (
  organisation_id text not null,
  person_id text not null,
  version bigint not null,
  digest text not null,
  document text not null,
  made_at bigint not null,
  constraint policy_drafts_key PRIMARY KEY (organisation_id, person_id),
  constraint policy_drafts_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table provider_visits (
  organisation_id text not null,
  id text not null,
  used_at bigint not null,
  constraint provider_visits_key PRIMARY KEY (organisation_id, id),
  constraint provider_visits_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table recovery_code_sets (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  salt bytea not null,
  hashing text not null,
  form text not null,
  created_at bigint not null,
  saved_at bigint,
  constraint recovery_code_sets_key PRIMARY KEY (organisation_id, person_id),
  constraint recovery_code_sets_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table recovery_codes (
  organisation_id text not null,
  person_id text not null,
  set_id text not null,
  hash bytea not null,
  used_at bigint,
  constraint recovery_codes_key PRIMARY KEY (organisation_id, person_id, set_id, hash),
  constraint recovery_codes_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

create table servers (
  id text not null,
  host text not null,
  process bigint not null,
  keys text not null,
  schema text not null,
  started_at bigint not null,
  seen_at bigint not null,
  constraint servers_key PRIMARY KEY (id)
);

create table sessions (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  token_hash bytea not null,
  proofs text not null,
  password_at bigint not null,
  second_factor_at bigint,
  trusted_browser_id text,
  vouched_by text,
  provider_id text,
  provider_said text,
  created_at bigint not null,
  last_used_at bigint not null,
  expires_at bigint not null,
  user_agent text not null,
  address text not null,
  constraint sessions_key PRIMARY KEY (organisation_id, id),
  constraint sessions_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX sessions_by_person_id ON sessions USING btree (organisation_id, person_id);

CREATE INDEX sessions_by_trusted_browser_id ON sessions USING btree (organisation_id, trusted_browser_id) WHERE (trusted_browser_id IS NOT NULL);

create table sign_ins (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  token_hash bytea not null,
  state text not null,
  password_version bigint not null,
  wrong_answers bigint not null,
  resume text not null,
  application_id text,
  asks text not null,
  session_id text,
  vouched_by text,
  provider_id text,
  provider_said text,
  created_at bigint not null,
  expires_at bigint not null,
  user_agent text not null,
  address text not null,
  constraint sign_ins_key PRIMARY KEY (organisation_id, id),
  constraint sign_ins_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX sign_ins_by_person_id ON sign_ins USING btree (organisation_id, person_id);

create table throttles (
  organisation_id text not null,
  kind text not null,
  subject text not null,
  failures bigint not null,
  blocked_until bigint not null,
  recent text not null,
  updated_at bigint not null,
  constraint throttles_key PRIMARY KEY (organisation_id, kind, subject),
  constraint throttles_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

CREATE INDEX throttles_by_updated_at ON throttles USING btree (organisation_id, updated_at);

create table trusted_browsers (
  organisation_id text not null,
  person_id text not null,
  id text not null,
  token_hash bytea not null,
  previous_token_hash bytea,
  rotated_at bigint not null,
  created_at bigint not null,
  last_used_at bigint not null,
  expires_at bigint not null,
  user_agent text not null,
  address text not null,
  constraint trusted_browsers_key PRIMARY KEY (organisation_id, id),
  constraint trusted_browsers_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX trusted_browsers_by_person_id ON trusted_browsers USING btree (organisation_id, person_id);

create table used_time_steps (
  organisation_id text not null,
  authenticator_id text not null,
  step bigint not null,
  constraint used_time_steps_key PRIMARY KEY (organisation_id, authenticator_id, step),
  constraint used_time_steps_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table vouched_people (
  organisation_id text not null,
  person_id text not null,
  application_id text not null,
  name text not null,
  constraint vouched_people_application FOREIGN KEY (organisation_id, application_id) REFERENCES applications(organisation_id, id) ON DELETE CASCADE,
  constraint vouched_people_key PRIMARY KEY (organisation_id, application_id, name),
  constraint vouched_people_person FOREIGN KEY (organisation_id, person_id) REFERENCES people(organisation_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX vouched_people_by_person_id ON vouched_people USING btree (organisation_id, person_id);

create table webhook_deliveries (
  organisation_id text not null,
  id text not null,
  webhook_id text not null,
  event_id text not null,
  created_at bigint not null,
  next_try_at bigint,
  tries bigint not null,
  taken_at bigint,
  status bigint,
  failure text,
  constraint webhook_deliveries_key PRIMARY KEY (organisation_id, id),
  constraint webhook_deliveries_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint webhook_deliveries_webhook FOREIGN KEY (organisation_id, webhook_id) REFERENCES webhooks(organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX webhook_deliveries_by_webhook_id ON webhook_deliveries USING btree (organisation_id, webhook_id, id);

CREATE INDEX webhook_deliveries_by_webhook_id_and_created_at ON webhook_deliveries USING btree (organisation_id, webhook_id, created_at) WHERE ((next_try_at IS NULL) AND (taken_at IS NULL));

CREATE UNIQUE INDEX webhook_deliveries_by_webhook_id_and_event_id ON webhook_deliveries USING btree (organisation_id, webhook_id, event_id);

CREATE INDEX webhook_deliveries_by_webhook_id_and_next_try_at ON webhook_deliveries USING btree (organisation_id, webhook_id, next_try_at) WHERE (next_try_at IS NOT NULL);

create table webhooks (
  organisation_id text not null,
  id text not null,
  url text not null,
  events text not null,
  status text not null,
  sealed_secret bytea not null,
  sealed_former bytea,
  former_until bigint,
  seq bigint not null,
  begins_at bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  failing_since bigint,
  last_taken_at bigint,
  constraint webhooks_key PRIMARY KEY (organisation_id, id),
  constraint webhooks_organisation FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);
