// The whole database of a world: to compare it before and after a request, and to put it back as it was.
import type { Database } from "../../../src/database/database.ts";
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
  organisations: "counts",
  people: "counts",
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
  invitations: "counts",
  audit_events: "set aside",
};
const tables = Object.keys(aside) as (keyof Tables)[];

export async function takeSnapshot(db: Database): Promise<Snapshot> {
  const read = tables.map(async (table) => [table, await db.list((query) => query.selectFrom(table).selectAll())] as const);
  return new Map(await Promise.all(read)) as Snapshot;
}

/** Makes the database hold exactly what it held then. */
export async function putBack(db: Database, snapshot: Snapshot): Promise<void> {
  const filled = tables.filter((table) => table !== "migrations");
  await db.transaction(async (tx) => {
    for (const table of filled.toReversed()) await tx.list((query) => query.deleteFrom(table));
    for (const table of filled) {
      const rows = snapshot.get(table) ?? [];
      if (rows.length > 0) await tx.list((query) => query.insertInto(table).values(rows as never));
    }
  });
}

/** What an observer of people, their proofs and the policy would call an effect. */
export function effects(before: Snapshot, after: Snapshot): Difference[] {
  return tables.flatMap((table) => (aside[table] === "set aside" ? [] : differing(table, before, after, aside[table])));
}

/** Whether anything at all is not as it was. */
export function isTouched(before: Snapshot, after: Snapshot): boolean {
  return tables.some((table) => differing(table, before, after, "counts").length > 0);
}

function differing(
  table: keyof Tables,
  before: Snapshot,
  after: Snapshot,
  except: "counts" | "set aside" | readonly string[],
): Difference[] {
  const keyed = (snapshot: Snapshot) => new Map((snapshot.get(table) ?? []).map((row) => [textOf(row, except), row]));
  const [old, now] = [keyed(before), keyed(after)];
  const rows = [
    ...[...now].filter(([text]) => !old.has(text)).map(([, row]) => row),
    ...[...old].filter(([text]) => !now.has(text)).map(([, row]) => row),
  ];
  return rows.map((row) => ({ table, row }));
}

function textOf(row: Row, except: "counts" | "set aside" | readonly string[]): string {
  const columns = Object.entries(row).filter(([name]) => typeof except === "string" || !except.includes(name));
  return JSON.stringify(columns.map(([, value]) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)));
}
