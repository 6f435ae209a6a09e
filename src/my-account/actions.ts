// What every change to one's own account begins and ends with.
import { endSignInsOf, type Visitor } from "../access/actions.ts";
import type { Embedding } from "../access/embedding.ts";
import { record } from "../audit/actions.ts";
import type { AuditEvent } from "../audit/events.ts";
import type { Transaction } from "../database/database.ts";
import { dropPending } from "../enrolment/actions.ts";
import { withdrawInvitations } from "../invitations/actions.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import type { Post } from "../mail/smtp.ts";
import { keyOf, type Person, personLocked } from "../people/actions.ts";
import type { ProofNeeds } from "../proofs/actions.ts";
import { endOtherSessions, raiseSession, type SessionToken } from "../sessions/actions.ts";
import type { Proof } from "../sessions/rules.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";

export type AccountNeeds = ProofNeeds & {
  site: { origin: string };
  post: Pick<Post, "sends">;
  embedding?: Embedding | undefined;
};

/** Whose change it is, and where it came from. */
export interface Change {
  visitor: Visitor;
  source: Source;
}

/** The visitor's person, kept from changing until the transaction ends. @throws Problem `signed-out` */
export async function lockOwn(tx: Transaction, { person }: Visitor): Promise<Person> {
  const now = await personLocked(tx, keyOf(person));
  // Under another password than the one that was proven, what the request was judged by holds no more.
  if (now?.status !== "active" || now.password_version !== person.password_version) throw sessionEnded();
  return now;
}

/** The session goes on under a new token; the old one is worth nothing. @throws Problem `signed-out` */
export async function renewSession(
  tx: Transaction,
  needs: AccountNeeds,
  { session }: Visitor,
  proof: Extract<Proof, "password" | "totp">,
): Promise<SessionToken> {
  const renewed = await raiseSession(tx, needs, session, proof);
  // Ended or renewed by another request meanwhile: then this one has no say, and nothing of it stands.
  if (!renewed) throw sessionEnded();
  return renewed;
}

/** Everything that was begun or trusted before the change, this session apart. @returns how many sessions ended */
export async function endAllElse(tx: Transaction, { person, session }: Visitor): Promise<number> {
  const key = keyOf(person);
  await endAllTrust(tx, key);
  const signedOut = await endOtherSessions(tx, key, session.id);
  await endSignInsOf(tx, person);
  await dropPending(tx, person);
  // A link that was sent for a forgotten password would undo the change.
  await withdrawInvitations(tx, key);
  return signedOut;
}

export async function recordOwn(
  tx: Transaction,
  needs: AccountNeeds,
  { visitor: { person }, source }: Change,
  event: Pick<AuditEvent, "name" | "details" | "alsoTo">,
): Promise<void> {
  await record(tx, needs, {
    organisation: person.organisation_id,
    actor: person.id,
    person: person.id,
    source,
    ...event,
  });
}

const sessionEnded = (): Problem => new Problem("signed-out", 401, ({ failures }) => failures.sessionEnded);
