// PostgreSQL: writes that were asked for at once, made into one statement, so that they go one way to the server and back.
import { sha256 } from "../kernel/hashing.ts";
import type { Value } from "./statement.ts";

export interface Write {
  /** Written to by this statement alone; others may be read. */
  table: string;
  name: string;
  sql: string;
  values: Value[];
}

export interface Together {
  name: string;
  sql: string;
  values: Value[];
}

/** The table that a statement writes to; `undefined` for one that reads, or that can't stand within another. */
export const tableWritten = (sql: string): string | undefined =>
  /^(?:insert into|update|delete from) "(\w+)"/.exec(sql)?.[1];

/** By the names of what they are made of: as many as there are places in the program that write several things. */
const made = new Map<string, { name: string; sql: string }>();

/**
 * Answers with one row: how many rows each changed, in their order. None sees what the others write, so no two may write
 * to the same table (https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING).
 */
export function together(writes: readonly Write[]): Together {
  const names = writes.map(({ name }) => name).join();
  let one = made.get(names);
  if (!one) {
    const sql = sqlOf(writes);
    one = { name: sha256(sql).toString("hex").slice(0, 32), sql };
    made.set(names, one);
  }
  return { ...one, values: writes.flatMap(({ values }) => values) };
}

function sqlOf(writes: readonly Write[]): string {
  let before = 0;
  const parts = writes.map(({ sql, values }, i) => {
    const moved = sql.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + before}`);
    before += values.length;
    return `"write_${i}" as (${moved}${/ returning "/.test(sql) ? "" : " returning 1"})`;
  });
  const counts = writes.map((_, i) => `(select count(*) from "write_${i}")`);
  return `with ${parts.join(", ")} select array[${counts.join(", ")}]::integer[] as changed`;
}
