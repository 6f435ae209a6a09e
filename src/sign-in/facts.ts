// How things stand with a person at this very moment, as the state machine wants to know it.
import { type Application, judged as asJudged } from "../applications/rules.ts";
import type { Transaction } from "../database/database.ts";
import { usedPassHolds } from "../help-requests/actions.ts";
import { providerStanding } from "../identity-providers/actions.ts";
import { handlesSecondStep } from "../identity-providers/rules.ts";
import type { Person } from "../people/actions.ts";
import { requirementOf } from "../policy/actions.ts";
import type { Policy, Requirement } from "../policy/rules.ts";
import type { ProofNeeds } from "../proofs/actions.ts";
import type { Arrival } from "../sessions/actions.ts";
import type { Asked, Facts, State } from "./flow.ts";
import type { Standing } from "./standing.ts";

export async function factsOf(
  tx: Transaction,
  needs: ProofNeeds,
  { policy, authenticators }: Standing,
  person: Person,
  {
    passwordVersion,
    trusted,
    state,
    application,
    asks,
    arrival,
  }: {
    passwordVersion: number;
    trusted: boolean;
    state?: State;
    /** Where it leads; without it our own pages. */
    application?: Application | undefined;
    asks: Asked;
    /** Through which identity provider, where it was one. */
    arrival?: Arrival | undefined;
  },
): Promise<{ facts: Facts; requirement: Requirement }> {
  const provider = arrival && (await providerStanding(tx, person.organisation_id, arrival.provider));
  const requirement = await requirementOf(tx, needs.clock, policy, person, {
    meetIn: tx,
    application: application && asJudged(application, needs.clock.now()),
    throughProvider: provider && arrival && handlesSecondStep(provider, arrival.said),
  });
  const asked = asks === "second-factor";
  const facts: Facts = {
    level: asked ? "required" : requirement.level,
    deadline: !asked && requirement.bindsFrom !== undefined,
    authenticators: authenticators.length,
    // Trust stands in for what policy asks, and not for what the destination does.
    trusted: trusted && !asked,
    valid:
      person.status === "active" &&
      person.password_version === passwordVersion &&
      (arrival === undefined || provider?.active === true),
    helped: state?.at === "set-up" && state.why === "pass" && (await mayStillSetUp(tx, needs, policy, person)),
    wrongAnswers: 0,
  };
  return { facts, requirement };
}

/** A policy that takes no requests any more ends what came of them too. */
const mayStillSetUp = async (tx: Transaction, needs: ProofNeeds, policy: Policy, person: Person): Promise<boolean> =>
  policy.helpRequests && (await usedPassHolds(tx, needs, person));
