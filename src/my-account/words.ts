// The sentences of one's own account: what was done, what was refused and why, what happened lately.
import type { EventName } from "../audit/events.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import type { Refused } from "../people/actions.ts";
import type { Activity } from "./overview.ts";

/** What a page says after a change, by the word that its address carries. */
const doneWords = {
  enabled: "Two-factor authentication is on. From now on you give a code when you sign in.",
  recovered:
    "Your new authenticator app is ready. The old one and your old recovery codes no longer work, and no browser is trusted any more.",
  added: "The new authenticator app is ready. You have new recovery codes; the old ones no longer work.",
  replaced:
    "The new authenticator app has taken the old one's place. You have new recovery codes; the old ones no longer work.",
  codes: "You have new recovery codes. The old ones no longer work, and no browser is trusted any more.",
  disabled: "Two-factor authentication is off. Your authenticators and recovery codes were removed.",
  renamed: "The authenticator has its new name.",
  removed: "The authenticator was removed.",
  "trust-ended": "That browser is no longer trusted. It will be asked for a code.",
  "session-ended": "That browser was signed out.",
  "others-ended": "You were signed out everywhere else.",
  profile: "Your profile was saved.",
  email: "Your e-mail address was changed.",
  "email-asked": "We sent a letter to the new address. Follow the link in it, and the address counts.",
  password: "Your password was changed.",
  picture: "Your picture was saved.",
  "picture-removed": "Your picture was removed.",
} as const;

export type Done = keyof typeof doneWords;

/** What was done, and whether sessions elsewhere ended by it. */
export interface Told {
  done: Done;
  elsewhere: boolean;
}

/** From the fields of an address or a form. */
export function readTold({ done, elsewhere }: Record<string, string | undefined>): Told | undefined {
  if (done === undefined || !Object.hasOwn(doneWords, done)) return undefined;
  return { done: done as Done, elsewhere: elsewhere === "yes" };
}

export const toldFields = ({ done, elsewhere }: Told) => ({ done, ...(elsewhere ? { elsewhere: "yes" } : {}) });

export const doneMessage = ({ done, elsewhere }: Told): string =>
  elsewhere ? `${doneWords[done]} You were signed out everywhere else.` : doneWords[done];

type RefusedOutcome = Refused["outcome"];
export type NameField = "email" | "screenName" | "displayName";

const refusals: Record<RefusedOutcome, { field: NameField; status: number; message: string }> = {
  "bad-address": {
    field: "email",
    status: 400,
    message: "That is not an e-mail address. It looks like name@example.com.",
  },
  "bad-screen-name": {
    field: "screenName",
    status: 400,
    message: "Choose a screen name of 1 to 64 characters, without '@'.",
  },
  "bad-display-name": {
    field: "displayName",
    status: 400,
    message: "Give a name of 1 to 100 characters, on one line.",
  },
  "address-taken": {
    field: "email",
    status: 409,
    message: "Somebody else in your organisation has that e-mail address.",
  },
  "screen-name-taken": {
    field: "screenName",
    status: 409,
    message: "Somebody else has that screen name. Choose another one.",
  },
};

export const refusal = (outcome: RefusedOutcome) => refusals[outcome];
export function refusalProblem(outcome: RefusedOutcome): Problem {
  const { status, message, field } = refusals[outcome];
  return new Problem(outcome, status, message, { members: { errors: [{ field, message }] } });
}

export const wrongPasswordMessage = "That is not your password.";
export const wrongCodeMessage = "That code is wrong or was used before. Wait for the next one and try again.";
export const badNameMessage = "Give it a name of 1 to 60 characters.";
export const pictureMessages = {
  "no-picture": "We can't use that file. Choose a PNG, JPEG or WebP picture that does not move.",
  "too-large": "That picture is larger than 1 MiB. Choose a smaller one.",
} as const;
export const nothingPendingMessage =
  "That set-up is over: it took too long, or it was finished in another window. Begin again if you still need it.";

const activityWords: Partial<Record<EventName, string>> = {
  "organisation.created": "You set the organisation up",
  "person.added": "Your account was made",
  "person.invited": "You were invited",
  "person.invitation-accepted": "You accepted the invitation",
  "person.profile-changed": "Your profile was changed",
  "person.password-link-asked": "A link for another password was mailed",
  "person.address-change-asked": "Another e-mail address was given",
  "person.address-changed": "Your e-mail address was changed",
  "person.password-changed": "Your password was changed",
  "person.account-type-changed": "Your account type was changed",
  "person.roles-changed": "Your roles were changed",
  "person.disabled": "Your account was disabled",
  "person.enabled": "Your account was enabled again",
  "person.unlocked": "Waits after wrong tries were lifted",
  "sign-in.password-wrong": "A wrong password was given",
  "sign-in.waiting": "Too many wrong tries: further ones have to wait",
  "sign-in.code-wrong": "A wrong code was given",
  "sign-in.recovery-code-used": "A recovery code was used",
  "sign-in.completed": "Signed in",
  "sign-in.cancelled": "A sign-in was given up",
  "session.ended": "Signed out",
  "session.others-ended": "Signed out everywhere else",
  "session.stepped-up": "Confirmed that it was you",
  "authenticator.added": "An authenticator app was set up",
  "authenticator.renamed": "An authenticator app was renamed",
  "authenticator.removed": "An authenticator app was removed",
  "second-factor.disabled": "Two-factor authentication was turned off",
  "second-factor.reset": "Two-factor authentication was reset",
  "second-factor.overridden": "What is asked of you at sign-in was set",
  "recovery-codes.made": "New recovery codes were made",
  "recovery-codes.saved": "The recovery codes were saved",
  "trusted-browser.added": "A browser was trusted",
  "trusted-browser.ended": "Trust in a browser was ended",
  "letter.sent-again": "A letter to you was sent again",
  "trusted-browser.stolen": "A copied sign-in of a trusted browser was stopped",
  "help-request.asked": "Help was asked for, without your authenticator",
  "help-request.approved": "The request for help was approved",
  "help-request.declined": "The request for help was declined",
  "help-request.cancelled": "The request for help was cancelled by the link in the e-mail",
  "help-request.overtaken": "The request for help was no longer needed",
  "help-request.pass-used": "The approved request for help was used to set up anew",
};

/** In plain words, and by whom where it was not the person. */
export function describeActivity(event: Pick<Activity, "name" | "actor_id" | "address">, person: string): string {
  const known = Object.hasOwn(activityWords, event.name) ? activityWords[event.name as EventName] : undefined;
  const what = known ?? "Your account was changed";
  if (event.actor_id !== null && event.actor_id !== person) return `${what} by an administrator`;
  return event.address === "command line" ? `${what} by the operator` : what;
}

export const wrongPassword = (): Problem => new Problem("wrong-password", 401, wrongPasswordMessage);
export const wrongCode = (message: string, offBySeconds?: number): Problem =>
  new Problem("wrong-code", 401, message, { members: offBySeconds === undefined ? {} : { offBySeconds } });
export const nothingPending = (): Problem => new Problem("nothing-pending", 409, nothingPendingMessage);
export const badName = (): Problem => invalid(badNameMessage, { errors: [{ field: "name", message: badNameMessage }] });
export const badPassword = (message: string): Problem =>
  new Problem("bad-password", 400, message, { members: { errors: [{ field: "newPassword", message }] } });
export const badPicture = (outcome: keyof typeof pictureMessages): Problem =>
  new Problem(
    outcome === "too-large" ? "too-large" : "bad-picture",
    outcome === "too-large" ? 413 : 400,
    pictureMessages[outcome],
  );
