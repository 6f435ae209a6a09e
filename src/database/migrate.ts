// Brings a database to the schema of this program: every migration once, in order, by one process while others wait.
import { setTimeout as pause } from "node:timers/promises";
import { CompiledQuery } from "kysely";
import { type Clock, second } from "../kernel/clock.ts";
import type { Database, Queries } from "./database.ts";
import { compilers, dialectTools } from "./dialect.ts";
import { DatabaseUnavailable } from "./failures.ts";
import { migrations } from "./migrations/index.ts";
import { requireLivable, requireNoneTooOld } from "./side-by-side.ts";

export interface Migrating {
  /** Goes on with a move from the embedded database. */
  moving?: boolean;
  /** A newer schema will do, where it allows for this program to serve. */
  serving?: boolean;
}

/** Tables that are in use are asked for again and again, because whoever comes while we wait for one waits as well. */
const tries = { most: 90, pause: second };

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

export async function migrate(db: Database, clock: Clock, how: Migrating = {}): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await migrateOnce(db, clock, how);
    } catch (error) {
      if (!isInUse(error)) throw error;
      if (attempt === tries.most)
        throw new DatabaseUnavailable(
          "the schema can't be changed, because its tables stay in use: look for long transactions in pg_stat_activity",
          { cause: error },
        );
      await pause(tries.pause);
    }
  }
}

/** While this program does not serve yet: that the schema it found is still one that it can live with. @throws SchemaIsNewer */
export async function requireSchema(db: Database): Promise<void> {
  await db.transaction(
    async (tx) => {
      for (const sql of dialectTools[db.dialect].beforeMigrating) await tx.list(written(sql));
      requireLivable(await madeIn(tx), { serving: true });
    },
    { patient: true },
  );
}

function migrateOnce(db: Database, clock: Clock, { moving = false, serving = false }: Migrating): Promise<string[]> {
  const query = compilers[db.dialect];
  const tools = dialectTools[db.dialect];
  return db.transaction(
    async (tx) => {
      for (const sql of tools.beforeMigrating) await tx.list(written(sql));
      const table = query.schema
        .createTable("migrations")
        .ifNotExists()
        .addColumn("name", "text", (c) => c.notNull().primaryKey())
        .addColumn("at", tools.integer, (c) => c.notNull())
        .addColumn("compatible_from", "text");
      await tx.list(() => tools.tableOptions(table));
      const rows = await madeIn(tx);
      const made = rows.filter(({ name }) => name !== unfinishedMove);
      if (made.length < rows.length && !moving)
        throw new MoveIsUnfinished(
          "an installation is being moved into this database: run 'countersign migrate sqlite-to-postgres' again to finish",
        );
      requireLivable(made, { serving });

      const done = new Set(made.map(({ name }) => name));
      const pending = migrations.filter(({ name }) => !done.has(name));
      if (pending.length === 0) return [];
      if (done.size > 0) await requireNoneTooOld(tx, pending, clock.now());
      for (const sql of tools.whileMigrating) await tx.list(written(sql));
      for (const { name, compatibleFrom = null, up } of pending) {
        for (const step of up(query, tools)) await tx.list(() => step);
        const at = clock.now();
        await tx.list((q) => q.insertInto("migrations").values({ name, at, compatible_from: compatibleFrom }));
      }
      for (const sql of tools.afterMigrating) await tx.list(written(sql));
      return pending.map(({ name }) => name);
    },
    { patient: true },
  );
}

const madeIn = (tx: Queries) => tx.list((q) => q.selectFrom("migrations").select(["name", "compatible_from"]));

const written = (sql: string) => () => ({ compile: () => CompiledQuery.raw(sql) });

/** PostgreSQL's lock_not_available. SQLite's one writer waits its turn by itself. */
const isInUse = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && (error.cause as { code?: string } | undefined)?.code === "55P03";
