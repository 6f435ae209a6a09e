// The form of a backup: gzip over lines of JSON, closed by counts and a seal that only a key of the ring can make.
//
//   {"format":"countersign-backup","version":1,"madeAt":…,"database":"sqlite","migrations":["0001-first"],"key":"…"}
//   {"table":"organisations","columns":["id","name",…]}
//   ["01a2…","Acme",…]                    one line a row; bytes are {"bytes":"base64"}
//   …
//   {"rows":{"organisations":1,…},"seal":"…"}      HMAC-SHA-256, in hex, over every byte before this line
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Row, Value } from "../database/snapshot.ts";
import { copiedTables, type TableName } from "../database/whole.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { KeyRing } from "../kernel/sealing.ts";

/** It can't be used; the message says why, for whoever called the command. */
export class BadBackup extends Error {}

export const sealPurpose = "countersign backup";
export const formatName = "countersign-backup";
export const formatVersion = 1;

export interface Heading {
  format: typeof formatName;
  version: number;
  /** ms since the epoch. */
  madeAt: number;
  database: string;
  migrations: string[];
  /** The name of the key that the seal is made with; never the key. */
  key: string;
}

export type Part = { heading: Heading } | { table: TableName; columns: string[] } | { row: Row };

export const writeLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
export const writeRow = (row: Row, columns: readonly string[]): string =>
  writeLine(columns.map((column) => written(row[column] as Value)));

function written(value: Value): unknown {
  return value instanceof Uint8Array
    ? { bytes: Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64") }
    : value;
}

/** Everything in the file, and at its end the proof that it was all of it. @throws BadBackup */
export async function* readBackup(file: string, ring: KeyRing): AsyncGenerator<Part> {
  let seal: ReturnType<KeyRing["authenticator"]>;
  let columns: string[] = [];
  let table: TableName | undefined;
  const counted: Record<string, number> = {};
  let ended = false;
  for await (const line of linesOf(file)) {
    const value = parsed(line);
    if (ended) throw new BadBackup("something follows after its end");
    if (!seal) {
      const heading = readHeading(value);
      seal = ring.authenticator(sealPurpose, heading.key);
      if (!seal)
        throw new BadBackup(
          `it was made under the key ${heading.key}, which is not in this key ring: bring that key back`,
        );
      seal.update(line);
      yield { heading };
    } else if (Array.isArray(value)) {
      if (!table || value.length !== columns.length) throw damaged();
      seal.update(line);
      counted[table] = (counted[table] ?? 0) + 1;
      yield { row: Object.fromEntries(columns.map((column, i) => [column, read(value[i])])) };
    } else if (value !== null && typeof value === "object" && "table" in value) {
      const next = value as { table: TableName; columns: string[] };
      // In the one order there is, so that no table comes twice.
      if (copiedTables.indexOf(next.table) <= (table ? copiedTables.indexOf(table) : -1)) throw damaged();
      if (!Array.isArray(next.columns) || !next.columns.every((name) => /^[a-z_]+$/.test(name))) throw damaged();
      seal.update(line);
      ({ table, columns } = next);
      counted[table] = 0;
      yield { table, columns };
    } else {
      const { rows, seal: given } = value as { rows: Record<string, number>; seal: string };
      const made = seal.digest();
      const right = typeof given === "string" && equalBytes(Buffer.from(given, "hex"), made);
      if (!right || JSON.stringify(rows) !== JSON.stringify(counted)) throw damaged();
      ended = true;
    }
  }
  if (!ended) throw new BadBackup("it is cut off: its end is missing");
}

const damaged = (): BadBackup => new BadBackup("it was changed or damaged since it was made");

function readHeading(value: unknown): Heading {
  const heading = value as Heading;
  if (heading === null || typeof heading !== "object" || heading.format !== formatName)
    throw new BadBackup("it is no backup of this program");
  if (heading.version !== formatVersion) throw new BadBackup("a newer version of this program made it: use that one");
  const { madeAt, migrations, key } = heading;
  if (typeof madeAt !== "number" || !Array.isArray(migrations) || typeof key !== "string") throw damaged();
  return heading;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    throw damaged();
  }
}

function read(value: unknown): Value {
  if (value !== null && typeof value === "object") {
    const { bytes } = value as { bytes: unknown };
    if (typeof bytes !== "string") throw damaged();
    return Buffer.from(bytes, "base64");
  }
  return value as Value;
}

/** Lines with their ends, as bytes. @throws BadBackup */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  // Failures of either come out where it is read.
  pipeline(createReadStream(file), unpacked, () => {});
  let rest: Buffer[] = [];
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        yield Buffer.concat([...rest, chunk.subarray(from, end + 1)]);
        rest = [];
        from = end + 1;
      }
      if (from < chunk.length) rest.push(chunk.subarray(from));
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw new BadBackup("it is cut off: its end is missing");
    if (code.startsWith("Z_")) throw new BadBackup("it is no backup of this program, or damaged");
    throw error;
  }
  if (rest.length > 0) throw new BadBackup("it is cut off: its end is missing");
}
