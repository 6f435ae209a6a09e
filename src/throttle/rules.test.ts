import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, hour, minute, second } from "../kernel/clock.ts";
import {
  afterRight,
  afterWrong,
  budget,
  budgetWindow,
  calm,
  isCalm,
  longestWait,
  lookingAtOneLess,
  lookingAtOneMore,
  mayLook,
  mayTry,
  reanchored,
  type ThrottleKind,
  type ThrottleState,
  waitAfter,
  withoutLast,
} from "./rules.ts";

const start = Date.UTC(2027, 2, 1, 9);
const kinds: ThrottleKind[] = ["second-step", "recovery-code", "password", "network"];
const personal = kinds.filter((kind) => kind !== "network");

function wrongTimes(kind: ThrottleKind, times: number, at = start, trusted = false): ThrottleState {
  let state = calm;
  for (let i = 0; i < times; i++) state = afterWrong(kind, state, at, trusted);
  return state;
}

describe.each(personal)("%s", (kind) => {
  test("five tries are free, then each waits twice as long as the one before, from 30 s to an hour", () => {
    const waits = Array.from({ length: 15 }, (_, failures) => waitAfter(kind, failures) / second);
    expect(waits).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    expect(waitAfter(kind, 1e9)).toBe(hour);
  });

  test("the wait begins with the fifth wrong answer, counts down, and is over in its last millisecond", () => {
    expect(mayTry(kind, wrongTimes(kind, 4), start, false)).toEqual({ may: "try" });
    const state = wrongTimes(kind, 5);
    expect(mayTry(kind, state, start, false)).toEqual({ may: "wait", wait: 30 * second });
    expect(mayTry(kind, state, start + 29_999, false)).toEqual({ may: "wait", wait: 1 });
    expect(mayTry(kind, state, start + 30_000, false)).toEqual({ may: "try" });
  });

  test("a trusted browser waits as everybody does", () => {
    expect(mayTry(kind, wrongTimes(kind, 5, start, true), start, true)).toEqual({ may: "wait", wait: 30 * second });
  });

  test("a right answer ends the row", () => {
    const state = afterRight(kind, wrongTimes(kind, 7), start);
    expect(state).toMatchObject({ failures: 0, blockedUntil: 0 });
    expect(mayTry(kind, state, start, false)).toEqual({ may: "try" });
    expect(isCalm(state)).toBe(kind !== "second-step");
  });
});

describe("a network", () => {
  test("has fifty free tries", () => {
    expect([49, 50, 51].map((failures) => waitAfter("network", failures) / second)).toEqual([0, 30, 60]);
  });

  test("is forgiven ten by a right answer, not all", () => {
    expect(afterRight("network", wrongTimes("network", 60), start)).toEqual({ ...calm, failures: 50 });
    expect(isCalm(afterRight("network", wrongTimes("network", 10), start))).toBe(true);
    expect(afterRight("network", calm, start)).toEqual(calm);
  });
});

describe("the budget of codes", () => {
  const spent = (): ThrottleState => {
    let state = calm;
    for (let i = 0; i < budget; i++)
      state = afterRight("second-step", afterWrong("second-step", state, start + i, false), start + i);
    return state;
  };

  test("is 25 wrong answers, which right ones between do not refill", () => {
    const verdict = mayTry("second-step", spent(), start + 1000, false);
    expect(verdict).toEqual({ may: "not-here", wait: budgetWindow - 1000 });
  });

  test("is not looked at in a trusted browser, nor spent there", () => {
    expect(mayTry("second-step", spent(), start + 1000, true)).toEqual({ may: "try" });
    expect(wrongTimes("second-step", 40, start, true).recent).toEqual([]);
  });

  test("comes back one by one, 30 days after each wrong answer", () => {
    const state = spent();
    expect(mayTry("second-step", state, start + budgetWindow - 1, false)).toEqual({ may: "not-here", wait: 1 });
    expect(mayTry("second-step", state, start + budgetWindow, false)).toEqual({ may: "try" });
    const again = afterWrong("second-step", state, start + budgetWindow, false);
    expect(mayTry("second-step", again, start + budgetWindow, false)).toEqual({ may: "not-here", wait: 1 });
  });

  test.each(["recovery-code", "password", "network"] as const)("is not kept for %s", (kind) => {
    expect(wrongTimes(kind, 100).recent).toEqual([]);
  });

  test("never grows beyond what it has to remember", () => {
    expect(wrongTimes("second-step", 1000).recent).toHaveLength(budget);
  });
});

describe("tries of a network that are under way", () => {
  test("are no more than may be wrong, and one where nothing is free", () => {
    let state = wrongTimes("network", 47);
    for (let i = 0; i < 3; i++) {
      expect(mayLook("network", state, start)).toBe(true);
      state = lookingAtOneMore(state, start);
    }
    expect(mayLook("network", state, start)).toBe(false);
    expect(mayLook("network", lookingAtOneLess(state, start), start)).toBe(true);
    expect(mayLook("network", wrongTimes("network", 60), start)).toBe(true);
    expect(mayLook("network", lookingAtOneMore(wrongTimes("network", 60), start), start)).toBe(false);
  });

  test("are forgotten where the process that looked at them died", () => {
    let state = wrongTimes("network", 49);
    state = lookingAtOneMore(state, start);
    expect(mayLook("network", state, start + 29 * second)).toBe(false);
    expect(mayLook("network", state, start + 30 * second)).toBe(true);
    expect(isCalm(lookingAtOneLess(lookingAtOneMore(calm, start), start))).toBe(true);
  });
});

describe("a try that was counted and then not looked at", () => {
  test.each(kinds)("is taken back from %s", (kind) => {
    expect(withoutLast(wrongTimes(kind, 3))).toMatchObject({ failures: 2, blockedUntil: 0 });
    expect(withoutLast(calm)).toMatchObject({ failures: 0, blockedUntil: 0 });
  });

  test("waits no more: it was let in, so the wait before it was over", () => {
    expect(withoutLast(wrongTimes("password", 7))).toMatchObject({ failures: 6, blockedUntil: 0 });
  });
});

describe("a clock that was set back", () => {
  test("stretches no wait", () => {
    const state = wrongTimes("password", 6, start + 300 * day);
    expect(mayTry("password", state, start, false)).toEqual({ may: "wait", wait: minute });
  });

  test("and once the refusal was kept, the wait runs down as every other", () => {
    const state = reanchored("password", wrongTimes("password", 6, start + 300 * day), start);
    expect(state).toMatchObject({ failures: 6, blockedUntil: start + minute });
    expect(mayTry("password", state as ThrottleState, start + minute, false)).toEqual({ may: "try" });
  });

  test("leaves nothing to be kept where nothing is out of place", () => {
    for (const ahead of [0, 5 * second, 59 * second]) {
      expect(reanchored("second-step", wrongTimes("second-step", 30, start), start - ahead + hour)).toBeUndefined();
    }
    expect(reanchored("password", calm, start)).toBeUndefined();
  });

  test("does not put off when the budget comes back", () => {
    const ahead = { ...calm, recent: Array.from({ length: budget }, () => start + 300 * day) };
    expect(mayTry("second-step", ahead, start, false)).toEqual({ may: "not-here", wait: budgetWindow });
    const kept = reanchored("second-step", ahead, start) as ThrottleState;
    expect(kept.recent).toEqual(Array(budget).fill(start));
    expect(mayTry("second-step", kept, start + budgetWindow, false)).toEqual({ may: "try" });
  });
});

interface Turn {
  /** How far the clock moves before the try, in ms; negative where it is set back. */
  moves: number;
  right: boolean;
  trusted: boolean;
  /** Comes back as soon as it may, in place of at once. */
  patient: boolean;
}

/** Plays tries as their shell does: judged, refused tries kept re-anchored, looked-at ones counted. */
function play(
  kind: ThrottleKind,
  turns: readonly Turn[],
): { lookedAt: { at: number; wrong: boolean; trusted: boolean }[] } {
  let state = calm;
  let now = start;
  const lookedAt: { at: number; wrong: boolean; trusted: boolean }[] = [];
  for (const { moves, right, trusted, patient } of turns) {
    now += moves;
    let verdict = mayTry(kind, state, now, trusted);
    if (verdict.may !== "try") {
      state = reanchored(kind, state, now) ?? state;
      if (!patient || verdict.may === "not-here") continue;
      now += verdict.wait;
      verdict = mayTry(kind, state, now, trusted);
      if (verdict.may === "wait") throw new Error(`has to wait ${verdict.wait} ms more after having waited`);
      if (verdict.may === "not-here") continue;
    }
    lookedAt.push({ at: now, wrong: !right, trusted });
    state = right ? afterRight(kind, state, now) : afterWrong(kind, state, now, trusted);
  }
  return { lookedAt };
}

const turn = (moves: fc.Arbitrary<number>): fc.Arbitrary<Turn> =>
  fc.record({
    moves,
    right: fc.nat(9).map((n) => n === 0),
    trusted: fc.nat(5).map((n) => n === 0),
    patient: fc.nat(5).map((n) => n !== 0),
  });
const forward = fc.oneof(fc.nat(minute), fc.nat(hour), fc.nat(3 * day));
const anywhere = fc.oneof(
  forward,
  fc.integer({ min: -3 * hour, max: 0 }),
  fc.integer({ min: -400 * day, max: 400 * day }),
);

describe("over random sequences of tries", () => {
  test("no 30 days see more than 25 wrong codes looked at from browsers that are not trusted", () => {
    let most = 0;
    fc.assert(
      fc.property(fc.array(turn(forward), { minLength: 20, maxLength: 120, size: "max" }), (turns) => {
        const wrong = play("second-step", turns).lookedAt.filter((one) => one.wrong && !one.trusted);
        for (const [i, { at }] of wrong.entries()) {
          const inWindow = wrong.slice(i).filter((one) => one.at < at + budgetWindow).length;
          most = Math.max(most, inWindow);
          if (inWindow > budget) return false;
        }
        return true;
      }),
      { numRuns: 1000, seed: 20_270_301 },
    );
    expect(most).toBe(budget);
  });

  test("whatever the clock does, who waits as long as they are told may try then, and never waits more than an hour", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(turn(anywhere), { maxLength: 60, size: "max" }),
        (kind, turns) => {
          play(kind, turns);
        },
      ),
      { numRuns: 3000, seed: 20_270_301 },
    );
  });

  test("no verdict asks for a wait beyond an hour, nor of nothing, nor beyond 30 days where the budget is spent", () => {
    const states = fc.record({
      failures: fc.nat(200),
      blockedUntil: fc.oneof(
        fc.constant(0),
        anywhere.map((by) => start + by),
      ),
      recent: fc
        .array(
          anywhere.map((by) => start + by),
          { maxLength: 40 },
        )
        .map((at) => at.sort((a, b) => a - b)),
    });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), states, fc.boolean(), (kind, state, trusted) => {
        const verdict = mayTry(kind, state, start, trusted);
        if (verdict.may === "wait") return verdict.wait > 0 && verdict.wait <= longestWait;
        if (verdict.may === "not-here") return verdict.wait > 0 && verdict.wait <= budgetWindow && !trusted;
        return true;
      }),
      { numRuns: 5000, seed: 20_270_301 },
    );
  });

  test("an answer that several secrets could have matched spends as many of the budget", () => {
    const state = afterWrong("second-step", calm, start, false, 5);
    expect(state.recent).toHaveLength(5);
    expect(state.failures).toBe(1);
    expect(afterWrong("second-step", state, start, false, 1000).recent).toHaveLength(budget);
    expect(afterWrong("second-step", calm, start, true, 5).recent).toHaveLength(0);
  });

  test("a state is never changed, only replaced", () => {
    const state = Object.freeze({
      failures: 6,
      blockedUntil: start + minute,
      recent: Object.freeze([start]) as number[],
    });
    for (const kind of kinds) {
      afterWrong(kind, state, start, false);
      afterRight(kind, state, start);
      withoutLast(state);
      mayTry(kind, state, start - day, false);
      reanchored(kind, state, start - day);
    }
    expect(state.recent).toEqual([start]);
    expect(calm).toEqual({ failures: 0, blockedUntil: 0, recent: [] });
  });
});
