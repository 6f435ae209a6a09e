// Moves a whole installation from SQLite to PostgreSQL: portion by portion, gone on with after a kill, and at the end
// compared row by row. The source is only read.
import { createHash } from "node:crypto";
import { connect } from "../database/connect.ts";
import type { Database } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { migrations } from "../database/migrations/index.ts";
import { openSnapshot, type Row, type Snapshot } from "../database/snapshot.ts";
import { copiedTables, type TableName } from "../database/whole.ts";
import type { Clock } from "../kernel/clock.ts";
import { serversNow } from "../keys/servers.ts";
import { isEmpty } from "./actions.ts";
import { filling } from "./filling.ts";
import * as store from "./store.ts";

export type Move =
  | { outcome: "moved"; tables: Compared[]; goneOn: boolean }
  | { outcome: "not-empty" }
  | { outcome: "served" }
  /** The source has another schema than this program. */
  | { outcome: "other-schema" }
  /** These hold something else than the source: it was changed between two runs, or something else wrote here. */
  | { outcome: "differs"; tables: string[] };

export interface Compared {
  table: string;
  rows: number;
  /** Of the rows' contents, whatever their order; hex. */
  hash: string;
}

const portion = 500;

/** @param file of a database that nobody serves */
export async function moveToPostgres(
  file: string,
  url: string,
  clock: Clock,
  onProgress: (what: string, table: string, rows: number, of: number) => void,
): Promise<Move> {
  const source = await openSnapshot({ kind: "sqlite", file });
  const target = await connect({ kind: "postgres", url });
  try {
    if (!(await hasOurSchema(source))) return { outcome: "other-schema" };
    await migrate(target, clock, { moving: true });
    if ((await serversNow(target, clock)).length > 0) return { outcome: "served" };
    const goneOn = (await target.first(store.getMove, {})) !== undefined;
    if (!goneOn) {
      if (!(await isEmpty(target)) || (await count(target, "installation")) > 0) return { outcome: "not-empty" };
      await target.transaction((tx) => tx.run(store.beginMove, { at: clock.now() }));
    }
    for (const table of copiedTables) {
      const differs = await copyTable(source, target, table, onProgress);
      if (differs) return { outcome: "differs", tables: [table] };
    }
    const { same, differing } = await compare(source, url, onProgress);
    if (differing.length > 0) return { outcome: "differs", tables: differing };
    await target.transaction((tx) => tx.run(store.endMove, {}));
    return { outcome: "moved", tables: same, goneOn };
  } finally {
    await target.close();
    await source.close();
  }
}

async function hasOurSchema(source: Snapshot): Promise<boolean> {
  const made: unknown[] = [];
  for await (const rows of source.rows("migrations")) made.push(...rows.map(({ name }) => name));
  return made.length === migrations.length && migrations.every(({ name }) => made.includes(name));
}

const count = async (db: Database, table: TableName): Promise<number> =>
  Number((await db.list(store.count(table)))[0]?.n);

/** Rows go over in the order of the source, so that as many as are there are the first ones. @returns true for too many */
async function copyTable(
  source: Snapshot,
  target: Database,
  table: TableName,
  onProgress: (what: string, table: string, rows: number, of: number) => void,
): Promise<boolean> {
  const [of, there] = [await source.count(table), await count(target, table)];
  if (there > of) return true;
  let done = there;
  if (there < of) {
    for await (const rows of source.rows(table, there)) {
      for (let from = 0; from < rows.length; from += portion) {
        const some = rows.slice(from, from + portion);
        await target.transaction(async (tx) => {
          const into = filling(tx);
          for (const row of some) await into.add(table, row);
          await into.flush();
        });
        done += some.length;
        onProgress("copied", table, done, of);
      }
    }
  }
  return false;
}

async function compare(
  source: Snapshot,
  url: string,
  onProgress: (what: string, table: string, rows: number, of: number) => void,
): Promise<{ same: Compared[]; differing: string[] }> {
  const copy = await openSnapshot({ kind: "postgres", url });
  const same: Compared[] = [];
  const differing: string[] = [];
  try {
    for (const table of copiedTables) {
      const [a, b] = [await fingerprint(source, table), await fingerprint(copy, table)];
      if (a.rows === b.rows && a.hash === b.hash) same.push({ table, ...a });
      else differing.push(table);
      onProgress("compared", table, b.rows, a.rows);
    }
    return { same, differing };
  } finally {
    await copy.close();
  }
}

/** The sum of the hashes of all rows: the same in whatever order a database hands them out. */
export async function fingerprint(of: Snapshot, table: TableName): Promise<{ rows: number; hash: string }> {
  let [rows, sum] = [0, 0n];
  for await (const some of of.rows(table)) {
    for (const row of some) sum += BigInt(`0x${hashOf(row)}`);
    rows += some.length;
  }
  return { rows, hash: BigInt.asUintN(256, sum).toString(16).padStart(64, "0") };
}

function hashOf(row: Row): string {
  const values = Object.keys(row)
    .sort()
    .map((column) => {
      const value = row[column];
      return [column, value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value];
    });
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}
