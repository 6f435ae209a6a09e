// The thin shell around the state machine: load, judge, move, store. Every way in (pages, API, later protocols) goes
// through `advance`, and a session begins in `settling.ts` and nowhere else.
import type { Destination } from "../access/destination.ts";
import type { Embedding } from "../access/embedding.ts";
import { activeApplication } from "../applications/finding.ts";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import { minute } from "../kernel/clock.ts";
import type { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { inSpan } from "../kernel/spans.ts";
import { mintToken, readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import type { Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import type { Policy, Requirement } from "../policy/rules.ts";
import type { ProofNeeds } from "../proofs/actions.ts";
import { type Arrival, arrivalIn, type SessionToken, sessionLasts } from "../sessions/actions.ts";
import type { TrustToken } from "../trusted-browsers/actions.ts";
import { factsOf } from "./facts.ts";
import { type Asked, type Event, type Facts, next, type State, type Step } from "./flow.ts";
import { signInEnded } from "./problems.ts";
import { settle } from "./settling.ts";
import { readStanding, type Standing } from "./standing.ts";
import * as store from "./store.ts";

export type SignInNeeds = ProofNeeds & { embedding?: Embedding | undefined };

export interface SignInRow {
  organisation: string;
  id: string;
  hash: Uint8Array;
  wrongAnswers: number;
  resume: string;
  /** Where it leads; `undefined` for our own pages. */
  application: string | undefined;
  /** The session that it goes on from. */
  session: string | undefined;
  /** The application that vouched for the password. */
  vouchedBy: string | undefined;
  arrival: Arrival | undefined;
  /** ms since the epoch */
  until: number;
}

/** A sign-in ends this long after it began. */
export const signInLength = 10 * minute;

export interface Progress {
  step: Step;
  /** The next token, while the sign-in goes on. */
  signIn?: { token: string; until: number };
  session?: SessionToken;
  /** The session is for the application alone that vouched for the password, and is not ours to keep. */
  vouched?: boolean;
  trust?: TrustToken;
  requirement: Requirement;
  person: Person;
  resume: string;
}

/** A sign-in on its way, with everything its next event is judged by. */
export interface Climbing {
  row: SignInRow;
  destination: Destination;
  state: State & { at: Step };
  person: Person;
  policy: Policy;
  requirement: Requirement;
  standing: Standing;
  facts: Facts;
}

/** Looks a sign-in up without moving it, to show its page; `undefined` where it has ended. */
export async function currentSignIn(needs: SignInNeeds, bearer: Omit<Bearer, "source">): Promise<Climbing | undefined> {
  // Most who look at a page are in no sign-in: they need no transaction.
  return readToken(bearer.token) && needs.db.transaction((tx) => load(tx, needs, bearer));
}

/** The same, where there has to be one. @throws Problem `sign-in-ended` */
export async function climbing(needs: SignInNeeds, bearer: Omit<Bearer, "source">): Promise<Climbing> {
  const found = await currentSignIn(needs, bearer);
  if (!found) throw signInEnded();
  return found;
}

export interface Judged {
  /** What happened; without it the sign-in stays where it is. */
  event?: Event;
  /** Wanted once the sign-in is done. */
  trustBrowser?: boolean;
  /** Thrown once the transaction has committed. */
  refusal?: Problem;
}

export interface Bearer {
  organisation: Organisation;
  /** The sign-in's token, as it was presented. */
  token: string | undefined;
  source: Source;
}

/**
 * One event of a sign-in in one transaction: the person is locked, everything is loaded afresh, `judge` looks at the
 * answer, the machine moves, its effects are carried out. The transaction commits whatever `judge` says, so that what it
 * counted stands.
 * @throws Problem `sign-in-ended`, and the refusal of `judge`
 */
export async function advance<T extends Judged>(
  needs: SignInNeeds,
  bearer: Bearer,
  judge: (tx: Transaction, climbing: Climbing) => Promise<T>,
): Promise<{ judged: T; progress?: Progress; wrongAnswers: number }> {
  return inSpan("sign-in step", async (span) => {
    const result = await needs.db.transaction(async (tx) => {
      const climbing = await load(tx, needs, bearer);
      if (!climbing) return undefined;
      const judged = await judge(tx, climbing);
      return apply(tx, needs, climbing, judged, bearer.source);
    });
    if (!result) throw signInEnded();
    const { judged, progress } = result;
    span?.add({ "countersign.event": judged.event ?? "none", "countersign.step": progress?.step ?? "same" });
    if (judged.refusal) throw judged.refusal;
    return result;
  });
}

async function apply<T extends Judged>(
  tx: Transaction,
  needs: SignInNeeds,
  climbing: Climbing,
  judged: T,
  source: Source,
) {
  const { row, policy, person, requirement, facts } = climbing;
  let { wrongAnswers } = row;
  if (!judged.event) return { judged, wrongAnswers };
  const key = { organisation: row.organisation, id: row.id, hash: row.hash };
  if (judged.event === "code-refused" || judged.event === "recovery-code-refused") {
    wrongAnswers = (await tx.first(store.countWrong, key))?.wrong_answers ?? wrongAnswers + 1;
  }
  const { state, effects } = next(climbing.state, judged.event, { ...facts, wrongAnswers });
  if (state === climbing.state) return { judged, wrongAnswers };

  const common = { requirement, person, resume: row.resume };
  if (effects.includes("forget-sign-in")) {
    const consumed = tx.run(store.consume, key);
    if (state.at !== "done") {
      if ((await consumed) !== 1) return undefined;
      if (judged.event === "cancelled") await recordCancelled(tx, needs, person, source);
      return { judged, wrongAnswers };
    }
    const settling = settle(tx, needs, policy, person, {
      state,
      effects,
      source,
      giveTrust: judged.trustBrowser === true,
      application: row.application,
      session: row.session,
      vouchedBy: row.vouchedBy,
      arrival: row.arrival,
    });
    const [mine, settled] = await Promise.all([consumed, settling]);
    // Of two right answers at the same instant, only the one that ends the sign-in begins a session: the other's is undone.
    if (mine !== 1) throw signInEnded();
    const progress: Progress = { step: "done", ...common, ...settled };
    return { judged, wrongAnswers, progress };
  }
  const minted = effects.includes("new-token") ? mintToken(needs, row.id) : undefined;
  const nextHash = minted?.hash ?? row.hash;
  if (!(await tx.first(store.claimMove, { ...key, nextHash, state: JSON.stringify(state) }))) return undefined;
  const signIn = minted && { token: minted.token, until: row.until };
  const progress: Progress = { step: state.at as Step, ...common, ...(signIn ? { signIn } : {}) };
  return { judged, wrongAnswers, progress };
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}

async function load(
  tx: Transaction,
  needs: SignInNeeds,
  { organisation, token }: Omit<Bearer, "source">,
): Promise<Climbing | undefined> {
  const presented = readToken(token);
  if (!presented) return undefined;
  const key = { organisation: organisation.id, id: presented.id };
  const [found, rows] = await Promise.all([
    tx.first(store.getLocked, { ...key, hash: presented.hash }),
    tx.all(store.getStandingOf, key),
  ]);
  const timeLeft = found ? found.expires_at - needs.clock.now() : 0;
  // One that was begun far ahead, by a clock that was set back since, would outlive its length.
  if (!found || timeLeft <= 0 || timeLeft > 2 * signInLength) return undefined;
  // Ended or too old by now: nothing goes on from it.
  if (found.session_id && !(await sessionLasts(tx, needs, key.organisation, found.session_id))) return undefined;
  const standing = await readStanding(tx, organisation.id, rows);
  const state = JSON.parse(found.state) as Climbing["state"];
  const arrival = arrivalIn(found);
  // The row that was found is the person's and more: picking the two apart would cost as much as reading it.
  const person: Person = found;
  const application = await activeApplication(tx, organisation.id, found.application_id);
  const asks = found.asks as Asked;
  const { facts, requirement } = await factsOf(tx, needs, standing, person, {
    passwordVersion: found.begun_under,
    trusted: false,
    state,
    application,
    asks,
    arrival,
  });
  if (!facts.valid) return undefined;
  if (found.vouched_by !== null && isSettingUp(state) && rolesOf(person).size > 0) return undefined;
  const wrongAnswers = found.wrong_answers;
  const row: SignInRow = {
    ...key,
    hash: found.token_hash,
    wrongAnswers,
    resume: found.resume,
    application: found.application_id ?? undefined,
    session: found.session_id ?? undefined,
    arrival,
    vouchedBy: found.vouched_by ?? undefined,
    until: found.expires_at,
  };
  const { policy } = standing;
  const destination = { resume: found.resume, application, secondFactor: asks === "second-factor" };
  return { row, destination, state, person, policy, requirement, standing, facts: { ...facts, wrongAnswers } };
}

/**
 * Whether a second factor is set up that nothing but the first step stands behind: an application's word for that must not
 * be enough for who rules over it, be it since a moment ago.
 */
const isSettingUp = (state: State): boolean =>
  (state.at === "set-up" && state.why !== "recovery-code") || state.at === "offer-set-up";

async function recordCancelled(tx: Transaction, needs: SignInNeeds, person: Person, source: Source): Promise<void> {
  await record(tx, needs, {
    organisation: person.organisation_id,
    name: "sign-in.cancelled",
    actor: null,
    person: person.id,
    source,
  });
}
