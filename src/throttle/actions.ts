// Counts guesses. A caller asks `judge` inside the transaction that will also look at the answer, and tells what came of
// it in the same transaction: the lock on the row makes answers to one subject wait for each other, over all processes.
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Words } from "../words/index.ts";
import {
  afterQuiet,
  afterRight,
  afterWrong,
  calm,
  isCalm,
  lookingAtOneLess,
  lookingAtOneMore,
  mayLook,
  mayTry,
  reanchored,
  type ThrottleKind,
  type ThrottleState,
  type Verdict,
  withoutLast,
} from "./rules.ts";
import * as store from "./store.ts";

export interface Subject {
  organisation: string;
  kind: ThrottleKind;
  /** A person's id, a hash of a login that nobody has, or a network. */
  subject: string;
}

export interface Judged {
  verdict: Verdict;
  state: ThrottleState;
  /** Whether a row is there to be changed. */
  kept: boolean;
}

/**
 * @param lockedAlready the caller holds a lock on the subject (a person's row), so that no row is needed to wait at
 */
export async function judge(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
  { trusted = false, lockedAlready = false }: { trusted?: boolean; lockedAlready?: boolean } = {},
): Promise<Judged> {
  let row: ThrottleRow | undefined = await tx.first(store.getLocked, { ...subject });
  // Another one may remove it in between: what is not kept is not counted, so it is made again.
  for (let tries = 0; !row && !lockedAlready; tries++) {
    if (tries === mostTries) throw new Error("a throttle's row was removed again and again");
    row =
      (await tx.first(store.insertIfAbsent, { ...subject, now: clock.now() })) ??
      (await tx.first(store.getLocked, { ...subject }));
  }
  return judgeRow(tx, clock, subject, row, trusted);
}

/**
 * The same where the row was read already, beside other things: after the subject was locked (a person's row), in that
 * transaction.
 */
export async function judgeRow(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
  row: ThrottleRow | undefined,
  trusted = false,
): Promise<Judged> {
  const now = clock.now();
  const state = stateIn(subject, row, now);
  const verdict = mayTry(subject.kind, state, now, trusted);
  if (verdict.may !== "try") {
    const anchored = reanchored(subject.kind, state, now);
    if (anchored) await put(tx, clock, subject, anchored);
  }
  return { verdict, state, kept: row !== undefined };
}

const mostTries = 10;

/**
 * Asked before anything is counted, without a lock and without a trace, so that what has to wait costs next to nothing.
 * It decides nothing but to refuse. @param other of the same organisation; looked at as well
 */
export async function alreadyWaits(
  queries: Queries,
  clock: Clock,
  subject: Subject,
  other: Subject = subject,
): Promise<Exclude<Verdict, { may: "try" }> | undefined> {
  const now = clock.now();
  const rows = await queries.all(store.getBoth, { ...subject, otherKind: other.kind, otherSubject: other.subject });
  for (const one of [subject, other]) {
    const state = stateIn(
      one,
      rows.find(({ kind, subject: of }) => kind === one.kind && of === one.subject),
      now,
    );
    const verdict = mayTry(one.kind, state, now, false);
    // A moment that a wrong clock has set is put right by `judge`, which can.
    if (verdict.may !== "try" && !reanchored(one.kind, state, now)) return verdict;
  }
  return undefined;
}

export async function countWrong(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
  judged: Judged,
  { trusted = false, chances = 1 }: { trusted?: boolean; chances?: number } = {},
): Promise<ThrottleState> {
  const state = afterWrong(subject.kind, judged.state, clock.now(), trusted, chances);
  await tx.run(store.putAlways, columnsOf(clock, subject, state));
  return state;
}

export async function countRight(tx: Transaction, clock: Clock, subject: Subject, judged: Judged): Promise<void> {
  if (!judged.kept) return;
  const state = afterRight(subject.kind, judged.state, clock.now());
  if (isCalm(state)) await tx.run(store.remove, { ...subject });
  else await put(tx, clock, subject, state);
}

/**
 * Counts what is no guess, such as letters that somebody has sent to others: each counts, where it may be done at all.
 * @param calms after so long without one that had to wait, counting begins anew; ms
 */
export async function countAsking(tx: Transaction, clock: Clock, subject: Subject, calms: number): Promise<Verdict> {
  let judged = await judge(tx, clock, subject);
  const { blockedUntil } = judged.state;
  if (blockedUntil !== 0 && clock.now() - blockedUntil > calms) {
    await forget(tx, subject);
    judged = await judge(tx, clock, subject);
  }
  if (judged.verdict.may === "try") await countWrong(tx, clock, subject, judged);
  return judged.verdict;
}

/**
 * Lets a try of a network be looked at. One that is under way is not yet wrong, so it makes nobody wait for long; but it
 * may turn out so, and no more are looked at than may be wrong, over all processes.
 * @returns `later` where others have to be looked at first
 */
export async function beginLooking(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
): Promise<Verdict | { may: "later" }> {
  const judged = await judge(tx, clock, subject);
  if (judged.verdict.may !== "try") return judged.verdict;
  const now = clock.now();
  if (!mayLook(subject.kind, judged.state, now)) return { may: "later" };
  await put(tx, clock, subject, lookingAtOneMore(judged.state, now));
  return { may: "try" };
}

/** What came of it. */
export async function endLooking(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
  outcome: "wrong" | "right" | "not-looked-at",
): Promise<ThrottleState> {
  const judged = await judge(tx, clock, subject);
  const now = clock.now();
  const before = lookingAtOneLess(judged.state, now);
  const state = outcome === "wrong" ? afterWrong(subject.kind, before, now, false) : before;
  if (isCalm(state)) await tx.run(store.remove, { ...subject });
  else await put(tx, clock, subject, state);
  return state;
}

/**
 * A right password speaks for the network it came from, but of one person only now and then: otherwise whoever owns one
 * login could wipe out what they guess at others, as often as they like. Call it while the person is locked.
 */
export async function forgive(tx: Transaction, clock: Clock, network: Subject, person: string): Promise<void> {
  const judged = await judge(tx, clock, network, { lockedAlready: true });
  if (judged.state.failures === 0) return;
  const speaker: Subject = { organisation: network.organisation, kind: "forgiving", subject: person };
  const spoken = await judge(tx, clock, speaker, { lockedAlready: true });
  if (spoken.verdict.may !== "try") return;
  await countWrong(tx, clock, speaker, spoken);
  await countRight(tx, clock, network, judged);
}

/** Undoes one count: the answer was never looked at. */
export async function takeBack(
  tx: Transaction,
  clock: Clock,
  subject: Subject,
  { kept, state }: Judged,
): Promise<void> {
  if (kept) await put(tx, clock, subject, withoutLast(state));
}

/** Forgets everything about a subject, budget included: its owner has shown otherwise who they are, or was helped. */
export async function forget(tx: Transaction, subject: Subject): Promise<void> {
  await tx.run(store.remove, { ...subject });
}

/** At most `store.portion` of them, so that nobody waits long behind it. */
export async function removeStale(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeStale, { organisation, before });
}
export { portion } from "./store.ts";

/** The refusal that people and programs see. @param why which of them, by what there was too much of */
export function waitProblem(
  verdict: Exclude<Verdict, { may: "try" }>,
  why: "wait" | "waitForLetters" = "wait",
): Problem {
  const retryAfter = Math.ceil(verdict.wait / 1000);
  const message =
    verdict.may === "not-here"
      ? ({ problems }: Words) => problems.codesRefused
      : (words: Words) => words.problems[why](lengthOf(retryAfter, words));
  return new Problem("wait", 429, message, {
    retryAfter,
    members: { retryAfter, ...(verdict.may === "not-here" ? { reason: "codes-refused" } : {}) },
  });
}

/** How long to wait, in words. */
export const lengthOf = (seconds: number, { shared }: Words): string =>
  seconds <= 90
    ? shared.seconds(seconds)
    : seconds <= 2 * 3600
      ? shared.minutes(Math.ceil(seconds / 60))
      : shared.hours(Math.ceil(seconds / 3600));

export type ThrottleRow = Pick<Tables["throttles"], "failures" | "blocked_until" | "recent" | "updated_at">;

function stateIn({ kind }: Subject, row: ThrottleRow | undefined, now: number): ThrottleState {
  if (!row) return calm;
  const { failures, blocked_until: blockedUntil, recent, updated_at } = row;
  return afterQuiet(kind, { failures, blockedUntil, recent: JSON.parse(recent) as number[] }, updated_at, now);
}

async function put(tx: Transaction, clock: Clock, subject: Subject, state: ThrottleState): Promise<void> {
  await tx.run(store.put, columnsOf(clock, subject, state));
}

const columnsOf = (clock: Clock, subject: Subject, state: ThrottleState) => ({
  ...subject,
  failures: state.failures,
  blockedUntil: state.blockedUntil,
  recent: JSON.stringify(state.recent),
  now: clock.now(),
});
