// Tells the database, once many rows were added to tables that were small, that they are small no more.
import { CompiledQuery } from "kysely";
import type { Database } from "./database.ts";
import { dialectTools } from "./dialect.ts";

export async function refreshFigures(db: Database): Promise<void> {
  const statements = dialectTools[db.dialect].afterManyRows;
  if (statements.length === 0) return;
  await db.transaction(async (tx) => {
    for (const sql of statements) await tx.list(() => ({ compile: () => CompiledQuery.raw(sql) }));
  });
}
