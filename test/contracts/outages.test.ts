// A database server that goes and comes back, and copies of it that do: answers meanwhile are quick and honest, and nothing
// has to be restarted afterwards.
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Gate } from "../../src/database/postgres-connections.ts";
import { createTestDatabase, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { type Client, createWorld, type World } from "../support/world.ts";

const timeout = 120_000;

let server: PostgresServer;
let world: World | undefined;
const others: PostgresServer[] = [];
beforeEach(async () => {
  server = await startPostgres({ durable: true });
});
afterEach(async () => {
  await world?.close();
  world = undefined;
  for (const other of others.splice(0)) await other.stop();
  await server.stop();
});

test("a server that is killed costs quick refusals, and all is well when it is back", { timeout }, async () => {
  const { url } = await createTestDatabase({ serverUrl: server.url });
  world = await createWorld({ environment: { COUNTERSIGN_DATABASE_URL: url } });
  const who = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const { bearer } = await world.client().signIn(world, who);
  const session = () => (world as World).client().api("GET", "/session", undefined, bearer);
  expect((await session()).status).toBe(200);

  for (let round = 0; round < 2; round++) {
    await server.crash();
    const began = performance.now();
    const refused = await Promise.all(Array.from({ length: 40 }, () => session()));
    expect(refused.map(({ status, json }) => `${status} ${json.code}`)).toEqual(refused.map(() => "503 unavailable"));
    expect(refused[0]?.headers.get("retry-after")).toBe("5");
    expect((await world.client().get("/sign-in")).status).toBe(503);
    expect((await world.client().get("/health/ready")).status).toBe(503);
    expect((await world.client().get("/health/live")).status).toBe(200);
    // Nobody waited for a connection that could not be had.
    expect(performance.now() - began).toBeLessThan(4000);

    await server.start();
    await eventually(async () => expect((await session()).status).toBe(200), 10_000);
    const after = await Promise.all(Array.from({ length: 40 }, () => session()));
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
    world.clock.advance(60_000);
    expect((await world.client().signIn(world, who)).session).toBeTruthy();
  }
});

test("a server that was restarted between two requests costs none of them", { timeout }, async () => {
  const { url } = await createTestDatabase({ serverUrl: server.url });
  world = await createWorld({ environment: { COUNTERSIGN_DATABASE_URL: url } });
  const who = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const { bearer } = await world.client().signIn(world, who);
  await server.crash();
  await server.start();
  world.clock.advance(60_000);
  expect((await world.client().api("GET", "/session", undefined, bearer)).status).toBe(200);
  expect((await world.client().signIn(world, who)).session).toBeTruthy();
});

test("reports are read from a copy, decisions are not, and nobody misses a copy that is gone", {
  timeout,
}, async () => {
  const { url } = await createTestDatabase({ serverUrl: server.url });
  const copy = await startPostgres({ standbyOf: server });
  others.push(copy);
  const replica = new URL(copy.url);
  replica.pathname = new URL(url).pathname;
  world = await createWorld({
    environment: { COUNTERSIGN_DATABASE_URL: url, COUNTERSIGN_REPLICA_URL: replica.href },
  });
  const root = await world.addPerson({ email: "root@acme.example", enrolled: true, administrator: true });
  const { bearer } = await world.client().signIn(world, root);
  const client: Client = world.client();
  const people = async () => (await client.api("GET", "/people", undefined, bearer)).json.people?.length;
  await eventually(async () => expect(await people()).toBe(1), 20_000);

  // What happens now, the copy is not told of.
  await ask(copy.url, "select pg_wal_replay_pause()");
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  expect(await people()).toBe(1);
  const { text } = await client.send("GET", "/api/v1/people.csv", undefined, { authorization: bearer });
  expect(text).not.toContain("kim@acme.example");
  // Who signs in, and what holds for them, is asked of the database itself.
  const signedIn = await world.client().signIn(world, kim);
  expect((await world.client().api("GET", "/session", undefined, signedIn.bearer)).status).toBe(200);
  const shown = await client.api("GET", `/people/${kim.person.id}`, undefined, bearer);
  expect(shown.json.email).toBe("kim@acme.example");

  await copy.crash();
  expect(await people()).toBe(2);
  await copy.start();
  await eventually(async () => {
    expect(await people()).toBe(2);
    expect(await connections(copy.url)).toBeGreaterThan(0);
  }, 20_000);
});

test("while a server is away one connection at a time is tried, after waits that grow", () => {
  let now = 0;
  const gate = new Gate(() => now);
  const closedFor = () => {
    const from = now;
    while (!gate.mayTry()) now += 10;
    return now - from;
  };
  expect([gate.mayTry(), gate.mayTry()]).toEqual([true, true]);
  gate.tell(false);
  expect(closedFor()).toBe(100);
  expect(gate.mayTry()).toBe(false);
  const waits = Array.from({ length: 6 }, () => {
    gate.tell(false);
    return closedFor();
  });
  expect(waits).toEqual([200, 400, 800, 1600, 2000, 2000]);
  gate.tell(true);
  expect([gate.mayTry(), gate.mayTry()]).toEqual([true, true]);
});

async function eventually(holds: () => Promise<void>, within: number): Promise<void> {
  for (const until = performance.now() + within; ; ) {
    try {
      return await holds();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const connections = async (url: string): Promise<number> =>
  Number(
    (
      await ask<{ n: string }>(url, "select count(*) as n from pg_stat_activity where application_name = 'countersign'")
    )[0]?.n,
  );
