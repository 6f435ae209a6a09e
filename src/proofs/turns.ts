// Shares out the queue for slow hashing, so that neither one person nor one network takes it from everybody else.
import { networkOf } from "../http/client-address.ts";
import { second } from "../kernel/clock.ts";
import type { SlowHasher } from "../kernel/slow-hashing.ts";
import type { Source } from "../kernel/source.ts";
import type { Turns } from "../kernel/turns.ts";
import { freeForNetwork } from "../throttle/rules.ts";

interface Needs {
  hasher: SlowHasher;
  turns: Turns;
}

/** Nobody waits longer for one turn, in ms; it takes a flood to need it. */
export const patience = 5 * second;

/** Whoever waits here holds no place in the queue; more than this many of one person's are no person's doing. */
const mostOfAPerson = 50;

/**
 * What hashes for one person waits for what hashes for them already, and at most half of the queue's places go to one
 * network. @param of.person an id, or what stands for a login that nobody has
 * @throws Problem `busy`
 */
export function inTurn<T>(
  { hasher, turns }: Needs,
  { person, source }: { person: string; source: Source },
  work: () => Promise<T>,
): Promise<T> {
  const ofNetwork = { atOnce: half(hasher), waiting: hasher.places, patience };
  return turns.take(`person ${person}`, () => turns.take(`network ${networkOf(source.address)}`, work, ofNetwork), {
    waiting: mostOfAPerson,
    patience,
  });
}

/**
 * Who signs in from one network waits here before the database is asked for leave, so that no more ask it at once than it
 * could give leave to. A company that arrives together is held for a moment; a flood is told at once.
 * @throws Problem `busy`
 */
export const inNetworksTurn = <T>({ hasher, turns }: Needs, network: string, work: () => Promise<T>): Promise<T> =>
  turns.take(`sign-ins ${network}`, work, {
    atOnce: Math.min(half(hasher), freeForNetwork),
    waiting: hasher.places,
    patience,
  });

const half = ({ places }: SlowHasher): number => Math.max(1, Math.floor(places / 2));
