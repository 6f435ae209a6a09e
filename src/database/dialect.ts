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
  /** What it goes on with where there is something to change, so that nobody waits long behind it. */
  whileMigrating: string[];
  /** And what it ends with, where the schema changed. */
  afterMigrating: string[];
  /** What has plans made anew after many people were added at once. */
  afterManyRows: string[];
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

/**
 * Without figures SQLite takes every index for about as selective, and then reads a whole organisation where an index
 * would have led to five rows. Measured ones would change with the data, and plans with them, maybe at night; these say
 * what holds for every large installation: nearly all rows are of one organisation, a few columns have few values, others
 * nearly as many as there are rows.
 * https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table
 */
const plannerFigures = [
  "analyze migrations",
  "delete from sqlite_stat1",
  `insert into sqlite_stat1 (tbl, idx, stat)
   select tbl, idx, rows || ' ' || group_concat(alike, ' ' order by place) from (
     select m.name as tbl, iif(l.origin = 'pk', m.name, l.name) as idx, iif(l.partial, 1000, 1000000) as rows,
       c.seqno as place, case
         when c.seqno = 0 and c.name = 'organisation_id' then iif(l.partial, 1000, 1000000)
         when c.name in ('account_type', 'status', 'kind') then iif(l.partial, 100, 100000)
         when c.seqno = (select max(seqno) from pragma_index_info(l.name)) and (l."unique" or c.name = 'id') then 1
         else 10 end as alike
     from sqlite_schema m join pragma_index_list(m.name) l join pragma_index_info(l.name) c
     where m.type = 'table' and m.name not like 'sqlite%')
   group by tbl, idx, rows`,
  // Has every connection read them.
  "analyze sqlite_schema",
];

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
    whileMigrating: [],
    afterMigrating: plannerFigures,
    // Those figures hold for any number of rows.
    afterManyRows: [],
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
    // Less than requests have patience for a lock.
    whileMigrating: ["set local lock_timeout = 1000"],
    // It keeps its figures by itself.
    afterMigrating: [],
    // It looks once a minute by itself. Until then every row that refers to a person is checked by a plan from the time when
    // there were three of them: by reading the whole table.
    afterManyRows: ["analyze people, people_words"],
  },
};
