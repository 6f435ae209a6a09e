// The only file where the SQL of SQLite and PostgreSQL differs.
import {
  type CreateTableBuilder,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Tables } from "./tables.ts";

export type DialectName = "sqlite" | "postgres";

export interface DialectTools {
  /** Keeps the rows that are read from changing until the transaction ends. SQLite has one writer: nothing to do there. */
  locked<B>(query: B, ...of: (keyof Tables & string)[]): B;
  bytes: "blob" | "bytea";
  /** 64-bit: times in milliseconds, counters. */
  integer: "integer" | "bigint";
  /** What ends a text column that is compared byte by byte, so that a range of it holds exactly the words with a prefix. */
  bytewise: RawBuilder<unknown>;
  /** What ends a `create table`. */
  tableOptions<T extends string>(table: CreateTableBuilder<T>): CreateTableBuilder<T>;
  /** What a round of migrations begins with, inside its transaction, so that programs that start together take turns. */
  beforeMigrating: string[];
}

/** Kysely as a compiler only: executing is `connect.ts`'s work, so that hot statements skip Kysely altogether. */
export const compilers: Record<DialectName, Kysely<Tables>> = {
  sqlite: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
};

export const dialectTools: Record<DialectName, DialectTools> = {
  sqlite: {
    locked: (query) => query,
    bytes: "blob",
    integer: "integer",
    bytewise: sql`collate binary`,
    // The primary key leads with the organisation, so the table itself is the index that every statement uses.
    tableOptions: (table) => table.modifyEnd(sql`strict, without rowid`),
    // Its transactions take turns anyway.
    beforeMigrating: [],
  },
  postgres: {
    // biome-ignore lint/suspicious/noExplicitAny: Kysely types the table names of a generic builder more narrowly than can be said here.
    locked: (query, ...of) => (query as any).forUpdate(of),
    bytes: "bytea",
    integer: "bigint",
    bytewise: sql`collate "C"`,
    tableOptions: (table) => table,
    // Large tables take longer than any other statement may. The number is ours alone by convention.
    beforeMigrating: [
      "set local statement_timeout = 0",
      "set local lock_timeout = 0",
      "select pg_advisory_xact_lock(7265001)",
    ],
  },
};
