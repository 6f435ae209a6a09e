// Setting up an authenticator app from one's own account: the first one after the password, further ones and
// replacements after a fresh second factor. Until a code confirms it, everything stays as it was.
import { endSignInsOf, missingProof, stepUpRequired } from "../access/actions.ts";
import { liveAuthenticators } from "../authenticators/totp/actions.ts";
import { readAuthenticatorName } from "../authenticators/totp/rules.ts";
import type { Transaction } from "../database/database.ts";
import {
  beginSetUp,
  type CodeCheck,
  checkSetUpCode,
  confirmSetUp,
  dropPending,
  nextName,
  type PendingSetUp,
  pendingSetUp,
} from "../enrolment/actions.ts";
import { invalid, notFound, Problem } from "../kernel/problem.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { inPersonsTurn } from "../proofs/actions.ts";
import type { Settle } from "../proofs/password.ts";
import { prepareCodes } from "../recovery-codes/actions.ts";
import type { SessionToken } from "../sessions/actions.ts";
import { type AccountNeeds, type Change, lockOwn, renewSession } from "./actions.ts";
import { withOwnPassword } from "./profile.ts";
import { mostAuthenticators } from "./rules.ts";

export type Begun =
  | { outcome: "begun"; pending: PendingSetUp }
  | { outcome: "wrong-password" }
  | { outcome: "bad-name" };

export interface WantedAuthenticator {
  /** Needed for the first one; further ones need a fresh second factor instead. */
  password?: string;
  name?: string;
  /** The authenticator that goes once the new one is confirmed. */
  replaces?: string;
}

/**
 * Shows a new pending secret to this session; one that was pending before is void.
 * @throws Problem `step-up-required`, `off-by-policy`, `too-many-authenticators`, `not-found`, `invalid`, `wait`, `busy`
 */
export async function beginOwnSetUp(needs: AccountNeeds, change: Change, wanted: WantedAuthenticator): Promise<Begun> {
  const { visitor } = change;
  const name = wanted.name === undefined ? undefined : readAuthenticatorName(wanted.name);
  if (wanted.name !== undefined && name === undefined) return { outcome: "bad-name" };
  if (visitor.requirement.level === "off") throw offByPolicy();

  const first = (await liveAuthenticators(needs.db, keyOf(visitor.person))).length === 0;
  if (!first) await requireFreshProof(needs, change);
  if (first && wanted.password === undefined && visitor.person.password_hash !== null) throw passwordNeeded();
  const begin = (settle: Settle = async () => {}) => needs.db.transaction((tx) => beginIn(tx, settle));
  if (!first) return begin();
  return withOwnPassword(needs, change, wanted.password ?? "", (settle) => begin(settle));

  async function beginIn(tx: Transaction, settle: Settle): Promise<Begun> {
    const person = await lockOwn(tx, visitor);
    await settle(tx);
    const present = await liveAuthenticators(tx, keyOf(person));
    await requireMayAdd(tx, needs, change, person, present.length);
    const ids = present.map((authenticator) => authenticator.id);
    if (wanted.replaces !== undefined && !ids.includes(wanted.replaces)) throw notFound("authenticator");
    if (wanted.replaces === undefined && ids.length >= mostAuthenticators) throw tooMany();
    const pending = await beginSetUp(tx, needs, person, {
      boundTo: visitor.session.id,
      organisationName: visitor.organisation.name,
      name: name ?? (await nextName(tx, person)),
      ...(wanted.replaces === undefined ? {} : { replaces: wanted.replaces }),
    });
    return { outcome: "begun", pending };
  }
}

/** What this session has pending, to show the same QR code again. */
export function pendingOwnSetUp(
  needs: AccountNeeds,
  { visitor }: Pick<Change, "visitor">,
): Promise<PendingSetUp | undefined> {
  return pendingSetUp(needs.db, needs, visitor.person, visitor.session.id, visitor.organisation.name);
}

export async function cancelOwnSetUp(needs: AccountNeeds, { visitor }: Change): Promise<void> {
  await needs.db.transaction(async (tx) => dropPending(tx, await lockOwn(tx, visitor)));
}

export type SetUpConfirmed =
  | {
      outcome: "confirmed";
      kind: "enabled" | "added" | "replaced";
      recoveryCodes: string[];
      session: SessionToken;
      /** Sessions elsewhere that ended by it. */
      signedOut: number;
    }
  | Exclude<CodeCheck, { outcome: "matches" }>;

/**
 * Makes the pending authenticator live, with ten new recovery codes; every other session, trusted browser and begun
 * sign-in ends. Of two confirmations at the same instant one succeeds, and only its codes count.
 * @throws Problem `off-by-policy`, `step-up-required`, `too-many-authenticators`, `signed-out`, `busy`
 */
export function confirmOwnSetUp(needs: AccountNeeds, change: Change, typed: string): Promise<SetUpConfirmed> {
  const { visitor, source } = change;
  return inPersonsTurn(needs, { person: visitor.person, source }, () => confirm(needs, change, typed));
}

async function confirm(needs: AccountNeeds, change: Change, typed: string): Promise<SetUpConfirmed> {
  const { visitor, source } = change;
  const boundTo = visitor.session.id;
  const checked = await checkSetUpCode(needs.db, needs, visitor.person, boundTo, typed);
  if (checked.outcome !== "matches") return checked;

  const codes = await prepareCodes(needs);
  return needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, visitor);
    const before = (await liveAuthenticators(tx, keyOf(person))).length;
    const onWordOf = visitor.session.vouched_by;
    const options = { boundTo, codes, keepSession: boundTo, replaceAll: false, onWordOf, source };
    const confirmed = await confirmSetUp(tx, needs, person, checked, options);
    if (!confirmed) return { outcome: "nothing-pending" };
    // What may not be is thrown, and so nothing of it stands.
    await requireMayAdd(tx, needs, change, person, before);
    const after = (await liveAuthenticators(tx, keyOf(person))).length;
    if (after > mostAuthenticators && after > before) throw tooMany();
    await endSignInsOf(tx, person);
    await dropPending(tx, person);
    const session = await renewSession(tx, needs, visitor, "totp");
    const kind = before === 0 ? "enabled" : after > before ? "added" : "replaced";
    return { outcome: "confirmed", kind, recoveryCodes: codes.codes, session, signedOut: confirmed.signedOut };
  });
}

/** Judged inside the transaction, at the beginning and at the end: neither policy nor authenticators stand still. */
async function requireMayAdd(
  tx: Transaction,
  needs: AccountNeeds,
  { visitor }: Change,
  person: Person,
  present: number,
) {
  const { policy } = await policyOf(tx, person.organisation_id);
  if ((await requirementOf(tx, needs.clock, policy, person)).level === "off") throw offByPolicy();
  // Whoever gave only the password must not add a second one. That it was fresh is judged when set-up begins, and a
  // pending secret lives no longer than a proof stays fresh.
  if (present > 0 && visitor.session.second_factor_at === null) throw stepUpRequired("second-factor");
}

/** @throws Problem `step-up-required` */
export async function requireFreshProof(needs: AccountNeeds, { visitor }: Pick<Change, "visitor">): Promise<void> {
  const missing = await missingProof(needs, visitor);
  if (missing) throw stepUpRequired(missing);
}

export const offByPolicy = (): Problem => new Problem("off-by-policy", 403, ({ problems }) => problems.offByPolicy);
const tooMany = (): Problem =>
  new Problem("too-many-authenticators", 409, ({ failures }) => failures.tooManyAuthenticators(mostAuthenticators));
const passwordNeeded = (): Problem =>
  invalid(({ failures }) => failures.passwordNeeded, {
    errors: [{ field: "password", message: "Needed for the first one." }],
  });
