// Looks at a password, with every guess counted twice: for the login that was typed, and for the network it came from.
import { setTimeout as pause } from "node:timers/promises";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import { networkOf } from "../http/client-address.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import type { Source } from "../kernel/source.ts";
import { busy } from "../kernel/turns.ts";
import { checkPassword } from "../passwords/actions.ts";
import { longest } from "../passwords/rules.ts";
import { keyOf, type Person, personLocked } from "../people/actions.ts";
import {
  alreadyWaits,
  beginLooking,
  countWrong,
  endLooking,
  forget,
  forgive,
  judge,
  type Subject,
  takeBack,
  waitProblem,
} from "../throttle/actions.ts";
import type { Verdict } from "../throttle/rules.ts";
import type { ProofNeeds } from "./actions.ts";
import { inNetworksTurn, inTurn, patience } from "./turns.ts";

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

/** Gives the count of the try back, in the transaction that acts on the password and holds the person locked. */
export type Settle = (tx: Transaction) => Promise<void>;

/**
 * Acts on a right password. The try is counted as wrong before it is looked at and given back when it was right
 * (`settle`), so that a burst of parallel tries is never looked at beyond the limit. Whatever `act` refuses, the password
 * does not go on counting as a wrong one.
 * @throws Problem `wait`, `busy`, and what `act` throws
 */
export async function withPassword<T>(
  needs: ProofNeeds,
  wanted: PasswordTry,
  act: (person: Person, settle: Settle) => Promise<T>,
): Promise<T | { outcome: "wrong-password" }> {
  const right = await tryPassword(needs, wanted);
  if (!right) return { outcome: "wrong-password" };
  const { person, counted } = right;
  let settled = false;
  try {
    const result = await act(person, async (tx) => {
      await settle(tx, needs.clock, counted, person);
      settled = true;
    });
    // Changed during the hash, so neither right nor wrong.
    if (!settled) await needs.db.transaction((tx) => giveBack(tx, needs.clock, counted));
    return result;
  } catch (error) {
    const settleAnyway = async (tx: Transaction) => {
      await personLocked(tx, keyOf(person));
      await settle(tx, needs.clock, counted, person);
    };
    await needs.db.transaction(settleAnyway).catch(() => {});
    throw error;
  }
}

type Right = { person: Person; counted: Counted };

async function tryPassword(needs: ProofNeeds, wanted: PasswordTry): Promise<Right | undefined> {
  const { organisation, person, login = "", within, source } = wanted;
  if (needs.hasher.full()) throw needs.hasher.busy();
  const whose = person?.id ?? sha256(login).toString("base64url");
  const own: Subject = { organisation, kind: "password", subject: within ?? whose };
  const network: Subject | undefined =
    within === undefined ? { organisation, kind: "network", subject: networkOf(source.address) } : undefined;
  const look = async () => {
    const refused = await alreadyWaits(needs.db, needs.clock, network ?? own, own);
    if (refused) throw waitProblem(refused);
    const counted = await countInTurn(needs, own, network);
    if (counted.may !== "try") throw waitProblem(counted);
    return lookAt(needs, wanted, whose, counted);
  };
  return network ? inNetworksTurn(needs, network.subject, look) : look();
}

async function lookAt(
  needs: ProofNeeds,
  { organisation, person, typed, source }: PasswordTry,
  whose: string,
  counted: Counted,
): Promise<Right | undefined> {
  const hash = person?.status === "active" ? person.password_hash : undefined;
  const plausible = Buffer.byteLength(typed) <= longest;
  const check = () =>
    checkPassword(needs, plausible ? hash : undefined, needs.decoy, plausible ? typed : "", organisation);
  let right: boolean;
  try {
    right = await inTurn(needs, { person: whose, source }, check);
  } catch (error) {
    // Not looked at, so not to be counted.
    await needs.db.transaction((tx) => giveBack(tx, needs.clock, counted));
    throw error;
  }
  if (right && person) return { person, counted };
  // Recorded for logins that nobody has too: otherwise the time of the commit would tell which exist.
  const event = { organisation, actor: null, person: person?.id ?? null, outcome: "refused", source } as const;
  await needs.db.transaction(async (tx) => {
    const networkWaits = await countForNetwork(tx, needs.clock, counted);
    await record(tx, needs, { ...event, name: "sign-in.password-wrong" });
    if (counted.waits)
      await record(tx, needs, { ...event, name: "sign-in.waiting", details: { throttle: "password" } });
    if (networkWaits) await record(tx, needs, { ...event, name: "sign-in.waiting", details: { throttle: "network" } });
  });
  return undefined;
}

type Answer = Exclude<Verdict, { may: "try" }> | Try;

/** Where others of the network have to be looked at first, maybe by another process, only who has waited longest asks again. */
async function countInTurn(needs: ProofNeeds, own: Subject, network: Subject | undefined): Promise<Answer> {
  // Whatever is answered is answered after another transaction, which lasts: the count has to be seen, not to last.
  const ask = () => needs.db.transaction((tx) => countBeforehand(tx, needs.clock, own, network), { lasting: false });
  const line = `asking ${network?.subject}`;
  const first = needs.turns.taken(line) ? undefined : await ask();
  if (first && first.may !== "later") return first;
  const askAgain = async () => {
    const until = performance.now() + patience;
    for (let wait = 30; performance.now() < until; wait = Math.min(2 * wait, 320)) {
      const asked = await ask();
      if (asked.may !== "later") return asked;
      await pause(wait);
    }
    throw busy();
  };
  return needs.turns.take(line, askAgain, { patience });
}

type Try = { may: "try" } & Counted;

/** The refusal, or what was counted. */
async function countBeforehand(
  tx: Transaction,
  clock: Clock,
  own: Subject,
  network: Subject | undefined,
): Promise<Answer | { may: "later" }> {
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
  const counting = network && endLooking(tx, clock, network, "right");
  // Whatever was counted for the login: nothing is left of it after a right password.
  await Promise.all([counting, forget(tx, own)]);
  if (network && (await counting)?.failures) await forgive(tx, clock, network, person.id);
}

async function giveBack(tx: Transaction, clock: Clock, { own, network }: Counted): Promise<void> {
  if (network) await endLooking(tx, clock, network, "not-looked-at");
  await takeBack(tx, clock, own, await judge(tx, clock, own));
}
