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
  await ask(primary, "alter system set synchronous_standby_names = '*'");
  await ask(primary, "select pg_reload_conf()");
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

test("of several, the one that is meant is asked", { timeout }, async () => {
  for (const [target = "", standbyIsMeant] of [
    ["read-write", false],
    ["primary", false],
    ["standby", true],
  ] as const) {
    const found = await connect({ kind: "postgres", url: together(target) });
    const answers = await Promise.all(Array.from({ length: 5 }, () => inRecovery(found)));
    expect([target, ...answers]).toEqual([target, ...answers.map(() => standbyIsMeant)]);
    await found.close();
  }
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
  const half = db.transaction(async (tx) => {
    await tx.list(() => raw("insert into notes values ('one half')"));
    frozen = true;
    primary.freeze();
    await tx.list(() => raw("insert into notes values ('the other half')"));
  });
  half.catch(() => {});
  await until(() => frozen);
  // Not even begun there, so it may begin again where somebody listens.
  const late = write("late");
  await ask(standby, "select pg_promote()");
  expect(await secondsUntilWritten("after")).toBeLessThan(12);
  await expect(half).rejects.toThrow(DatabaseUnavailable);
  await late;
  expect((await notes()).filter((words) => !words.startsWith("before")).toSorted()).toEqual(["after", "late"]);
  expect((await notes()).length).toBe(10);
});

test("a commit that stopped waiting for its standby is not taken for kept", { timeout }, async () => {
  await ask(primary, "alter system set synchronous_standby_names = 'somebody'");
  await ask(primary, "select pg_reload_conf()");
  const waiting = write("nowhere else").catch((error: Error) => error);
  const backends = "select pid from pg_stat_activity where wait_event = 'SyncRep'";
  await until(async () => (await ask(primary, backends)).length > 0);
  await ask(primary, `select pg_cancel_backend(pid) from (${backends}) them`);
  const refused = await waiting;
  expect(refused).toBeInstanceOf(DatabaseUnavailable);
  expect((refused as Error).message).toContain("on no standby");
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 200; tries > 0 && !(await holds()); tries--) await new Promise((resolve) => setTimeout(resolve, 50));
}
