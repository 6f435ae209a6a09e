// Kills the real program again and again while it works, and after each restart holds everything that it ever acknowledged
// against what it knows: used steps and codes, counted failures, what was ended, audit events.
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { totp } from "../../src/otp/index.ts";
import { raw } from "../contracts/programs.ts";
import { ask, Gone, type Program, startProgram } from "../support/program.ts";
import { createWorld, type DialectName, type TestPerson, type World } from "../support/world.ts";

export interface Tally {
  kills: number;
  sessions: number;
  recoveryCodes: number;
  wrongAnswers: number;
  ended: number;
  /** Asked with a code that was taken before. */
  replays: number;
  auditEvents: number;
  slowestStartMs: number;
}

/** Everybody gives one right answer in their life, so that the database can be counted against them. */
interface Prepared {
  who: TestPerson;
  kind: "code" | "recovery-code" | "wrong";
  /** Two for answers at the same instant, one for after the kill. */
  signIns: string[];
}

interface Acknowledged {
  sessions: { token: string; code: string; spare: string; trusted: string; who: TestPerson }[];
  recoveryCodes: { code: string; spare: string }[];
  /** Times by person. */
  wrong: Map<string, number>;
  ended: string[];
  /** Tokens of trusted browsers that their owners ended. */
  distrusted: { token: string; who: TestPerson }[];
}

const people = { code: 12, "recovery-code": 6, wrong: 6 };
const endings = 6;
const answersARound = people.code * 2 + people["recovery-code"] * 2 + people.wrong * 3 + endings;

const nothing = (): Acknowledged => ({ sessions: [], recoveryCodes: [], wrong: new Map(), ended: [], distrusted: [] });

export async function killMany(dialect: DialectName, kills: number): Promise<Tally> {
  const world = await createWorld({ dialect, realClock: true });
  // From here on the data are the program's, so that a killed one leaves them to nobody.
  await world.needs.db.close();
  const ever = nothing();
  const everybody: Prepared[] = [];
  const tally: Tally = {
    kills: 0,
    sessions: 0,
    recoveryCodes: 0,
    wrongAnswers: 0,
    ended: 0,
    replays: 0,
    auditEvents: 0,
    slowestStartMs: 0,
  };
  let last = nothing();
  let program: Program | undefined;
  try {
    for (;;) {
      const began = performance.now();
      program = await startProgram({ world });
      tally.slowestStartMs = Math.max(tally.slowestStartMs, Math.round(performance.now() - began));
      await verify(program.url, last, ever);
      tally.replays += last.sessions.length + last.recoveryCodes.length;
      const beside = await createWorld({ dialect, beside: world, realClock: true });
      let prepared: Prepared[] = [];
      try {
        tally.auditEvents = await verifyRows(beside, everybody, ever, tally.auditEvents);
        if (tally.kills < kills) prepared = await prepare(beside, tally.kills);
      } finally {
        await beside.close();
      }
      if (tally.kills === kills) break;
      everybody.push(...prepared);

      const before = last;
      last = nothing();
      // Somewhere in the load: after so many answers, and a moment that no answer marks. Twice after nearly all of them, so
      // that there is something of every kind to hold on to.
      let left = tally.kills < 2 ? answersARound - endings : 1 + Math.floor(Math.random() * answersARound);
      const running = program;
      await work(running.url, prepared, before, last, () => {
        if (--left === 0) wait(Math.random() * 5).then(() => running.child.kill("SIGKILL"));
      });
      // Where fewer answers came than were to be waited for.
      running.child.kill("SIGKILL");
      await running.exited;
      tally.kills++;
      ever.sessions.push(...last.sessions);
      ever.recoveryCodes.push(...last.recoveryCodes);
      ever.ended.push(...last.ended);
      ever.distrusted.push(...last.distrusted);
      for (const [id, times] of last.wrong) ever.wrong.set(id, times);
    }
    tally.sessions = ever.sessions.length;
    tally.recoveryCodes = ever.recoveryCodes.length;
    tally.ended = ever.ended.length + ever.distrusted.length;
    tally.wrongAnswers = [...ever.wrong.values()].reduce((sum, times) => sum + times, 0);
    return tally;
  } finally {
    await program?.kill();
    await world.close();
  }
}

async function prepare(beside: World, round: number): Promise<Prepared[]> {
  const kinds = Object.entries(people).flatMap(([kind, many]) => Array<Prepared["kind"]>(many).fill(kind as "code"));
  return Promise.all(
    kinds.map(async (kind, i) => {
      const who = await beside.addPerson({ email: `p${round}-${i}@acme.example`, enrolled: true });
      return { who, kind, signIns: await beside.signIns(who, 3) };
    }),
  );
}

/** Every kind of answer has to come before some of the kills. */
function shuffled<T>(all: T[]): T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

const answer = (url: string, signIn: string, method: string, code: string) =>
  ask(
    url,
    "/sign-ins/current/answers",
    { method, code, ...(method === "totp" ? { trustBrowser: true } : {}) },
    `SignIn ${signIn}`,
  );

/** Everything at once, six at a time, until the program is gone; notes only what was answered. */
async function work(
  url: string,
  prepared: Prepared[],
  before: Acknowledged,
  told: Acknowledged,
  answered: () => void,
): Promise<void> {
  const noted = async <T>(asked: Promise<T>): Promise<T> => {
    const found = await asked;
    answered();
    return found;
  };
  const answering = prepared.map(({ who, kind, signIns: [one = "", two = "", spare = ""] }) => async () => {
    if (kind === "wrong") {
      for (let times = 1; times <= 3; times++) {
        expect((await noted(answer(url, one, "totp", "12345x"))).status).toBe(401);
        told.wrong.set(who.person.id, times);
      }
      return;
    }
    const method = kind === "code" ? "totp" : kind;
    const code = kind === "code" ? totp({ secret: who.secret, at: Date.now() }) : (who.recoveryCodes[0] as string);
    const twins = await Promise.allSettled([one, two].map((signIn) => noted(answer(url, signIn, method, code))));
    const taken = twins.flatMap((twin) =>
      twin.status === "fulfilled" && twin.value.status === 200 ? [twin.value] : [],
    );
    expect(taken.length).toBeLessThanOrEqual(1);
    for (const { json } of taken) {
      if (kind === "recovery-code") told.recoveryCodes.push({ code, spare });
      else told.sessions.push({ token: json.session, code, spare, trusted: json.trustedBrowser, who });
    }
    for (const twin of twins) if (twin.status === "rejected") throw twin.reason;
  });
  // What the last round began ends: by signing out, and by trust taken back.
  const ending = before.sessions.slice(0, endings).map(({ token, trusted, who }, i) => async () => {
    const end = async (path: string) => {
      const { status } = await noted(ask(url, path, undefined, `Bearer ${token}`, "DELETE"));
      expect(status).toBe(204);
    };
    if (i > 0) {
      await end("/session");
      told.ended.push(token);
      return;
    }
    const { json } = await ask(url, "/me/trusted-browsers", undefined, `Bearer ${token}`);
    await end(`/me/trusted-browsers/${json.trustedBrowsers[0].id}`);
    told.distrusted.push({ token: trusted, who });
  });
  const tasks = shuffled([...ending, ...answering]);
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        try {
          await task();
        } catch (error) {
          if (!(error instanceof Gone)) throw error;
          return;
        }
      }
    }),
  );
}

/** As a client sees it: what was acknowledged last holds, what was ended stays so, and no code works again. */
async function verify(url: string, last: Acknowledged, ever: Acknowledged): Promise<void> {
  const status = async (token: string) => (await ask(url, "/session", undefined, `Bearer ${token}`)).status;
  const refused = async (spare: string, method: string, code: string) =>
    expect(await answer(url, spare, method, code)).toMatchObject({ status: 401, json: { code: "wrong-code" } });
  const some = <T>(all: T[], most: number) => all.filter(() => Math.random() < most / all.length);
  await Promise.all([
    ...last.sessions.map(async ({ token, code, spare }) => {
      expect(await status(token)).toBe(200);
      await refused(spare, "totp", code);
    }),
    ...last.recoveryCodes.map(({ code, spare }) => refused(spare, "recovery-code", code)),
    ...[...last.ended, ...some(ever.ended, 10)].map(async (token) => expect(await status(token)).toBe(401)),
    ...last.distrusted.map(async ({ token, who }) => {
      const begun = await ask(url, "/sign-ins", {
        login: who.person.email,
        password: who.password,
        trustedBrowser: token,
      });
      expect(begun.json.step).toBe("second-step");
    }),
  ]);
}

/** As the database has it, for everybody since the first round. */
async function verifyRows(
  { needs: { db } }: World,
  everybody: Prepared[],
  ever: Acknowledged,
  eventsBefore: number,
): Promise<number> {
  const counts = async (sql: string) =>
    new Map(
      (await db.list(() => raw<{ id: string; n: number }>(sql))).map(
        ({ id, n }) => [id, Number(n)] as [string, number],
      ),
    );
  const events = (name: string) =>
    counts(`select person_id as id, count(*) as n from audit_events where name = '${name}' group by person_id`);
  const steps = await counts(
    `select a.person_id as id, count(*) as n from used_time_steps u join authenticators a
     on a.organisation_id = u.organisation_id and a.id = u.authenticator_id where u.step > 0 group by a.person_id`,
  );
  const codes = await counts(
    "select person_id as id, count(*) as n from recovery_codes where used_at is not null group by person_id",
  );
  const failures = await counts("select subject as id, sum(failures) as n from throttles group by subject");
  const [completed, used, wrong] = await Promise.all(
    ["sign-in.completed", "sign-in.recovery-code-used", "sign-in.code-wrong"].map(events),
  );
  const of = (map: Map<string, number> | undefined, id: string) => map?.get(id) ?? 0;
  const signedIn = new Set(ever.sessions.map(({ who }) => who.person.id));
  for (const { who, kind } of everybody) {
    const { id } = who.person;
    const [step, code] = [of(steps, id), of(codes, id)];
    expect([id, step <= 1, code <= 1]).toEqual([id, true, true]);
    // Whole or not at all, whether it was still answered or not.
    expect([id, step]).toEqual([id, of(completed, id)]);
    expect([id, code]).toEqual([id, of(used, id)]);
    if (signedIn.has(id)) expect([id, step]).toEqual([id, 1]);
    if (kind !== "wrong") continue;
    const acknowledged = ever.wrong.get(id) ?? 0;
    // One more may have been counted than was answered.
    expect([acknowledged, acknowledged + 1]).toContain(of(wrong, id));
    expect([id, of(failures, id)]).toEqual([id, of(wrong, id)]);
  }
  const total = [...codes.values()].reduce((sum, n) => sum + n, 0);
  expect(total).toBeGreaterThanOrEqual(ever.recoveryCodes.length);
  const [all] = await db.list(() => raw<{ n: number }>("select count(*) as n from audit_events"));
  expect(Number(all?.n)).toBeGreaterThanOrEqual(eventsBefore);
  return Number(all?.n);
}
