// Databases with the schema in them already: copies of one that whoever comes first makes for the whole run.
import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { connect, type DatabaseAddress } from "../../src/database/connect.ts";
import { migrate } from "../../src/database/migrate.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";

const model = "migrated";

export async function createMigratedDatabase(clock: Clock): Promise<TestDatabase> {
  try {
    return await createTestDatabase({ template: model });
  } catch (error) {
    const nonesuch = "3D000";
    if ((error as { code?: string }).code !== nonesuch) throw error;
    await makeModel(clock);
    return createTestDatabase({ template: model });
  }
}

/** Under another name first: what is called so is whole. */
async function makeModel(clock: Clock): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(1)");
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [model]);
    if (rowCount) return;
    const { url } = await createTestDatabase();
    await bringUp({ kind: "postgres", url }, clock);
    await client.query(`alter database ${new URL(url).pathname.slice(1)} rename to ${model}`);
  } finally {
    await client.end();
  }
}

/** @param to where the program will look for its database */
export async function copyMigratedFile(to: string, clock: Clock): Promise<void> {
  const file = join(tmpdir(), `${model}.sqlite`);
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    await bringUp({ kind: "sqlite", file: own, hasty: true }, clock);
    renameSync(own, file);
  }
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(file, to);
}

async function bringUp(address: DatabaseAddress, clock: Clock): Promise<void> {
  const db = await connect(address);
  await migrate(db, clock).finally(() => db.close());
}
