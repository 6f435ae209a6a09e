// The sentences of the sign-in that depend on numbers.
import { few } from "../recovery-codes/rules.ts";
import { plural } from "../ui/index.ts";
import type { SetUpReason } from "./flow.ts";

export function triesLeftMessage(triesLeft: number): string {
  return triesLeft === 0
    ? "That code is not right, and it was the last try. Please sign in again."
    : `That code is wrong or was used before. Wait for the next one and try again (${plural(triesLeft, "try", "tries")} left).`;
}

export { setUpMessage } from "../enrolment/words.ts";

/** `left`: recovery codes, after one was used. */
export function setUpReason(why: SetUpReason, { organisation, left }: { organisation: string; left: number }): string {
  if (why === "required") return `${organisation} asks for a second step at sign-in.`;
  const accepted = left <= few ? "" : ` ${plural(left, "code")} left.`;
  const how = why === "pass" ? "Your request for help was approved." : `Recovery code accepted.${accepted}`;
  return `${how} Until the new authenticator is confirmed, the old one keeps working.`;
}
