// What a person is told when the code that was to confirm set-up does not match.
import { plural } from "../ui/index.ts";

export function setUpMessage(offBySeconds: number | undefined): string {
  if (offBySeconds === undefined) return "That code does not match. Wait for the next one and try again.";
  const minutes = Math.max(1, Math.round(Math.abs(offBySeconds) / 60));
  return `Your phone's clock is about ${plural(minutes, "minute")} ${offBySeconds > 0 ? "ahead" : "behind"}. Set it to automatic time, then try again.`;
}
