// A statement: built with Kysely once, compiled once for each dialect, executed with new parameters from then on.
// Compiling at each call costs ten times the statement itself on SQLite.
import type { Compilable, Kysely } from "kysely";
import { sha256 } from "../kernel/hashing.ts";
import { compilers, type DialectName, type DialectTools, dialectTools } from "./dialect.ts";
import type { Tables } from "./tables.ts";

export type Value = string | number | null | Uint8Array;
type Params = Record<string, Value>;

export interface Compiled {
  sql: string;
  /** Puts the named parameters into the order of the placeholders. */
  bind(params: Params): Value[];
}

export interface Named {
  /**
   * The prepared statement's on PostgreSQL. Made of its text: where a pooler hands one connection to several programs, of
   * several versions, the same name never means two statements.
   */
  name: string;
}

/** A parameter's place in a query while it is built; never reaches a database. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class Statement<P extends Params, Row> {
  declare readonly row: Row;
  declare readonly params: P;
  readonly #build: (query: Kysely<Tables>, param: P, tools: DialectTools) => Compilable<Row>;
  readonly #compiled = new Map<DialectName, Compiled & Named>();

  constructor(build: (query: Kysely<Tables>, param: P, tools: DialectTools) => Compilable<Row>) {
    this.#build = build;
  }

  compiledFor(dialect: DialectName): Compiled & Named {
    let compiled = this.#compiled.get(dialect);
    if (!compiled) {
      const once = compile(this.#build(compilers[dialect], placeholders<P>(), dialectTools[dialect]));
      compiled = { ...once, name: sha256(once.sql).toString("hex").slice(0, 32) };
      this.#compiled.set(dialect, compiled);
    }
    return compiled;
  }
}

/** `statement<{ id: string }>()((query, param) => query.selectFrom("people")…where("id", "=", param.id))` */
export function statement<P extends Params>() {
  return <Row>(build: (query: Kysely<Tables>, param: P, tools: DialectTools) => Compilable<Row>): Statement<P, Row> =>
    new Statement<P, Row>(build);
}

export function compile(built: Compilable<unknown>): Compiled {
  const { sql, parameters } = built.compile();
  const slots = parameters.map((parameter) => (parameter instanceof Placeholder ? parameter.name : undefined));
  return {
    sql,
    bind(params) {
      const values = new Array<Value>(slots.length);
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i];
        const value = slot === undefined ? (parameters[i] as Value) : params[slot];
        if (value === undefined) throw new TypeError(`the parameter '${slot}' was not given`);
        values[i] = value;
      }
      return values;
    },
  };
}

function placeholders<P>(): P {
  return new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as P;
}
