// What happened to a person, in plain words: every event of the audit catalogue has a sentence.
import { type EventName, eventCatalogue } from "../audit/events.ts";
import { absoluteTime, plural } from "../ui/index.ts";
import type { PastEvent } from "./person.ts";

type Details = PastEvent["details"];

const sentences: Partial<Record<EventName, string | ((details: Details) => string)>> = {
  "organisation.created": "Set up the organisation",
  "organisation.changed": "Changed the organisation's name, colour, language or logo",
  "organisation.added": "Added an organisation",
  "organisation.suspended": "Organisation suspended",
  "organisation.resumed": "Organisation resumed",
  "organisation.removed": "Removed an organisation",
  "organisation.address-changed": "Changed an organisation's host name",
  "person.added": "Added",
  "person.invited": ({ until }) =>
    `Invitation link made${typeof until === "number" ? `, good until ${absoluteTime(until)}` : ""}`,
  "person.invitation-accepted": "Followed the invitation and chose a password",
  "person.profile-changed": "Profile changed",
  "person.address-change-asked": "Gave another e-mail address, not confirmed yet",
  "person.address-change-withdrawn": "Took the other e-mail address back",
  "person.address-changed": "E-mail address changed",
  "person.account-type-changed": ({ before, after }) => `Account type changed from '${before}' to '${after}'`,
  "person.roles-changed": ({ roles }) =>
    `Roles changed: ${roles === "none" ? "none" : String(roles).replaceAll(" ", ", ")}`,
  "person.disabled": ({ reason }) => `Account disabled${typeof reason === "string" ? `: ${reason}` : ""}`,
  "person.enabled": "Account enabled",
  "person.unlocked": "Waits after wrong tries lifted",
  "second-factor.overridden": ({ level, reason, until }) =>
    level === "policy"
      ? "Two-factor authentication set to what the policy says"
      : `Two-factor authentication set to ${level}${typeof until === "number" ? ` until ${absoluteTime(until)}` : ""}${
          typeof reason === "string" ? `: ${reason}` : ""
        }`,
  "person.password-link-asked": "A link for another password was asked for and mailed",
  "person.password-changed": "Password changed",
  "sign-in.password-wrong": "Wrong password at sign-in",
  "sign-in.waiting": "Too many wrong tries: further ones have to wait",
  "sign-in.code-wrong": ({ method }) => (method === "recovery-code" ? "Wrong recovery code" : "Wrong code"),
  "sign-in.recovery-code-used": ({ left }) => `Recovery code used${typeof left === "number" ? `, ${left} left` : ""}`,
  "sign-in.completed": ({ proofs }) => `Signed in${typeof proofs === "string" ? ` with ${proofWords(proofs)}` : ""}`,
  "sign-in.cancelled": "Sign-in given up",
  "session.ended": "Signed out",
  "session.others-ended": ({ sessions }) =>
    typeof sessions === "number" ? `Signed out of ${plural(sessions, "session")}` : "Signed out elsewhere",
  "session.stepped-up": ({ proof }) => `Confirmed with ${proofWords(String(proof))}`,
  "application.entered": ({ secondFactor }) =>
    `Went on to an application${secondFactor === true ? "" : ", without a second factor in that session"}`,
  "webhook.added": "Added a webhook",
  "webhook.changed": "Changed a webhook",
  "webhook.secret-replaced": "Made a new secret for a webhook",
  "webhook.sent-again": "Sent deliveries of a webhook again",
  "webhook.stopped": "A webhook was stopped",
  "webhook.removed": "Removed a webhook",
  "application.added": named("Added an application"),
  "application.changed": named("Changed an application"),
  "application.secret-replaced": named("Made a new secret for an application"),
  "application.removed": named("Removed an application"),
  "session.stopped": "A session ended after too many wrong codes",
  "authenticator.added": named("Authenticator added"),
  "authenticator.renamed": "Authenticator renamed",
  "authenticator.removed": named("Authenticator removed"),
  "second-factor.disabled": "Two-factor authentication disabled",
  "second-factor.reset": ({ reason }) =>
    `Two-factor authentication reset${typeof reason === "string" ? `: ${reason}` : ""}`,
  "recovery-codes.made": "New recovery codes made",
  "recovery-codes.saved": ({ how }) => `Recovery codes ${typeof how === "string" ? how : "saved"}`,
  "trusted-browser.added": ({ until }) =>
    `Browser trusted${typeof until === "number" ? ` until ${absoluteTime(until)}` : ""}`,
  "trusted-browser.ended": "Trust in a browser ended",
  "identity.linked": ({ how }) =>
    how === "proven-here"
      ? "Linked with an identity provider, after password and code"
      : "Linked with an identity provider",
  "identity.unlinked": "Link with an identity provider ended",
  "identity.address-proven": "An identity provider proved the address: what had been prepared under it is gone",
  "single-sign-on.refused": ({ why }) =>
    `Came back from an identity provider and was not let in${typeof why === "string" ? ` (${why})` : ""}`,
  "api-key.added": named("API key made"),
  "api-key.ended": named("API key ended"),
  "api-key.refused": "An API key was refused",
  "letter.sent-again": "A letter that was given up is sent again",
  "installation.key-rotated": ({ key }) => `New key for stored secrets${typeof key === "string" ? `: ${key}` : ""}`,
  "installation.key-retired": ({ key }) =>
    `Old key for stored secrets dropped${typeof key === "string" ? `: ${key}` : ""}`,
  "installation.restored": ({ backup }) =>
    `A backup was brought back${typeof backup === "string" ? `, made ${absoluteTime(Date.parse(backup))}` : ""}`,
  "person.deleted": ({ screenName, email }) =>
    `Deleted${typeof email === "string" ? `: ${screenName}, ${email}` : " a person"}`,
  "account-type.added": named("Added an account type"),
  "account-type.removed": named("Removed an account type"),
  "people.bulk-change-begun": ({ action, people }) =>
    `Confirmed an act on many people${typeof people === "number" ? `: ${action}, ${plural(people, "person", "people")}` : ""}`,
  "people.import-begun": ({ added, changed }) =>
    `Began to import people${typeof added === "number" ? `: ${added} to add, ${changed} to change` : ""}`,
  "policy.changed": ({ before, after }) => `Policy changed${partsChanged(before, after)}`,
  "identity-provider.connected": "Connected an identity provider",
  "identity-provider.changed": ({ active, secret }) =>
    `Changed an identity provider${active === false ? ", which is off now" : ""}${secret === "replaced" ? ", with a new secret" : ""}`,
  "identity-provider.removed": "Removed an identity provider",
  "single-sign-on.tested": ({ code }) =>
    `Tried an identity provider out${typeof code === "string" ? `, which failed (${code})` : ""}`,
  "signing-keys.rotated": "Made new keys that sign what applications are told",
  "audit.pruned": ({ events }) =>
    `Events were removed, their time being over${typeof events === "number" ? `: ${events}` : ""}`,
  "trusted-browser.stolen": "A copied trust cookie was used: trust in that browser ended",
  "help-request.asked": "Asked for help, having lost the authenticator",
  "help-request.approved": "Help request approved",
  "help-request.declined": "Help request declined",
  "help-request.cancelled": "Help request cancelled by the link 'this was not me'",
  "help-request.overtaken": "Help request no longer needed",
  "help-request.lapsed": "Help request lapsed: nobody decided it",
  "help-request.pass-used": "Went on to set-up after an approved help request",
};

/** Without a full stop, e.g. 'Signed in with password and code'. */
export function eventSentence({ name, details }: Pick<PastEvent, "name" | "details">): string {
  const sentence = Object.hasOwn(sentences, name) ? sentences[name as EventName] : undefined;
  if (typeof sentence === "function") return sentence(details);
  // An event that came after this list was written still says what it is.
  const meaning = Object.hasOwn(eventCatalogue, name) ? eventCatalogue[name as EventName] : undefined;
  return sentence ?? meaning?.split(/[.;]/)[0] ?? name;
}

const proofNames: Record<string, string> = {
  password: "password",
  provider: "identity provider",
  totp: "code",
  "recovery-code": "recovery code",
  "trusted-browser": "trusted browser",
};

/** 'password and code', from 'password totp'. */
export function proofWords(proofs: string): string {
  const names = proofs.split(" ").map((proof) => proofNames[proof] ?? proof);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** Which parts of the document differ. */
function partsChanged(before: unknown, after: unknown): string {
  try {
    const [old, now] = [JSON.parse(String(before)), JSON.parse(String(after))] as Record<string, unknown>[];
    const parts = Object.keys({ ...old, ...now }).filter(
      (part) => JSON.stringify(old?.[part]) !== JSON.stringify(now?.[part]),
    );
    return parts.length === 0 ? "" : `: ${parts.map((part) => policyParts[part] ?? part).join(", ")}`;
  } catch {
    return "";
  }
}

const policyParts: Record<string, string> = {
  organisation: "the rule for everyone",
  accountTypes: "rules for account types",
  domains: "rules for domains",
  addresses: "rules for addresses",
  bindsFrom: "when it binds",
  trustBrowsers: "trust in browsers",
  authenticators: "allowed authenticators",
  saveCodesFirst: "saving codes first",
  helpRequests: "help requests",
};

function named(sentence: string): (details: Details) => string {
  return ({ name }) => (typeof name === "string" ? `${sentence}: ${name}` : sentence);
}
