// What people may do with their own account: how long a password must be, what state the second factor is in.
import { shortestAlone, shortestWithSecondFactor } from "../passwords/rules.ts";
import type { Level } from "../policy/rules.ts";

/** `asleep`: set up, but policy says off, so it is kept and not asked for. */
export type SecondFactorState = "on" | "off" | "asleep";

export function secondFactorState(level: Level, authenticators: number): SecondFactorState {
  if (authenticators === 0) return "off";
  return level === "off" ? "asleep" : "on";
}

/** A password stands alone unless a second factor is asked for as well, or has to be set up. */
export function shortestPassword(level: Level, authenticators: number): number {
  const accompanied = level === "required" || secondFactorState(level, authenticators) === "on";
  return accompanied ? shortestWithSecondFactor : shortestAlone;
}

/** Each one adds to the codes that are right at a moment, and so to what a guess can hit. */
export const mostAuthenticators = 5;

/** Whether the person is invited to set one up. */
export const mayEnable = (level: Level, authenticators: number): boolean => level !== "off" && authenticators === 0;
