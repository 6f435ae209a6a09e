// Resets a person's second factor: everything that could stand in for it goes at once, and their next sign-in begins anew.

import { endSignInsOf } from "../access/actions.ts";
import { endKeysOf } from "../api-keys/actions.ts";
import { record } from "../audit/actions.ts";
import { removeAllAuthenticators } from "../authenticators/totp/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import { dropPending } from "../enrolment/actions.ts";
import { withdrawInvitations } from "../invitations/actions.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { forgetGuesses } from "../proofs/actions.ts";
import { removeCodes } from "../recovery-codes/actions.ts";
import { endOtherSessions } from "../sessions/actions.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";
import { readReason } from "./rules.ts";
import { type By, requireSubject } from "./subject.ts";

export interface Reset {
  person: Person;
  authenticators: number;
  trustedBrowsers: number;
  sessions: number;
}

/** @throws Problem `not-found`, `not-yourself`, `operators-only` */
export async function resetSecondFactor(
  needs: { db: Database; clock: Clock; random: Random },
  { person: id, reason, ...by }: By & { person: string; reason?: string | null },
): Promise<Reset> {
  return needs.db.transaction(async (tx) =>
    reset(tx, needs, by, await requireSubject(tx, by, id, notYourOwnFactor), reason),
  );
}

/** Within a transaction that holds the person locked. */
export async function reset(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  by: By,
  person: Person,
  reason?: string | null,
): Promise<Reset> {
  const key = keyOf(person);
  const authenticators = await removeAllAuthenticators(tx, key);
  await removeCodes(tx, key);
  await dropPending(tx, person);
  // Who has joined sets up anew after their password: a link to choose another one must not be lying about by then.
  if (person.status !== "invited") await withdrawInvitations(tx, key);
  const trustedBrowsers = await endAllTrust(tx, key);
  const sessions = await endOtherSessions(tx, key);
  // Whoever has the lost one may have made some with it.
  await endKeysOf(tx, key);
  await endSignInsOf(tx, person);
  await forgetGuesses(tx, person);
  await record(tx, needs, {
    ...by,
    name: "second-factor.reset",
    person: person.id,
    details: { reason: readReason(reason ?? ""), authenticators, trustedBrowsers, sessions },
  });
  return { person, authenticators, trustedBrowsers, sessions };
}

/** Whoever took over an administrator's session must not get rid of the second factor that still stands in the way. */
export const notYourOwnFactor = (): Problem =>
  new Problem("not-yourself", 403, ({ consoleEditing }) => consoleEditing.problems.notYourOwnFactor);
