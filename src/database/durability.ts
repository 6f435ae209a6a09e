// Whether what was committed outlives a failing machine, and what time the database's machine has.
import { CompiledQuery } from "kysely";
import type { Database, Queries } from "./database.ts";

export interface Setting {
  name: string;
  value: string;
  /** `risky`: right on some file systems alone. */
  state: "good" | "risky" | "bad";
}

const asked: Record<Database["dialect"], { name: string; ask: string; good: string[]; risky?: string[] }[]> = {
  sqlite: [
    { name: "journal_mode", ask: "pragma journal_mode", good: ["wal"] },
    // full or extra.
    { name: "synchronous", ask: "pragma synchronous", good: ["2", "3"] },
  ],
  postgres: [
    { name: "fsync", ask: "show fsync", good: ["on"] },
    {
      name: "synchronous_commit",
      ask: "show synchronous_commit",
      good: ["on", "local", "remote_write", "remote_apply"],
    },
    { name: "full_page_writes", ask: "show full_page_writes", good: ["on"], risky: ["off"] },
  ],
};

/** As the connection that writes has them. */
export async function durabilityOf(db: Database): Promise<Setting[]> {
  const settings: Setting[] = [];
  for (const { name, ask, good, risky = [] } of asked[db.dialect]) {
    const [row] = await db.transaction((tx) => answer(tx, ask));
    const value = String(Object.values(row ?? {})[0]);
    settings.push({ name, value, state: good.includes(value) ? "good" : risky.includes(value) ? "risky" : "bad" });
  }
  return settings;
}

/** ms since the epoch, by the clock of the database's machine; SQLite has none of its own. */
export async function databaseTime(db: Database): Promise<number | undefined> {
  if (db.dialect === "sqlite") return undefined;
  const [row] = await answer(db, "select (extract(epoch from clock_timestamp()) * 1000)::bigint as at");
  return row && Number(row.at);
}

const answer = (queries: Queries, sql: string): Promise<Record<string, unknown>[]> =>
  queries.list(() => ({ compile: () => CompiledQuery.raw(sql) as CompiledQuery<Record<string, unknown>> }));
