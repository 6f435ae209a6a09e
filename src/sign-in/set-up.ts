// Setting up a second factor inside the very sign-in that needs it.
import { endSignInsOf } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import {
  beginSetUp,
  type CodeCheck,
  checkSetUpCode,
  confirmSetUp,
  nextName,
  type PendingSetUp,
  pendingSetUp,
} from "../enrolment/actions.ts";
import { Problem } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { inPersonsTurn } from "../proofs/actions.ts";
import { markSaved, prepareCodes, storeCodes } from "../recovery-codes/actions.ts";
import type { SavedHow } from "../recovery-codes/rules.ts";
import type { Words } from "../words/index.ts";
import { requireStep, wrongStep } from "./answers.ts";
import {
  advance,
  type Bearer,
  type Climbing,
  climbing,
  type Judged,
  type Progress,
  type SignInNeeds,
} from "./climbing.ts";
import { mayAdd, type State } from "./flow.ts";

type BegunSetUp = Judged & { pending?: PendingSetUp };

/** Shows a new pending secret; one that was pending before is void. @throws Problem `sign-in-ended`, `wrong-step` */
export async function beginSetUpInSignIn(needs: SignInNeeds, bearer: Bearer, spoken?: Words): Promise<PendingSetUp> {
  const { judged } = await advance<BegunSetUp>(needs, bearer, async (tx, { state, person, row, facts }) => {
    if (state.at !== "set-up" && state.at !== "offer-set-up") return { refusal: wrongStep(state.at) };
    if (state.at === "offer-set-up" || mayAdd(state, facts)) {
      // What takes the place of all there is may have the plain name.
      const name = await nextName(tx, person, { alone: wasRecovered(state), spoken });
      const pending = await beginSetUp(tx, needs, person, {
        boundTo: row.id,
        organisationName: bearer.organisation.name,
        name,
      });
      return { pending, ...(state.at === "offer-set-up" ? { event: "set-up-chosen" as const } : {}) };
    }
    // Set up elsewhere meanwhile: the machine goes back to asking for a code.
    return { refusal: wrongStep("second-step"), event: "set-up-chosen" as const };
  });
  return judged.pending as PendingSetUp;
}

/** The pending secret, to show again what was shown; begins one where there is none. */
export async function showSetUp(
  needs: SignInNeeds,
  bearer: Bearer,
  found: Climbing,
  spoken: Words,
): Promise<PendingSetUp> {
  const pending = await pendingSetUp(needs.db, needs, found.person, found.row.id, bearer.organisation.name);
  return pending ?? beginSetUpInSignIn(needs, bearer, spoken);
}

export type SetUpConfirmed =
  /** `signedOut`: sessions that ended by it. */
  { outcome: "confirmed"; recoveryCodes: string[]; signedOut: number } | Exclude<CodeCheck, { outcome: "matches" }>;

/** @throws Problem `sign-in-ended`, `wrong-step`, `busy` */
export async function confirmSetUpInSignIn(needs: SignInNeeds, bearer: Bearer, typed: string): Promise<SetUpConfirmed> {
  const { person } = await climbing(needs, bearer);
  return inPersonsTurn(needs, { person, source: bearer.source }, () => confirm(needs, bearer, typed));
}

async function confirm(needs: SignInNeeds, bearer: Bearer, typed: string): Promise<SetUpConfirmed> {
  const before = await climbing(needs, bearer);
  requireStep(before, "set-up");
  const checked = await checkSetUpCode(needs.db, needs, before.person, before.row.id, typed);
  if (checked.outcome !== "matches") return checked;

  const codes = await prepareCodes(needs);
  const { judged } = await advance(needs, bearer, async (tx, { state, person, row, facts }) => {
    if (state.at !== "set-up") return { refusal: wrongStep(state.at) };
    // The event alone makes the machine go back to asking for a code.
    if (!mayAdd(state, facts)) return { refusal: wrongStep("second-step"), event: "set-up-confirmed" as const };
    const replaceAll = wasRecovered(state);
    // The session that this goes on from waits for the new one to take its place.
    const onWordOf = row.vouchedBy ?? null;
    const options = { boundTo: row.id, codes, replaceAll, onWordOf, source: bearer.source, keepSession: row.session };
    const confirmed = await confirmSetUp(tx, needs, person, checked, options);
    if (!confirmed) return {};
    // Another one that was let past by a stolen recovery code must not replace what its owner has just set up.
    await endSignInsOf(tx, person, row.id);
    return { confirmed, event: "set-up-confirmed" as const };
  });
  if (!judged.confirmed) return { outcome: "nothing-pending" };
  return { outcome: "confirmed", recoveryCodes: codes.codes, signedOut: judged.confirmed.signedOut };
}

/**
 * New codes for a person who left the page before saving them; the ones from before are void.
 * @throws Problem `sign-in-ended`, `wrong-step`, `codes-made-too-often`, `busy`
 */
export async function remakeCodes(needs: SignInNeeds, bearer: Bearer): Promise<string[]> {
  // Counted before they are made: hashing ten codes is what a flood would be after.
  const { progress } = await advance(needs, bearer, async (_tx, { state }) =>
    state.at === "save-codes" ? { event: "codes-remade" as const } : { refusal: wrongStep(state.at) },
  );
  if (!progress) throw tooManySets();
  const { person: of } = progress;
  const codes = await inPersonsTurn(needs, { person: of, source: bearer.source }, () => prepareCodes(needs));
  await advance(needs, bearer, async (tx, { state, person }) => {
    if (state.at !== "save-codes") return { refusal: wrongStep(state.at) };
    await storeCodes(tx, needs, keyOf(person), codes);
    await record(tx, needs, {
      organisation: person.organisation_id,
      name: "recovery-codes.made",
      actor: person.id,
      person: person.id,
      source: bearer.source,
    });
    return {};
  });
  return codes.codes;
}

/** The person has saved the codes: the sign-in is done. @throws Problem `sign-in-ended`, `wrong-step`, `save-codes-first` */
export async function completeSetUp(
  needs: SignInNeeds,
  bearer: Bearer,
  saved: SavedHow | undefined,
): Promise<Progress & { recovered: boolean }> {
  const { progress, judged } = await advance(needs, bearer, async (tx, { state, person, policy }) => {
    if (state.at !== "save-codes") return { refusal: wrongStep(state.at) };
    if (!saved && policy.saveCodesFirst) return { refusal: saveCodesFirst() };
    if (saved) {
      await markSaved(tx, needs, keyOf(person));
      await record(tx, needs, {
        organisation: person.organisation_id,
        name: "recovery-codes.saved",
        actor: person.id,
        person: person.id,
        source: bearer.source,
        details: { how: saved },
      });
    }
    return { event: "codes-saved" as const, recovered: wasRecovered(state) };
  });
  return { ...(progress as Progress), recovered: judged.recovered === true };
}

/** Whether this sign-in sets up again what was lost: then the old authenticator goes, or has gone. */
export const wasRecovered = (state: State): boolean =>
  ("proofs" in state && state.proofs.includes("recovery-code")) ||
  (state.at === "set-up" && state.why === "pass") ||
  (state.at === "save-codes" && state.byPass === true);

/** 'Not now', while the requirement does not bind yet. @throws Problem `sign-in-ended`, `wrong-step` */
export async function skipOffer(needs: SignInNeeds, bearer: Bearer): Promise<Progress> {
  const { progress } = await advance(needs, bearer, async (_tx, { state }) =>
    state.at === "offer-set-up" ? { event: "not-now" as const } : { refusal: wrongStep(state.at) },
  );
  return progress as Progress;
}

export async function cancelSignIn(needs: SignInNeeds, bearer: Bearer): Promise<void> {
  await advance(needs, bearer, async () => ({ event: "cancelled" as const })).catch((error: unknown) => {
    // Given up twice is given up.
    if (!(error instanceof Problem && error.code === "sign-in-ended")) throw error;
  });
}

const tooManySets = (): Problem => new Problem("codes-made-too-often", 409, ({ failures }) => failures.tooManySets);

export const saveCodesFirst = (): Problem =>
  new Problem("save-codes-first", 400, ({ problems }) => problems.saveCodesFirst);
