// The sentences of the sign-in that depend on numbers.
import { few } from "../recovery-codes/rules.ts";
import type { Words } from "../words/index.ts";
import type { SetUpReason } from "./flow.ts";

export function triesLeftMessage(triesLeft: number, step: "code" | "recovery-code", { signIn }: Words): string {
  if (triesLeft === 0) return signIn.lastTry;
  return step === "code" ? signIn.wrongCodeLeft(triesLeft) : signIn.wrongRecoveryCodeLeft(triesLeft);
}

export { setUpMessage } from "../enrolment/words.ts";

/** `left`: recovery codes, after one was used. */
export function setUpReason(
  why: SetUpReason,
  { organisation, left }: { organisation: string; left: number },
  { setUp }: Words,
): string {
  if (why === "required") return setUp.because(organisation);
  if (why === "pass") return `${setUp.helpApproved} ${setUp.oldKeepsWorking}`;
  return [setUp.recoveryCodeAccepted, ...(left <= few ? [] : [setUp.codesLeft(left)]), setUp.oldKeepsWorking].join(" ");
}
