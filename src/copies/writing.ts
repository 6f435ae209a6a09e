// Writes a backup: everything as it stood at one moment, beside a server that goes on.
import { createWriteStream, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { DatabaseAddress } from "../database/connect.ts";
import { openSnapshot, type Snapshot } from "../database/snapshot.ts";
import { copiedTables } from "../database/whole.ts";
import type { Clock } from "../kernel/clock.ts";
import type { KeyRing } from "../kernel/sealing.ts";
import { flushFolder } from "../keys/key-file.ts";
import { formatName, formatVersion, type Heading, sealPurpose, writeLine, writeRow } from "./format.ts";

export interface Written {
  heading: Heading;
  rows: Record<string, number>;
}

/** The file is there whole or not at all, and never in place of another one. @throws where the name is taken: `EEXIST` */
export async function writeBackup(
  address: DatabaseAddress,
  needs: { clock: Clock; sealer: KeyRing },
  given: string,
  onProgress: (rows: number) => void = () => {},
): Promise<Written> {
  const file = resolve(given);
  const partial = `${file}.${process.pid}.partial`;
  const snapshot = await openSnapshot(address);
  try {
    const written: Written = { heading: undefined as never, rows: {} };
    const body = Readable.from(contents(snapshot, needs, written, onProgress), { objectMode: true });
    await pipeline(
      body,
      createGzip({ level: 4 }),
      createWriteStream(partial, { mode: 0o600, flags: "wx", flush: true }),
    );
    place(partial, file);
    flushFolder(dirname(file));
    return written;
  } finally {
    rmSync(partial, { force: true });
    await snapshot.close();
  }
}

function place(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (error) {
    // Not every file system has second names.
    if ((error as NodeJS.ErrnoException).code === "EEXIST" || existsSync(file)) throw error;
    renameSync(partial, file);
  }
}

async function* contents(
  snapshot: Snapshot,
  { clock, sealer }: { clock: Clock; sealer: KeyRing },
  written: Written,
  onProgress: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const key = sealer.keys[0] as string;
  const seal = sealer.authenticator(sealPurpose, key);
  if (!seal) throw new Error("the key ring has no key that seals");
  const sealed = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    seal.update(bytes);
    return bytes;
  };
  const migrations: string[] = [];
  for await (const rows of snapshot.rows("migrations")) migrations.push(...rows.map(({ name }) => name as string));
  written.heading = {
    format: formatName,
    version: formatVersion,
    madeAt: clock.now(),
    database: snapshot.dialect,
    migrations,
    key,
  };
  yield sealed(writeLine(written.heading));
  let all = 0;
  for (const table of copiedTables) {
    let columns: string[] | undefined;
    let count = 0;
    for await (const rows of snapshot.rows(table)) {
      columns ??= Object.keys(rows[0] ?? {});
      const names = columns;
      if (count === 0) yield sealed(writeLine({ table, columns: names }));
      yield sealed(rows.map((row) => writeRow(row, names)).join(""));
      count += rows.length;
      all += rows.length;
      onProgress(all);
    }
    if (count > 0) written.rows[table] = count;
  }
  yield Buffer.from(writeLine({ rows: written.rows, seal: seal.digest("hex") }));
}
