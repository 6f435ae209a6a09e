// What PostgreSQL alone can do to us: deadlocks, and connections and servers that go away.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect, type DatabaseAddress } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { DatabaseUnavailable } from "../../src/database/failures.ts";
import { migrate } from "../../src/database/migrate.ts";
import { migrations } from "../../src/database/migrations/index.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { execute, raw } from "./programs.ts";

let database: TestDatabase;
let address: DatabaseAddress;
beforeEach(async () => {
  database = await createTestDatabase();
  address = { kind: "postgres", url: database.url };
});
afterEach(() => database.drop());

describe("a PostgreSQL database", () => {
  let db: Database;
  beforeEach(async () => {
    db = await connect(address);
    await migrate(db, systemClock);
    await execute(
      db,
      "insert into organisations (id, name, slug, host_name, accent, language, status, created_at) select 'o' || n, 'Acme', 'o' || n, null, 'blue', 'en', 'active', 0 from generate_series(1, 2) n",
    );
  });
  afterEach(() => db.close());

  const sums = async () =>
    (await db.list(() => raw<{ created_at: number }>("select created_at from organisations order by id"))).map(
      (row) => row.created_at,
    );
  const count = (id: string) => raw(`update organisations set created_at = created_at + 1 where id = '${id}'`);

  test("tries a transaction again that lost a deadlock, and applies it once", { timeout: 60_000 }, async () => {
    const meet = meetingOf(2);
    let runs = 0;
    const both = (first: string, second: string) =>
      db.transaction(async (tx) => {
        runs++;
        await tx.list(() => count(first));
        // Both hold one row and want the other's; the second time round nobody waits here.
        await meet();
        await tx.list(() => count(second));
      });
    await Promise.all([both("o1", "o2"), both("o2", "o1")]);
    expect(runs).toBeGreaterThan(2);
    expect(await sums()).toEqual([2, 2]);
  });

  test("is unavailable to a transaction whose connection is cut, and there again for the next", async () => {
    const cut = db.transaction(async (tx) => {
      await tx.list(() => count("o1"));
      await cutConnections(database.url);
      await tx.list(() => count("o1"));
    });
    await expect(cut).rejects.toThrow(DatabaseUnavailable);
    await execute(db, "update organisations set created_at = created_at + 1 where id = 'o2'");
    expect(await sums()).toEqual([0, 1]);
  });

  test("is unavailable to a commit whose connection was cut while nobody listened", async () => {
    const cut = db.transaction(async (tx) => {
      await tx.list(() => count("o1"));
      await cutConnections(database.url);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await expect(cut).rejects.toThrow(DatabaseUnavailable);
    expect(await sums()).toEqual([0, 0]);
  });

  test("is there again after all connections were cut while they were idle", async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => execute(db, "select pg_sleep(0.05)")));
    await cutConnections(database.url);
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (let i = 0; i < 6; i++) expect(await sums()).toEqual([0, 0]);
  });

  test("is unavailable to reading, too, while it can't be reached", async () => {
    const nowhere = await connect({ kind: "postgres", url: "postgres://nobody@127.0.0.1:1/nothing" });
    await expect(nowhere.list(() => raw("select 1"))).rejects.toThrow(DatabaseUnavailable);
    await expect(execute(nowhere, "select 1")).rejects.toThrow(DatabaseUnavailable);
    await nowhere.close();
  });

  test("does not take for applied what it rolled back after a failed statement", async () => {
    const swallowed = db.transaction(async (tx) => {
      await tx.list(() => count("o1"));
      await tx.list(() => raw("select 1 / 0")).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow("rolled back");
    expect(await sums()).toEqual([0, 0]);
  });
});

test("programs that start at the same instant bring a new database up together", { timeout: 120_000 }, async () => {
  for (let round = 0; round < 5; round++) {
    const fresh = await createTestDatabase();
    const programs = await Promise.all(Array.from({ length: 6 }, () => connect({ kind: "postgres", url: fresh.url })));
    const applied = await Promise.all(programs.map((program) => migrate(program, systemClock)));
    expect(applied.filter((names) => names.length > 0)).toEqual([migrations.map((migration) => migration.name)]);
    await Promise.all(programs.map((program) => program.close()));
    await fresh.drop();
  }
});

/** Resolves for all once so many have come; for later ones at once. */
function meetingOf(people: number): () => Promise<void> {
  let come = 0;
  let open = () => {};
  const met = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come++;
    if (come >= people) open();
    return met;
  };
}

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}
