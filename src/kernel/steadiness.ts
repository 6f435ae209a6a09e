// Whether the clock goes as time does. What is removed because it is old is gone for good, so one that jumps ahead for a
// while, and back, must not decide about that.
import { type Clock, day } from "./clock.ts";

/**
 * @param margin ms that it may be ahead of what has passed since this began
 * @param passed ms of a watch that never jumps
 */
export function createSteadiness(clock: Clock, margin: number, passed: () => number = () => performance.now()) {
  let [began, from] = [clock.now(), passed()];
  let aheadSince: number | undefined;
  return (): boolean => {
    const ahead = clock.now() - began - (passed() - from);
    if (ahead <= margin) {
      aheadSince = undefined;
      return true;
    }
    aheadSince ??= passed();
    // It stayed there: it was wrong before, or the machine was asleep.
    if (passed() - aheadSince < day) return false;
    [began, from, aheadSince] = [clock.now(), passed(), undefined];
    return true;
  };
}
