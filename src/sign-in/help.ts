// Help for who lost the authenticator: asking for it ends the sign-in, an approval's pass leads one on to set-up.

import { askForHelp, mayAsk, type NotAsked, usePass, waitingPass } from "../help-requests/actions.ts";
import { helpNotOffered } from "../help-requests/deciding.ts";
import type { Site } from "../http/web.ts";
import { Problem } from "../kernel/problem.ts";
import type { Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { requirePassword, wrongStep } from "./answers.ts";
import { advance, type Bearer, type Climbing, type Progress, type SignInNeeds } from "./climbing.ts";

type HelpNeeds = SignInNeeds & { site: Site };

/**
 * Only after the right password, and only where policy offers it. The sign-in ends: whoever asks has nothing to go on with.
 * @throws Problem `sign-in-ended`, `wrong-step`, `step-up-required`, `help-not-offered`, `help-already-asked`, `wait`
 */
export async function askForHelpInSignIn(needs: HelpNeeds, bearer: Bearer, message: string): Promise<void> {
  await advance(needs, bearer, async (tx, { person, state, policy, row }) => {
    if (state.at !== "second-step") return { refusal: wrongStep(state.at) };
    requirePassword({ row });
    if (!policy.helpRequests) return { refusal: helpNotOffered() };
    const asked = await askForHelp(tx, needs, person, { message, source: bearer.source });
    return asked.outcome === "asked" ? { event: "help-asked" as const } : { refusal: notAsked(asked) };
  });
}

/** Goes on to set-up by the pass, which is used up by it. @throws Problem `sign-in-ended`, `wrong-step`, `step-up-required`, `no-pass` */
export async function usePassInSignIn(needs: HelpNeeds, bearer: Bearer): Promise<Progress> {
  const { progress } = await advance(needs, bearer, async (tx, { person, state, policy, row }) => {
    if (state.at !== "second-step") return { refusal: wrongStep(state.at) };
    requirePassword({ row });
    // An application's word beside it must not be enough for who rules over it.
    if (row.vouchedBy !== undefined && rolesOf(person).size > 0) return { refusal: noPass() };
    return (await usePass(tx, needs, person, { policy, source: bearer.source }))
      ? { event: "pass-accepted" as const }
      : { refusal: noPass() };
  });
  return progress as Progress;
}

export interface HelpAtHand {
  /** Whether the second step offers to ask for help. */
  offered: boolean;
  /** Until when a pass waits, in ms since the epoch. */
  passUntil: number | undefined;
}

/** What help the second step has to offer, for its page. */
export async function helpAtHand(needs: SignInNeeds, { person, policy }: Climbing): Promise<HelpAtHand> {
  const { helpRequests: offered } = policy;
  return { offered, passUntil: await waitingPass(needs.db, needs, person) };
}

/** What stands in the way of asking, in words, before anything is typed. */
export async function obstacle(needs: SignInNeeds, { person, policy }: Climbing): Promise<Problem | undefined> {
  if (!policy.helpRequests) return helpNotOffered();
  const refused = await mayAsk(needs.db, needs, person);
  return refused && notAsked(refused);
}

/** For the JSON API: whether `pass` is among what the second step accepts. */
export const passWaits = async (needs: SignInNeeds, person: Person): Promise<boolean> =>
  (await waitingPass(needs.db, needs, person)) !== undefined;

function notAsked(refused: NotAsked): Problem {
  switch (refused.outcome) {
    case "already-asked":
      return new Problem("help-already-asked", 409, ({ problems }) => problems.helpAlreadyAsked);
    case "pass-waits":
      return new Problem("help-already-asked", 409, ({ problems }) => problems.helpApproved);
    case "wait": {
      const retryAfter = Math.ceil(refused.wait / 1000);
      return new Problem("wait", 429, ({ problems }) => problems.helpTooOften, { retryAfter, members: { retryAfter } });
    }
  }
}

const noPass = (): Problem => new Problem("no-pass", 410, ({ failures }) => failures.noPass);
