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

  async function once<T>(body: (tx: Transaction) => Promise<T>, patient: boolean): Promise<T> {
    const link = await server.take();
    const tx = new PostgresTransaction(link, patient);
    let begun = false;
    try {
      await link.query(begin(link));
      begun = true;
      const result = await body(tx);
      tx.end();
      // After a failed statement PostgreSQL answers 'commit' with ROLLBACK and no error.
      const committed = await link.query("commit");
      if (committed.command !== "COMMIT") throw new Error("the transaction was rolled back");
      return result;
    } catch (error) {
      tx.end();
      if (leavesBroken(error)) link.broken ??= error as Error;
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

  async function untilApplied<T>(body: (tx: Transaction) => Promise<T>, patient: boolean): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(body, patient);
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
    transaction<T>(body: (tx: Transaction) => Promise<T>, { patient = false } = {}): Promise<T> {
      if (closed) return Promise.reject(new Error("the database is closed"));
      const running = untilApplied(body, patient).finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      await Promise.all([server.close(), copy?.close()]);
    },
  };
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

abstract class Asking implements Queries {
  protected abstract ask(work: (link: Link) => Promise<pg.QueryResult>): Promise<pg.QueryResult>;
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
    return (await this.ask((link) => link.query(this.#query(sql, bind({}))))).rows as Row[];
  }

  #execute<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<pg.QueryResult> {
    const { name, sql, bind } = statement.compiledFor("postgres");
    const values = bind(params);
    return this.ask((link) =>
      link.query(link.named ? { ...this.#query(sql, values), name } : this.#query(sql, values)),
    );
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

  constructor(link: Link, patient: boolean) {
    super();
    this.#link = link;
    this.patient = patient;
  }

  /** From now on the connection may be somebody else's. */
  end(): void {
    this.#link = undefined;
  }

  protected ask(work: (link: Link) => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    if (!this.#link) return Promise.reject(new Error("this transaction has ended"));
    return work(this.#link);
  }
}
