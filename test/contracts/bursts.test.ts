// A burst of guesses is looked at no further than guesses one after another would be, over all sign-ins and programs.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, minute, second } from "../../src/kernel/clock.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute, raw } from "./programs.ts";

const timeout = 120_000;
const burst = 50;

describe.each(dialects)("of a burst of guesses on %s", (dialect) => {
  let world: World;
  let programs: World[];
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    programs = dialect === "postgres" ? [world, await createWorld({ beside: world })] : [world];
    kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  });
  afterEach(async () => {
    for (const program of programs.toReversed()) await program.close();
  });

  const together = (send: (client: Client, i: number) => Promise<Answer>, howMany = burst) =>
    Promise.all(
      Array.from({ length: howMany }, (_, i) =>
        send((programs[i % programs.length] as World).client({ address: `198.51.100.${i}` }), i),
      ),
    );

  const answer = (client: Client, signIn: string | undefined, code: string, method = "totp") =>
    client.api("POST", "/sign-ins/current/answers", { method, code }, `SignIn ${signIn}`);

  /** A burst of different wrong codes, each on a sign-in of its own. */
  async function guess(): Promise<Answer[]> {
    const signIns = await world.signIns(kim, burst);
    const right = [-1, 0, 1].map((steps) => world.code(kim, steps));
    const wrong = Array.from({ length: burst + 3 }, (_, i) => String(i * 17_341).padStart(6, "0")).filter(
      (code) => !right.includes(code),
    );
    return together((client, i) => answer(client, signIns[i], wrong[i] as string));
  }
  const oneAnswer = async (code: string, method?: string) =>
    answer(world.client(), (await world.signIns(kim, 1))[0], code, method);
  const codesOf = (answers: Answer[]) => {
    const tally: Record<string, number> = {};
    for (const { status, json } of answers)
      tally[`${status} ${json.code}`] = (tally[`${status} ${json.code}`] ?? 0) + 1;
    return tally;
  };
  async function lookedAt(method = "totp"): Promise<number> {
    const rows = await world.needs.db.list(() =>
      raw<{ details: string }>("select details from audit_events where name = 'sign-in.code-wrong'"),
    );
    return rows.filter(({ details }) => JSON.parse(details).method === method).length;
  }
  const countSessions = async () => (await world.needs.db.list(() => raw("select id from sessions"))).length;

  /** Counts how often a password is really checked. */
  function countChecks(): () => number {
    let checked = 0;
    for (const { needs } of programs) {
      const { verify } = needs.hasher;
      const counting = (...given: Parameters<typeof verify>) => {
        checked++;
        return verify(...given);
      };
      needs.hasher = { ...needs.hasher, verify: counting };
    }
    return () => checked;
  }

  test("of codes, five are looked at, and then one after each wait", { timeout }, async () => {
    expect(codesOf(await guess())).toEqual({ "401 wrong-code": 5, "429 wait": burst - 5 });
    expect(await lookedAt()).toBe(5);
    // The right one would not be looked at either.
    expect(await oneAnswer(world.code(kim))).toMatchObject({ status: 429, json: { code: "wait", retryAfter: 30 } });
    for (const [wait, before] of [
      [30, 5],
      [60, 6],
      [120, 7],
    ] as const) {
      world.clock.advance(wait * second - 1);
      await guess();
      expect(await lookedAt()).toBe(before);
      world.clock.advance(1);
      await guess();
      expect(await lookedAt()).toBe(before + 1);
    }
    expect(await countSessions()).toBe(0);
  });

  test("of codes, no more are looked at than the budget of 30 days has left", { timeout }, async () => {
    const { db, clock } = world.needs;
    for (const left of [3, 1, 0]) {
      const spent = JSON.stringify(Array.from({ length: 25 - left }, (_, i) => clock.now() - 29 * day + i * minute));
      await execute(db, "delete from throttles");
      await execute(db, "delete from audit_events");
      await execute(
        db,
        `insert into throttles values ('${world.organisation.id}', 'second-step', '${kim.person.id}', 0, 0, '${spent}', ${clock.now()})`,
      );
      await guess();
      expect(await lookedAt()).toBe(left);
      const refused = await oneAnswer(world.code(kim));
      expect(refused).toMatchObject({ status: 429, json: { code: "wait", reason: "codes-refused" } });
    }
    expect(await countSessions()).toBe(0);
    // Its owner has another way, and then codes count again.
    expect((await oneAnswer(kim.recoveryCodes[0] as string, "recovery-code")).json.step).toBe("set-up");
    expect((await oneAnswer(world.code(kim))).json.step).toBe("done");
  });

  test("of recovery codes, five are looked at, and codes of the app go on being looked at", { timeout }, async () => {
    const signIns = await world.signIns(kim, burst);
    const answers = await together((client, i) =>
      answer(client, signIns[i], `0000-0000-0000-${1000 + i}`, "recovery-code"),
    );
    expect(codesOf(answers)).toEqual({ "401 wrong-code": 5, "429 wait": burst - 5 });
    expect(await lookedAt("recovery-code")).toBe(5);
    expect(await oneAnswer(kim.recoveryCodes[0] as string, "recovery-code")).toMatchObject({ status: 429 });
    expect((await oneAnswer(world.code(kim))).json.step).toBe("done");
  });

  test("of passwords, five are looked at, whichever way the login is spelt", { timeout }, async () => {
    const spellings = ["kim", "KIM", "kim@acme.example", " Kim@ACME.example ", "ｋｉｍ"];
    const checked = countChecks();
    const answers = await together((client, i) =>
      client.api("POST", "/sign-ins", { login: spellings[i % spellings.length], password: `wrong ${i}` }),
    );
    expect(codesOf(answers)).toEqual({ "401 wrong-credentials": 5, "429 wait": burst - 5 });
    expect(checked()).toBe(5);
    const right = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    expect(right).toMatchObject({ status: 429, json: { code: "wait", retryAfter: 30 } });
    expect(checked()).toBe(5);
  });

  test("of passwords for a login that nobody has, as many are looked at", { timeout }, async () => {
    const checked = countChecks();
    const answers = await together((client, i) =>
      client.api("POST", "/sign-ins", { login: i % 2 ? "nobody" : "NOBODY", password: `wrong ${i}` }),
    );
    expect(codesOf(answers)).toEqual({ "401 wrong-credentials": 5, "429 wait": burst - 5 });
    expect(checked()).toBe(5);
  });

  test("of passwords for many logins from one network, fifty are looked at", { timeout }, async () => {
    const checked = countChecks();
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, i) =>
        (programs[i % programs.length] as World)
          .client({ address: `2001:db8::${i}` })
          .api("POST", "/sign-ins", { login: `person${i}`, password: "wrong" }),
      ),
    );
    expect(codesOf(answers)).toEqual({ "401 wrong-credentials": 50, "429 wait": 30 });
    expect(checked()).toBe(50);
  });

  test("of passwords, those that could not be looked at are not counted", { timeout }, async () => {
    for (const { needs } of programs) {
      const { hasher } = needs;
      needs.hasher = { ...hasher, verify: () => Promise.reject(hasher.busy()) };
    }
    for (let i = 0; i < 3; i++) {
      const answers = await together(
        (client) => client.api("POST", "/sign-ins", { login: "kim", password: kim.password }),
        5,
      );
      expect(codesOf(answers)).toEqual({ "503 busy": 5 });
    }
    const [state] = await world.needs.db.list(() =>
      raw("select failures, blocked_until from throttles where kind = 'password'"),
    );
    expect(state).toEqual({ failures: 0, blocked_until: 0 });
  });
});
