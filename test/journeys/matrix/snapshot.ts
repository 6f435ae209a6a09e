// The whole database of a world: to compare it before and after a request, and to put it back as it was.
import type { Database, Transaction } from "../../../src/database/database.ts";
import { type Statement, statement } from "../../../src/database/statement.ts";
import type { Tables } from "../../../src/database/tables.ts";

type Row = Record<string, unknown>;
export type Snapshot = ReadonlyMap<keyof Tables, readonly Row[]>;

/** A row that is not the same in two snapshots. */
export interface Difference {
  table: keyof Tables;
  /** As it is after; where it is gone, as it was before. */
  row: Row;
}

/**
 * In an order in which they can be filled. What is set aside does not count as an effect: any visit may be noted, and
 * guesses are counted and recorded whether or not anything else comes of them.
 */
const aside: Record<keyof Tables, "counts" | "set aside" | readonly string[]> = {
  migrations: "set aside",
  installation: "counts",
  servers: "set aside",
  organisations: "counts",
  account_types: "counts",
  people: "counts",
  policy_drafts: "counts",
  logos: "counts",
  address_changes: "counts",
  people_words: "counts",
  pictures: "counts",
  policies: "counts",
  first_meetings: "counts",
  authenticators: "counts",
  used_time_steps: "counts",
  enrolments: "counts",
  recovery_code_sets: "counts",
  recovery_codes: "counts",
  trusted_browsers: "counts",
  sign_ins: ["wrong_answers"],
  sessions: ["last_used_at", "address"],
  throttles: "set aside",
  api_keys: ["last_used_at", "refused_at"],
  applications: "counts",
  application_names: "counts",
  vouched_people: "counts",
  forward_passes: "counts",
  forward_entries: "counts",
  duo_assertions: "counts",
  duo_attempts: "counts",
  duo_codes: "counts",
  application_days: "set aside",
  openid_artifacts: "set aside",
  // Made at the first question for them.
  openid_keys: "set aside",
  openid_entries: "counts",
  identity_providers: "counts",
  identity_provider_domains: "counts",
  identity_provider_days: "counts",
  identities: "counts",
  provider_visits: "counts",
  identity_links: "counts",
  invitations: "counts",
  help_requests: "counts",
  outbox: "counts",
  bulk_changes: "counts",
  bulk_change_people: "counts",
  exports: "counts",
  imports: "counts",
  import_portions: "counts",
  import_left_out: "counts",
  audit_events: "set aside",
  audit_waiting: "set aside",
  audit_links: "set aside",
  audit_heads: "set aside",
  audit_keys: "set aside",
  audit_checkpoints: "set aside",
  // How far it has looked.
  webhooks: ["seq"],
  webhook_deliveries: "counts",
  // Of what is counted anyway.
  adoption_days: "set aside",
  adoption_sign_ins: "set aside",
  adoption_counts: "set aside",
};
const tables = Object.keys(aside) as (keyof Tables)[];

// Compiled once: the matrix reads everything after every request.
const readAll = Object.fromEntries(
  tables.map((table) => [table, statement<Record<never, never>>()((query) => query.selectFrom(table).selectAll())]),
) as unknown as Record<keyof Tables, Statement<Record<never, never>, Row>>;

export async function takeSnapshot(db: Database): Promise<Snapshot> {
  const read = tables.map(async (table) => [table, await db.all(readAll[table], {})] as const);
  return new Map(await Promise.all(read)) as Snapshot;
}

/** Makes the database, which is as `after` says, hold exactly what it held at `snapshot`. */
export async function putBack(db: Database, snapshot: Snapshot, after: Snapshot): Promise<void> {
  const touched = tables.filter((table) => differing(table, snapshot, after, "counts").length > 0);
  if (touched.length === 0) return;
  const changed = touched.filter(isRoot).filter((table) => sameKeys(table, snapshot, after));
  // Everything else hangs on these, and goes with them.
  const filled = touched.some((table) => isRoot(table) && !changed.includes(table))
    ? tables
    : touched.filter((table) => !isRoot(table));
  await db.transaction(async (tx) => {
    for (const table of filled.toReversed()) await tx.list((query) => query.deleteFrom(table));
    for (const table of changed) if (!filled.includes(table)) await changeBack(tx, table, snapshot, after);
    for (const table of filled) {
      const rows = snapshot.get(table) ?? [];
      if (rows.length > 0) await tx.list((query) => query.insertInto(table).values(rows as never));
    }
  });
}

/** By what their rows are told apart. */
const roots = {
  organisations: ["id"],
  account_types: ["organisation_id", "name"],
  people: ["organisation_id", "id"],
  identity_providers: ["organisation_id", "id"],
  webhooks: ["organisation_id", "id"],
} as const;
type Root = keyof typeof roots;

const isRoot = (table: keyof Tables): table is Root => Object.hasOwn(roots, table);

const keyIn = (table: Root, row: Row): string => roots[table].map((column) => row[column]).join(" ");

function sameKeys(table: Root, snapshot: Snapshot, after: Snapshot): boolean {
  const keys = (of: Snapshot) => (of.get(table) ?? []).map((row) => keyIn(table, row)).sort();
  return String(keys(snapshot)) === String(keys(after));
}

/** Rows that are still there, and say something else. */
async function changeBack(tx: Transaction, table: Root, snapshot: Snapshot, after: Snapshot): Promise<void> {
  const others = new Set(differing(table, snapshot, after, "counts").map(({ row }) => keyIn(table, row)));
  for (const row of snapshot.get(table) ?? []) {
    if (!others.has(keyIn(table, row))) continue;
    await tx.list((query) => {
      const update = query.updateTable(table).set(row as never);
      return roots[table].reduce(
        (narrowed, column) => narrowed.where(column as never, "=", row[column] as never),
        update,
      );
    });
  }
}

/** What an observer of people, their proofs and the policy would call an effect. */
export function effects(before: Snapshot, after: Snapshot): Difference[] {
  return tables.flatMap((table) => (aside[table] === "set aside" ? [] : differing(table, before, after, aside[table])));
}

type Aside = "counts" | readonly string[];

function differing(table: keyof Tables, before: Snapshot, after: Snapshot, except: Aside): Difference[] {
  // As it is nearly always, and cheaper to see than which rows differ.
  if (isSame(before.get(table) ?? [], after.get(table) ?? [])) return [];
  const [old, now] = [keyed(before, table, except), keyed(after, table, except)];
  const rows = [
    ...[...now].filter(([text]) => !old.has(text)).map(([, row]) => row),
    ...[...old].filter(([text]) => !now.has(text)).map(([, row]) => row),
  ];
  return rows.map((row) => ({ table, row }));
}

function isSame(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && before.every((row, i) => isSameRow(row, after[i] as Row));
}

function isSameRow(before: Row, after: Row): boolean {
  for (const name in before) {
    const [old, now] = [before[name], after[name]];
    if (old === now) continue;
    if (!(old instanceof Uint8Array && now instanceof Uint8Array && Buffer.compare(old, now) === 0)) return false;
  }
  return true;
}

const remembered = new WeakMap<Snapshot, Map<string, Map<string, Row>>>();

function keyed(snapshot: Snapshot, table: keyof Tables, except: Aside): Map<string, Row> {
  const ofSnapshot = remembered.get(snapshot) ?? new Map<string, Map<string, Row>>();
  remembered.set(snapshot, ofSnapshot);
  const name = `${table} ${except}`;
  const rows = ofSnapshot.get(name) ?? new Map((snapshot.get(table) ?? []).map((row) => [textOf(row, except), row]));
  ofSnapshot.set(name, rows);
  return rows;
}

function textOf(row: Row, except: Aside): string {
  const columns = Object.entries(row).filter(([name]) => except === "counts" || !except.includes(name));
  return JSON.stringify(
    columns.map(([, value]) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)),
  );
}
