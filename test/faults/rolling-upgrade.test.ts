// A newer version migrates the database under the load of an older one: no request fails, both serve side by side, and what
// would break the older one is not done while that serves.
import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ownSchema } from "../../src/database/side-by-side.ts";
import { raw } from "../contracts/programs.ts";
import { buildNextVersion } from "../support/next-version.ts";
import { createWorld, type DialectName, type TestPerson, type World } from "../support/world.ts";
import { type Answered, call, launchProgram, type Program, settingsOf, startProgram, until } from "./program.ts";

const timeout = 120_000;
const expand = {
  name: "9001-expand",
  compatibleFrom: ownSchema(),
  sql: [
    "alter table people add column shoe_size bigint default 42 not null",
    "create table shoes (organisation_id text not null, id text not null, primary key (organisation_id, id))",
    "create index people_by_shoe_size on people (organisation_id, shoe_size)",
  ],
};
const contract = { name: "9002-contract", compatibleFrom: expand.name, sql: ["drop table shoes"] };
const onSqlite = { ...expand, sql: expand.sql.map((sql) => sql.replace("bigint", "integer")) };

let next: string;
let afterNext: string;
let nextOnSqlite: string;
beforeAll(() => {
  next = buildNextVersion([expand]);
  afterNext = buildNextVersion([expand, contract]);
  nextOnSqlite = buildNextVersion([onSqlite]);
});

let world: World;
const running: Program[] = [];
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
  await world.close();
});
afterAll(() => {
  expect(running).toEqual([]);
});

async function prepare(dialect: DialectName): Promise<Record<string, string>> {
  world = await createWorld({ dialect, realClock: true });
  return { ...settingsOf(world.config), COUNTERSIGN_WORKERS: "1", COUNTERSIGN_LOG_LEVEL: "fatal" };
}
async function start(settings: Record<string, string>, program?: string): Promise<Program> {
  const started = await startProgram(settings, { program });
  running.push(started);
  return started;
}
/** It ends by itself; what it says. */
async function refusal(settings: Record<string, string>, program?: string): Promise<string> {
  const launched = launchProgram(settings, { program });
  expect(await launched.exited).toEqual([1, null]);
  return launched.complaints();
}
async function stop({ child, exited }: Program): Promise<void> {
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
}

const asked = ({ url }: Program, path: string, body?: unknown, authorization?: string): Promise<Answered> =>
  call(url, `/api/v1${path}`, body, authorization);
const answer = (program: Program, signIn: string, code: string) =>
  asked(program, "/sign-ins/current/answers", { method: "totp", code }, `SignIn ${signIn}`);
const pick = (among: Program[]) => among[Math.floor(Math.random() * among.length)] as Program;

interface Load {
  right: { who: TestPerson; token: string; code: string; spare: string }[];
  wrong: number;
  /** So many more sign-ins. */
  more(many: number): Promise<void>;
  end(): Promise<void>;
}

/** Passwords, wrong codes and right ones, each asked of any of those that serve; whatever else is answered fails the test. */
async function load(serving: Program[], howMany: number): Promise<Load> {
  const people = await Promise.all(
    Array.from({ length: howMany }, (_, i) => world.addPerson({ email: `kim${i}@acme.example`, enrolled: true })),
  );
  const prepared = await Promise.all(
    people.map(async (who) => ({ who, spare: (await world.signIns(who, 1))[0] ?? "" })),
  );
  let over = false;
  let wanted = 0;
  let begunWith = 0;
  const told: Load = {
    right: [],
    wrong: 0,
    async more(many) {
      wanted = told.right.length + many;
      await Promise.race([until(() => told.right.length >= wanted, 60_000), loops]);
    },
    async end() {
      over = true;
      await loops;
    },
  };
  async function signIn({ who, spare }: (typeof prepared)[number]): Promise<void> {
    const begun = await asked(pick(serving), "/sign-ins", { login: who.person.email, password: who.password });
    expect(begun.status, JSON.stringify(begun.json)).toBe(201);
    const wrong = await answer(pick(serving), begun.json.signIn, "12345x");
    expect(wrong.status, JSON.stringify(wrong.json)).toBe(401);
    told.wrong++;
    const code = world.code(who);
    const { status, json } = await answer(pick(serving), begun.json.signIn, code);
    expect(status, JSON.stringify(json)).toBe(200);
    told.right.push({ who, token: json.session, code, spare });
  }
  const loops = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!over) {
        // While nobody waits for more of them, those who are in do something.
        const one = begunWith < wanted ? prepared[begunWith++] : undefined;
        const inside = told.right[Math.floor(Math.random() * told.right.length)];
        if (one) await signIn(one);
        if (inside) {
          const { status, json } = await asked(pick(serving), "/session", undefined, `Bearer ${inside.token}`);
          expect(status, JSON.stringify(json)).toBe(200);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }),
  );
  return told;
}

const rows = <Row>(sql: string) => world.needs.db.list(() => raw<Row>(sql));
const count = async (sql: string) => Number((await rows<{ n: number }>(`select count(*) as n from ${sql}`))[0]?.n);
const schemas = async () => (await rows<{ name: string }>("select name from migrations")).map(({ name }) => name);

async function nothingIsLost(program: Program, { right, wrong }: Load): Promise<void> {
  for (const { token, code, spare } of right) {
    expect((await asked(program, "/session", undefined, `Bearer ${token}`)).status).toBe(200);
    expect((await answer(program, spare, code)).json.code).toBe("wrong-code");
  }
  expect(await count("sessions")).toBe(right.length);
  expect(await count("used_time_steps where step > 0")).toBe(right.length);
  expect(await count("audit_events where name = 'sign-in.completed'")).toBe(right.length);
  // And as many for the codes that were just asked a second time.
  expect(await count("audit_events where name = 'sign-in.code-wrong'")).toBe(wrong + right.length);
  expect(await count("people where shoe_size = 42")).toBe(await count("people"));
}

test("on PostgreSQL two versions serve side by side, and no request fails", { timeout }, async () => {
  const settings = await prepare("postgres");
  const old = await start(settings);
  const serving = [old];
  const told = await load(serving, 100);
  await told.more(10);
  const newer = await start(settings, next);
  expect(await schemas()).toContain(expand.name);
  await told.more(10);
  serving.push(newer);
  await told.more(20);

  // One that fell can be started again; what has to know every table refuses.
  const again = await start(settings);
  const backup = () =>
    execFileSync(process.execPath, ["bin/countersign.mjs", "backup", `${world.config.data}/backup`], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: "pipe",
    });
  expect(backup).toThrow(`migrations this program does not know: ${expand.name}`);
  // What would break them is left undone, and nobody is disturbed.
  expect(await refusal(settings, afterNext)).toMatch(/9002-contract would break programs that serve: .* Stop them/);
  await told.more(10);

  serving.splice(0, 1);
  await Promise.all([stop(old), stop(again)]);
  await told.more(10);
  const newest = await start(settings, afterNext);
  serving.push(newest);
  await told.more(10);
  expect(await schemas()).toContain(contract.name);
  expect(await refusal(settings)).toContain("can't live with: 9002-contract");
  await told.end();
  await nothingIsLost(newest, told);
  console.log(`rolling-upgrade: ${told.right.length} sign-ins over two migrations and five programs, none failed`);
});

test("on SQLite a newer version's command migrates under a server, which goes on until the newer one takes its place", {
  timeout,
}, async () => {
  const settings = await prepare("sqlite");
  const old = await start(settings);
  const told = await load([old], 60);
  await told.more(10);
  execFileSync(process.execPath, [nextOnSqlite, "organisation", "list"], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: "pipe",
  });
  expect(await schemas()).toContain(expand.name);
  await told.more(20);
  await told.end();
  await stop(old);
  await nothingIsLost(await start(settings, nextOnSqlite), told);
});
