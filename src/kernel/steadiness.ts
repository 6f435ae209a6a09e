// Whether the clock goes as time does. What is removed because it is old is gone for good, so one that jumps ahead for a
// while, and back, must not decide about that; nor one that was wrong when the machine started.
import { type Clock, day } from "./clock.ts";

export interface SteadinessChoices {
  /** ms that it may be ahead of what has passed since this began. */
  margin: number;
  /** ms for which nothing is believed at first: a machine that has just started sets its clock some moments later. */
  settles?: number;
  /** What the clock said before this began, at the latest, where it has gone ahead too far since to be believed at once. */
  lastSeen?: number | undefined;
}

/** `settling`: it is too early to say. `ahead`: it went ahead of time. */
export type Steadiness = "steady" | "settling" | "ahead";

/** @param passed ms of a watch that never jumps */
export function createSteadiness(
  clock: Clock,
  { margin, settles = 0, lastSeen }: SteadinessChoices,
  passed: () => number = () => performance.now(),
) {
  const start = passed();
  let [began, from] = [lastSeen ?? clock.now(), start];
  let aheadSince: number | undefined = lastSeen === undefined ? undefined : start;
  return (): Steadiness => {
    const ahead = clock.now() - began - (passed() - from);
    if (ahead <= margin) {
      aheadSince = undefined;
      return passed() - start < settles ? "settling" : "steady";
    }
    aheadSince ??= passed();
    // It stayed there: it was wrong before, or the machine was off or asleep.
    if (passed() - aheadSince < day) return "ahead";
    [began, from, aheadSince] = [clock.now(), passed(), undefined];
    return "steady";
  };
}
