// An address that names several servers: the one that takes writes is asked, and another one as soon as that does.
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { DatabaseUnavailable } from "../../src/database/failures.ts";
import { openSnapshot } from "../../src/database/snapshot.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { execute, raw } from "./programs.ts";

const timeout = 60_000;
let primary: PostgresServer;
let standby: PostgresServer;
let db: Database;
let frozen = false;
beforeEach(async () => {
  frozen = false;
  primary = await startPostgres({ durable: true });
  standby = await startPostgres({ standbyOf: primary });
  db = await connect({ kind: "postgres", url: together("read-write") });
  await execute(db, "create table notes (words text)");
});
afterEach(async () => {
  await db.close();
  if (frozen) await primary.crash();
  await primary.stop();
  await standby.stop();
});

/** The standby first, so that it is not by its place that the right one is found. */
const together = (target: string) => {
  const [one, two] = [standby, primary].map(({ url }) => new URL(url).host);
  return `postgres://postgres@${one},${two}/postgres?target_session_attrs=${target}`;
};
const inRecovery = async (from: Database) =>
  (await from.list(() => raw<{ is: boolean }>("select pg_is_in_recovery() as is")))[0]?.is;
const write = (words: string) => execute(db, `insert into notes values ('${words}')`);
const notes = async () =>
  (await db.list(() => raw<{ words: string }>("select words from notes"))).map((row) => row.words);

async function ask<Row extends object>({ url }: PostgresServer, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function secondsUntilWritten(words: string): Promise<number> {
  const from = performance.now();
  for (;;) {
    try {
      await write(words);
      return (performance.now() - from) / 1000;
    } catch (error) {
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      if (performance.now() - from > 20_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

test.each([
  ["read-write", false],
  ["primary", false],
  ["standby", true],
])("of several, %s names the one that is meant", { timeout }, async (target, standbyIsMeant) => {
  const found = await connect({ kind: "postgres", url: together(target) });
  expect(await Promise.all(Array.from({ length: 5 }, () => inRecovery(found)))).toEqual(Array(5).fill(standbyIsMeant));
  await found.close();
});

test("where none of them takes writes, that is said of each", { timeout }, async () => {
  await primary.crash();
  const none = await connect({ kind: "postgres", url: together("read-write") });
  const refused = await none.list(() => raw("select 1")).catch((error: Error) => error);
  expect(refused).toBeInstanceOf(DatabaseUnavailable);
  expect((refused as Error).message).toMatch(/no server is read-write: .*: a standby; .*ECONNREFUSED/);
  await none.close();
});

test("one that falls is left for the one that takes over, and what is copied comes from there", {
  timeout,
}, async () => {
  await write("before");
  await primary.crash();
  await ask(standby, "select pg_promote()");
  expect(await secondsUntilWritten("after")).toBeLessThan(5);
  expect(await notes()).toEqual(["before", "after"]);
  const snapshot = await openSnapshot({ kind: "postgres", url: together("read-write") });
  expect(await snapshot.setting("select pg_is_in_recovery()")).toBe("false");
  await snapshot.close();
});

test("one that goes silent keeps nobody waiting once another one takes writes", { timeout }, async () => {
  // Connections that lie ready are as deaf as those in use.
  await Promise.all(Array.from({ length: 8 }, (_, i) => write(`before ${i}`)));
  frozen = true;
  primary.freeze();
  const stuck = write("stuck").catch((error: Error) => error);
  await ask(standby, "select pg_promote()");
  expect(await secondsUntilWritten("after")).toBeLessThan(12);
  expect(await stuck).toBeInstanceOf(DatabaseUnavailable);
  expect((await notes()).at(-1)).toBe("after");
  expect((await notes()).length).toBe(9);
});

test("a commit that stopped waiting for its standby is not taken for kept", { timeout }, async () => {
  await ask(primary, "alter system set synchronous_standby_names = 'somebody'");
  await ask(primary, "select pg_reload_conf()");
  const waiting = write("nowhere else").catch((error: Error) => error);
  const backends = "select pid from pg_stat_activity where wait_event = 'SyncRep'";
  for (let tries = 100; (await ask(primary, backends)).length === 0 && tries > 0; tries--)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await ask(primary, `select pg_cancel_backend(pid) from (${backends}) them`);
  const refused = await waiting;
  expect(refused).toBeInstanceOf(DatabaseUnavailable);
  expect((refused as Error).message).toContain("on no standby");
});
