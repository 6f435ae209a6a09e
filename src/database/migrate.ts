// Brings a database to the schema of this program: every migration once, in order, by one process while others wait.
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "./database.ts";
import { compilers, dialectTools } from "./dialect.ts";
import { migrations } from "./migrations/index.ts";

/** Migrations that stand in the database and that this program does not know: it is older than its data. */
export class SchemaIsNewer extends Error {}

export async function migrate(db: Database, clock: Clock): Promise<string[]> {
  await db.script("create table if not exists migrations (name text not null primary key, at bigint not null)");
  return db.transaction(async (tx) => {
    if (db.dialect === "postgres") await tx.list(() => lockMigrations);
    const known = new Set(migrations.map((migration) => migration.name));
    const done = new Set((await tx.list((query) => query.selectFrom("migrations").select("name"))).map((row) => row.name));
    const unknown = [...done].filter((name) => !known.has(name));
    if (unknown.length > 0) throw new SchemaIsNewer(`the database has migrations this program does not know: ${unknown.join(", ")}`);

    const applied: string[] = [];
    for (const migration of migrations) {
      if (done.has(migration.name)) continue;
      for (const step of migration.up(compilers[db.dialect], dialectTools[db.dialect])) await tx.list(() => step);
      const at = clock.now();
      await tx.list((query) => query.insertInto("migrations").values({ name: migration.name, at }));
      applied.push(migration.name);
    }
    return applied;
  });
}

/** Held until the transaction ends; the number is ours alone by convention. */
const lockMigrations = {
  compile: () => ({
    sql: "select pg_advisory_xact_lock(7265001)",
    parameters: [],
    query: { kind: "RawNode" } as never,
    queryId: { queryId: "lock-migrations" } as never,
  }),
};
