// The sentences of one's own account: what was done, what was refused and why, what happened lately.
import { invalid, Problem, type Say } from "../kernel/problem.ts";
import type { Refused } from "../people/actions.ts";
import { type Words, words } from "../words/index.ts";
import type { Activity } from "./overview.ts";

/** The word that an address carries of what was done. */
export type Done = keyof Words["account"]["done"];

/** What was done, and whether sessions elsewhere ended by it. */
export interface Told {
  done: Done;
  elsewhere: boolean;
}

/** From the fields of an address or a form. */
export function readTold({ done, elsewhere }: Record<string, string | undefined>): Told | undefined {
  if (done === undefined || !Object.hasOwn(words.en.account.done, done)) return undefined;
  return { done: done as Done, elsewhere: elsewhere === "yes" };
}

export const toldFields = ({ done, elsewhere }: Told) => ({ done, ...(elsewhere ? { elsewhere: "yes" } : {}) });

export const doneMessage = ({ done, elsewhere }: Told, { account }: Words): string =>
  elsewhere ? `${account.done[done]} ${account.done["others-ended"]}` : account.done[done];

type RefusedOutcome = Refused["outcome"];
export type NameField = "email" | "screenName" | "displayName";

const refusals: Record<RefusedOutcome, { field: NameField; status: number }> = {
  "bad-address": { field: "email", status: 400 },
  "bad-screen-name": { field: "screenName", status: 400 },
  "bad-display-name": { field: "displayName", status: 400 },
  "address-taken": { field: "email", status: 409 },
  "screen-name-taken": { field: "screenName", status: 409 },
};

export const refusal = (outcome: RefusedOutcome, { account }: Words) => ({
  ...refusals[outcome],
  message: account.refused[outcome],
});

export function refusalProblem(outcome: RefusedOutcome): Problem {
  const { status, message, field } = refusal(outcome, words.en);
  const say: Say = ({ account }) => account.refused[outcome];
  return new Problem(outcome, status, say, { members: { errors: [{ field, message }] } });
}

/** In plain words, and by whom where it was not the person. */
export function describeActivity(
  event: Pick<Activity, "name" | "actor_id" | "address">,
  person: string,
  { activity: { events, other, byAdministrator, byOperator } }: Words,
): string {
  const what = Object.hasOwn(events, event.name) ? events[event.name as keyof typeof events] : other;
  if (event.actor_id !== null && event.actor_id !== person) return byAdministrator(what);
  return event.address === "command line" ? byOperator(what) : what;
}

export const wrongPassword = (): Problem =>
  new Problem("wrong-password", 401, ({ problems }) => problems.wrongPassword);
export const wrongCode = (message: string, offBySeconds?: number): Problem =>
  new Problem("wrong-code", 401, message, { members: offBySeconds === undefined ? {} : { offBySeconds } });
export const nothingPending = (): Problem =>
  new Problem("nothing-pending", 409, ({ security }) => security.nothingPending);

export function badName(): Problem {
  const { badName: message } = words.en.security;
  return invalid(message, { errors: [{ field: "name", message }] });
}

export const badPassword = (message: string): Problem =>
  new Problem("bad-password", 400, message, { members: { errors: [{ field: "newPassword", message }] } });
export type PictureRefused = "no-picture" | "too-large";
export const badPicture = (outcome: PictureRefused): Problem =>
  new Problem(
    outcome === "too-large" ? "too-large" : "bad-picture",
    outcome === "too-large" ? 413 : 400,
    ({ account }) => account.refused[outcome],
  );
