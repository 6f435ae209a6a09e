// PostgreSQL: a pool, named prepared statements, and transactions that are tried again after a deadlock.
import type { Compilable, Kysely } from "kysely";
import pg from "pg";
import type { Database, Queries, Transaction } from "./database.ts";
import { compilers } from "./dialect.ts";
import { fromPostgres } from "./failures.ts";
import { compile, type Statement, type Value } from "./statement.ts";
import type { Tables } from "./tables.ts";

type Params = Record<string, Value>;

const int8 = 20;
const serializationFailure = "40001";
const deadlockDetected = "40P01";
const mostTries = 5;

export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    statement_timeout: 15_000,
    lock_timeout: 5000,
    idle_in_transaction_session_timeout: 15_000,
    // Milliseconds and counters stay far below 2^53; pg would hand int8 over as text.
    types: {
      // biome-ignore lint/suspicious/noExplicitAny: the type of pg's own overloads.
      getTypeParser: ((oid: number, format: any) =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const reads = new Connection(pool);

  async function once<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // The pool listens only to connections that are idle; without a listener a lost one would end the process.
    const lost = (error: Error) => {
      broken = error;
    };
    client.on("error", lost);
    const tx = new PostgresTransaction(client);
    try {
      await client.query("begin");
      const result = await body(tx);
      tx.end();
      // After a failed statement PostgreSQL answers 'commit' with ROLLBACK and no error.
      const committed = await client.query("commit");
      if (committed.command !== "COMMIT") throw new Error("the transaction was rolled back");
      return result;
    } catch (error) {
      tx.end();
      await client.query("rollback").catch(lost);
      throw error;
    } finally {
      client.off("error", lost);
      client.release(broken);
    }
  }

  async function untilApplied<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(body);
      } catch (error) {
        const code = (error as { code?: string } | undefined | null)?.code;
        if ((code !== serializationFailure && code !== deadlockDetected) || attempt === mostTries)
          throw fromPostgres(error);
      }
    }
  }

  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    dialect: "postgres",
    first: (statement, params) => reads.first(statement, params).catch(refuse),
    all: (statement, params) => reads.all(statement, params).catch(refuse),
    run: () => Promise.reject(new Error("writing needs a transaction")),
    list: (build) => reads.list(build).catch(refuse),
    transaction<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(new Error("the database is closed"));
      const running = untilApplied(body).finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      await pool.end();
    },
  };
}

const refuse = (error: unknown): never => {
  throw fromPostgres(error);
};

class Connection implements Queries {
  #client: pg.Pool | pg.PoolClient | undefined;

  constructor(client: pg.Pool | pg.PoolClient) {
    this.#client = client;
  }

  /** From now on the connection may be somebody else's. */
  end(): void {
    this.#client = undefined;
  }

  get #open(): pg.Pool | pg.PoolClient {
    if (!this.#client) throw new Error("this transaction has ended");
    return this.#client;
  }

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
    const compiled = compile(build(compilers.postgres));
    return (await this.#open.query(compiled.sql, compiled.bind({}))).rows as Row[];
  }

  #execute<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<pg.QueryResult> {
    const { name, sql, bind } = statement.compiledFor("postgres");
    return this.#open.query({ name, text: sql, values: bind(params) });
  }
}

class PostgresTransaction extends Connection implements Transaction {
  readonly inTransaction = true;
}
