import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, hour, minute, second } from "../kernel/clock.ts";
import { judgeTrust, parallelGrace, type TrustedBrowserState, trustEnd } from "./rules.ts";

const given = Date.UTC(2027, 2, 1, 9);
const week = { allowed: true, days: 7 };
const state = (more: Partial<TrustedBrowserState> = {}): TrustedBrowserState => ({
  createdAt: given,
  rotatedAt: given,
  expiresAt: given + 7 * day,
  presented: "current",
  ...more,
});

describe("the token that is current", () => {
  test.each([
    ["at once", 0, "valid"],
    ["in its last millisecond", 7 * day - 1, "valid"],
    ["when its time is over", 7 * day, "over"],
    ["long after", 700 * day, "over"],
  ])("%s", (_when, after, verdict) => {
    expect(judgeTrust(state(), week, given + after)).toBe(verdict);
  });

  test("using it does not lengthen trust", () => {
    expect(judgeTrust(state({ rotatedAt: given + 7 * day - 1 }), week, given + 7 * day)).toBe("over");
  });

  test("a policy that is shorter by now shortens it, a longer one does not lengthen it", () => {
    expect(judgeTrust(state(), { allowed: true, days: 1 }, given + day - 1)).toBe("valid");
    expect(judgeTrust(state(), { allowed: true, days: 1 }, given + day)).toBe("over");
    expect(judgeTrust(state(), { allowed: true, days: 365 }, given + 7 * day)).toBe("over");
  });

  test("a policy that forbids trust ends it at once", () => {
    expect(judgeTrust(state(), { allowed: false, days: 7 }, given)).toBe("over");
  });
});

describe("the token before it", () => {
  const rotatedAt = given + day;
  const presented = "previous";
  test.each([
    ["by another tab at the same instant", 0, "valid-in-grace"],
    ["at the end of the grace", parallelGrace, "valid-in-grace"],
    ["a millisecond later", parallelGrace + 1, "stolen"],
    ["a day later", day, "stolen"],
    // Processes do not agree on the time to the millisecond.
    ["to a process whose clock is a little behind", -40, "valid-in-grace"],
    ["to one whose clock is far behind", -parallelGrace - 1, "stolen"],
  ])("presented %s", (_when, after, verdict) => {
    expect(judgeTrust(state({ rotatedAt, presented }), week, rotatedAt + after)).toBe(verdict);
  });

  test("once trust is over, nobody is called a thief", () => {
    expect(judgeTrust(state({ presented }), week, given + 8 * day)).toBe("over");
    expect(judgeTrust(state({ presented }), { allowed: false, days: 7 }, given + day)).toBe("over");
  });
});

describe("any other token of the series", () => {
  test.each([0, 5 * second, day])("%i ms after the last rotation it was stolen", (after) => {
    expect(judgeTrust(state({ presented: "other" }), week, given + after)).toBe("stolen");
  });
});

describe("a clock that was set back", () => {
  test("by little changes nothing", () => {
    expect(judgeTrust(state(), week, given - minute)).toBe("valid");
  });

  test("past the moment trust was given: it would last longer than policy allows, so it does not count", () => {
    expect(judgeTrust(state(), week, given - minute - 1)).toBe("over");
    expect(judgeTrust(state(), week, given - 300 * day)).toBe("over");
  });
});

test("the end is a whole number of milliseconds, also of parts of days", () => {
  expect(trustEnd(given, { allowed: true, days: 1 / 24 })).toBe(given + hour);
  expect(trustEnd(given, { allowed: true, days: 90 })).toBe(given + 90 * day);
  fc.assert(
    fc.property(fc.double({ min: 1 / 24, max: 365, noNaN: true }), (days) =>
      Number.isSafeInteger(trustEnd(given, { allowed: true, days })),
    ),
    { numRuns: 2000, seed: 20_270_301 },
  );
});

test("trust never counts where policy forbids it, nor for longer than policy says", () => {
  const moments = fc.integer({ min: -400 * day, max: 400 * day }).map((by) => given + by);
  const presented = fc.constantFrom("current" as const, "previous" as const, "other" as const);
  const states = fc.record({ createdAt: moments, rotatedAt: moments, expiresAt: moments, presented });
  const policies = fc.record({ allowed: fc.boolean(), days: fc.integer({ min: 1, max: 365 }) });
  fc.assert(
    fc.property(states, policies, moments, (one, policy, now) => {
      if (!judgeTrust(one, policy, now).startsWith("valid")) return true;
      const lasts = trustEnd(one.createdAt, policy);
      return policy.allowed && now < one.expiresAt && now < lasts && now >= lasts - policy.days * day - minute;
    }),
    { numRuns: 10_000, seed: 20_270_301 },
  );
});
