// Looks at the codes that people give to prove who they are, with every guess counted. Sign-in, step-up and the account's
// own dangerous acts all come through here or `password.ts`, so that no answer is ever judged without its throttle.
import { record } from "../audit/actions.ts";
import { type Authenticator, acceptCode, liveAuthenticators } from "../authenticators/totp/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import type { SlowHasher } from "../kernel/slow-hashing.ts";
import type { Source } from "../kernel/source.ts";
import type { Turns } from "../kernel/turns.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { codesLeft, consumeCode, type HashedTry } from "../recovery-codes/actions.ts";
import { cameTrusted, type Session, stands, stopSession } from "../sessions/actions.ts";
import {
  countRight,
  countWrong,
  forget,
  judge,
  judgeRow,
  type Subject,
  type ThrottleRow,
  waitProblem,
} from "../throttle/actions.ts";
import { endsSession, type Verdict } from "../throttle/rules.ts";
import { inTurn } from "./turns.ts";

export interface ProofNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  hasher: SlowHasher;
  /** A hash that stands in for the one a missing person would have. */
  decoy: string;
  /** Whose slow work comes when. */
  turns: Turns;
}

/** What a code is judged by. */
export interface KnownOfCodes {
  authenticators: Authenticator[];
  /** Of the second step's throttle; none where nothing is counted. */
  throttle: ThrottleRow | undefined;
}

export type CodeOutcome =
  | { outcome: "right"; authenticator: Authenticator }
  | { outcome: "wrong" }
  | { outcome: "waiting"; verdict: Exclude<Verdict, { may: "try" }> }
  | { outcome: "unreadable" };

/**
 * Looks at a code of an authenticator app. Call it in a transaction that holds the person locked, and let that
 * transaction commit whatever the outcome: a wrong answer is counted in it.
 * @param wanted.known what that transaction has loaded already, after it locked the person
 */
export async function tryCode(
  tx: Transaction,
  needs: ProofNeeds,
  person: Person,
  wanted: { typed: string; known?: KnownOfCodes; trusted?: boolean; source: Source },
): Promise<CodeOutcome> {
  const { typed, known, trusted = false, source } = wanted;
  const subject: Subject = { organisation: person.organisation_id, kind: "second-step", subject: person.id };
  const judged = known
    ? await judgeRow(tx, needs.clock, subject, known.throttle, trusted)
    : await judge(tx, needs.clock, subject, { trusted, lockedAlready: true });
  if (judged.verdict.may !== "try") return { outcome: "waiting", verdict: judged.verdict };
  const authenticators = known?.authenticators ?? (await liveAuthenticators(tx, keyOf(person)));
  const verdict = await acceptCode(tx, needs, authenticators, typed);
  if (verdict.outcome === "accepted") {
    await countRight(tx, needs.clock, subject, judged);
    return { outcome: "right", authenticator: verdict.authenticator };
  }
  if (verdict.outcome === "unreadable") return verdict;
  const state = await countWrong(tx, needs.clock, subject, judged, { trusted, chances: authenticators.length });
  await recordWrong(tx, needs, person, { method: "totp", waits: state.blockedUntil > 0, source });
  return { outcome: "wrong" };
}

/**
 * The same for a code that is given within a session. The session ends with the fifth wrong one in a row: whoever stole it
 * must not spend its owner's budget by it.
 * @throws Problem `signed-out`
 */
export async function tryCodeInSession(
  tx: Transaction,
  needs: ProofNeeds,
  { person, session }: { person: Person; session: Session },
  { typed, source }: { typed: string; source: Source },
): Promise<CodeOutcome | { outcome: "session-ended" }> {
  // Ended or raised since the request was let in: what it types is not looked at.
  if (!(await stands(tx, session))) throw new Problem("signed-out", 401, ({ failures }) => failures.sessionEnded);
  const answer = await tryCode(tx, needs, person, { typed, trusted: cameTrusted(session), source });
  const ended = await countForSession(tx, needs, { person, session: session.id }, { answer, source });
  return ended ? { outcome: "session-ended" } : answer;
}

/** Counts what came of a code for the session that it was given within, or that goes on by it. @returns true where that ended it */
export async function countForSession(
  tx: Transaction,
  needs: ProofNeeds,
  { person, session }: { person: Person; session: string },
  { answer, source }: { answer: CodeOutcome; source: Source },
): Promise<boolean> {
  const subject: Subject = { organisation: person.organisation_id, kind: "session-codes", subject: session };
  if (answer.outcome === "right") await forget(tx, subject);
  if (answer.outcome !== "wrong") return false;
  const judged = await judge(tx, needs.clock, subject, { lockedAlready: true });
  if (!endsSession(await countWrong(tx, needs.clock, subject, judged))) return false;
  await forget(tx, subject);
  await stopSession(tx, keyOf(person), session);
  await record(tx, needs, {
    organisation: person.organisation_id,
    name: "session.stopped",
    actor: null,
    person: person.id,
    outcome: "refused",
    source,
    details: { session },
  });
  return true;
}

export const sessionStopped = (): Problem => new Problem("signed-out", 401, ({ signIn }) => signIn.wrongCodes);

export type RecoveryOutcome =
  | { outcome: "right"; left: number }
  | { outcome: "wrong" }
  | { outcome: "waiting"; verdict: Exclude<Verdict, { may: "try" }> };

/** For whatever hashes for one person. @throws Problem `busy` */
export const inPersonsTurn = <T>(
  needs: ProofNeeds,
  { person, source }: { person: Person; source: Source },
  work: () => Promise<T>,
): Promise<T> => inTurn(needs, { person: person.id, source }, work);

/** Whether a recovery code would be looked at now; asked before its slow hash is made. @throws Problem `wait` */
export async function requireRecoveryTry(needs: ProofNeeds, person: Person): Promise<void> {
  const subject: Subject = { organisation: person.organisation_id, kind: "recovery-code", subject: person.id };
  const { verdict } = await needs.db.transaction((tx) => judge(tx, needs.clock, subject, { lockedAlready: true }));
  if (verdict.may !== "try") throw waitProblem(verdict);
}

/** The same for a recovery code, whose hash was made before the transaction. Its success clears the budget of codes. */
export async function tryRecoveryCode(
  tx: Transaction,
  needs: ProofNeeds,
  person: Person,
  { tried, source }: { tried: HashedTry | undefined; source: Source },
): Promise<RecoveryOutcome> {
  const organisation = person.organisation_id;
  const subject: Subject = { organisation, kind: "recovery-code", subject: person.id };
  const judged = await judge(tx, needs.clock, subject, { lockedAlready: true });
  if (judged.verdict.may !== "try") return { outcome: "waiting", verdict: judged.verdict };
  if (!tried || !(await consumeCode(tx, needs, keyOf(person), tried))) {
    const state = await countWrong(tx, needs.clock, subject, judged);
    await recordWrong(tx, needs, person, { method: "recovery-code", waits: state.blockedUntil > 0, source });
    return { outcome: "wrong" };
  }
  await countRight(tx, needs.clock, subject, judged);
  await forget(tx, { organisation, kind: "second-step", subject: person.id });
  const left = await codesLeft(tx, keyOf(person));
  await record(tx, needs, {
    organisation,
    name: "sign-in.recovery-code-used",
    actor: person.id,
    person: person.id,
    source,
    details: { left },
  });
  return { outcome: "right", left };
}

/** Lifts every wait and the spent budget of a person: they were helped. */
export async function forgetGuesses(tx: Transaction, person: Person): Promise<void> {
  for (const kind of ["second-step", "recovery-code"] as const) {
    await forget(tx, { organisation: person.organisation_id, kind, subject: person.id });
  }
}

export const cannotVerify = (): Problem =>
  new Problem("second-step-unavailable", 503, ({ problems }) => problems.secondStepUnavailable);

async function recordWrong(
  tx: Transaction,
  needs: ProofNeeds,
  person: Person,
  { method, waits, source }: { method: string; waits: boolean; source: Source },
): Promise<void> {
  const event = {
    organisation: person.organisation_id,
    actor: null,
    person: person.id,
    outcome: "refused",
    source,
  } as const;
  await record(tx, needs, { ...event, name: "sign-in.code-wrong", details: { method } });
  if (waits) await record(tx, needs, { ...event, name: "sign-in.waiting", details: { throttle: method } });
}
