// Computes and checks one-time codes from the time (RFC 6238).
import { type Algorithm, codeModulus, hotp, loadSecret, truncatedMac, wipeSecret } from "./hotp.ts";

export interface TotpOptions {
  /** The shared secret in bytes, at least one. */
  secret: Uint8Array;
  /** The time, in milliseconds since 1970 (as `Date.now()` gives it). */
  at: number;
  /** Length of the code: 6 (default), 7 or 8. */
  digits?: number;
  /** Length of a time step in seconds, a whole number; 30 by default. */
  period?: number;
  /** `SHA1` by default. */
  algorithm?: Algorithm;
}

export interface MatchOptions extends TotpOptions {
  /** What the person typed, as `normaliseCode` returns it. */
  code: string;
  /** How many steps before the current one are looked at; 1 by default, at most 1,000. */
  past?: number;
  /** How many steps after the current one are looked at; 1 by default, at most 1,000. */
  future?: number;
}

export interface ClockOffsetOptions extends MatchOptions {
  /** How far off the clock may be, in seconds either way; 600 by default, at most 1,000 steps. */
  within?: number;
}

const mostSteps = 1000;
const noMatch = 0x7fff_ffff;

/**
 * The time step that a moment belongs to: how many periods have passed since 1970 (RFC 6238, section 4.2, T0 = 0).
 *
 * @param at milliseconds since 1970, not negative
 * @param period seconds, a whole number of at least 1
 * @throws RangeError
 */
export function timeStep(at: number, period = 30): number {
  if (!(at >= 0 && at <= Number.MAX_SAFE_INTEGER)) throw new RangeError("a time is milliseconds since 1970");
  if (!Number.isSafeInteger(period) || period < 1) throw new RangeError("a period is a whole number of seconds");
  return Math.floor(at / (period * 1000));
}

/**
 * The code that an authenticator app shows at a moment (RFC 6238, section 4), with its leading zeros.
 *
 * @throws TypeError where the secret is not bytes; RangeError where it is empty or an option is out of its range
 */
export function totp({ secret, at, digits, period, algorithm }: TotpOptions): string {
  return hotp({ secret, counter: timeStep(at, period), digits, algorithm });
}

/**
 * The time step that a code belongs to, or `undefined` where it belongs to none in the window (RFC 6238, section 5.2).
 * Where several steps have the same code, the current one wins, then the nearest, the earlier before the later.
 *
 * Every step of the window is computed and compared without a branch on the secret, so the time taken tells nothing of
 * which step matched or how close a guess was. A code of the wrong shape matches nothing.
 *
 * The caller must accept each step once only (RFC 6238, section 5.2): keep the last one and claim only a later one.
 *
 * @throws TypeError where the secret is not bytes; RangeError where it is empty or an option is out of its range
 */
export function matchTimeStep(options: MatchOptions): number | undefined {
  const { secret, code, at, past = 1, future = 1, digits = 6, period = 30, algorithm = "SHA1" } = options;
  const now = timeStep(at, period);
  const modulus = codeModulus(digits);
  if (!isStepCount(past) || !isStepCount(future))
    throw new RangeError(`a window has at most ${mostSteps} steps on each side`);
  const given = codeNumber(code, digits);
  if (given < 0) return undefined;

  const earliest = -Math.min(past, now);
  let found = noMatch;
  const mac = loadSecret(algorithm, secret);
  try {
    // From the least to the most preferred step: a later match replaces an earlier one.
    for (let distance = Math.max(-earliest, future); distance >= 0; distance--) {
      if (distance <= future) found = chooseEqual(truncatedMac(mac, now + distance) % modulus, given, distance, found);
      if (distance > 0 && -distance >= earliest) {
        found = chooseEqual(truncatedMac(mac, now - distance) % modulus, given, -distance, found);
      }
    }
  } finally {
    wipeSecret(mac);
  }
  return found === noMatch ? undefined : now + found;
}

/**
 * By how many seconds the clock of the phone is off, where a code is of a step outside the normal window: whole steps,
 * positive where the phone is ahead. `undefined` where the code is of a step in the window, or of none within reach.
 *
 * Only for telling a person during set-up what is wrong. Never accept a sign-in by it: it looks at some forty codes at
 * once.
 *
 * @throws TypeError where the secret is not bytes; RangeError where it is empty or an option is out of its range
 */
export function clockOffset(options: ClockOffsetOptions): number | undefined {
  const { at, past = 1, future = 1, period = 30, within = 600 } = options;
  const reach = Math.floor(within / period);
  const step = matchTimeStep({ ...options, past: reach, future: reach });
  if (step === undefined) return undefined;
  const steps = step - timeStep(at, period);
  return steps < -past || steps > future ? steps * period : undefined;
}

/**
 * The digits of a code as people type or paste it: white space, dashes and invisible format marks are taken out.
 * `undefined` where anything else is left than `digits` ASCII digits, or the input has more than 64 characters.
 */
export function normaliseCode(input: string, digits = 6): string | undefined {
  if (typeof input !== "string" || input.length > 64) return undefined;
  const code = input.replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, "");
  return codeNumber(code, digits) < 0 ? undefined : code;
}

const isStepCount = (steps: number): boolean => Number.isInteger(steps) && steps >= 0 && steps <= mostSteps;

/** The value of exactly that many ASCII digits; -1 for anything else. */
function codeNumber(code: string, digits: number): number {
  if (typeof code !== "string" || code.length !== digits) return -1;
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = code.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** `a === b ? chosen : otherwise` for whole numbers below 2^31, without a branch on `a`. */
function chooseEqual(a: number, b: number, chosen: number, otherwise: number): number {
  const difference = a ^ b;
  const differs = (difference | -difference) >> 31;
  return (chosen & ~differs) | (otherwise & differs);
}
