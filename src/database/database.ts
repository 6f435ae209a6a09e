// What the rest of the program knows of a database: statements, and transactions that run whole or not at all.
import type { Compilable, Kysely } from "kysely";
import type { DialectName } from "./dialect.ts";
import type { Statement, Value } from "./statement.ts";
import type { Tables } from "./tables.ts";

type Params = Record<string, Value>;

export interface Queries {
  first<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row | undefined>;
  all<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row[]>;
  /** How many rows changed: a guarded statement that changed none was refused. */
  run<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<number>;
  /** For lists whose filters vary; compiled at each call, so never on the way of a sign-in. */
  list<Row>(build: (query: Kysely<Tables>) => Compilable<Row>): Promise<Row[]>;
}

/**
 * Statements that don't need each other's answers may be asked at once (`Promise.all`): they go to the server together, in
 * the order of asking. Writes (`run`) so asked may become one statement, in which none sees what the others write.
 */
export interface Transaction extends Queries {
  readonly inTransaction: true;
}

export interface Database extends Queries {
  readonly dialect: DialectName;
  /**
   * For lists, files, previews and histories: may be a moment behind, so nothing that is decided here may rest on it.
   * A read-only copy where there is one that answers, else the database itself.
   */
  readonly reports: Queries;
  /**
   * Runs `body` whole or not at all; resolves once the commit is durable. The body may wait for nothing but the
   * statements of its transaction, and may run again after a deadlock: it has no other effects.
   * @param choices `patient`: its statements may take as long as they need; `lasting`: false where nobody is told of it
   * before another transaction has lasted, which then lasts with all that went before: it does not wait for the disk
   */
  transaction<T>(body: (tx: Transaction) => Promise<T>, choices?: { patient?: boolean; lasting?: boolean }): Promise<T>;
  /** How many connections there are, where a pool of them is kept. */
  readonly connections?: () => { open: number; idle: number; wanted: number; most: number };
  /** Waits for the transactions under way and takes no more. */
  close(): Promise<void>;
}
