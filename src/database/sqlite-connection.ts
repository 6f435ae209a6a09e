// One connection to a SQLite file: statements prepared once, rows under their columns' names, and a transaction that ends.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Compilable, Kysely } from "kysely";
import type { Queries, Transaction } from "./database.ts";
import { compilers } from "./dialect.ts";
import { compile, type Statement, type Value } from "./statement.ts";
import type { Tables } from "./tables.ts";

type Params = Record<string, Value>;

export class Connection implements Queries {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  exec(sql: string): void {
    this.#prepare(sql, sql).statement.run();
  }

  async first<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row | undefined> {
    const compiled = statement.compiledFor("sqlite");
    const prepared = this.#prepare(compiled.name, compiled.sql);
    const row = prepared.statement.get(...compiled.bind(params)) as unknown as Value[] | undefined;
    return row && (namerFor(prepared, row)(row) as Row);
  }

  async all<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<Row[]> {
    const compiled = statement.compiledFor("sqlite");
    const prepared = this.#prepare(compiled.name, compiled.sql);
    const rows = prepared.statement.all(...compiled.bind(params)) as unknown as Value[][];
    const [first] = rows;
    if (!first) return [];
    const named = namerFor(prepared, first);
    return rows.map((row) => named(row) as Row);
  }

  async run<P extends Params, Row>(statement: Statement<P, Row>, params: P): Promise<number> {
    const compiled = statement.compiledFor("sqlite");
    return Number(this.#prepare(compiled.name, compiled.sql).statement.run(...compiled.bind(params)).changes);
  }

  async list<Row>(build: (query: Kysely<Tables>) => Compilable<Row>): Promise<Row[]> {
    const compiled = compile(build(compilers.sqlite));
    return this.#db.prepare(compiled.sql).all(...compiled.bind({})) as Row[];
  }

  #prepare(name: string, sql: string): Prepared {
    let prepared = this.#prepared.get(name);
    if (!prepared) {
      const statement = this.#db.prepare(sql);
      prepared = { statement, ...columnsOf(statement) };
      statement.setReturnArrays(true);
      this.#prepared.set(name, prepared);
    }
    return prepared;
  }
}

interface Prepared {
  statement: StatementSync;
  width: number;
  named: Namer;
}

/**
 * A newer version may have added columns since: SQLite then reads `*` anew by itself, and everything behind it moves. What
 * takes columns away waits for the end of every program that knew them (side-by-side.ts), so the number tells.
 */
function namerFor(prepared: Prepared, row: readonly Value[]): Namer {
  if (row.length !== prepared.width) Object.assign(prepared, columnsOf(prepared.statement));
  return prepared.named;
}

function columnsOf(statement: StatementSync): { width: number; named: Namer } {
  const names = statement.columns().map((column) => column.name);
  return { width: names.length, named: namer(names) };
}

/** A row under its columns' names. */
type Namer = (row: readonly Value[]) => Record<string, Value>;

/**
 * Written as the literal that it stands for: the driver's own objects, and those filled name by name, become hash tables at a
 * dozen columns, many times as slow to make and to read. The names are those of a prepared statement, so the program's own.
 */
function namer(names: readonly string[]): Namer {
  const members = names.map((name, i) => `${JSON.stringify(name)}: row[${i}]`);
  return new Function("row", `return { ${members.join(", ")} };`) as Namer;
}

export class SqliteTransaction implements Transaction {
  readonly inTransaction = true;
  #connection: Connection | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  end(): void {
    this.#connection = undefined;
  }

  get #open(): Connection {
    if (!this.#connection) throw new Error("this transaction has ended");
    return this.#connection;
  }

  first<P extends Params, Row>(statement: Statement<P, Row>, params: P) {
    return this.#open.first(statement, params);
  }
  all<P extends Params, Row>(statement: Statement<P, Row>, params: P) {
    return this.#open.all(statement, params);
  }
  run<P extends Params, Row>(statement: Statement<P, Row>, params: P) {
    return this.#open.run(statement, params);
  }
  list<Row>(build: (query: Kysely<Tables>) => Compilable<Row>) {
    return this.#open.list(build);
  }
}
