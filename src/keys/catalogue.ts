// The catalogue of sealed columns: where sealed values are, and what ties each to its row.
import { secretContext, signingKeyContext } from "../applications/settings.ts";
import { chainKeyContext } from "../audit/chain/links.ts";
import { sealingContext } from "../authenticators/totp/rules.ts";
import type { Tables } from "../database/tables.ts";
import { pendingContext } from "../enrolment/actions.ts";
import { providerSecretContext } from "../identity-providers/rules.ts";
import { linkContext } from "../mail/actions.ts";
import { formerContext, secretContext as webhookContext } from "../webhooks/rules.ts";

export interface SealedColumn {
  table: keyof Tables & string;
  column: string;
  /** The table's primary key, in its order. */
  key: readonly string[];
  context(key: Record<string, string>): string;
}

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: "authenticators",
    column: "sealed_secret",
    key: ["organisation_id", "person_id", "id"],
    context: (row) => sealingContext(row.organisation_id as string, row.person_id as string, row.id as string),
  },
  {
    table: "enrolments",
    column: "sealed_secret",
    // The person is no part of the key, but of what ties the value to its row.
    key: ["organisation_id", "id", "person_id"],
    context: (row) => pendingContext(row.organisation_id as string, row.person_id as string, row.id as string),
  },
  {
    table: "outbox",
    column: "sealed_link",
    key: ["organisation_id", "id"],
    context: (row) => linkContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "applications",
    column: "sealed_secret",
    key: ["organisation_id", "id"],
    context: (row) => secretContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "openid_keys",
    column: "sealed_private",
    key: ["organisation_id", "id"],
    context: (row) => signingKeyContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "identity_providers",
    column: "sealed_secret",
    key: ["organisation_id", "id"],
    context: (row) => providerSecretContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "audit_keys",
    column: "sealed_key",
    key: ["organisation_id", "id"],
    context: (row) => chainKeyContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "webhooks",
    column: "sealed_secret",
    key: ["organisation_id", "id"],
    context: (row) => webhookContext(row.organisation_id as string, row.id as string),
  },
  {
    table: "webhooks",
    column: "sealed_former",
    key: ["organisation_id", "id"],
    context: (row) => formerContext(row.organisation_id as string, row.id as string),
  },
];
