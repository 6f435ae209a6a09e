// When a trust cookie still counts, and when it was stolen.
import { day, minute, second } from "../kernel/clock.ts";

export interface TrustedBrowserState {
  createdAt: number;
  rotatedAt: number;
  expiresAt: number;
  /** Which token of the series was presented. */
  presented: "current" | "previous" | "other";
}

export interface TrustPolicy {
  allowed: boolean;
  days: number;
}

/** Two tabs that sign in together present the same token; the slower one is not a thief. */
export const parallelGrace = 10 * second;

export type TrustVerdict = "valid" | "valid-in-grace" | "stolen" | "over";

export function judgeTrust(state: TrustedBrowserState, policy: TrustPolicy, now: number): TrustVerdict {
  if (!policy.allowed || now >= Math.min(state.expiresAt, trustEnd(state.createdAt, policy))) return "over";
  // Given by a clock that was ahead and has been set back since: it would last longer than policy says.
  if (state.createdAt > now + minute) return "over";
  if (state.presented === "current") return "valid";
  // Either way, because the clocks of two processes differ by a little.
  const sinceRotation = Math.abs(now - state.rotatedAt);
  return state.presented === "previous" && sinceRotation <= parallelGrace ? "valid-in-grace" : "stolen";
}

/** Counted from when trust was given: using it does not lengthen it. Whole milliseconds, also for parts of a day. */
export const trustEnd = (createdAt: number, policy: TrustPolicy): number => createdAt + Math.round(policy.days * day);
