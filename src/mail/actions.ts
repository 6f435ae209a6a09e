// Puts letters into the outbox, always within the transaction of what they tell of, so that neither stands without the other.
import type { Queries, Transaction } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import * as store from "./store.ts";

export interface Letter {
  organisation: string;
  /** Whom it is about or for. */
  person: string | null;
  /** An address; without it the person's own, as it is at this moment. */
  to?: string;
  /** What it says. */
  kind: string;
  /** For its words; never a secret. */
  details?: Record<string, string | number | boolean | null>;
  /** At most one letter of this name is ever written. */
  once?: string;
}

type Needs = { clock: Clock; random: Random };

export async function enqueue(tx: Transaction, needs: Needs, letter: Letter): Promise<void> {
  await insert(tx, needs, newId(needs), letter, null);
}

/** A letter with a link that must be in nobody's hands but the reader's: sealed until it is sent, and gone then. */
export async function enqueueWithLink(
  tx: Transaction,
  needs: Needs & { sealer: Sealer },
  letter: Letter,
  link: string,
): Promise<void> {
  const id = newId(needs);
  const sealed = needs.sealer.seal(Buffer.from(link), linkContext(letter.organisation, id));
  await insert(tx, needs, id, letter, sealed);
}

/** What ties a sealed link to its letter. */
export const linkContext = (organisation: string, id: string): string => JSON.stringify(["outbox", organisation, id]);

export interface UnsentLetter {
  id: string;
  recipient: string;
  kind: string;
  created_at: number;
  /** null: given up. */
  next_try_at: number | null;
  tries: number;
  failure: string | null;
}

/** Letters that wait or were given up, newest first; one more than asked for where there are more. */
export function unsentLetters(queries: Queries, wanted: store.UnsentWanted): Promise<UnsentLetter[]> {
  return queries.list(store.unsent({ ...wanted, limit: wanted.limit + 1 }));
}

export interface Unsent {
  waiting: number;
  givenUp: number;
  /** When the first of those that wait is due, ms; `undefined` where none waits. */
  nextTryAt: number | undefined;
}

/** How many letters of the whole installation wait, and how many were given up. */
export async function countUnsent(queries: Queries): Promise<Unsent> {
  const counted = await queries.first(store.countUnsent, {});
  const { waiting = 0, given_up: givenUp = 0, next_try_at } = counted ?? {};
  return { waiting, givenUp, nextTryAt: next_try_at ?? undefined };
}

/** From the start. `undefined` where there is no such letter that was given up. */
export async function sendAgain(
  tx: Transaction,
  { clock }: { clock: Clock },
  letter: { organisation: string; id: string },
): Promise<{ kind: string; person_id: string | null } | undefined> {
  return tx.first(store.sendAgain, { ...letter, now: clock.now() });
}

const keepsSent = 30 * day;
const keepsGivenUp = 90 * day;

/** Nothing of a letter that is long over is worth keeping: what it told of is in the audit trail. */
export async function removeOld(tx: Transaction, organisation: string, now: number): Promise<void> {
  await tx.run(store.removeSent, { organisation, before: now - keepsSent });
  await tx.run(store.removeGivenUp, { organisation, before: now - keepsGivenUp });
}

async function insert(
  tx: Transaction,
  { clock }: Needs,
  id: string,
  { organisation, person, to = "", kind, details = {}, once }: Letter,
  sealedLink: Buffer | null,
): Promise<void> {
  await tx.run(store.insertIfAbsent, {
    organisation,
    id,
    person,
    recipient: to,
    kind,
    details: JSON.stringify(details),
    sealedLink,
    once: once ?? null,
    at: clock.now(),
  });
}
