import { describe, expect, test } from "vitest";
import { clockOffset, totp } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");
const at = Date.UTC(2026, 0, 2, 3, 4, 15);
const seconds = 1000;

/** The code that is shown so many steps after the current one. */
const codeOf = (steps: number) => totp({ secret, at: at + steps * 30 * seconds });

describe("clockOffset", () => {
  test("a phone five minutes ahead or behind is told so, in seconds", () => {
    expect(clockOffset({ secret, code: codeOf(10), at })).toBe(300);
    expect(clockOffset({ secret, code: codeOf(2), at })).toBe(60);
    expect(clockOffset({ secret, code: codeOf(-2), at })).toBe(-60);
    expect(clockOffset({ secret, code: codeOf(-10), at })).toBe(-300);
  });

  test("a code inside the window has no offset to tell of", () => {
    for (const steps of [-1, 0, 1]) expect(clockOffset({ secret, code: codeOf(steps), at })).toBeUndefined();
    expect(clockOffset({ secret, code: codeOf(-1), at, past: 0 })).toBe(-30);
    expect(clockOffset({ secret, code: codeOf(2), at, future: 2 })).toBeUndefined();
  });

  test("it looks ten minutes far, or as far as asked", () => {
    expect(clockOffset({ secret, code: codeOf(20), at })).toBe(600);
    expect(clockOffset({ secret, code: codeOf(-21), at })).toBeUndefined();
    expect(clockOffset({ secret, code: codeOf(-21), at, within: 659 })).toBe(-630);
    expect(clockOffset({ secret, code: codeOf(2), at, within: 29 })).toBeUndefined();
    expect(() => clockOffset({ secret, code: codeOf(2), at, within: 31_000 })).toThrow(RangeError);
  });

  test("steps of another length count in their own seconds", () => {
    const code = totp({ secret, at: at + 180 * seconds, period: 60 });
    expect(clockOffset({ secret, code, at, period: 60 })).toBe(180);
  });
});
