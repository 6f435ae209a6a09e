// The shape of every table. Times are milliseconds since the epoch; yes and no are 1 and 0; every tenant's table leads
// with the organisation's id, so that it can be distributed by it.

import type { TablesOfAdoption } from "./tables-of-adoption.ts";
import type { TablesOfApplications } from "./tables-of-applications.ts";
import type { TablesOfAudit } from "./tables-of-audit.ts";
import type { TablesOfMany } from "./tables-of-many.ts";
import type { TablesOfProviders } from "./tables-of-providers.ts";
import type { TablesOfSecondFactors } from "./tables-of-second-factors.ts";
import type { TablesOfSignIns } from "./tables-of-sign-ins.ts";
import type { TablesOfWebhooks } from "./tables-of-webhooks.ts";

export interface Tables
  extends TablesOfAdoption,
    TablesOfMany,
    TablesOfApplications,
    TablesOfAudit,
    TablesOfProviders,
    TablesOfSecondFactors,
    TablesOfSignIns,
    TablesOfWebhooks {
  migrations: { name: string; at: number; compatible_from: string | null };
  installation: {
    id: number;
    first_run_token_hash: Uint8Array | null;
    completed_at: number | null;
    /** Rises with every restore: what was handed out before belongs to an earlier one. */
    epoch: number;
    restored_at: number | null;
  };
  /** The processes that serve now, so that no key is used that one of them does not know. */
  servers: {
    id: string;
    host: string;
    process: number;
    /** The names of its keys, separated by spaces; the first one's seals. */
    keys: string;
    /** The last migration that it knows. */
    schema: string;
    started_at: number;
    /** One that was not seen for a while is gone. */
    seen_at: number;
  };
  organisations: {
    id: string;
    name: string;
    slug: string;
    host_name: string | null;
    accent: string;
    /** In which it speaks to those who chose none: a code of `words/`. */
    language: string;
    /** `active` or `suspended`. */
    status: string;
    logo_hash: string | null;
    created_at: number;
  };
  /** The organisation's own list, from which its people's account types are taken. */
  account_types: { organisation_id: string; name: string; created_at: number };
  logos: { organisation_id: string; type: string; body: Uint8Array };
  people: {
    organisation_id: string;
    id: string;
    screen_name: string;
    screen_name_normal: string;
    email: string;
    email_normal: string;
    display_name: string;
    /** The display name as lists are ordered by it. */
    sort_name: string;
    account_type: string;
    /** The one that the person chose; empty for the organisation's. */
    language: string;
    administrator: number;
    /** Sees people and decides help requests; touches neither policy nor administrators. */
    helper: number;
    operator: number;
    /** `invited`, `active` or `disabled`. */
    status: string;
    /** What it was before, and is to be again; null for who is not disabled. */
    disabled_from: string | null;
    password_hash: string | null;
    /** Rises with every change, so that what was begun under the old password can't be finished. */
    password_version: number;
    override_level: string | null;
    override_reason: string | null;
    override_until: number | null;
    picture_hash: string | null;
    created_at: number;
    /** Since when the e-mail address is what it is. */
    address_since: number;
    /** When it was last shown that its owner reads what is sent there; null where nobody has shown it. */
    address_proven_at: number | null;
    last_sign_in_at: number | null;
    /** How many are set up: the rows of `authenticators`, counted in the transaction that changes them. */
    authenticators: number;
    /** How many of those are passkeys. */
    passkeys: number;
    /** Unused recovery codes, counted in the same way; null for nobody's set. */
    codes_left: number | null;
  };
  /** An address that its owner has still to confirm; the present one holds until then. */
  address_changes: {
    organisation_id: string;
    person_id: string;
    id: string;
    email: string;
    email_normal: string;
    token_hash: Uint8Array;
    created_at: number;
    expires_at: number;
  };
  /** What people are found by: the beginnings of their names and address, folded. */
  people_words: { organisation_id: string; person_id: string; word: string };
  pictures: { organisation_id: string; person_id: string; type: string; body: Uint8Array };
  /** `digest` is the document's SHA-256. */
  policies: { organisation_id: string; document: string; digest: string; version: number; updated_at: number };
  /** What an administrator has changed and not saved yet. */
  policy_drafts: {
    organisation_id: string;
    person_id: string;
    /** The policy's, over which this was made. */
    version: number;
    /** Names the document, so that what is saved is what was looked at. */
    digest: string;
    document: string;
    made_at: number;
  };
  first_meetings: { organisation_id: string; person_id: string; rule: string; met_at: number };
  invitations: {
    organisation_id: string;
    id: string;
    person_id: string;
    /** `join` for the first password, `password` for one that was forgotten. */
    purpose: string;
    token_hash: Uint8Array;
    mailed_hash: Uint8Array;
    created_at: number;
    expires_at: number;
  };
  help_requests: {
    organisation_id: string;
    id: string;
    person_id: string;
    message: string;
    asked_at: number;
    address: string;
    user_agent: string;
    /** `open`, `approved`, `declined`, `cancelled` by the link, `overtaken` by a proof or change that came first, or `lapsed`. */
    status: string;
    /** How password and authenticators stood when it was asked: once they change, neither request nor pass is worth anything. */
    standing: string;
    /** Of the link 'this was not me' in the letters that tell of the request, and of its approval. */
    cancel_token_hash: Uint8Array;
    approval_token_hash: Uint8Array | null;
    decided_by: string | null;
    decided_at: number | null;
    note: string | null;
    /** Until when the approval leads to set-up, once. */
    pass_until: number | null;
    pass_used_at: number | null;
  };
  /** Letters on their way, written in the transaction of what they tell of. */
  outbox: {
    organisation_id: string;
    id: string;
    person_id: string | null;
    /** An address; the person's own as it was when the letter was written. '' where there was none: it can't be sent. */
    recipient: string;
    /** What the letter says: a name of the catalogue of events, or of `mail/`'s own kinds. */
    kind: string;
    /** JSON for the letter's words; never a secret. */
    details: string;
    /** The link that the letter carries, sealed; gone once the letter is. */
    sealed_link: Uint8Array | null;
    /** At most one letter of this name is ever written; null for any number. */
    once: string | null;
    created_at: number;
    /** When a process may take it next; null once it was sent or given up. */
    next_try_at: number | null;
    tries: number;
    failure: string | null;
    sent_at: number | null;
  };
}
