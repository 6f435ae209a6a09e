// Seals anew what another key sealed, in portions between which everybody else gets on; killed anywhere, it goes on.
import type { Database, Queries } from "../database/database.ts";
import { CannotUnseal, type KeyRing } from "../kernel/sealing.ts";
import { type SealedColumn, sealedColumns } from "./catalogue.ts";
import * as store from "./store.ts";

const portion = 200;

export interface Resealed {
  /** Rows sealed anew. */
  rows: number;
  /** Rows that no key of the ring opens: another key's, or damaged. */
  unreadable: { table: string; key: string[] }[];
}

/** Every sealed column, again and again until nothing more comes: others may seal with the old key till they know the new one. */
export async function resealAll(
  needs: { db: Database; sealer: KeyRing },
  onProgress: (rows: number) => void = () => {},
): Promise<Resealed> {
  for (let rows = 0; ; ) {
    const unreadable: Resealed["unreadable"] = [];
    let changed = 0;
    for (const column of sealedColumns) {
      await eachPortion(needs, column, async (done, lost) => {
        changed += done;
        unreadable.push(...lost);
        onProgress(rows + changed);
      });
    }
    rows += changed;
    if (changed === 0) return { rows, unreadable };
  }
}

async function eachPortion(
  { db, sealer }: { db: Database; sealer: KeyRing },
  column: SealedColumn,
  told: (done: number, lost: Resealed["unreadable"]) => Promise<void>,
): Promise<void> {
  for (let after: string[] | undefined; ; ) {
    const sealing = Buffer.from(sealer.keys[0] as string, "hex");
    const rows = await db.list(store.sealedOtherwise(column, sealing, after, portion));
    const lost: Resealed["unreadable"] = [];
    const exchanges: { key: string[]; before: Uint8Array; after: Uint8Array }[] = [];
    for (const row of rows) {
      const key = column.key.map((name) => row[name] as string);
      const before = row.sealed as Uint8Array;
      const sealed = sealedAnew(sealer, column, row as Record<string, string>, before);
      if (sealed) exchanges.push({ key, before, after: sealed });
      else lost.push({ table: column.table, key });
      after = key;
    }
    const done = await db.transaction(async (tx) => {
      let changed = 0;
      for (const one of exchanges)
        changed += (await tx.list(store.exchange(column, one.key, one.before, one.after))).length;
      return changed;
    });
    await told(done, lost);
    if (rows.length < portion) return;
  }
}

function sealedAnew(
  sealer: KeyRing,
  column: SealedColumn,
  row: Record<string, string>,
  before: Uint8Array,
): Buffer | undefined {
  const context = column.context(row);
  try {
    const plain = sealer.unseal(before, context);
    const sealed = sealer.seal(plain, context);
    plain.fill(0);
    return sealed;
  } catch (error) {
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
}

export interface KeyUse {
  key: string;
  /** Whether it is in the ring. */
  known: boolean;
  seals: boolean;
  rows: { [table: string]: number };
}

/** Every key of the ring and every other that rows name, with how many rows each sealed. */
export async function keysInUse(queries: Queries, keys: readonly string[]): Promise<KeyUse[]> {
  const uses = new Map<string, KeyUse>();
  const use = (key: string): KeyUse => {
    const found = uses.get(key) ?? { key, known: keys.includes(key), seals: key === keys[0], rows: {} };
    uses.set(key, found);
    return found;
  };
  for (const key of keys) use(key);
  for (const column of sealedColumns) {
    for (const { name, rows } of await queries.list(store.countByKey(column))) {
      const { rows: found } = use(Buffer.from(name).toString("hex"));
      // A table may have several sealed columns.
      found[column.table] = (found[column.table] ?? 0) + Number(rows);
    }
  }
  return [...uses.values()];
}

export const rowsUnder = ({ rows }: KeyUse): number => Object.values(rows).reduce((sum, n) => sum + n, 0);

/** Opens some of every sealed column, from both ends, to tell whether the ring is the right one. */
export async function sampleSealed(
  queries: Queries,
  sealer: KeyRing,
  most = 20,
): Promise<{ table: string; looked: number; opened: number }[]> {
  const found = [];
  for (const column of sealedColumns) {
    const rows = new Map<string, Record<string, string | Uint8Array>>();
    for (const end of ["asc", "desc"] as const) {
      for (const row of await queries.list(store.sample(column, end, most))) {
        rows.set(column.key.map((name) => row[name]).join(" "), row);
      }
    }
    const opened = [...rows.values()].filter((row) => opens(sealer, column, row)).length;
    found.push({ table: column.table, looked: rows.size, opened });
  }
  return found;
}

function opens(sealer: KeyRing, column: SealedColumn, row: Record<string, string | Uint8Array>): boolean {
  try {
    sealer.unseal(row.sealed as Uint8Array, column.context(row as Record<string, string>)).fill(0);
    return true;
  } catch (error) {
    if (error instanceof CannotUnseal) return false;
    throw error;
  }
}
