// The second factor once it is set up: its names, its recovery codes, and the ways to take it away.

import { endSignInsOf } from "../access/actions.ts";
import {
  liveAuthenticators,
  removeAllAuthenticators,
  removeAuthenticator,
  renameAuthenticator,
} from "../authenticators/totp/actions.ts";
import { readAuthenticatorName } from "../authenticators/totp/rules.ts";
import type { Transaction } from "../database/database.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { cannotVerify, inPersonsTurn, tryCodeInSession } from "../proofs/actions.ts";
import { codeSetOf, markSaved, prepareCodes, removeCodes, storeCodes } from "../recovery-codes/actions.ts";
import type { SavedHow } from "../recovery-codes/rules.ts";
import type { SessionToken } from "../sessions/actions.ts";
import { waitProblem } from "../throttle/actions.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";
import { type AccountNeeds, type Change, endAllElse, lockOwn, recordOwn, renewSession } from "./actions.ts";
import { withOwnPassword } from "./profile.ts";
import { offByPolicy, requireFreshProof } from "./set-up.ts";

/** @throws Problem `not-found` */
export async function renameOwnAuthenticator(
  needs: AccountNeeds,
  change: Change,
  { id, name }: { id: string; name: string },
): Promise<{ outcome: "renamed"; name: string } | { outcome: "bad-name" }> {
  const read = readAuthenticatorName(name);
  if (read === undefined) return { outcome: "bad-name" };
  return needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    if (!(await renameAuthenticator(tx, keyOf(person), id, read))) throw notFound("authenticator");
    await recordOwn(tx, needs, change, { name: "authenticator.renamed", details: { authenticator: id, name: read } });
    return { outcome: "renamed", name: read };
  });
}

/** Removes one of several. @returns how many sessions ended @throws Problem `step-up-required`, `not-found`, `last-authenticator` */
export async function removeOwnAuthenticator(needs: AccountNeeds, change: Change, id: string): Promise<number> {
  await requireFreshProof(needs, change);
  return needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    const all = await liveAuthenticators(tx, keyOf(person));
    if (!all.some((authenticator) => authenticator.id === id)) throw notFound("authenticator");
    if (all.length === 1) throw lastAuthenticator();
    const name = (await removeAuthenticator(tx, keyOf(person), id)) as string;
    const signedOut = await endAllElse(tx, change.visitor);
    await recordOwn(tx, needs, change, { name: "authenticator.removed", details: { authenticator: id, name } });
    return signedOut;
  });
}

export type Disabled =
  | { outcome: "disabled"; session: SessionToken; signedOut: number }
  | { outcome: "wrong-code" }
  /** This was one wrong code too many. */
  | { outcome: "session-ended" };

/**
 * Turns the second factor off after a current code of an authenticator; a recovery code never counts.
 * @throws Problem `required-by-policy`, `no-second-factor`, `wait`, `second-step-unavailable`, `signed-out`
 */
export async function disable(needs: AccountNeeds, change: Change, typed: string): Promise<Disabled> {
  const { visitor, source } = change;
  const result = await needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, visitor);
    if ((await levelOf(tx, needs, person)) === "required") throw requiredByPolicy();
    await requireSetUp(tx, person);
    const { session: present } = visitor;
    const answer = await tryCodeInSession(tx, needs, { person, session: present }, { typed, source });
    // Returned, not thrown: what was counted must stand.
    if (answer.outcome !== "right") return answer;
    await removeAllAuthenticators(tx, keyOf(person));
    await removeCodes(tx, keyOf(person));
    const signedOut = await endAllElse(tx, visitor);
    const session = await renewSession(tx, needs, visitor, "totp");
    await recordOwn(tx, needs, change, { name: "second-factor.disabled" });
    return { outcome: "disabled" as const, session, signedOut };
  });
  if (result.outcome === "waiting") throw waitProblem(result.verdict);
  if (result.outcome === "unreadable") throw cannotVerify();
  return result.outcome === "wrong" ? { outcome: "wrong-code" } : result;
}

export type CodesMade = { outcome: "made"; recoveryCodes: string[] } | { outcome: "wrong-password" };

/**
 * Ten new recovery codes after the password; the old ones stop working, and so does every trusted browser.
 * @throws Problem `off-by-policy`, `no-second-factor`, `wait`, `busy`
 */
export async function makeNewCodes(needs: AccountNeeds, change: Change, password: string): Promise<CodesMade> {
  const { visitor, source } = change;
  if (visitor.requirement.level === "off") throw offByPolicy();
  return withOwnPassword(needs, change, password, async (settle) => {
    const codes = await inPersonsTurn(needs, { person: visitor.person, source }, () => prepareCodes(needs));
    await needs.db.transaction(async (tx) => {
      const person = await lockOwn(tx, visitor);
      await settle(tx);
      if ((await levelOf(tx, needs, person)) === "off") throw offByPolicy();
      await requireSetUp(tx, person);
      await storeCodes(tx, needs, keyOf(person), codes);
      await endAllTrust(tx, keyOf(person));
      // One that climbed with an old code must not go on to set up an authenticator of its own.
      await endSignInsOf(tx, person);
      await recordOwn(tx, needs, change, { name: "recovery-codes.made" });
    });
    return { outcome: "made", recoveryCodes: codes.codes };
  });
}

/** @throws Problem `no-recovery-codes` */
export async function noteCodesSaved(needs: AccountNeeds, change: Change, how: SavedHow): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    if (!(await codeSetOf(tx, keyOf(person))))
      throw new Problem("no-recovery-codes", 409, ({ failures }) => failures.noRecoveryCodes);
    await markSaved(tx, needs, keyOf(person));
    await recordOwn(tx, needs, change, { name: "recovery-codes.saved", details: { how } });
  });
}

async function levelOf(tx: Transaction, needs: AccountNeeds, person: Person) {
  const { policy } = await policyOf(tx, person.organisation_id);
  return (await requirementOf(tx, needs.clock, policy, person)).level;
}

async function requireSetUp(tx: Transaction, person: Person): Promise<void> {
  if ((await liveAuthenticators(tx, keyOf(person))).length > 0) return;
  throw new Problem("no-second-factor", 409, ({ failures }) => failures.secondFactorOff);
}

const requiredByPolicy = (): Problem =>
  new Problem("required-by-policy", 403, ({ problems }) => problems.requiredByPolicy);
const lastAuthenticator = (): Problem =>
  new Problem("last-authenticator", 409, ({ failures }) => failures.onlyAuthenticator);
