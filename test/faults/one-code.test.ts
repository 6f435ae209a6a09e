// Four programs over one PostgreSQL, and everybody at the same instant: a code is good for one of them all, and guesses count
// as if there were one program. At length by `run.mjs`.
import { afterAll, beforeAll, expect, test } from "vitest";
import { raw } from "../contracts/programs.ts";
import { createWorld, type World } from "../support/world.ts";
import { type Answered, call, type Program, settingsOf, startProgram } from "./program.ts";

const rounds = Number(process.env.FAULTS_ROUNDS ?? 20);
const crowd = 50;
/**
 * At length and beside other work, somebody may wait for a lock past the time limit, and is told to come back: that is counted.
 * The one winner stays one.
 */
const late = rounds > 20 ? ["unavailable"] : [];
let cameBack = 0;
const timeout = 120_000 + rounds * 2000;

let world: World;
const programs: Program[] = [];
beforeAll(async () => {
  world = await createWorld({ dialect: "postgres", realClock: true });
  const settings = { ...settingsOf(world.config), COUNTERSIGN_WORKERS: "1", COUNTERSIGN_LOG_LEVEL: "error" };
  programs.push(...(await Promise.all(Array.from({ length: 4 }, () => startProgram(settings)))));
});
afterAll(async () => {
  for (const { child } of programs) child.kill("SIGKILL");
  await world.close();
});

const answer = (i: number, signIn: string | undefined, code: string): Promise<Answered> =>
  call(
    (programs[i % 4] as Program).url,
    "/api/v1/sign-ins/current/answers",
    { method: "totp", code },
    `SignIn ${signIn}`,
  );

const count = async (sql: string) =>
  Number((await world.needs.db.list(() => raw<{ n: number }>(`select count(*) as n from ${sql}`)))[0]?.n);

test(`of ${crowd} answers with one code over four programs one is right, ${rounds} times`, { timeout }, async () => {
  const winners = [0, 0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const who = await world.addPerson({ email: `kim${round}@acme.example`, enrolled: true });
    // By turns all on one sign-in, and each program on several of its own.
    const signIns = await world.signIns(who, round % 2 === 0 ? 1 : 8);
    const code = world.code(who);
    const answers = await Promise.all(
      Array.from({ length: crowd }, (_, i) => answer(i, signIns[i % signIns.length], code)),
    );
    const right = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []));
    expect(right, JSON.stringify(answers)).toHaveLength(1);
    (winners[(right[0] as number) % 4] as number)++;
    for (const { status, json } of answers) {
      if (status !== 200) expect(["sign-in-ended", "wrong-code", "wait", ...late]).toContain(json.code);
      if (json.code === "unavailable") cameBack++;
    }
  }
  expect(await count("sessions")).toBe(rounds);
  expect(await count("used_time_steps where step > 0")).toBe(rounds);
  expect(await count("audit_events where name = 'sign-in.completed'")).toBe(rounds);
  console.log(
    `one-code: ${rounds} rounds of ${crowd} over 4 programs, ${rounds} winners, by program ${winners.join(" ")}; told to come back: ${cameBack}`,
  );
});

test("wrong codes given to four programs at once count as one row of guesses", { timeout }, async () => {
  for (let round = 0; round < Math.min(rounds, 10); round++) {
    const who = await world.addPerson({ email: `lee${round}@acme.example`, enrolled: true });
    const signIns = await world.signIns(who, 16);
    const answers = await Promise.all(Array.from({ length: crowd }, (_, i) => answer(i, signIns[i % 16], "12345x")));
    const looked = answers.filter(({ json }) => json.code === "wrong-code");
    expect(looked).toHaveLength(5);
    for (const { json } of answers) expect(["wrong-code", "wait", "sign-in-ended"]).toContain(json.code);
    // The right one waits as well, wherever it is given.
    const [fresh] = await world.signIns(who, 1);
    for (let i = 0; i < 4; i++) expect((await answer(i, fresh, world.code(who))).json.code).toBe("wait");
  }
});
