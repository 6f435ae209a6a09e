// Brings a database to the schema of this program: every migration once, in order, by one process while others wait.
import { CompiledQuery } from "kysely";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "./database.ts";
import { compilers, dialectTools } from "./dialect.ts";
import { migrations } from "./migrations/index.ts";

/** Migrations that stand in the database and that this program does not know: it is older than its data. */
export class SchemaIsNewer extends Error {}

/** Whether any version of this program has made its tables here. */
export async function hasSchema(db: Database): Promise<boolean> {
  try {
    return (await db.list((query) => query.selectFrom("migrations").select("name"))).length > 0;
  } catch (error) {
    if (/no such table/.test((error as Error).message)) return false;
    throw error;
  }
}

/** What stands among the migrations while an installation is being moved here: nobody serves half of one. */
export const unfinishedMove = "move-from-sqlite-unfinished";

export class MoveIsUnfinished extends Error {}

export async function migrate(db: Database, clock: Clock, { moving = false } = {}): Promise<string[]> {
  const query = compilers[db.dialect];
  const tools = dialectTools[db.dialect];
  const written = (sql: string) => () => ({ compile: () => CompiledQuery.raw(sql) });
  return db.transaction(
    async (tx) => {
      for (const sql of tools.beforeMigrating) await tx.list(written(sql));
      const table = query.schema
        .createTable("migrations")
        .ifNotExists()
        .addColumn("name", "text", (c) => c.notNull().primaryKey())
        .addColumn("at", tools.integer, (c) => c.notNull());
      await tx.list(() => tools.tableOptions(table));
      const known = new Set(migrations.map((migration) => migration.name));
      const done = new Set((await tx.list((q) => q.selectFrom("migrations").select("name"))).map((row) => row.name));
      if (done.delete(unfinishedMove) && !moving)
        throw new MoveIsUnfinished(
          "an installation is being moved into this database: run 'countersign migrate sqlite-to-postgres' again to finish",
        );
      const unknown = [...done].filter((name) => !known.has(name));
      if (unknown.length > 0)
        throw new SchemaIsNewer(`the database has migrations this program does not know: ${unknown.join(", ")}`);

      const applied: string[] = [];
      for (const migration of migrations) {
        if (done.has(migration.name)) continue;
        for (const step of migration.up(query, tools)) await tx.list(() => step);
        const at = clock.now();
        await tx.list((q) => q.insertInto("migrations").values({ name: migration.name, at }));
        applied.push(migration.name);
      }
      if (applied.length > 0) for (const sql of tools.afterMigrating) await tx.list(written(sql));
      return applied;
    },
    { patient: true },
  );
}
