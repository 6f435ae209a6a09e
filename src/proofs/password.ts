// Looks at a password, with every guess counted twice: for the login that was typed, and for the network it came from.
import { setTimeout as pause } from "node:timers/promises";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import { networkOf } from "../http/client-address.ts";
import { type Clock, second } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import type { Source } from "../kernel/source.ts";
import { busy } from "../kernel/turns.ts";
import { checkPassword } from "../passwords/actions.ts";
import { longest } from "../passwords/rules.ts";
import type { Person } from "../people/actions.ts";
import {
  beginLooking,
  countRight,
  countWrong,
  endLooking,
  forgive,
  judge,
  type Subject,
  takeBack,
  waitProblem,
} from "../throttle/actions.ts";
import type { Verdict } from "../throttle/rules.ts";
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
  const counted = await inNetworksTurn(() =>
    needs.db.transaction((tx) => countBeforehand(tx, needs.clock, own, network)),
  );
  if (counted.may !== "try") throw waitProblem(counted);

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

/** Tries of one network under way are waited for; longer than this only where a flood comes from there. */
const patience = 5 * second;

async function inNetworksTurn<T extends { may: string }>(
  count: () => Promise<T>,
): Promise<Exclude<T, { may: "later" }>> {
  for (const until = performance.now() + patience; performance.now() < until; await pause(30)) {
    const counted = await count();
    if (counted.may !== "later") return counted as Exclude<T, { may: "later" }>;
  }
  throw busy();
}

type Try = { may: "try" } & Counted;

/** The refusal, or what was counted. A refused try writes nothing. */
async function countBeforehand(
  tx: Transaction,
  clock: Clock,
  own: Subject,
  network: Subject | undefined,
): Promise<Exclude<Verdict, { may: "try" }> | { may: "later" } | Try> {
  // The network first: what it refuses must not leave a row for every login that was typed.
  const from = network ? await beginLooking(tx, clock, network) : undefined;
  if (from && from.may !== "try") return from;
  const judged = await judge(tx, clock, own);
  if (judged.verdict.may !== "try") {
    if (network) await endLooking(tx, clock, network, "not-looked-at");
    return judged.verdict;
  }
  const { blockedUntil } = await countWrong(tx, clock, own, judged);
  return { may: "try", own, network, waits: blockedUntil > 0 };
}

async function countForNetwork(tx: Transaction, clock: Clock, { network }: Counted): Promise<boolean> {
  return network !== undefined && (await endLooking(tx, clock, network, "wrong")).blockedUntil > 0;
}

async function settle(tx: Transaction, clock: Clock, { own, network }: Counted, person: Person): Promise<void> {
  if (network) {
    await endLooking(tx, clock, network, "right");
    await forgive(tx, clock, network, person.id);
  }
  await countRight(tx, clock, own, await judge(tx, clock, own));
}

async function giveBack(tx: Transaction, clock: Clock, { own, network }: Counted): Promise<void> {
  if (network) await endLooking(tx, clock, network, "not-looked-at");
  await takeBack(tx, clock, own, await judge(tx, clock, own));
}
