// Everything as it stood at one moment, read beside a server that goes on writing.
import { DatabaseSync } from "node:sqlite";
import type pg from "pg";
import type { DatabaseAddress } from "./connect.ts";
import type { DialectName } from "./dialect.ts";
import { fromPostgres, fromSqlite } from "./failures.ts";
import { readPostgresAddress } from "./postgres-address.ts";
import type { Value } from "./statement.ts";
import { type TableName, tableKeys } from "./whole.ts";

export type { Value };
export type Row = Record<string, Value>;

export interface Snapshot {
  readonly dialect: DialectName;
  /** In the order of the key, in portions; past the first `skip`. */
  rows(table: TableName, skip?: number): AsyncGenerator<Row[]>;
  count(table: TableName): Promise<number>;
  /** What the database says of itself, e.g. `pragma synchronous` or `show fsync`. */
  setting(question: string): Promise<string>;
  close(): Promise<void>;
}

const portion = 500;
const int8 = 20;

export async function openSnapshot(address: DatabaseAddress): Promise<Snapshot> {
  return address.kind === "sqlite" ? ofSqlite(address.file) : ofPostgres(address.url);
}

const inOrder = (table: TableName, skip = 0): string =>
  `select * from ${table} order by ${tableKeys[table].join(", ")}${skip > 0 ? ` limit -1 offset ${skip}` : ""}`;

function ofSqlite(file: string): Snapshot {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    // The first read fixes the moment; in WAL mode no writer waits for a reader, nor a reader for a writer.
    db.exec("begin");
    db.prepare("select count(*) from migrations").get();
  } catch (error) {
    db.close();
    throw fromSqlite(error);
  }
  return {
    dialect: "sqlite",
    async *rows(table, skip) {
      let gathered: Row[] = [];
      for (const row of db.prepare(inOrder(table, skip)).iterate()) {
        gathered.push(row as Row);
        if (gathered.length < portion) continue;
        yield gathered;
        gathered = [];
      }
      if (gathered.length > 0) yield gathered;
    },
    async count(table) {
      return (db.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
    },
    async setting(question) {
      return String(Object.values((db.prepare(question).get() as Row | undefined) ?? {})[0]);
    },
    async close() {
      db.close();
    },
  };
}

async function ofPostgres(url: string): Promise<Snapshot> {
  const { prepared, ...address } = readPostgresAddress(url);
  const { places, target, ...same } = address;
  // Only where it is needed, as the driver.
  const { placeOf } = await import("./postgres-choosing.ts");
  const { Client, types } = (await import("pg")).default;
  const client = new Client({
    ...(Object.fromEntries(
      Object.entries({ ...same, ...(await placeOf(address)) }).filter(([, value]) => value !== undefined),
    ) as pg.ClientConfig),
    connectionTimeoutMillis: 5000,
    types: {
      // biome-ignore lint/suspicious/noExplicitAny: the type of pg's own overloads.
      getTypeParser: ((oid: number, format: any) =>
        oid === int8 ? Number : types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A lost connection shows at the next statement; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0");
    await client.query("set local idle_in_transaction_session_timeout = 0");
  } catch (error) {
    await client.end().catch(() => {});
    throw fromPostgres(error);
  }
  return {
    dialect: "postgres",
    async *rows(table, skip = 0) {
      const ordered = inOrder(table).concat(skip > 0 ? ` offset ${skip}` : "");
      await client.query(`declare portions no scroll cursor for ${ordered}`);
      for (;;) {
        const { rows } = await client.query(`fetch ${portion} from portions`);
        if (rows.length > 0) yield rows as Row[];
        if (rows.length < portion) break;
      }
      await client.query("close portions");
    },
    async count(table) {
      return (await client.query(`select count(*) as n from ${table}`)).rows[0].n as number;
    },
    async setting(question) {
      return String(Object.values((await client.query(question)).rows[0] ?? {})[0]);
    },
    async close() {
      await client.end();
    },
  };
}
