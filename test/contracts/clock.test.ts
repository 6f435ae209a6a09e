// The clock may jump, by a mistake and by its correction. Nobody is kept out by it for longer than a clock that is right
// would, nothing lasts longer, and no code counts twice.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptCode, liveAuthenticators } from "../../src/authenticators/totp/actions.ts";
import { day, hour, minute, second } from "../../src/kernel/clock.ts";
import { timeStep, totp } from "../../src/otp/index.ts";
import { keyOf } from "../../src/people/actions.ts";
import { type Answer, createWorld, dialects, startOfTests, type TestPerson, type World } from "../support/world.ts";
import { execute } from "./programs.ts";

const year = 365 * day;
const step = 30 * second;

describe.each(dialects)("a clock that jumps, on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  const answer = async (code: string, method = "totp"): Promise<Answer> => {
    const [signIn] = await world.signIns(kim, 1);
    return world
      .client()
      .api("POST", "/sign-ins/current/answers", { method, code, trustBrowser: method === "totp" }, `SignIn ${signIn}`);
  };
  const accepted = async (code: string): Promise<boolean> => {
    const { status, json } = await answer(code);
    if (status !== 200) expect(json.code).toBe("wrong-code");
    return status === 200;
  };
  const codeAt = (at: number) => totp({ secret: kim.secret, at });

  test("keeps nobody out by a code of the future, and takes no code twice", async () => {
    const [now, then] = [startOfTests, startOfTests + year];
    expect(await accepted(codeAt(now))).toBe(true);
    world.clock.set(then);
    expect(await accepted(codeAt(then))).toBe(true);
    world.clock.set(now);
    expect(await accepted(codeAt(now))).toBe(false);
    expect(await accepted(codeAt(now + step))).toBe(true);
    world.clock.set(then);
    expect(await accepted(codeAt(then))).toBe(false);
    expect(await accepted(codeAt(then - step))).toBe(false);
    expect(await accepted(codeAt(then + step))).toBe(true);
    world.clock.set(now + step);
    expect(await accepted(codeAt(now))).toBe(false);
    expect(await accepted(codeAt(now + step))).toBe(false);
    expect(await accepted(codeAt(now + 2 * step))).toBe(true);
  });

  test("never lets an accepted step move back", async () => {
    expect(await accepted(codeAt(startOfTests))).toBe(true);
    expect(await accepted(codeAt(startOfTests - step))).toBe(false);
    // A phone that is a little ahead: then the present code, not used so far, is of the past.
    expect(await accepted(codeAt(startOfTests + step))).toBe(true);
    expect(await accepted(codeAt(startOfTests))).toBe(false);
    world.clock.advance(step);
    expect(await accepted(codeAt(startOfTests + step))).toBe(false);
    expect(await accepted(codeAt(startOfTests + 2 * step))).toBe(true);
  });

  test("accepts along any way exactly the codes that no later one of the same present was accepted before", async () => {
    const moments = [0, 1, 2, 3, 1000, 1001, 2_000_000, 2_000_001].map((steps) => startOfTests + steps * step);
    let people = 0;
    const move = fc.record({ at: fc.constantFrom(...moments), ahead: fc.constantFrom(-1, 0, 1) });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), async (moves) => {
        const who = await world.addPerson({ email: `p${++people}@acme.example`, enrolled: true });
        const taken = new Set<number>();
        for (const { at, ahead } of moves) {
          world.clock.set(at);
          const now = timeStep(at);
          const wanted = now + ahead;
          const free = ![...taken].some((other) => other >= wanted && other <= now + 1);
          const verdict = await world.needs.db.transaction(async (tx) =>
            acceptCode(
              tx,
              world.needs,
              await liveAuthenticators(tx, keyOf(who.person)),
              totp({ secret: who.secret, at: at + ahead * step }),
            ),
          );
          expect(verdict.outcome).toBe(free ? "accepted" : "wrong");
          if (free) taken.add(wanted);
        }
      }),
      { seed: 20_270_301, numRuns: dialect === "sqlite" ? 60 : 15 },
    );
  });

  test("never makes anybody wait longer than an hour for the next try at a code", { timeout: 60_000 }, async () => {
    await throughAnyJumps(() => answer("12345x"));
  });

  test("never makes anybody wait longer than an hour for the next try at a password", { timeout: 60_000 }, async () => {
    const wrong = () => world.client().api("POST", "/sign-ins", { login: "kim", password: "wrong" });
    await throughAnyJumps(wrong);
  });

  /** Wrong answers between jumps of up to a year either way; now and then as long a pause as the refusal asked for. */
  async function throughAnyJumps(wrong: () => Promise<Answer>): Promise<void> {
    const move = fc.oneof(fc.constantFrom("wrong" as const, "pause" as const), fc.integer({ min: -year, max: year }));
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 20 }), async (moves) => {
        await execute(world.needs.db, "delete from throttles");
        world.clock.set(startOfTests + 2 * year);
        let pause = 0;
        for (const move of ["wrong", "wrong", "wrong", "wrong", ...moves] as typeof moves) {
          if (typeof move === "number") {
            world.clock.set(Math.max(startOfTests, world.clock.now() + move));
            pause = 0;
            continue;
          }
          if (move === "pause") world.clock.advance(pause);
          const { status, json } = await wrong();
          if (status === 429) expect(json.retryAfter).toBeLessThanOrEqual(3600);
          // Who waited as long as they were told is looked at.
          if (move === "pause" && pause > 0) expect(json.code).not.toBe("wait");
          pause = status === 429 ? json.retryAfter * second : 0;
        }
      }),
      { seed: 20_270_301, numRuns: dialect === "sqlite" ? 40 : 8 },
    );
  }

  test("ends a session after a day, and after an hour without use", async () => {
    const { bearer } = await world.client().signIn(world, kim);
    const status = async () => (await world.client().api("GET", "/session", undefined, bearer)).status;
    const begun = world.clock.now();
    for (let at = 0; at < day; at += 50 * minute) {
      world.clock.set(begun + at);
      expect(await status()).toBe(200);
    }
    world.clock.set(begun + day - 1);
    expect(await status()).toBe(200);
    world.clock.set(begun + day);
    expect(await status()).toBe(401);

    const idle = await world.client().signIn(world, kim);
    world.clock.advance(hour);
    expect((await world.client().api("GET", "/session", undefined, idle.bearer)).status).toBe(401);
  });

  test("does not lengthen a session by having been ahead", async () => {
    const { bearer } = await world.client().signIn(world, kim);
    const status = async () => (await world.client().api("GET", "/session", undefined, bearer)).status;
    const begun = world.clock.now();
    world.clock.set(begun + 50 * minute);
    expect(await status()).toBe(200);
    world.clock.set(begun + year);
    expect(await status()).toBe(401);
    world.clock.set(begun + 30 * minute);
    expect(await status()).toBe(200);
    world.clock.set(begun + 90 * minute);
    expect(await status()).toBe(401);
    world.clock.set(begun + day);
    expect(await status()).toBe(401);
  });

  test("lets nothing that began ahead outlast its length once it is back", async () => {
    world.clock.set(startOfTests + year);
    const done = await answer(world.code(kim));
    expect(done.json).toMatchObject({ step: "done", trustedBrowser: expect.any(String) });
    const [signIn] = await world.signIns(kim, 1);

    world.clock.set(startOfTests);
    const session = await world.client().api("GET", "/session", undefined, `Bearer ${done.json.session}`);
    expect(session.status).toBe(401);
    const body = { method: "totp", code: world.code(kim) };
    const late = await world.client().api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`);
    expect(late).toMatchObject({ status: 410, json: { code: "sign-in-ended" } });
    const login = { login: "kim", password: kim.password, trustedBrowser: done.json.trustedBrowser };
    expect((await world.client().api("POST", "/sign-ins", login)).json.step).toBe("second-step");
  });

  test("forgives the few seconds by which the clocks of two programs differ", async () => {
    const done = await answer(world.code(kim));
    const [signIn] = await world.signIns(kim, 1);
    world.clock.advance(-5 * second);
    expect((await world.client().api("GET", "/session", undefined, `Bearer ${done.json.session}`)).status).toBe(200);
    const login = { login: "kim", password: kim.password, trustedBrowser: done.json.trustedBrowser };
    const tabs = [await world.client().api("POST", "/sign-ins", login)];
    world.clock.advance(-second);
    tabs.push(await world.client().api("POST", "/sign-ins", login));
    expect(tabs.map(({ json }) => json.step)).toEqual(["done", "done"]);
    const body = { method: "totp", code: codeAt(startOfTests + step) };
    expect((await world.client().api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`)).status).toBe(200);
  });

  test("ends a sign-in after ten minutes and trust after its days", async () => {
    const [inTime, late] = await world.signIns(kim, 2);
    const { json } = await answer(world.code(kim));
    const login = { login: "kim", password: kim.password, trustedBrowser: json.trustedBrowser };
    const send = (signIn: string | undefined) =>
      world.client().api("POST", "/sign-ins/current/answers", { method: "totp", code: "12345x" }, `SignIn ${signIn}`);
    world.clock.advance(10 * minute - 1);
    expect((await send(inTime)).json.code).toBe("wrong-code");
    world.clock.advance(1);
    expect((await send(late)).json.code).toBe("sign-in-ended");

    world.clock.set(startOfTests + 7 * day - 1);
    const trusted = await world.client().api("POST", "/sign-ins", login);
    expect(trusted.json.step).toBe("done");
    world.clock.advance(1);
    const over = await world
      .client()
      .api("POST", "/sign-ins", { ...login, trustedBrowser: trusted.json.trustedBrowser });
    expect(over.json.step).toBe("second-step");
  });
});
