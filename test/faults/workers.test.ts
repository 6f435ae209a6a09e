// Several workers under one supervisor: as one program to everybody outside, whichever of them falls.
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createTestDatabase, startPostgres } from "../support/postgres.ts";
import { createWorld, type World, type WorldOptions } from "../support/world.ts";
import { call, Gone, isAlive, launchProgram, type Program, settingsOf, startProgram, until } from "./program.ts";

const timeout = 120_000;

describe("workers on PostgreSQL", () => {
  const toEnd: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of toEnd.splice(0).toReversed()) await end();
  });

  async function prepare(options: WorldOptions = {}): Promise<World> {
    const world = await createWorld({ dialect: "postgres", realClock: true, ...options });
    toEnd.push(() => world.close());
    return world;
  }

  async function start(world: World, workers: number, settings: Record<string, string> = {}): Promise<Program> {
    const program = await startProgram({
      ...settingsOf(world.config),
      COUNTERSIGN_WORKERS: String(workers),
      ...settings,
    });
    toEnd.push(async () => {
      program.child.kill("SIGKILL");
      await program.exited;
    });
    await until(() => program.workers().length === workers);
    return program;
  }

  test("[BY-12] one of them killed under load is missed by nobody else, and replaced; all stop together", {
    timeout,
  }, async () => {
    const world = await prepare();
    const who = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const program = await start(world, 3);
    expect(program.said().filter((line) => "listening" in line)).toHaveLength(1);
    const begun = await call(program.url, "/api/v1/sign-ins", { login: who.person.email, password: who.password });
    const answer = { method: "totp", code: world.code(who) };
    const done = await call(program.url, "/api/v1/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    const bearer = `Bearer ${done.json.session}`;

    const told = { right: 0, cut: 0, longest: 0, other: [] as unknown[] };
    let loading = true;
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        const from = performance.now();
        try {
          const { status, json } = await call(program.url, "/api/v1/session", undefined, bearer);
          if (status === 200) told.right++;
          else told.other.push(json);
        } catch (error) {
          if (!(error instanceof Gone)) throw error;
          told.cut++;
        }
        told.longest = Math.max(told.longest, performance.now() - from);
      }
    });
    const [victim] = program.workers() as [number];
    await until(() => told.right > 50);
    process.kill(victim, "SIGKILL");
    const atKill = told.right;
    await until(() => told.right > atKill + 200);
    await until(() => program.workers().length === 4);
    loading = false;
    await Promise.all(load);
    expect(told.other).toEqual([]);
    // Nobody was left waiting for an answer that never comes.
    expect(told.longest).toBeLessThan(15_000);
    // Only what the fallen one had in hand.
    expect(told.cut).toBeLessThanOrEqual(8);
    const alive = program.workers().filter(isAlive);
    expect(alive).toHaveLength(3);

    program.child.kill("SIGTERM");
    expect(await program.exited).toEqual([0, null]);
    expect(alive.filter(isAlive)).toEqual([]);
    expect(program.complaints()).toBe("");
  });

  test("the one that is told to stop finishes what it has in hand, and another takes its place", {
    timeout,
  }, async () => {
    const world = await prepare();
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, i) => world.addPerson({ email: `kim${i}@acme.example`, enrolled: true })),
    );
    const program = await start(world, 2);
    const underWay = people.map((who) =>
      call(program.url, "/api/v1/sign-ins", { login: who.person.email, password: who.password }),
    );
    await Promise.race(underWay);
    process.kill(program.workers()[0] as number, "SIGTERM");
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(people.map(() => 201));
    await until(() => program.workers().length === 3);
    expect(program.workers().filter(isAlive)).toHaveLength(2);
  });

  test("the first run's address is good at every worker, also after one was replaced", { timeout }, async () => {
    const world = await prepare({ empty: true });
    const program = await start(world, 3);
    const { pathname, search } = new URL(program.firstRun ?? "");
    const asked = async () => (await call(program.url, pathname + search)).status;
    expect(await Promise.all(Array.from({ length: 9 }, asked))).toEqual(Array(9).fill(200));
    process.kill(program.workers()[1] as number, "SIGKILL");
    await until(() => program.workers().length === 4);
    expect(await Promise.all(Array.from({ length: 9 }, asked))).toEqual(Array(9).fill(200));
  });

  test("they go with their supervisor, however it ends", { timeout }, async () => {
    const program = await start(await prepare(), 3);
    program.child.kill("SIGKILL");
    await until(() => program.workers().filter(isAlive).length === 0, 10_000);
  });

  test("what keeps every one of them from starting ends the program, loudly", { timeout }, async () => {
    const world = await prepare();
    const file = join(world.config.data, "ring");
    writeFileSync(file, Buffer.alloc(32, 7).toString("base64"), { mode: 0o600 });
    const program = await start(world, 2, { COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file });
    rmSync(file);
    process.kill(program.workers()[0] as number, "SIGKILL");
    expect(await program.exited).toEqual([1, null]);
    expect(program.complaints()).toContain("there is no file");
    expect(program.complaints()).toContain("5 workers in a row fell at their start.");
    expect(program.workers().filter(isAlive)).toEqual([]);
  });

  test("while the database is away a fallen one is tried again and again, until it is back", { timeout }, async () => {
    const server = await startPostgres({ durable: true });
    toEnd.push(() => server.stop());
    const { url } = await createTestDatabase({ serverUrl: server.url });
    const world = await prepare({ dialect: "sqlite", environment: { COUNTERSIGN_DATABASE_URL: url } });
    const program = await start(world, 2);
    await server.crash();
    process.kill(program.workers()[0] as number, "SIGKILL");
    const falls = () => program.said().filter((line) => String(line.msg).startsWith("a worker fell")).length;
    await until(() => falls() > 5);
    expect((await call(program.url, "/health/ready")).status).toBe(503);
    expect((await call(program.url, "/health/live")).status).toBe(200);
    await server.start();
    await until(() => program.workers().length === 3);
    await until(async () => (await call(program.url, "/health/ready")).status === 200, 10_000);
  });
});

test("the embedded database takes one worker, and the program says so in one line", { timeout }, async () => {
  const world = await createWorld();
  const program = launchProgram({ ...settingsOf(world.config), COUNTERSIGN_WORKERS: "2" });
  expect(await program.exited).toEqual([1, null]);
  expect(program.complaints().trim().split("\n")).toHaveLength(1);
  expect(program.complaints()).toContain("COUNTERSIGN_WORKERS is 1 with the embedded database");
  expect(program.said()).toEqual([]);
  await world.close();
});

test("a port that is taken is told as by one process, at once", { timeout }, async () => {
  const world = await createWorld({ dialect: "postgres" });
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const { port } = holder.address() as { port: number };
  const program = launchProgram({ ...settingsOf(world.config), COUNTERSIGN_WORKERS: "2", PORT: String(port) });
  expect(await program.exited).toEqual([1, null]);
  expect(program.complaints()).toContain(`port ${port} is taken by another program`);
  holder.close();
  await world.close();
});
