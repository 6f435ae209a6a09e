// SQLite: one writer with group commit, one reader that sees only what was committed.
import { DatabaseSync } from "node:sqlite";
import type { Database, Queries, Transaction } from "./database.ts";
import { fromSqlite } from "./failures.ts";
import { Connection, SqliteTransaction } from "./sqlite-connection.ts";

interface Job {
  body: (tx: Transaction) => Promise<unknown>;
  lasting: boolean;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

type Outcome = { value: unknown } | { error: unknown };

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const mostTurns = 8;

/** Transactions that share one commit; bounds how long a single flush keeps the event loop busy. */
const largestGroup = 128;

/** Brings what was committed from the log into the file, as far as nobody reads; waits for nobody. */
const fold = "pragma wal_checkpoint(passive)";
const foldsEvery = 60_000;

/** @param hasty waits for no disk: for a file that is thrown away unless its maker gets to the end */
export function openSqlite(file: string, hasty = false): Database {
  const writer = openWriter(file, hasty);
  // Opened after the writer made the file: a reader can't.
  const reader = new DatabaseSync(file, { timeout: 5000, readOnly: true });
  const besides = new Connection(reader);
  const writes = new Connection(writer);
  // A reader of its own drops its pages after every commit. Between groups the writer itself holds nothing uncommitted,
  // so it reads; while a group is under way the reader sees what was committed before.
  let writing = false;
  const reads = () => (writing ? besides : writes);

  const folding = setInterval(() => {
    if (!writing) untilNextTime(() => writer.exec(fold));
  }, foldsEvery).unref();

  const waiting: Job[] = [];
  let flushing: Promise<void> | undefined;
  let closed = false;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      const group = waiting.splice(0, largestGroup);
      writing = true;
      const outcomes = await runGroup(writer, writes, group).finally(() => {
        writing = false;
      });
      group.forEach((job, i) => {
        const outcome = outcomes[i] as Outcome;
        if ("error" in outcome) job.reject(fromSqlite(outcome.error));
        else job.resolve(outcome.value as never);
      });
    }
    flushing = undefined;
  }

  /** Waits while every turn of the event loop brings more to share the next commit, which costs more than a few turns. */
  async function gather(): Promise<void> {
    for (let turns = 0, before = 0; turns < mostTurns && waiting.length > before; turns++) {
      before = waiting.length;
      await nextTurn();
    }
  }

  const queries: Queries = {
    first: (statement, params) => reads().first(statement, params).catch(refuse),
    all: (statement, params) => reads().all(statement, params).catch(refuse),
    run: () => Promise.reject(new Error("writing needs a transaction")),
    list: (build) => besides.list(build).catch(refuse),
  };
  return {
    dialect: "sqlite",
    ...queries,
    reports: queries,
    transaction<T>(body: (tx: Transaction) => Promise<T>, { lasting = true } = {}): Promise<T> {
      if (closed) return Promise.reject(new Error("the database is closed"));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ body, lasting: lasting || hasty, resolve, reject });
        flushing ??= flush();
      });
    },
    async close() {
      closed = true;
      clearInterval(folding);
      await flushing;
      reader.close();
      writer.close();
    },
  };
}

function openWriter(file: string, hasty: boolean): DatabaseSync {
  const writer = new DatabaseSync(file, { timeout: 5000 });
  try {
    untilUnlocked(() => writer.exec("pragma journal_mode = wal"));
    writer.exec(
      `pragma synchronous = ${hasty ? "off" : "full"}; pragma foreign_keys = on; pragma trusted_schema = off`,
    );
    // Busy pages are written back once for many commits; the log stays at about 16 MB.
    writer.exec("pragma wal_autocheckpoint = 4000");
  } catch (error) {
    writer.close();
    throw error;
  }
  // What stands in the log alone goes with it, should somebody take that away: soon it stands in the file itself.
  untilNextTime(() => writer.exec(fold));
  return writer;
}

function untilNextTime(work: () => void): void {
  try {
    work();
  } catch {
    // A full or failing disk: every writing request says so, and the log keeps what it has.
  }
}

/** SQLite does not wait by itself for others that bring a new file into WAL mode at the same instant. */
function untilUnlocked<T>(work: () => T, tries = 250): T {
  const busy = 5; // SQLITE_BUSY, whatever it was busy with
  for (let i = 1; ; i++) {
    try {
      return work();
    } catch (error) {
      if (i === tries || ((error as { errcode?: number }).errcode ?? 0) % 256 !== busy) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

const refuse = (error: unknown): never => {
  throw fromSqlite(error);
};

/** Runs each job in its own savepoint inside one outer transaction, so that they share one durable commit. */
async function runGroup(db: DatabaseSync, connection: Connection, group: Job[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const alone = group.length === 1;
  const lasting = group.some((job) => job.lasting);
  try {
    // The next commit that waits for the disk takes this one along.
    if (!lasting) db.exec("pragma synchronous = normal");
    connection.exec("begin immediate");
    for (const job of group) {
      if (!alone) connection.exec("savepoint job");
      const tx = new SqliteTransaction(connection);
      try {
        const value = await job.body(tx);
        if (!alone) connection.exec("release job");
        outcomes.push({ value });
      } catch (error) {
        outcomes.push({ error });
        // A full disk or a broken file ends the outer transaction by itself: then nobody's work stands.
        if (!db.isTransaction) throw error;
        if (alone) {
          connection.exec("rollback");
          return outcomes;
        }
        connection.exec("rollback to job");
        connection.exec("release job");
      } finally {
        tx.end();
      }
    }
    connection.exec("commit");
    return outcomes;
  } catch (error) {
    if (db.isTransaction) connection.exec("rollback");
    return group.map(() => ({ error }));
  } finally {
    if (!lasting) db.exec("pragma synchronous = full");
  }
}
