// Who must give a second factor, and why. Pure: the same function decides, explains, previews and is tested by tables.
import { day } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/days.ts";

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

/** People's account types are of the organisation's own list, which begins with these. */
export const accountTypesOfNewOrganisation: readonly string[] = ["staff", "client"];

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
  return decide(policy, matchingRules(policy, person, now), person, application, now);
}

/** @param rules all that speak of the person, most specific first */
function decide(
  policy: Policy,
  rules: AppliedRule[],
  person: JudgedPerson,
  application: Application | undefined,
  now: number,
): Requirement {
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
  const addresses = policy.addresses
    .filter((rule) => rule.email === person.email)
    .map((rule): AppliedRule => ({ kind: "address", of: rule.email, level: rule.level }))
    .sort(stricterFirst);
  const domain = domainOf(person.email);
  const domains = policy.domains
    .filter((rule) => rule.domain === domain || (rule.subdomains && domain.endsWith(`.${rule.domain}`)))
    .map((rule): AppliedRule => ({ kind: "domain", of: rule.domain, level: rule.level }))
    .sort((a, b) => b.of.length - a.of.length || stricterFirst(a, b));
  return [...overrideOf(person, now), ...addresses, ...domains, ...generalRules(policy, person)];
}

/** @param email in its normal form */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1);

function overrideOf({ override }: JudgedPerson, now: number): AppliedRule[] {
  if (!override || (override.until !== null && override.until <= now)) return [];
  return [{ kind: "person", of: "", level: override.level }];
}

function generalRules(policy: Policy, person: JudgedPerson): AppliedRule[] {
  const organisation: AppliedRule = { kind: "organisation", of: "", level: policy.organisation };
  const ofType = Object.hasOwn(policy.accountTypes, person.accountType)
    ? policy.accountTypes[person.accountType]
    : undefined;
  return ofType ? [{ kind: "account-type", of: person.accountType, level: ofType }, organisation] : [organisation];
}

/** A policy whose rules are found by name, not one after another; it judges as the policy itself does. */
export interface IndexedPolicy {
  policy: Policy;
  addresses: ReadonlyMap<string, readonly AppliedRule[]>;
  /** For the domain itself, and for what lies below it; stricter first. */
  domains: ReadonlyMap<string, { at: readonly AppliedRule[]; below: readonly AppliedRule[] }>;
}

export function indexed(policy: Policy): IndexedPolicy {
  const addresses = new Map<string, AppliedRule[]>();
  for (const { email, level } of policy.addresses) {
    const rules = addresses.get(email) ?? [];
    addresses.set(email, rules);
    rules.push({ kind: "address", of: email, level });
  }
  const domains = new Map<string, { at: AppliedRule[]; below: AppliedRule[] }>();
  for (const { domain, subdomains, level } of policy.domains) {
    const rules = domains.get(domain) ?? { at: [], below: [] };
    domains.set(domain, rules);
    const rule: AppliedRule = { kind: "domain", of: domain, level };
    rules.at.push(rule);
    if (subdomains) rules.below.push(rule);
  }
  for (const rules of addresses.values()) rules.sort(stricterFirst);
  for (const { at, below } of domains.values()) {
    at.sort(stricterFirst);
    below.sort(stricterFirst);
  }
  return { policy, addresses, domains };
}

/** The same as `requirement`, in a time that does not grow with the number of rules. */
export function requirementBy(
  index: IndexedPolicy,
  person: JudgedPerson,
  application: Application | undefined,
  now: number,
): Requirement {
  const rules = [...overrideOf(person, now), ...(index.addresses.get(person.email) ?? [])];
  const domain = domainOf(person.email);
  rules.push(...(index.domains.get(domain)?.at ?? []));
  for (let dot = domain.indexOf("."); dot >= 0; dot = domain.indexOf(".", dot + 1)) {
    rules.push(...(index.domains.get(domain.slice(dot + 1))?.below ?? []));
  }
  rules.push(...generalRules(index.policy, person));
  return decide(index.policy, rules, person, application, now);
}

export const strictness: Record<Level, number> = { off: 0, optional: 1, required: 2 };
const stricterFirst = (a: AppliedRule, b: AppliedRule): number => strictness[b.level] - strictness[a.level];

/** An administrator's word about one person binds at once; everything else as the policy says. */
function bindingMoment(policy: Policy, person: JudgedPerson, rule: AppliedRule, now: number): number {
  const { bindsFrom } = policy;
  if (bindsFrom === null || rule.kind === "person") return 0;
  if ("date" in bindsFrom) return startOfDay(bindsFrom.date);
  // From the earliest meeting with any rule that required it: moving to another one, and back, begins nothing anew.
  return Math.min(now, ...Object.values(person.firstMet ?? {})) + bindsFrom.days * day;
}
