// PgBouncer in transaction mode hands each transaction whichever connection is free: nothing of ours may rest on getting the
// same one twice.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../src/database/connect.ts";
import { statement } from "../../src/database/statement.ts";
import { startPgbouncer } from "../support/pgbouncer.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { createWorld, type World } from "../support/world.ts";
import { raw } from "./programs.ts";

const timeout = 120_000;

describe("through PgBouncer in transaction mode", () => {
  let database: TestDatabase;
  let pooler: { url: string; stop(): Promise<void> };
  const worlds: World[] = [];
  beforeEach(async () => {
    database = await createTestDatabase();
    pooler = await startPgbouncer(database.url);
  });
  afterEach(async () => {
    for (const world of worlds.splice(0).toReversed()) await world.close();
    await pooler.stop();
    await database.drop();
  });

  /** Its migrations go through the pooler as well. */
  async function program(beside?: World): Promise<World> {
    const world = await createWorld({
      ...(beside ? { beside } : {}),
      environment: { COUNTERSIGN_DATABASE_URL: pooler.url },
    });
    worlds.push(world);
    return world;
  }

  test("programs share a few connections, and of many answers with one code one is right", { timeout }, async () => {
    const first = await program();
    const programs = [first, await program(first), await program(first)];
    for (let round = 0; round < 10; round++) {
      const who = await first.addPerson({ email: `kim${round}@acme.example`, enrolled: true });
      const signIns = await first.signIns(who, 6);
      const body = { method: "totp", code: first.code(who) };
      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, i) =>
          (programs[i % 3] as World)
            .client()
            .api("POST", "/sign-ins/current/answers", body, `SignIn ${signIns[i % 6]}`),
        ),
      );
      expect(answers.map(({ status }) => status).filter((status) => status === 200)).toEqual([200]);
      expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([]);
    }
  });

  test("whole stories work: a sign-in with a password, a reset, the list of people", { timeout }, async () => {
    const world = await program();
    const root = await world.addPerson({ email: "root@acme.example", enrolled: true, administrator: true });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { bearer } = await world.client().signIn(world, root);
    const reset = await world.client().api("DELETE", `/people/${kim.person.id}/second-factor`, undefined, bearer);
    expect(reset.status).toBe(204);
    const list = await world.client().api("GET", "/people?limit=10", undefined, bearer);
    expect(list.json.people).toHaveLength(2);
    const next = await world.client().api("POST", "/sign-ins", { login: "kim@acme.example", password: kim.password });
    expect(next.json.step).toBe("set-up");
  });

  test("leaves no prepared statement and no setting behind on the shared connections", { timeout }, async () => {
    const world = await program();
    const who = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    await world.client().signIn(world, who);
    const limits = await world.needs.db.transaction((tx) =>
      tx.list(() =>
        raw(
          "select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle",
        ),
      ),
    );
    expect(limits).toEqual([{ statement: "15s", lock: "5s", idle: "15s" }]);
    const left = await world.needs.db.list(() => raw("select count(*) as n from pg_prepared_statements"));
    expect(left).toEqual([{ n: 0 }]);
    const client = new pg.Client({ connectionString: pooler.url });
    await client.connect();
    for (let i = 0; i < 6; i++) {
      expect((await client.query("show statement_timeout")).rows).toEqual([{ statement_timeout: "0" }]);
      expect((await client.query("show lock_timeout")).rows).toEqual([{ lock_timeout: "0" }]);
    }
    await client.end();
  });
});

describe("straight to the server", () => {
  const answer = statement<{ n: number }>()((query, param) =>
    query.selectFrom("organisations").select("id").where("created_at", "=", param.n),
  );

  test.each([
    ["", 1],
    ["?prepared=off", 0],
  ])("with '%s' hot statements are prepared %i times", async (parameters, times) => {
    const world = await createWorld({ dialect: "postgres" });
    const db = await connect({ kind: "postgres", url: world.config.databaseUrl + parameters, connections: 1 });
    for (let i = 0; i < 3; i++) await db.all(answer, { n: i });
    const named = await db.list(() => raw("select name from pg_prepared_statements"));
    expect(named).toHaveLength(times);
    await db.close();
    await world.close();
  });

  test("the name of a statement is made of its text, so that no two mean different things under one", () => {
    const again = statement<{ n: number }>()((query, param) =>
      query.selectFrom("organisations").select("id").where("created_at", "=", param.n),
    );
    const other = statement<{ n: number }>()((query, param) =>
      query.selectFrom("organisations").select("id").where("created_at", ">", param.n),
    );
    expect(again.compiledFor("postgres").name).toBe(answer.compiledFor("postgres").name);
    expect(other.compiledFor("postgres").name).not.toBe(answer.compiledFor("postgres").name);
  });
});
