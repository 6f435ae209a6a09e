// Looks at a password, with every guess counted twice: for the login that was typed, and for the network it came from.
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import { networkOf } from "../http/client-address.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import type { Source } from "../kernel/source.ts";
import { checkPassword } from "../passwords/actions.ts";
import { longest } from "../passwords/rules.ts";
import type { Person } from "../people/actions.ts";
import {
  countRight,
  countWrong,
  countWrongLocked,
  forgive,
  judge,
  type Subject,
  takeBack,
  waitProblem,
} from "../throttle/actions.ts";
import { oneAtATime, type Verdict } from "../throttle/rules.ts";
import type { ProofNeeds } from "./actions.ts";

export type PasswordOutcome = { outcome: "right"; settle(tx: Transaction): Promise<void> } | { outcome: "wrong" };

export interface PasswordTry {
  organisation: string;
  person: Person | undefined;
  /** What was typed, for counting tries at logins that nobody has. */
  login?: string;
  typed: string;
  /**
   * The id of the session this is typed in, or of the trust this browser holds for this person: its tries count for
   * themselves alone, so that nobody outside can make the owner wait, and nobody else waits for the owner's.
   */
  within?: string | undefined;
  source: Source;
}

interface Counted {
  own: Subject;
  network: Subject | undefined;
  /** The network is so suspect that its try, too, was counted beforehand. */
  networkCounted: boolean;
  waits: boolean;
}

/**
 * Checks a password. The try is counted as wrong before it is looked at and given back when it was right (`settle`, in the
 * transaction that acts on it, which holds the person locked), so that a burst of parallel tries is never looked at beyond
 * the limit.
 * @throws Problem `wait`, `busy`
 */
export async function tryPassword(needs: ProofNeeds, wanted: PasswordTry): Promise<PasswordOutcome> {
  const { organisation, person, login = "", typed, within, source } = wanted;
  if (needs.hasher.full()) throw needs.hasher.busy();
  const own: Subject = {
    organisation,
    kind: "password",
    subject: within ?? person?.id ?? sha256(login).toString("base64url"),
  };
  const network: Subject | undefined =
    within === undefined ? { organisation, kind: "network", subject: networkOf(source.address) } : undefined;
  const counted = await needs.db.transaction((tx) => countBeforehand(tx, needs.clock, own, network));
  if ("may" in counted) throw waitProblem(counted);

  const hash = person?.status === "active" ? person.password_hash : undefined;
  const plausible = Buffer.byteLength(typed) <= longest;
  let right: boolean;
  try {
    right = await checkPassword(needs, plausible ? hash : undefined, needs.decoy, plausible ? typed : "");
  } catch (error) {
    // Not looked at, so not to be counted.
    await needs.db.transaction((tx) => giveBack(tx, needs.clock, counted));
    throw error;
  }
  if (right && person) return { outcome: "right", settle: (tx) => settle(tx, needs.clock, counted, person) };
  // Recorded for logins that nobody has too: otherwise the time of the commit would tell which exist.
  const event = { organisation, actor: null, person: person?.id ?? null, outcome: "refused", source } as const;
  await needs.db.transaction(async (tx) => {
    const networkWaits = await countForNetwork(tx, needs.clock, counted);
    await record(tx, needs, { ...event, name: "sign-in.password-wrong" });
    if (counted.waits)
      await record(tx, needs, { ...event, name: "sign-in.waiting", details: { throttle: "password" } });
    if (networkWaits) await record(tx, needs, { ...event, name: "sign-in.waiting", details: { throttle: "network" } });
  });
  return { outcome: "wrong" };
}

/** The refusal, or what was counted. A refused try writes nothing. */
async function countBeforehand(
  tx: Transaction,
  clock: Clock,
  own: Subject,
  network: Subject | undefined,
): Promise<Exclude<Verdict, { may: "try" }> | Counted> {
  // The network first: what it refuses must not leave a row for every login that was typed.
  const from = network && (await judge(tx, clock, network, { lockedAlready: true }));
  if (from && from.verdict.may !== "try") return from.verdict;
  const judged = await judge(tx, clock, own);
  if (judged.verdict.may !== "try") return judged.verdict;
  const { blockedUntil } = await countWrong(tx, clock, own, judged);
  // Tries under way are not yet wrong: a company that arrives at nine must not wait for itself. Only where a network has
  // used up what is free does each try wait for the one before.
  const networkCounted = network !== undefined && from !== undefined && oneAtATime("network", from.state);
  if (networkCounted) await countWrong(tx, clock, network, from);
  return { own, network, networkCounted, waits: blockedUntil > 0 };
}

async function countForNetwork(tx: Transaction, clock: Clock, { network, networkCounted }: Counted): Promise<boolean> {
  if (!network) return false;
  if (networkCounted) return true;
  return (await countWrongLocked(tx, clock, network)).blockedUntil > 0;
}

async function settle(tx: Transaction, clock: Clock, counted: Counted, person: Person): Promise<void> {
  const { own, network, networkCounted } = counted;
  if (network) {
    const judged = await judge(tx, clock, network, { lockedAlready: true });
    if (networkCounted) await takeBack(tx, clock, network, judged);
    await forgive(tx, clock, network, person.id);
  }
  await countRight(tx, clock, own, await judge(tx, clock, own));
}

async function giveBack(tx: Transaction, clock: Clock, { own, network, networkCounted }: Counted): Promise<void> {
  if (network && networkCounted) await takeBack(tx, clock, network, await judge(tx, clock, network));
  await takeBack(tx, clock, own, await judge(tx, clock, own));
}
