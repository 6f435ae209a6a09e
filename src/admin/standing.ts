// Whether an account can be used: disable, enable, unlock, delete. What it stood on ends in the same transaction.
import { endSignInsOf } from "../access/actions.ts";
import { endConsentsOf } from "../access/consents.ts";
import { endKeysOf } from "../api-keys/actions.ts";
import { record } from "../audit/actions.ts";
import { removeAllAuthenticators } from "../authenticators/totp/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import { dropPending } from "../enrolment/actions.ts";
import { withdrawInvitations } from "../invitations/actions.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import {
  disable as disableAccount,
  enable as enableAccount,
  keyOf,
  type Person,
  removePerson,
} from "../people/actions.ts";
import { forgetGuesses } from "../proofs/actions.ts";
import { endOtherSessions } from "../sessions/actions.ts";
import { forget } from "../throttle/actions.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";
import { readReason } from "./rules.ts";
import { type By, requireAnother, requireSubject } from "./subject.ts";

type Kept = { clock: Clock; random: Random };
type Needs = Kept & { db: Database };
type About = By & { person: string };

/** Holds from the very next request. @throws Problem `not-found`, `not-yourself`, `operators-only`, `last-administrator` */
export function disablePerson(
  needs: Needs,
  { person: id, reason, ...by }: About & { reason?: string | null },
): Promise<{ changed: boolean }> {
  return needs.db.transaction(async (tx) => disable(tx, needs, by, await requireSubject(tx, by, id), reason));
}

/** Within a transaction that holds the person locked, as all of these. @throws Problem `last-administrator` */
export async function disable(
  tx: Transaction,
  needs: Kept,
  by: By,
  person: Person,
  reason?: string | null,
): Promise<{ changed: boolean }> {
  if (person.status === "disabled") return { changed: false };
  await requireAnother(tx, person);
  await disableAccount(tx, keyOf(person));
  await endEverything(tx, person);
  await endConsentsOf(tx, needs, person, by);
  await record(tx, needs, {
    ...by,
    name: "person.disabled",
    person: person.id,
    details: { reason: readReason(reason ?? "") },
  });
  return { changed: true };
}

/** Who had not joined yet is invited as before, and needs a new link. @throws Problem as above */
export function enablePerson(needs: Needs, { person: id, ...by }: About): Promise<{ changed: boolean }> {
  return needs.db.transaction(async (tx) => enable(tx, needs, by, await requireSubject(tx, by, id)));
}

export async function enable(tx: Transaction, needs: Kept, by: By, person: Person): Promise<{ changed: boolean }> {
  if (person.status !== "disabled") return { changed: false };
  await enableAccount(tx, keyOf(person));
  await record(tx, needs, { ...by, name: "person.enabled", person: person.id });
  return { changed: true };
}

/**
 * Lifts the waits after wrong passwords and codes, and gives the spent budget of codes back: not of oneself, because
 * whoever took a session over could then guess at its second factor for ever. @throws Problem as above
 */
export function unlockPerson(needs: Needs, { person: id, ...by }: About): Promise<void> {
  return needs.db.transaction(async (tx) => unlock(tx, needs, by, await requireSubject(tx, by, id)));
}

export async function unlock(tx: Transaction, needs: Kept, by: By, person: Person): Promise<void> {
  await forgetTries(tx, person);
  await record(tx, needs, { ...by, name: "person.unlocked", person: person.id });
}

/** For good. @throws Problem as above */
export function deletePerson(needs: Needs, { person: id, ...by }: About): Promise<void> {
  return needs.db.transaction(async (tx) => {
    const person = await requireSubject(tx, by, id);
    await requireAnother(tx, person);
    await endEverything(tx, person);
    await removeAllAuthenticators(tx, keyOf(person));
    await forgetTries(tx, person);
    await removePerson(tx, keyOf(person));
    await record(tx, needs, {
      ...by,
      name: "person.deleted",
      person: person.id,
      details: { screenName: person.screen_name, email: person.email },
    });
  });
}

async function forgetTries(tx: Transaction, person: Person): Promise<void> {
  await forgetGuesses(tx, person);
  await forget(tx, { organisation: person.organisation_id, kind: "password", subject: person.id });
}

async function endEverything(tx: Transaction, person: Person): Promise<void> {
  const key = keyOf(person);
  await endOtherSessions(tx, key);
  await endAllTrust(tx, key);
  await endSignInsOf(tx, person);
  await dropPending(tx, person);
  await withdrawInvitations(tx, key);
  await endKeysOf(tx, key);
}
