// The PostgreSQL server killed under load of four programs, also between a statement and its commit: what was acknowledged
// holds, no code works twice, and the programs go on by themselves. At length by `run.mjs`.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raw } from "../contracts/programs.ts";
import { createTestDatabase, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { createWorld, type TestPerson, type World } from "../support/world.ts";
import { type Answered, call, type Program, settingsOf, startProgram, until } from "./program.ts";

const rounds = Number(process.env.FAULTS_ROUNDS ?? 3);
const peopleARound = 60;
const timeout = 120_000 + rounds * 30_000;

let server: PostgresServer;
let world: World;
const programs: Program[] = [];
beforeAll(async () => {
  server = await startPostgres({ durable: true });
  const { url } = await createTestDatabase({ serverUrl: server.url });
  world = await createWorld({ realClock: true, environment: { COUNTERSIGN_DATABASE_URL: url } });
  const settings = { ...settingsOf(world.config), COUNTERSIGN_WORKERS: "1", COUNTERSIGN_LOG_LEVEL: "fatal" };
  programs.push(...(await Promise.all(Array.from({ length: 4 }, () => startProgram(settings)))));
});
afterAll(async () => {
  for (const { child } of programs) child.kill("SIGKILL");
  await world.close();
  await server.stop();
});

const answer = (i: number, signIn: string | undefined, code: string): Promise<Answered> =>
  call(
    (programs[i % 4] as Program).url,
    "/api/v1/sign-ins/current/answers",
    { method: "totp", code },
    `SignIn ${signIn}`,
  );
const session = (i: number, token: string) =>
  call((programs[i % 4] as Program).url, "/api/v1/session", undefined, `Bearer ${token}`);
const rows = <Row>(sql: string) => world.needs.db.list(() => raw<Row>(sql));
const count = async (sql: string) => Number((await rows<{ n: number }>(`select count(*) as n from ${sql}`))[0]?.n);

/** Nobody starts anything again but the server. */
async function backAgain(): Promise<void> {
  await server.start();
  for (const { url } of programs) await until(async () => (await call(url, "/health/ready")).status === 200, 15_000);
  await until(() =>
    world.needs.db
      .list(() => raw("select 1"))
      .then(
        () => true,
        () => false,
      ),
  );
}

test(`killed under load ${rounds} times, it loses nothing that was acknowledged`, { timeout }, async () => {
  const told = { right: 0, wrong: 0, unavailable: 0, late: 0 };
  for (let round = 0; round < rounds; round++) {
    const people = await Promise.all(
      Array.from({ length: peopleARound }, (_, i) =>
        world.addPerson({ email: `kim${round}-${i}@acme.example`, enrolled: true }),
      ),
    );
    const prepared = await Promise.all(people.map(async (who) => ({ who, signIns: await world.signIns(who, 3) })));
    const acknowledged: { i: number; token: string; code: string; spare: string }[] = [];
    const counted: { who: TestPerson }[] = [];
    const unknown: { i: number; code: string; spare: string }[] = [];
    const left = [...prepared.entries()];
    let crashed: Promise<void> | undefined;
    const crashAt = 5 + Math.floor(Math.random() * (peopleARound / 2));
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let next = left.shift(); next; next = left.shift()) {
          const [i, { who, signIns }] = next;
          const [signIn, spare = "", third] = signIns;
          const code = world.code(who);
          if ((await answer(i, third, "12345x")).status === 401) counted.push({ who });
          const { status, json } = await answer(i, signIn, code);
          if (status === 200) acknowledged.push({ i, token: json.session, code, spare });
          else {
            expect(status, JSON.stringify(json)).toBe(503);
            unknown.push({ i, code, spare });
          }
          if (acknowledged.length >= crashAt) crashed ??= server.crash();
        }
      }),
    );
    await crashed;
    await backAgain();

    for (const { i, token, code, spare } of acknowledged) {
      expect((await session(i + 1, token)).status).toBe(200);
      expect((await answer(i + 1, spare, code)).json.code).toBe("wrong-code");
    }
    // Whose answer was lost may try again: it is taken now, or it was taken then.
    for (const { i, code, spare } of unknown) {
      const again = await answer(i + 1, spare, code);
      if (again.status === 200) told.late++;
      else expect(again.json.code).toBe("wrong-code");
    }
    told.right += acknowledged.length;
    told.wrong += counted.length;
    told.unavailable += unknown.length;
  }
  expect(told.unavailable).toBeGreaterThan(0);
  // Nobody has two, nobody has one by half.
  const sessions = await count("sessions");
  expect(sessions).toBeGreaterThanOrEqual(told.right + told.late);
  expect(await count("(select person_id from sessions group by person_id having count(*) > 1) twice")).toBe(0);
  expect(await count("used_time_steps where step > 0")).toBe(sessions);
  expect(await count("audit_events where name = 'sign-in.completed'")).toBe(sessions);
  expect(await count("audit_events where name = 'sign-in.code-wrong'")).toBeGreaterThanOrEqual(told.wrong);
  console.log(
    `postgres-killed: ${rounds} kills; ${told.right} sign-ins and ${told.wrong} wrong codes acknowledged, none lost; ${told.unavailable} answered with 503, of which ${told.late} could be repeated`,
  );
});

test("killed between a statement and the commit, it leaves the code as good as before, once", { timeout }, async () => {
  const who = await world.addPerson({ email: "lee@acme.example", enrolled: true });
  const [signIn, spare] = await world.signIns(who, 2);
  const code = world.code(who);
  const url = world.config.databaseUrl as string;
  const holder = new pg.Client({ connectionString: url });
  holder.on("error", () => {});
  await holder.connect();
  // The step is claimed by then, the event is still to be written.
  await holder.query("begin; lock table audit_events in access exclusive mode");
  const answering = answer(0, signIn, code);
  await until(
    async () => (await rows("select 1 from pg_stat_activity where wait_event_type = 'Lock'")).length > 0,
    4000,
  );
  await server.crash();
  expect((await answering).status).toBe(503);
  await backAgain();
  expect(
    await count(
      `used_time_steps where step > 0 and authenticator_id in (select id from authenticators where person_id = '${who.person.id}')`,
    ),
  ).toBe(0);
  const again = await Promise.all(Array.from({ length: 12 }, (_, i) => answer(i, i % 2 ? signIn : spare, code)));
  expect(again.filter(({ status }) => status === 200)).toHaveLength(1);
});
