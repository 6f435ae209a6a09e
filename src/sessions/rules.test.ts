import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hour, minute } from "../kernel/clock.ts";
import {
  freshFor,
  idleLength,
  isFresh,
  methodsReferences,
  type Proof,
  readProofs,
  satisfies,
  sessionLength,
} from "./rules.ts";

const proofs = fc.subarray<Proof>(["password", "provider", "totp", "recovery-code", "trusted-browser"]);

describe("what proofs are enough for", () => {
  const cases: [proofs: Proof[], enough: boolean][] = [
    [[], false],
    [["password"], false],
    [["password", "recovery-code"], false],
    [["password", "totp"], true],
    [["password", "recovery-code", "totp"], true],
    [["password", "trusted-browser"], true],
    [["provider"], false],
    [["provider", "totp"], true],
  ];
  test.each(cases)("%j where a second factor is required: %s", (given, enough) => {
    expect(satisfies(given, "required")).toBe(enough);
    expect(satisfies(given, "optional")).toBe(true);
    expect(satisfies(given, "off")).toBe(true);
  });
});

describe("what is told of them", () => {
  const cases: [proofs: Proof[], amr: string[]][] = [
    [["password"], ["pwd"]],
    [
      ["password", "totp"],
      ["pwd", "otp", "mfa"],
    ],
    [["password", "trusted-browser"], ["pwd"]],
    // What a provider saw is its word, whatever it said.
    [["provider"], ["fed"]],
    [
      ["provider", "totp"],
      ["fed", "otp", "mfa"],
    ],
    [["password", "recovery-code"], ["pwd"]],
    [
      ["password", "recovery-code", "totp"],
      ["pwd", "otp", "mfa"],
    ],
    [
      ["password", "trusted-browser", "totp"],
      ["pwd", "otp", "mfa"],
    ],
  ];
  test.each(cases)("%j: %j", (given, amr) => {
    expect(methodsReferences(given)).toEqual(amr);
  });

  test("several factors are claimed exactly where a code was given", () => {
    fc.assert(
      fc.property(proofs, (given) => methodsReferences(given).includes("mfa") === given.includes("totp")),
      { seed: 20_270_301 },
    );
  });
});

describe("a proof is fresh", () => {
  const now = Date.UTC(2027, 2, 1, 9);
  test.each([
    ["at once", 0, true],
    ["for 15 minutes", 15 * minute, true],
    ["and not a millisecond longer", 15 * minute + 1, false],
    ["nor a day later", 24 * hour, false],
    ["after a clock was set back a little", -minute, true],
    ["but not when that is more than a minute", -minute - 1, false],
    ["nor from a year ahead", -365 * 24 * hour, false],
  ])("%s", (_when, ago, fresh) => {
    expect(isFresh(now - ago, now)).toBe(fresh);
  });

  test("only if it was given", () => {
    expect(isFresh(null, now)).toBe(false);
    expect(isFresh(null, 0)).toBe(false);
    expect(freshFor).toBe(15 * minute);
  });
});

test("sessions last no longer than NIST SP 800-63B-4 allows at its second level", () => {
  expect(sessionLength).toBeLessThanOrEqual(24 * hour);
  expect(idleLength).toBeLessThanOrEqual(hour);
});

test("proofs are read as they were written, and nothing else is taken for one", () => {
  fc.assert(
    fc.property(proofs, (given) => readProofs(given.join(" ")).join() === given.join()),
    { seed: 20_270_301 },
  );
  expect(readProofs("")).toEqual([]);
  expect(readProofs("password TOTP totp2 constructor  totp,totp trusted")).toEqual(["password"]);
});
