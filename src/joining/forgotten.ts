// Mails a link to who forgot the password. What is answered never tells whether anybody has that login: not in words, not in
// status, not in time.
import { setTimeout as pause } from "node:timers/promises";
import type { Database, Transaction } from "../database/database.ts";
import { networkOf } from "../http/client-address.ts";
import { onlyWayOf } from "../identity-providers/only-way.ts";
import { inviteForgetful } from "../invitations/actions.ts";
import { type Clock, day, minute } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import { enqueueWithLink } from "../mail/actions.ts";
import { addressIn } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { keyOf, type Person, personByLogin, personLocked } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { countAsking, forget, type Subject, waitProblem } from "../throttle/actions.ts";
import type { Verdict } from "../throttle/rules.ts";

export interface ForgottenNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  site: { origin: string };
}

/** Ample for the work behind an answer, whether there is any or not. */
const answersAfter = 400;

/** @throws Problem `wait`: where too many were asked for from one network */
export async function sendPasswordLink(
  needs: ForgottenNeeds,
  organisation: Organisation,
  { login, source }: { login: string; source: Source },
): Promise<void> {
  const answered = pause(answersAfter);
  const read = readLogin(login);
  const person = read && (await personByLogin(needs.db, organisation.id, read));
  const counted = read?.normal ?? login.slice(0, 400);
  const asked = await needs.db.transaction((tx) =>
    count(tx, needs.clock, { organisation: organisation.id, person, login: counted, source }),
  );
  // Whoever owns the login sees nothing of it being asked for too often: others could see it too.
  if (person && asked.may === "try" && asked.send)
    await needs.db.transaction((tx) => writeLetter(tx, needs, person, source));
  await answered;
  if (asked.may !== "try") throw waitProblem(asked);
}

/** Whoever used such a link has shown that they read the letters, and that the password is theirs to give. */
export async function forgetForgotten(tx: Transaction, person: Person): Promise<void> {
  for (const kind of ["forgotten", "password"] as const) {
    await forget(tx, { organisation: person.organisation_id, kind, subject: person.id });
  }
}

interface Asked {
  organisation: string;
  person: Person | undefined;
  login: string;
  source: Source;
}

type Counted = Exclude<Verdict, { may: "try" }> | { may: "try"; send: boolean };

async function count(tx: Transaction, clock: Clock, { organisation, person, login, source }: Asked): Promise<Counted> {
  const network: Subject = { organisation, kind: "forgotten-network", subject: networkOf(source.address) };
  const own: Subject = {
    organisation,
    kind: "forgotten",
    subject: person?.id ?? sha256(login).toString("base64url"),
  };
  const from = await countAsking(tx, clock, network, 10 * minute);
  if (from.may !== "try") return from;
  return { may: "try", send: (await countAsking(tx, clock, own, day)).may === "try" };
}

async function writeLetter(tx: Transaction, needs: ForgottenNeeds, found: Person, source: Source): Promise<void> {
  const person = await personLocked(tx, keyOf(found));
  // Who has no password, such as through an identity provider, gets none by the way.
  if (!person || person.status === "disabled" || (person.status === "active" && person.password_hash === null)) return;
  // And neither does who signs in through one alone.
  if (await onlyWayOf(tx, person)) return;
  const organisation = person.organisation_id;
  const { mailed, until } = await inviteForgetful(tx, needs, keyOf(person), source);
  const url = await addressIn(tx, needs.site, organisation, `/invitation?token=${mailed}`);
  const details = { until, at: needs.clock.now(), address: source.address, browser: source.userAgent };
  await enqueueWithLink(tx, needs, { organisation, person: person.id, kind: "person.password-link", details }, url);
}
