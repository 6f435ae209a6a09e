// Reads a policy document from outside: whole, in normal form, or refused with a sentence that says what is wrong.
import { readDay } from "../kernel/days.ts";
import { readAccountType, readAddress, readDomain } from "../people/rules.ts";
import type { Words } from "../words/index.ts";
import { type AuthenticatorKind, type Level, type Policy, policyOfNewOrganisation } from "./rules.ts";

type Wrong = Words["consolePolicy"]["wrong"];

export class UnreadablePolicy extends Error {
  readonly #say: ((wrong: Wrong) => string) | undefined;

  /** @param message for programs, in English. @param say the same where people can cause it by a form */
  constructor(message: string, say?: (wrong: Wrong) => string) {
    super(message);
    this.#say = say;
  }

  /** For people, as the end of 'That can't be used: …'. */
  messageIn({ language, consolePolicy: { wrong } }: Words): string {
    return language === "en" ? this.message : (this.#say?.(wrong) ?? wrong.other);
  }
}

const levels = new Set<unknown>(["off", "optional", "required"]);
export const mostRules = 20_000;
export const mostTrustDays = 365;

/**
 * Reads a policy document from outside, putting addresses and domains into their normal form.
 * @throws UnreadablePolicy that says what is wrong: nothing is guessed, nothing fails open
 */
export function readPolicy(document: unknown): Policy {
  const fields = record(document, "the policy");
  refuseUnknown(fields, Object.keys(policyOfNewOrganisation), "the policy");
  return {
    organisation: level(fields.organisation, "organisation"),
    accountTypes: readAccountTypes(fields.accountTypes),
    domains: list(fields.domains, "domains").map((entry, i) => readDomainRule(entry, `domains[${i}]`)),
    addresses: list(fields.addresses, "addresses").map((entry, i) => readAddressRule(entry, `addresses[${i}]`)),
    bindsFrom: readBindsFrom(fields.bindsFrom),
    trustBrowsers: readTrust(fields.trustBrowsers),
    authenticators: readAuthenticators(fields.authenticators),
    saveCodesFirst: yesOrNo(fields.saveCodesFirst, "saveCodesFirst"),
    helpRequests: yesOrNo(fields.helpRequests, "helpRequests"),
  };
}

function readAccountTypes(value: unknown): Record<string, Level> {
  const entries = Object.entries(record(value, "accountTypes")).map(([name, wanted]): [string, Level] => {
    if (readAccountType(name) === undefined) throw new UnreadablePolicy(`accountTypes: '${name}' is no account type`);
    return [name, level(wanted, `accountTypes.${name}`)];
  });
  return Object.fromEntries(entries);
}

function readDomainRule(entry: unknown, where: string): Policy["domains"][number] {
  const fields = record(entry, where);
  refuseUnknown(fields, ["domain", "subdomains", "level"], where);
  const { subdomains = false } = fields;
  const domain = typeof fields.domain === "string" ? readDomain(fields.domain) : undefined;
  if (domain === undefined) throw new UnreadablePolicy(`${where}.domain is no domain`);
  return {
    domain,
    subdomains: yesOrNo(subdomains, `${where}.subdomains`),
    level: level(fields.level, `${where}.level`),
  };
}

function readAddressRule(entry: unknown, where: string): Policy["addresses"][number] {
  const fields = record(entry, where);
  refuseUnknown(fields, ["email", "level"], where);
  const email = typeof fields.email === "string" ? readAddress(fields.email)?.normal : undefined;
  if (email === undefined) throw new UnreadablePolicy(`${where}.email is no e-mail address`);
  return { email, level: level(fields.level, `${where}.level`) };
}

function readBindsFrom(value: unknown): Policy["bindsFrom"] {
  if (value === null) return null;
  const fields = record(value, "bindsFrom");
  const names = Object.keys(fields);
  const { date, days } = fields;
  if (names.length === 1 && typeof date === "string" && readDay(date) !== undefined) return { date };
  if (names.length === 1 && typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= 365)
    return { days };
  throw new UnreadablePolicy(
    "bindsFrom is null, { date: 'YYYY-MM-DD' } or { days: 1 to 365 }",
    (wrong) => wrong.bindsFrom,
  );
}

function readTrust(value: unknown): Policy["trustBrowsers"] {
  const fields = record(value, "trustBrowsers");
  refuseUnknown(fields, ["allowed", "days"], "trustBrowsers");
  const { days } = fields;
  if (typeof days !== "number" || !(days >= 1 / 24 - 1e-9 && days <= mostTrustDays)) {
    throw new UnreadablePolicy("trustBrowsers.days is a number from 1/24 (an hour) to 365", (wrong) => wrong.trustDays);
  }
  return { allowed: yesOrNo(fields.allowed, "trustBrowsers.allowed"), days };
}

function readAuthenticators(value: unknown): AuthenticatorKind[] {
  const kinds = list(value, "authenticators");
  if (!kinds.every((kind) => kind === "totp" || kind === "passkey") || new Set(kinds).size !== kinds.length) {
    throw new UnreadablePolicy("authenticators is a list of 'totp' and 'passkey', each once");
  }
  // Without a kind that people can set up, a requirement would lock everybody out.
  if (!kinds.includes("totp"))
    throw new UnreadablePolicy(
      "authenticators must include 'totp': nothing else can be set up yet, so it would lock out everybody",
      (wrong) => wrong.needsApps,
    );
  return kinds as AuthenticatorKind[];
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnreadablePolicy(`${where} is not an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value) || value.length > mostRules)
    throw new UnreadablePolicy(`${where} is not a list of at most ${mostRules}`);
  return value;
}

function level(value: unknown, where: string): Level {
  if (!levels.has(value)) throw new UnreadablePolicy(`${where} is not 'off', 'optional' or 'required'`);
  return value as Level;
}

function yesOrNo(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") throw new UnreadablePolicy(`${where} is not true or false`);
  return value;
}

function refuseUnknown(fields: Record<string, unknown>, known: string[], where: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnreadablePolicy(`${where} has an unknown field '${unknown}'`);
}
