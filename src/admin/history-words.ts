// What happened, in plain words: every event of the audit catalogue has a sentence. In English for files and programs.
import { type EventName, eventCatalogue } from "../audit/events.ts";
import { type Words, words } from "../words/index.ts";
import type { PastEvent } from "./person.ts";
import { listed } from "./words.ts";

type Details = PastEvent["details"];
type Said = Words["consoleHistory"];

const { events } = words.en.consoleHistory;

/** Those that say more than that it happened, where the details are there; `undefined` where they are not. */
const detailed: Partial<Record<EventName, (details: Details, spoken: Words, said: Said) => string | undefined>> = {
  "person.invited": ({ until }, { moment }, said) => timed(until, (at) => said.invitedUntil(moment(at))),
  "person.account-type-changed": ({ before, after }, _, said) =>
    typeof after === "string" ? said.accountTypeChanged(String(before), after) : undefined,
  "person.roles-changed": ({ roles }, spoken, said) =>
    typeof roles === "string"
      ? said.withDetail(said.events["person.roles-changed"], rolesChanged(roles, spoken))
      : undefined,
  "person.disabled": reasoned("person.disabled"),
  "second-factor.overridden": overridden,
  "sign-in.code-wrong": ({ method }, _, said) => (method === "recovery-code" ? said.wrongRecoveryCode : undefined),
  "sign-in.recovery-code-used": ({ left }, _, said) =>
    typeof left === "number" ? said.recoveryCodeUsed(left) : undefined,
  "sign-in.completed": ({ proofs }, spoken, said) =>
    typeof proofs === "string" ? said.signedInWith(proofWords(proofs, spoken)) : undefined,
  "session.others-ended": ({ sessions }, _, said) =>
    typeof sessions === "number" ? said.signedOutOf(sessions) : undefined,
  "session.stepped-up": ({ proof }, spoken, said) =>
    typeof proof === "string" ? said.confirmedWith(proofWords(proof, spoken)) : undefined,
  "application.entered": ({ secondFactor }, _, said) => (secondFactor === true ? undefined : said.enteredWithoutFactor),
  "application.added": named("application.added"),
  "application.changed": named("application.changed"),
  "application.secret-replaced": named("application.secret-replaced"),
  "application.removed": named("application.removed"),
  "authenticator.added": named("authenticator.added"),
  "authenticator.imported": named("authenticator.imported"),
  "authenticator.removed": named("authenticator.removed"),
  "second-factor.reset": reasoned("second-factor.reset"),
  "recovery-codes.saved": ({ how }, _, { codesSaved }) => inOneOf(codesSaved, how),
  "trusted-browser.added": ({ until }, { moment }, said) => timed(until, (at) => said.trustedUntil(moment(at))),
  "identity.linked": ({ how }, _, said) => (how === "proven-here" ? said.linkedHere : undefined),
  "single-sign-on.refused": ({ why }, _, said) => (typeof why === "string" ? said.notLetIn(why) : undefined),
  "api-key.added": named("api-key.added"),
  "api-key.ended": named("api-key.ended"),
  "installation.key-rotated": withText("installation.key-rotated", "key"),
  "installation.key-retired": withText("installation.key-retired", "key"),
  "installation.restored": ({ backup }, { moment }, said) =>
    typeof backup === "string" ? said.restoredFrom(moment(Date.parse(backup))) : undefined,
  "person.deleted": ({ screenName, email }, spoken, said) =>
    typeof email === "string" ? said.deleted(listed([String(screenName), email], spoken)) : undefined,
  "account-type.added": named("account-type.added"),
  "account-type.removed": named("account-type.removed"),
  "people.bulk-change-begun": ({ action, people }, { consoleShared }, said) =>
    typeof people === "number"
      ? said.bulkChangeBegun(inOneOf(said.bulkActs, action) ?? String(action), consoleShared.people(people))
      : undefined,
  "people.import-begun": ({ added, changed }, _, said) =>
    typeof added === "number" ? said.importBegun(added, Number(changed)) : undefined,
  "policy.changed": ({ before, after }, spoken, said) => {
    const parts = partsChanged(before, after, said);
    return parts.length === 0 ? undefined : said.withDetail(said.events["policy.changed"], listed(parts, spoken));
  },
  "identity-provider.changed": ({ active, secret }, _, said) => {
    if (secret !== "replaced") return active === false ? said.providerOff : undefined;
    return active === false ? said.providerOffAndSecret : said.providerSecret;
  },
  "single-sign-on.tested": ({ code }, _, said) => (typeof code === "string" ? said.testFailed(code) : undefined),
  "audit.pruned": ({ events: removed }, _, said) =>
    typeof removed === "number" ? said.withDetail(said.events["audit.pruned"], String(removed)) : undefined,
};

/** Without a full stop, e.g. 'Signed in with password and code'. */
export function eventSentence(
  { name, details }: Pick<PastEvent, "name" | "details">,
  spoken: Words = words.en,
): string {
  const said = spoken.consoleHistory;
  const more = Object.hasOwn(detailed, name) ? detailed[name as EventName]?.(details, spoken, said) : undefined;
  if (more !== undefined) return more;
  if (Object.hasOwn(events, name)) return said.events[name as keyof typeof events];
  // An event that came after this list was written still says what it is.
  const meaning = Object.hasOwn(eventCatalogue, name) ? eventCatalogue[name as EventName] : undefined;
  return meaning?.split(/[.;]/)[0] ?? name;
}

/** 'password and code', from 'password totp'. */
export function proofWords(proofs: string, spoken: Words = words.en): string {
  const { consoleHistory, consoleShared } = spoken;
  const names = proofs.split(" ").map((proof) => inOneOf(consoleHistory.proofs, proof) ?? proof);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : consoleShared.joined(listed(names, spoken), last);
}

function overridden({ level, reason, until }: Details, { moment, requirement }: Words, said: Said): string | undefined {
  if (level === "policy") return undefined;
  const to = inOneOf(requirement.saying, level) ?? String(level);
  const set = typeof until === "number" ? said.overriddenUntil(to, moment(until)) : said.overridden(to);
  return typeof reason === "string" ? said.withDetail(set, reason) : set;
}

function rolesChanged(roles: string, spoken: Words): string {
  const { consoleHistory: said } = spoken;
  if (roles === "none") return said.noRoles;
  return listed(
    roles.split(" ").map((role) => inOneOf(said.roles, role) ?? role),
    spoken,
  );
}

/** Which parts of the document differ. */
function partsChanged(before: unknown, after: unknown, { policyParts }: Said): string[] {
  try {
    const [old, now] = [JSON.parse(String(before)), JSON.parse(String(after))] as Record<string, unknown>[];
    return Object.keys({ ...old, ...now })
      .filter((part) => JSON.stringify(old?.[part]) !== JSON.stringify(now?.[part]))
      .map((part) => inOneOf(policyParts, part) ?? part);
  } catch {
    return [];
  }
}

function named(name: keyof typeof events) {
  return withText(name, "name");
}

function reasoned(name: keyof typeof events) {
  return withText(name, "reason");
}

/** The event and what one of its details says. */
function withText(name: keyof typeof events, detail: string) {
  return (details: Details, _: Words, said: Said): string | undefined => {
    const text = details[detail];
    return typeof text === "string" ? said.withDetail(said.events[name], text) : undefined;
  };
}

const timed = (at: unknown, say: (at: number) => string): string | undefined =>
  typeof at === "number" ? say(at) : undefined;

const inOneOf = (texts: Readonly<Record<string, string>>, name: unknown): string | undefined =>
  typeof name === "string" && Object.hasOwn(texts, name) ? texts[name] : undefined;
