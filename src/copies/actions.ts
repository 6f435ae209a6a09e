// Brings a backup back: all of it or nothing, into an empty database or in place of everything. What was handed out before
// (sessions, trust, links, passes, recovery codes) does not come back to life.
import { record } from "../audit/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import { dialectTools } from "../database/dialect.ts";
import { migrations } from "../database/migrations/index.ts";
import { copiedTables, type TableName } from "../database/whole.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { KeyRing } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import { sampleSealed } from "../keys/resealing.ts";
import { organisationIds } from "../organisations/actions.ts";
import { filling } from "./filling.ts";
import { BadBackup, type Heading, readBackup } from "./format.ts";
import { restoring } from "./rules.ts";
import * as store from "./store.ts";

export interface Contents {
  heading: Heading;
  rows: Record<string, number>;
  all: number;
}

/** Reads all of it, and touches nothing. @throws BadBackup */
export async function verifyBackup(file: string, ring: KeyRing): Promise<Contents> {
  let heading: Heading | undefined;
  const rows: Record<string, number> = {};
  let all = 0;
  let table = "";
  for await (const part of readBackup(file, ring)) {
    if ("heading" in part) {
      heading = part.heading;
      requireSchema(heading);
    } else if ("table" in part) table = part.table;
    else {
      rows[table] = (rows[table] ?? 0) + 1;
      all++;
    }
  }
  if (!heading) throw new BadBackup("it is empty");
  return { heading, rows, all };
}

function requireSchema({ migrations: made }: Heading): void {
  const known = migrations.map(({ name }) => name);
  const unknown = made.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new BadBackup("a newer version of this program made it: use that one");
  if (made.length < known.length)
    throw new BadBackup(
      `an older version of this program made it, with the schema ${made.at(-1)}: restore it with that version, then update`,
    );
}

export interface RestoreNeeds {
  clock: Clock;
  random: Random;
  sealer: KeyRing;
}

export interface Restored {
  epoch: number;
  rows: number;
  /** Whose recovery codes are void now. */
  peopleWithoutCodes: number;
}

/** @param db at this program's schema; `file` was verified, and is verified again while it is read */
export async function restore(
  db: Database,
  needs: RestoreNeeds,
  file: string,
  { replace, epochBefore = 0, source }: { replace: boolean; epochBefore?: number; source: Source },
  onProgress: (rows: number) => void = () => {},
): Promise<Restored> {
  const at = needs.clock.now();
  // It waits for the file as well as for its statements: nobody else works in this database meanwhile.
  const body = async (tx: Transaction) => {
    const before = Math.max(epochBefore, (await tx.first(store.getInstallation, {}))?.epoch ?? 0);
    if (!replace && !(await isEmpty(tx))) throw new Error("the database is not empty");
    for (const sql of dialectTools[db.dialect].beforeMigrating) await tx.list(store.asWritten(sql));
    if (db.dialect === "postgres") await tx.list(store.emptyAll(copiedTables));
    const { heading, rows } = await fill(tx, needs.sealer, file, at, onProgress);
    await requireOpens(tx, needs.sealer);
    return { rows, ...(await tellOfIt(tx, needs, { heading, before, at, source })) };
  };
  return db.transaction(body, { patient: true });
}

export async function isEmpty(queries: Queries): Promise<boolean> {
  for (const table of copiedTables) {
    // A first run that nobody went through leaves its own row.
    const kept = table === "installation" ? 1 : 0;
    if (Number((await queries.list(store.count(table)))[0]?.n) > kept) return false;
  }
  return (await queries.first(store.getInstallation, {}))?.completed_at == null;
}

async function fill(
  tx: Transaction,
  ring: KeyRing,
  file: string,
  at: number,
  onProgress: (rows: number) => void,
): Promise<{ heading: Heading; rows: number }> {
  const into = filling(tx);
  const asRestored = restoring(at);
  let heading: Heading | undefined;
  let table: TableName | undefined;
  let rows = 0;
  for await (const part of readBackup(file, ring)) {
    if ("heading" in part) heading = part.heading;
    else if ("table" in part) table = part.table;
    else {
      const row = asRestored(table as TableName, part.row);
      if (row) await into.add(table as TableName, row);
      onProgress(++rows);
    }
  }
  await into.flush();
  return { heading: heading as Heading, rows };
}

/** The seal shows that the ring has the backup's key; an older key may be missing all the same. */
async function requireOpens(queries: Queries, ring: KeyRing): Promise<void> {
  const looked = await sampleSealed(queries, ring);
  const closed = looked.filter((one) => one.looked > 0 && one.opened === 0);
  if (closed.length > 0)
    throw new BadBackup(
      `the key ring opens none of the secrets in it (${closed.map(({ table }) => table).join(", ")}): bring back the ring of that time`,
    );
}

async function tellOfIt(
  tx: Transaction,
  needs: RestoreNeeds,
  { heading, before, at, source }: { heading: Heading; before: number; at: number; source: Source },
): Promise<{ epoch: number; peopleWithoutCodes: number }> {
  const sets = Number((await tx.list(store.count("recovery_code_sets")))[0]?.n);
  const epoch = Math.max(before, (await tx.first(store.getInstallation, {}))?.epoch ?? 0) + 1;
  await tx.run(store.setEpoch, { epoch, at });
  const details = { epoch, backup: new Date(heading.madeAt).toISOString() };
  for (const organisation of await organisationIds(tx)) {
    await record(tx, needs, {
      organisation,
      name: "installation.restored",
      actor: null,
      person: null,
      source,
      details,
    });
  }
  return { epoch, peopleWithoutCodes: sets };
}

export async function epochOf(queries: Queries): Promise<number> {
  return (await queries.first(store.getInstallation, {}))?.epoch ?? 0;
}
