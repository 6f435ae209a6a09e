// How long guessing waits. Pure: the store keeps the state, the rooms that check answers act on the verdict.
import { day, hour, minute, second } from "../kernel/clock.ts";

/** What is guessed at, each with a count of its own. */
export type ThrottleKind =
  | "second-step"
  | "recovery-code"
  | "session-codes"
  | "password"
  | "network"
  | "forgiving"
  | "forgotten"
  | "forgotten-network"
  | "refused-arrival"
  | "new-address";

export interface ThrottleState {
  /** Wrong answers in a row. */
  failures: number;
  /** ms since the epoch; 0 when nothing waits. */
  blockedUntil: number;
  /** When the wrong answers that the budget counts were given, oldest first; of a network, when tries under way began. */
  recent: number[];
}

export const calm: ThrottleState = { failures: 0, blockedUntil: 0, recent: [] };

interface Limits {
  /** Wrong answers in a row before waits begin. */
  free: number;
  /** How many failures one success takes back. */
  forgives: number;
  /** The shortest and the longest wait, ms. */
  waits: [first: number, longest: number];
}

export const firstWait = 30 * second;
export const longestWait = hour;
const asEverywhere: Limits["waits"] = [firstWait, longestWait];

/** Wrong tries of a network that are free, and so how many may be looked at at once. */
export const freeForNetwork = 50;

const limits: Record<ThrottleKind, Limits> = {
  "second-step": { free: 5, forgives: Number.POSITIVE_INFINITY, waits: asEverywhere },
  "recovery-code": { free: 5, forgives: Number.POSITIVE_INFINITY, waits: asEverywhere },
  // Wrong codes given within one session, which ends where waits would begin.
  "session-codes": { free: 5, forgives: Number.POSITIVE_INFINITY, waits: asEverywhere },
  password: { free: 5, forgives: Number.POSITIVE_INFINITY, waits: asEverywhere },
  // Thousands of people may share one address, so one mistyped password must not cost the others anything; and whoever
  // owns one login must not wipe the count for a list of others with a single success.
  network: { free: freeForNetwork, forgives: 10, waits: asEverywhere },
  // Not guesses: how often one person's right password may speak for their network. 20 guesses a day gained at most.
  forgiving: { free: 1, forgives: 0, waits: [12 * hour, 12 * hour] },
  // Not guesses either: links asked for by mail. Nobody's mailbox is to be filled, and no list of logins worked through.
  // A letter an hour goes in any case: whoever else asks, its owner has a link that works.
  forgotten: { free: 3, forgives: 0, waits: [15 * minute, hour] },
  "forgotten-network": { free: 100, forgives: 0, waits: [firstWait, 5 * minute] },
  // Events of answers that no identity provider gave, or of one that can't be reached: the history is not to be filled.
  "refused-arrival": { free: 30, forgives: 0, waits: [minute, hour] },
  // Letters to addresses that may be strangers'.
  "new-address": { free: 5, forgives: 0, waits: [6 * hour, day] },
};

export const budget = 25;
export const budgetWindow = 30 * day;

/** The wait after so many wrong answers in a row, in ms: none, then 30 s, doubling, at most an hour. */
export function waitAfter(kind: ThrottleKind, failures: number): number {
  const { free, waits } = limits[kind];
  const past = failures - free;
  return past < 0 ? 0 : Math.min(waits[1], waits[0] * 2 ** Math.min(past, 20));
}

export type Verdict =
  | { may: "try" }
  /** `wait` in ms, from now. */
  | { may: "wait"; wait: number }
  /** Too many wrong answers in 30 days from browsers that are not trusted. */
  | { may: "not-here"; wait: number };

export function mayTry(kind: ThrottleKind, state: ThrottleState, now: number, trusted: boolean): Verdict {
  const wait = remainingWait(kind, state, now);
  if (wait > 0) return { may: "wait", wait };
  const recent = withinWindow(state.recent, now);
  if (kind === "second-step" && !trusted && recent.length >= budget) {
    return { may: "not-here", wait: (recent[recent.length - budget] as number) + budgetWindow - now };
  }
  return { may: "try" };
}

/** @param chances how many secrets the answer could have hit: each spends one of the budget */
export function afterWrong(
  kind: ThrottleKind,
  state: ThrottleState,
  now: number,
  trusted: boolean,
  chances = 1,
): ThrottleState {
  const failures = state.failures + 1;
  const recent = withinWindow(state.recent, now);
  if (kind === "second-step" && !trusted) recent.push(...Array<number>(Math.min(chances, budget)).fill(now));
  const kept = kind === "second-step" ? recent.slice(-budget) : recent;
  return { failures, blockedUntil: blockedUntil(now, waitAfter(kind, failures)), recent: kept };
}

/** Longer than a try may wait for its turns and its hash: one that was begun before that was given up by a process that died. */
const looksFor = 30 * second;

/** Whether one more try may be looked at, should all that are under way be wrong; where nothing is free, one at a time. */
export function mayLook(kind: ThrottleKind, state: ThrottleState, now: number): boolean {
  return underWay(state, now).length < Math.max(1, limits[kind].free - state.failures);
}

export const lookingAtOneMore = (state: ThrottleState, now: number): ThrottleState => ({
  ...state,
  recent: [...underWay(state, now), now],
});

export const lookingAtOneLess = (state: ThrottleState, now: number): ThrottleState => ({
  ...state,
  recent: underWay(state, now).slice(1),
});

const underWay = (state: ThrottleState, now: number): number[] =>
  state.recent.filter((at) => Math.abs(now - at) < looksFor);

/** Whether a session has seen as many wrong codes in a row as it may. */
export const endsSession = ({ failures }: ThrottleState): boolean => failures >= limits["session-codes"].free;

/** A success ends the row of failures; the budget stays spent. */
export function afterRight(kind: ThrottleKind, state: ThrottleState, now: number): ThrottleState {
  const failures = Math.max(0, state.failures - limits[kind].forgives);
  return { failures, blockedUntil: 0, recent: withinWindow(state.recent, now) };
}

/** One wrong answer less, for a try that was counted beforehand and then not looked at; it was let in, so nothing waited. */
export function withoutLast(state: ThrottleState): ThrottleState {
  return { ...state, failures: Math.max(0, state.failures - 1), blockedUntil: 0 };
}

/** A login that was left in peace for so long. No more is gained by waiting for it than by one try an hour. */
export const quiet = 12 * hour;

/**
 * The count of a login falls by itself, whether anybody has that login or not: only its owner's right password ends it
 * otherwise, and one that never falls would tell for weeks that nobody has.
 * @param since when the state was last changed
 */
export const afterQuiet = (kind: ThrottleKind, state: ThrottleState, since: number, now: number): ThrottleState =>
  kind === "password" && now - since >= quiet ? calm : state;

export const isCalm = (state: ThrottleState): boolean =>
  state.failures === 0 && state.blockedUntil === 0 && state.recent.length === 0;

/** A clock that was set back must not stretch a wait: none is longer than it was when it began. */
function remainingWait(kind: ThrottleKind, state: ThrottleState, now: number): number {
  return Math.min(state.blockedUntil - now, waitAfter(kind, state.failures));
}

/**
 * The state as it is to be kept when a try is refused: a moment that lies further ahead than its wait was set by a clock
 * that has gone back since, and would hold a person for as long as the clock was wrong.
 */
export function reanchored(kind: ThrottleKind, state: ThrottleState, now: number): ThrottleState | undefined {
  const wait = waitAfter(kind, state.failures);
  if (state.blockedUntil - now > wait) return { ...state, blockedUntil: now + wait };
  return state.recent.some((at) => at > now + minute)
    ? { ...state, recent: state.recent.map((at) => Math.min(at, now)) }
    : undefined;
}

const blockedUntil = (now: number, wait: number): number => (wait === 0 ? 0 : now + wait);

/** Times from a future that the clock has left again count as now. */
function withinWindow(recent: readonly number[], now: number): number[] {
  return recent.map((at) => Math.min(at, now)).filter((at) => at > now - budgetWindow);
}
