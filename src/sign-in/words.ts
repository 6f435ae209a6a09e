// The sentences of the sign-in that depend on numbers.
import { plural } from "../ui/index.ts";
import type { SetUpReason } from "./flow.ts";

export function triesLeftMessage(triesLeft: number): string {
  return triesLeft === 0
    ? "That code is not right, and it was the last try. Please sign in again."
    : `That code is wrong or was used before. Wait for the next one and try again (${plural(triesLeft, "try", "tries")} left).`;
}

export { setUpMessage } from "../enrolment/words.ts";

export function setUpReason(why: SetUpReason, organisation: string): string {
  return why === "required"
    ? `${organisation} asks for a second step at sign-in.`
    : "Set your authenticator up again: the old one keeps working until the new one is confirmed.";
}
