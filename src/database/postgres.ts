// PostgreSQL: prepared statements, and transactions that are tried again after a deadlock.
import type { Compilable, Kysely } from "kysely";
import type pg from "pg";
import type { Database, Queries, Transaction } from "./database.ts";
import { compilers } from "./dialect.ts";
import { DatabaseUnavailable, fromPostgres } from "./failures.ts";
import { readPostgresAddress } from "./postgres-address.ts";
import { begin, type Connections, type Link, openConnections } from "./postgres-connections.ts";
import { compile, type Statement, type Value } from "./statement.ts";
import type { Tables } from "./tables.ts";
import { tableWritten, together, type Write } from "./together.ts";

type Params = Record<string, Value>;

const serializationFailure = "40001";
const deadlockDetected = "40P01";
/** A prepared statement from before a migration. */
const planIsOld = "0A000";
/** The server that was the primary has become a standby, or is shutting down. */
const goneElsewhere = /^(25006|57P0[123])$/;
const mostTries = 5;
const noLimit = 2 ** 31 - 1;

export interface PostgresChoices {
  /** Connections at most. */
  connections?: number;
  /** A copy that may be a moment behind, for what guards nothing. */
  replica?: string | undefined;
}

export function openPostgres(url: string, { connections = 10, replica }: PostgresChoices = {}): Database {
  const server = openConnections(readPostgresAddress(url), connections);
  const reads = new Reading(server);
  const copy =
    replica === undefined
      ? undefined
      : openConnections(readPostgresAddress(replica), Math.max(2, Math.ceil(connections / 2)), { readOnly: true });

  async function once<T>(body: (tx: Transaction) => Promise<T>, { patient, lasting }: Manner): Promise<T> {
    const link = await server.take();
    let begun = false;
    // Nobody waits for it before the first question is asked: both go one way to the server and back.
    link.gather();
    const beginning = link.query(`${begin(link)}${lasting ? "" : "; set local synchronous_commit = off"}`).then(() => {
      begun = true;
    });
    beginning.catch(() => {});
    const tx = new PostgresTransaction(link, beginning, patient);
    try {
      const result = await body(tx);
      await beginning;
      tx.end();
      // After a failed statement PostgreSQL answers 'commit' with ROLLBACK and no error.
      link.warned = false;
      const committed = await link.query("commit");
      // It stands here, but the wait for the standby was broken off: should this server fall now, it never was.
      if (link.warned) throw new DatabaseUnavailable("the commit is on no standby");
      if (committed.command !== "COMMIT") throw new Error("the transaction was rolled back");
      return result;
    } catch (error) {
      tx.end();
      if (leavesBroken(error)) link.broken ??= error as Error;
      // Where one has such plans the others do.
      if (codeOf(error) === planIsOld) server.renew();
      if (!link.broken) {
        await link.query("rollback").catch((lost) => {
          link.broken = lost;
        });
      }
      // Nothing was asked of a server that was gone before the transaction began.
      if (!begun && link.broken) throw new NotBegun("the transaction was not begun", { cause: error });
      throw error;
    } finally {
      link.release(link.broken);
    }
  }

  async function untilApplied<T>(body: (tx: Transaction) => Promise<T>, manner: Manner): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(body, manner);
      } catch (error) {
        const again =
          error instanceof NotBegun || [serializationFailure, deadlockDetected, planIsOld].includes(codeOf(error));
        if (!again || attempt === mostTries) throw fromPostgres(error instanceof NotBegun ? error.cause : error);
      }
    }
  }

  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  const queries: Queries = {
    first: (statement, params) => reads.first(statement, params).catch(refuse),
    all: (statement, params) => reads.all(statement, params).catch(refuse),
    run: () => Promise.reject(new Error("writing needs a transaction")),
    list: (build) => reads.list(build).catch(refuse),
  };
  return {
    dialect: "postgres",
    ...queries,
    reports: copy ? eitherOf(new Reading(copy), queries) : queries,
    transaction<T>(body: (tx: Transaction) => Promise<T>, { patient = false, lasting = true } = {}): Promise<T> {
      if (closed) return Promise.reject(new Error("the database is closed"));
      const running = untilApplied(body, { patient, lasting }).finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    },
    connections: () => server.figures(),
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      await Promise.all([server.close(), copy?.close()]);
    },
  };
}

interface Manner {
  patient: boolean;
  lasting: boolean;
}

class NotBegun extends Error {}
const systemError = /^E[A-Z]/;

const codeOf = (error: unknown): string => (error as { code?: string } | undefined | null)?.code ?? "";

const refuse = (error: unknown): never => {
  throw fromPostgres(error);
};

/** Whether a connection is of no use after this. */
function leavesBroken(error: unknown): boolean {
  const code = codeOf(error);
  if (code === planIsOld || goneElsewhere.test(code) || systemError.test(code)) return true;
  return code === "" && fromPostgres(error) instanceof DatabaseUnavailable;
}

/** Whatever is wrong with a copy, the original knows as well. */
function eitherOf(copy: Queries, original: Queries): Queries {
  return {
    first: (statement, params) => copy.first(statement, params).catch(() => original.first(statement, params)),
    all: (statement, params) => copy.all(statement, params).catch(() => original.all(statement, params)),
    run: original.run,
    list: (build) => copy.list(build).catch(() => original.list(build)),
  };
}

const isRead = (sql: string): boolean => sql.startsWith("select ");

abstract class Asking implements Queries {
  /** @param reads whether it changes nothing */
  protected abstract ask(work: (link: Link) => Promise<pg.QueryResult>, reads: boolean): Promise<pg.QueryResult>;
  protected readonly patient: boolean = false;

  async first<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row | undefined> {
    return (await this.#execute(statement, params)).rows[0] as Row | undefined;
  }

  async all<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row[]> {
    return (await this.#execute(statement, params)).rows as Row[];
  }

  async run<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<number> {
    return (await this.#execute(statement, params)).rowCount ?? 0;
  }

  async list<Row>(build: (query: Kysely<Tables>) => Compilable<Row>): Promise<Row[]> {
    const { sql, bind } = compile(build(compilers.postgres));
    return (await this.ask((link) => link.query(this.#query(sql, bind({}))), isRead(sql))).rows as Row[];
  }

  protected prepared(sql: string, name: string, values: Value[]): Promise<pg.QueryResult> {
    return this.ask(
      (link) => link.query(link.named ? { ...this.#query(sql, values), name } : this.#query(sql, values)),
      isRead(sql),
    );
  }

  #execute<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<pg.QueryResult> {
    const { name, sql, bind } = statement.compiledFor("postgres");
    return this.prepared(sql, name, bind(params));
  }

  #query(text: string, values: Value[]): pg.QueryConfig {
    return { text, values, ...(this.patient ? { query_timeout: noLimit } : {}) };
  }
}

/** Outside a transaction: each statement on whichever connection is free. */
class Reading extends Asking {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    super();
    this.#connections = connections;
  }

  protected async ask(work: (link: Link) => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    for (let attempt = 1; ; attempt++) {
      const link = await this.#connections.take();
      try {
        return await work(link);
      } catch (error) {
        if (leavesBroken(error)) link.broken ??= error as Error;
        if (codeOf(error) === planIsOld) this.#connections.renew();
        // The server may only have been restarted since this connection was made.
        if (!link.broken || timedOut(error) || attempt === mostTries) throw error;
      } finally {
        link.release(link.broken);
      }
    }
  }
}

const timedOut = (error: unknown): boolean => error instanceof Error && /timeout/i.test(error.message);

class PostgresTransaction extends Asking implements Transaction {
  readonly inTransaction = true;
  protected override readonly patient: boolean;
  #link: Link | undefined;
  readonly #beginning: Promise<void>;
  #begun = false;
  #writing = false;
  #writes: (Write & { resolve: (changed: number) => void; reject: (error: unknown) => void })[] = [];
  /** Where the way to the server takes one question at a time: the last one. */
  #before: Promise<unknown>;

  constructor(link: Link, beginning: Promise<void>, patient: boolean) {
    super();
    this.#link = link;
    this.#beginning = beginning;
    this.#before = beginning;
    this.patient = patient;
  }

  /** From now on the connection may be somebody else's. */
  end(): void {
    this.#link = undefined;
  }

  /** Those that are asked for at once, without waiting for one another, go as one statement. */
  override run<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<number> {
    const { name, sql, bind } = statement.compiledFor("postgres");
    const table = this.#link?.pipeline && this.#link.named ? tableWritten(sql) : undefined;
    if (table === undefined) return super.run(statement, params);
    const values = bind(params);
    if (this.#writes.some((write) => write.table === table)) this.#write();
    if (this.#writes.length === 0) queueMicrotask(() => this.#write());
    return new Promise((resolve, reject) => this.#writes.push({ table, name, sql, values, resolve, reject }));
  }

  #write(): void {
    const writes = this.#writes;
    this.#writes = [];
    const [only] = writes;
    if (!only) return;
    if (writes.length === 1) {
      this.prepared(only.sql, only.name, only.values).then(({ rowCount }) => only.resolve(rowCount ?? 0), only.reject);
      return;
    }
    const { sql, name, values } = together(writes);
    this.prepared(sql, name, values).then(
      ({ rows }) => {
        for (const [i, { resolve }] of writes.entries()) resolve(rows[0].changed[i]);
      },
      (error) => {
        for (const { reject } of writes) reject(error);
      },
    );
  }

  protected async ask(work: (link: Link) => Promise<pg.QueryResult>, reads: boolean): Promise<pg.QueryResult> {
    // What was asked for before comes before.
    this.#write();
    // Nothing is written before it is known that all of it can be undone.
    this.#writing ||= !reads;
    if (this.#writing && !this.#begun) {
      await this.#beginning;
      this.#begun = true;
    }
    if (this.#open.pipeline) return work(this.#open);
    const asked = this.#before.then(() => work(this.#open));
    this.#before = asked.catch(() => {});
    return asked;
  }

  get #open(): Link {
    if (!this.#link) throw new Error("this transaction has ended");
    return this.#link;
  }
}
