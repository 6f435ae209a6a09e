import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, hour } from "../kernel/clock.ts";
import {
  fateOf,
  longestMessage,
  mayDecide,
  readCursor,
  readMessage,
  type Standing,
  standingOf,
  waitToAsk,
  writeCursor,
} from "./rules.ts";

const now = Date.UTC(2027, 2, 1);

describe("asking", () => {
  test.each<[what: string, asked: number[], wait: number]>([
    ["never before", [], 0],
    ["twice today", [now - hour, now - 2 * hour], 0],
    ["three times today: until the oldest is a day old", [now - hour, now - 5 * hour, now - 3 * hour], 19 * hour],
    ["three times, one of them a day ago", [now - hour, now - 2 * hour, now - day], 0],
    [
      "three times in a future that the clock has left: a day at most",
      [now + 9 * day, now + 8 * day, now + 7 * day],
      day,
    ],
  ])("%s", (_what, asked, wait) => {
    expect(waitToAsk(asked, now)).toBe(wait);
  });

  test("nobody waits longer than a day", () => {
    const times = fc.array(fc.integer({ min: now - 3 * day, max: now + 3 * day }), { maxLength: 5 });
    fc.assert(fc.property(times, (asked) => waitToAsk(asked, now) >= 0 && waitToAsk(asked, now) <= day));
  });
});

describe("how everything stands", () => {
  const standing: Standing = {
    passwordVersion: 2,
    roles: "helper",
    authenticators: [
      { id: "b", last_used_at: 30_000 },
      { id: "a", last_used_at: null },
    ],
    codes: { madeAt: 5, left: 10 },
  };

  test("is the same in whatever order authenticators are read", () => {
    expect(standingOf({ ...standing, authenticators: standing.authenticators.toReversed() })).toBe(
      standingOf(standing),
    );
  });

  test.each<[what: string, changed: Partial<Standing>]>([
    ["another password", { passwordVersion: 3 }],
    ["another role", { roles: "helper+administrator" }],
    [
      "a code given",
      {
        authenticators: [
          { id: "b", last_used_at: 60_000 },
          { id: "a", last_used_at: null },
        ],
      },
    ],
    [
      "a first code given",
      {
        authenticators: [
          { id: "b", last_used_at: 30_000 },
          { id: "a", last_used_at: 0 },
        ],
      },
    ],
    ["an authenticator removed", { authenticators: [{ id: "b", last_used_at: 30_000 }] }],
    ["everything reset", { authenticators: [], codes: undefined }],
    ["a recovery code used", { codes: { madeAt: 5, left: 9 } }],
    ["recovery codes made anew", { codes: { madeAt: 6, left: 10 } }],
  ])("changes with %s", (_what, changed) => {
    expect(standingOf({ ...standing, ...changed })).not.toBe(standingOf(standing));
  });
});

describe("deciding", () => {
  const person = { id: "person", administrator: 0, helper: 0, operator: 0 };
  const helper = { ...person, id: "helper", helper: 1 };
  const otherHelper = { ...helper, id: "other helper" };
  const administrator = { ...person, id: "administrator", administrator: 1 };
  const both = { ...administrator, id: "both", helper: 1 };
  const operator = { ...person, id: "operator", operator: 1 };
  const operator2 = { ...operator, id: "operator2" };
  const chief = { ...administrator, id: "chief", operator: 1 };
  test.each([
    [person, otherHelper, "administrators-only"],
    [helper, person, "may"],
    [helper, otherHelper, "may"],
    [helper, administrator, "administrators-only"],
    [helper, operator, "operators-only"],
    [helper, both, "administrators-only"],
    [both, administrator, "may"],
    [administrator, both, "may"],
    [administrator, operator, "operators-only"],
    [operator, operator2, "operators-only"],
    [chief, operator, "may"],
    [chief, administrator, "may"],
    ...[person, helper, administrator, both, operator].map((who) => [who, who, "not-yourself"] as const),
  ] as const)("$0.id about $1.id: $2", (decider, asker, wanted) => {
    expect(mayDecide(decider, asker)).toBe(wanted);
  });
});

test.each([
  [{ status: "open", pass_until: null, pass_used_at: null }, true, "open"],
  [{ status: "open", pass_until: null, pass_used_at: null }, false, "overtaken"],
  [{ status: "approved", pass_until: now + 1, pass_used_at: null }, true, "approved"],
  [{ status: "approved", pass_until: now + 1, pass_used_at: null }, false, "overtaken"],
  [{ status: "approved", pass_until: now, pass_used_at: null }, true, "expired"],
  [{ status: "approved", pass_until: now, pass_used_at: now - 1 }, false, "used"],
  [{ status: "declined", pass_until: null, pass_used_at: null }, false, "declined"],
  [{ status: "cancelled", pass_until: now + 1, pass_used_at: null }, false, "cancelled"],
] as const)("what became of %o, standing: %s", (request, stands, fate) => {
  expect(fateOf({ ...request, asked_at: now - 1 }, { now, stands })).toBe(fate);
});

test.each([
  ["open", 14 * day - 1, true, "open"],
  ["open", 14 * day, true, "lapsed"],
  ["open", 14 * day, false, "overtaken"],
  ["declined", 20 * day, true, "declined"],
] as const)("what was %s %i ms ago, standing: %s, is %s", (status, ago, stands, fate) => {
  expect(fateOf({ status, asked_at: now - ago, pass_until: null, pass_used_at: null }, { now, stands })).toBe(fate);
});

describe("a message", () => {
  test.each([
    ["  lost\r\nit  ", "lost\nit"],
    ["a\n\n\n\n\nb", "a\n\nb"],
    ["a\0b\ud800c", "a b c"],
    ["safe\u202egpj.exe", "safe gpj.exe"],
    ["\u2028", ""],
  ])("%j is read as %j", (text, read) => {
    expect(readMessage(text)).toBe(read);
  });

  test("is never too long, and reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3000 }), (text) => {
        const read = readMessage(text);
        return [...read].length <= longestMessage && readMessage(read) === read.trim();
      }),
    );
  });
});

test("a place in a list survives its way through an address, and nothing else is one", () => {
  const place = { at: now, id: "AAAAAAAAAAAAAAAAAAAA_-" };
  expect(readCursor(writeCursor(place))).toEqual(place);
  for (const text of ["", "1", ".", "1.a", `-1.${place.id}`, `1e9.${place.id}`, `${"9".repeat(16)}.${place.id}`])
    expect(readCursor(text)).toBeUndefined();
});
