// Finds sealed values by the key that sealed them, exchanges them, and keeps which process knows which keys.
import { type Compilable, type Kysely, type RawBuilder, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

interface Column {
  table: string;
  column: string;
  key: readonly string[];
}

type Build<Row> = (query: Kysely<Tables>) => Compilable<Row>;

const keyNameOf = (column: string) => sql`substr(${sql.ref(column)}, 2, 8)`;
const keyOf = (key: readonly string[]) => sql.join(key.map((name) => sql.ref(name)));
const compilable =
  <Row>(built: RawBuilder<Row>): Build<Row> =>
  (query) => ({ compile: () => built.compile(query) });

/** Rows that another key sealed, in the order of their keys, after the one given. */
export const sealedOtherwise = (
  { table, column, key }: Column,
  sealing: Uint8Array,
  after: readonly string[] | undefined,
  most: number,
): Build<Record<string, string | Uint8Array>> =>
  compilable(sql`
    select ${keyOf(key)}, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${keyNameOf(column)} <> ${sealing}
      ${after ? sql`and (${keyOf(key)}) > (${sql.join(after)})` : sql``}
    order by ${keyOf(key)} limit ${sql.lit(most)}`);

/** Only over the very value that was read: what changed meanwhile is newer, and stays. */
export const exchange = (
  { table, column, key }: Column,
  row: readonly string[],
  before: Uint8Array,
  after: Uint8Array,
): Build<{ done: number }> =>
  compilable(sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${after}
    where (${keyOf(key)}) = (${sql.join(row)}) and ${sql.ref(column)} = ${before} returning 1 as done`);

export const countByKey = ({ table, column }: Column): Build<{ name: Uint8Array; rows: number }> =>
  compilable(sql`
    select ${keyNameOf(column)} as name, count(*) as rows from ${sql.table(table)}
    where ${sql.ref(column)} is not null group by 1`);

/** A few from the beginning and, because those are the oldest, a few from the end. */
export const sample = (
  { table, column, key }: Column,
  end: "asc" | "desc",
  most: number,
): Build<Record<string, string | Uint8Array>> =>
  compilable(sql`
    select ${keyOf(key)}, ${sql.ref(column)} as sealed from ${sql.table(table)} where ${sql.ref(column)} is not null
    order by ${sql.join(key.map((name) => sql`${sql.ref(name)} ${sql.raw(end)}`))} limit ${sql.lit(most)}`);

export const putServer = statement<{
  id: string;
  host: string;
  process: number;
  keys: string;
  schema: string;
  at: number;
}>()((query, param) =>
  query
    .insertInto("servers")
    .values({
      id: param.id,
      host: param.host,
      process: param.process,
      keys: param.keys,
      schema: param.schema,
      started_at: param.at,
      seen_at: param.at,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ keys: param.keys, seen_at: param.at })),
);

export const removeServer = statement<{ id: string }>()((query, param) =>
  query.deleteFrom("servers").where("id", "=", param.id),
);

export const removeUnseen = statement<{ before: number }>()((query, param) =>
  query.deleteFrom("servers").where("seen_at", "<", param.before),
);

export const getServers = statement<{ since: number }>()((query, param) =>
  query.selectFrom("servers").selectAll().where("seen_at", ">=", param.since).orderBy("started_at").orderBy("id"),
);
