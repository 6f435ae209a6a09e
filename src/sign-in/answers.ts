// The answers to the second step.
import { stepUpRequired } from "../access/actions.ts";
import { note } from "../kernel/happenings.ts";
import { Problem } from "../kernel/problem.ts";
import { inSpan } from "../kernel/spans.ts";
import { keyOf } from "../people/actions.ts";
import {
  cannotVerify,
  countForSession,
  inPersonsTurn,
  requireRecoveryTry,
  sessionStopped,
  tryCode,
  tryRecoveryCode,
} from "../proofs/actions.ts";
import { hashTry } from "../recovery-codes/actions.ts";
import { waitProblem } from "../throttle/actions.ts";
import { advance, type Bearer, type Climbing, climbing, type Progress, type SignInNeeds } from "./climbing.ts";
import { mostWrongAnswers, type Step } from "./flow.ts";

export type Answered =
  | ({ outcome: "progress"; recoveryCodesLeft?: number } & Progress)
  /** Wrong, used or expired; `triesLeft` of this sign-in. */
  | { outcome: "wrong-code"; triesLeft: number };

/** @throws Problem `sign-in-ended`, `wrong-step`, `wait`, `second-step-unavailable`, `signed-out` */
export async function answerWithCode(
  needs: SignInNeeds,
  bearer: Bearer,
  { typed, trustBrowser }: { typed: string; trustBrowser: boolean },
): Promise<Answered> {
  const { progress, wrongAnswers } = await advance(needs, bearer, async (tx, { person, state, standing, row }) => {
    if (state.at !== "second-step") return { refusal: wrongStep(state.at) };
    const { source } = bearer;
    const answer = await tryCode(tx, needs, person, { typed, known: standing, source });
    // Whoever holds the session may not go on guessing by beginning anew from it.
    const counts = { person, session: row.session ?? "" };
    if (row.session && (await countForSession(tx, needs, counts, { answer, source })))
      return { event: "code-refused" as const, refusal: sessionStopped() };
    if (answer.outcome === "waiting") return { refusal: waitProblem(answer.verdict) };
    if (answer.outcome === "unreadable") return { refusal: cannotVerify() };
    if (answer.outcome === "wrong") return { event: "code-refused" as const };
    note(tx, { what: "step", step: "second-step", outcome: "right" });
    return { event: "code-accepted" as const, trustBrowser };
  });
  return progress ? { outcome: "progress", ...progress } : wrongCode(wrongAnswers);
}

/** @throws Problem `sign-in-ended`, `wrong-step`, `step-up-required`, `wait`, `busy` */
export function answerWithRecoveryCode(needs: SignInNeeds, bearer: Bearer, typed: string): Promise<Answered> {
  return inSpan("sign-in recovery code", async () => {
    const before = await climbing(needs, bearer);
    requireStep(before, "second-step");
    requirePassword(before);
    const { person } = before;
    return inPersonsTurn(needs, { person, source: bearer.source }, () => tryRecovery(needs, bearer, before, typed));
  });
}

async function tryRecovery(needs: SignInNeeds, bearer: Bearer, before: Climbing, typed: string): Promise<Answered> {
  await requireRecoveryTry(needs, before.person);
  const tried = await hashTry(needs.db, needs.hasher, keyOf(before.person), typed);
  const { judged, progress, wrongAnswers } = await advance(needs, bearer, async (tx, { person, state }) => {
    if (state.at !== "second-step") return { refusal: wrongStep(state.at) };
    const answer = await tryRecoveryCode(tx, needs, person, { tried, source: bearer.source });
    if (answer.outcome === "waiting") return { refusal: waitProblem(answer.verdict) };
    return answer.outcome === "right"
      ? { event: "recovery-code-accepted" as const, left: answer.left }
      : { event: "recovery-code-refused" as const };
  });
  return progress ? { outcome: "progress", ...progress, recoveryCodesLeft: judged.left } : wrongCode(wrongAnswers);
}

export const wrongStep = (at: Step): Problem =>
  new Problem("wrong-step", 409, ({ failures }) => failures.wrongStep, { members: { step: at } });

export function requireStep({ state }: Climbing, ...steps: Step[]): void {
  if (!steps.includes(state.at)) throw wrongStep(state.at);
}

/**
 * What a lost authenticator is got round by leads to a new one, and that wants the password given in this very sign-in, not
 * once for the session that it goes on from. @throws Problem `step-up-required`
 */
export function requirePassword({ row }: Pick<Climbing, "row">): void {
  if (row.session !== undefined) throw stepUpRequired("password");
}

const wrongCode = (wrongAnswers: number): Answered => ({
  outcome: "wrong-code",
  triesLeft: Math.max(0, mostWrongAnswers - wrongAnswers),
});
