// Ends where a person is signed in and which browsers are trusted for them, at their administrator's word.
import { endSignInsOf } from "../access/actions.ts";
import { endTrustAndSessions } from "../access/browsers.ts";
import { endConsentsOf } from "../access/consents.ts";
import { record } from "../audit/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { endOtherSessions, endSession } from "../sessions/actions.ts";
import { isTokenId } from "./rules.ts";
import { type By, requireLocked, requireMayActOn } from "./subject.ts";

type Needs = { db: Database; clock: Clock; random: Random };
type About = By & { person: string };

/** Also oneself: nothing is gained by it. @throws Problem `not-found`, `operators-only`, `not-by-key` */
async function requireTheirs(tx: Transaction, by: By, id: string): Promise<Person> {
  const person = await requireLocked(tx, by.organisation, id);
  await requireMayActOn(tx, by, person);
  return person;
}

/** @throws Problem `not-found`, `operators-only` */
export async function endSessionOf(needs: Needs, by: About, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await requireTheirs(tx, by, by.person);
    if (!isTokenId(id) || !(await endSession(tx, needs, keyOf(person), { id, ...by }))) throw notFound("session");
  });
}

/** 'Sign out everywhere': also whoever is half-way in. @throws Problem `not-found` */
export async function signOutEverywhere(needs: Needs, { person: id, ...by }: About): Promise<number> {
  return needs.db.transaction(async (tx) => signOut(tx, needs, by, await requireTheirs(tx, by, id)));
}

/** Within a transaction that holds the person locked. */
export async function signOut(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  by: By,
  person: Person,
): Promise<number> {
  const sessions = await endOtherSessions(tx, keyOf(person));
  await endSignInsOf(tx, person);
  await endConsentsOf(tx, needs, person, by);
  await record(tx, needs, { ...by, name: "session.others-ended", person: person.id, details: { sessions } });
  return sessions;
}

/** @throws Problem `not-found` */
export async function endTrustOf(needs: Needs, by: About, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await requireTheirs(tx, by, by.person);
    if (!isTokenId(id) || !(await endTrustAndSessions(tx, needs, keyOf(person), { id, ...by })))
      throw notFound("trusted browser");
  });
}
