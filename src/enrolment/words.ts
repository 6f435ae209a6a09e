// What a person is told when the code that was to confirm set-up does not match.
import type { Words } from "../words/index.ts";

export function setUpMessage(offBySeconds: number | undefined, { setUp, shared }: Words): string {
  if (offBySeconds === undefined) return setUp.doesNotMatch;
  const minutes = shared.minutes(Math.max(1, Math.round(Math.abs(offBySeconds) / 60)));
  return offBySeconds > 0 ? setUp.clockAhead(minutes) : setUp.clockBehind(minutes);
}
