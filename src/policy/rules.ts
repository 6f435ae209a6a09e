// Who must give a second factor, and why. Pure: the same function decides, explains, previews and is tested by tables.
import { day } from "../kernel/clock.ts";
import { readAccountType, readAddress, readDomain } from "../people/rules.ts";

export type Level = "off" | "optional" | "required";
export type AuthenticatorKind = "totp" | "passkey";

export interface Policy {
  organisation: Level;
  accountTypes: Record<string, Level>;
  domains: { domain: string; subdomains: boolean; level: Level }[];
  addresses: { email: string; level: Level }[];
  /** From when `required` binds: a date (UTC midnight), so many days after a person first met the rule, or at once. */
  bindsFrom: { date: string } | { days: number } | null;
  trustBrowsers: { allowed: boolean; days: number };
  authenticators: AuthenticatorKind[];
  saveCodesFirst: boolean;
  helpRequests: boolean;
}

export const policyOfNewOrganisation: Policy = {
  organisation: "required",
  accountTypes: {},
  domains: [],
  addresses: [],
  bindsFrom: null,
  trustBrowsers: { allowed: true, days: 7 },
  authenticators: ["totp", "passkey"],
  saveCodesFirst: true,
  helpRequests: true,
};

export interface JudgedPerson {
  /** Normal form. */
  email: string;
  accountType: string;
  /** An administrator's word about this one person, with an optional end (ms). */
  override?: { level: Level; until: number | null } | undefined;
  /** Signed in through an identity provider, whose evidence counts. */
  throughProvider?: boolean;
  /** When this person first met a rule, by the rule's name; ms since the epoch. */
  firstMet?: Readonly<Record<string, number>>;
}

export interface Application {
  name: string;
  takesPart: boolean;
}

export type RuleKind =
  | "identity-provider"
  | "application"
  | "person"
  | "address"
  | "domain"
  | "account-type"
  | "organisation"
  | "unreadable";

export interface AppliedRule {
  kind: RuleKind;
  /** The domain, address, account type or application that the rule names; '' for the organisation's own. */
  of: string;
  level: Level;
}

export interface Requirement {
  level: Level;
  /** The rule that decided, and those it beat, most specific first. */
  because: AppliedRule;
  beat: AppliedRule[];
  /** Set while `required` does not bind yet: `level` is then `optional`. ms since the epoch. */
  bindsFrom?: number;
}

/** The name under which a person's first meeting with a rule is kept. */
export const ruleName = (rule: AppliedRule): string => (rule.of === "" ? rule.kind : `${rule.kind}:${rule.of}`);

/**
 * @param application the one that is signed in to; without it, our own pages, which take part
 * @param now ms since the epoch
 */
export function requirement(
  policy: Policy,
  person: JudgedPerson,
  application: Application | undefined,
  now: number,
): Requirement {
  const rules = matchingRules(policy, person, now);
  const exempt = exemption(person, application);
  if (exempt) return { level: "off", because: exempt, beat: rules };

  const [because, ...beat] = rules as [AppliedRule, ...AppliedRule[]];
  if (because.level !== "required") return { level: because.level, because, beat };
  const bindsFrom = bindingMoment(policy, person, because, now);
  return bindsFrom > now ? { level: "optional", because, beat, bindsFrom } : { level: "required", because, beat };
}

function exemption(person: JudgedPerson, application: Application | undefined): AppliedRule | undefined {
  if (person.throughProvider) return { kind: "identity-provider", of: "", level: "off" };
  if (application && !application.takesPart) return { kind: "application", of: application.name, level: "off" };
  return undefined;
}

/** Every rule that speaks of this person, most specific first; of equally specific ones the stricter first. */
function matchingRules(policy: Policy, person: JudgedPerson, now: number): AppliedRule[] {
  const rules: AppliedRule[] = [];
  const { override } = person;
  if (override && (override.until === null || override.until > now))
    rules.push({ kind: "person", of: "", level: override.level });

  const addresses = policy.addresses.filter((rule) => rule.email === person.email);
  rules.push(
    ...addresses
      .map((rule): AppliedRule => ({ kind: "address", of: rule.email, level: rule.level }))
      .sort(stricterFirst),
  );

  const domain = person.email.slice(person.email.lastIndexOf("@") + 1);
  const domains = policy.domains.filter(
    (rule) => rule.domain === domain || (rule.subdomains && domain.endsWith(`.${rule.domain}`)),
  );
  rules.push(
    ...domains
      .map((rule): AppliedRule => ({ kind: "domain", of: rule.domain, level: rule.level }))
      .sort((a, b) => b.of.length - a.of.length || stricterFirst(a, b)),
  );

  const ofType = Object.hasOwn(policy.accountTypes, person.accountType)
    ? policy.accountTypes[person.accountType]
    : undefined;
  if (ofType) rules.push({ kind: "account-type", of: person.accountType, level: ofType });
  rules.push({ kind: "organisation", of: "", level: policy.organisation });
  return rules;
}

const strictness: Record<Level, number> = { off: 0, optional: 1, required: 2 };
const stricterFirst = (a: AppliedRule, b: AppliedRule): number => strictness[b.level] - strictness[a.level];

/** An administrator's word about one person binds at once; everything else as the policy says. */
function bindingMoment(policy: Policy, person: JudgedPerson, rule: AppliedRule, now: number): number {
  const { bindsFrom } = policy;
  if (bindsFrom === null || rule.kind === "person") return 0;
  if ("date" in bindsFrom) return Date.parse(`${bindsFrom.date}T00:00:00Z`);
  // From the earliest meeting with any rule that required it: moving to another one, and back, begins nothing anew.
  return Math.min(now, ...Object.values(person.firstMet ?? {})) + bindsFrom.days * day;
}

export class UnreadablePolicy extends Error {}

const levels = new Set<unknown>(["off", "optional", "required"]);
export const mostRules = 100_000;
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
  if (names.length === 1 && typeof date === "string" && /^\d{4}-\d\d-\d\d$/.test(date) && isDate(date)) return { date };
  if (names.length === 1 && typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= 365)
    return { days };
  throw new UnreadablePolicy("bindsFrom is null, { date: 'YYYY-MM-DD' } or { days: 1 to 365 }");
}

const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  // 30 February parses as 2 March where it parses at all.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
};

function readTrust(value: unknown): Policy["trustBrowsers"] {
  const fields = record(value, "trustBrowsers");
  refuseUnknown(fields, ["allowed", "days"], "trustBrowsers");
  const { days } = fields;
  if (typeof days !== "number" || !(days >= 1 / 24 - 1e-9 && days <= mostTrustDays)) {
    throw new UnreadablePolicy("trustBrowsers.days is a number from 1/24 (an hour) to 365");
  }
  return { allowed: yesOrNo(fields.allowed, "trustBrowsers.allowed"), days };
}

function readAuthenticators(value: unknown): AuthenticatorKind[] {
  const kinds = list(value, "authenticators");
  if (!kinds.every((kind) => kind === "totp" || kind === "passkey") || new Set(kinds).size !== kinds.length) {
    throw new UnreadablePolicy("authenticators is a list of 'totp' and 'passkey', each once");
  }
  // Without a kind that people can set up, a requirement would lock everybody out.
  if (!kinds.includes("totp")) throw new UnreadablePolicy("authenticators must include 'totp'");
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
