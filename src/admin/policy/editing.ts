// How the policy's pages change the document: settings from a form, rules one by one or as lines of text.
import { readPolicy, UnreadablePolicy } from "../../policy/document.ts";
import type { Level, Policy } from "../../policy/rules.ts";
import type { Words } from "../../words/index.ts";

type Form = { get(name: string): string };

/** The settings that the form holds, over the rules that the policy has. @throws UnreadablePolicy */
export function readSettings(form: Form, policy: Policy, accountTypes: readonly string[]): Policy {
  const { domains, addresses } = policy;
  const levels = accountTypes
    .map((type) => [type, form.get(`type:${type}`)] as const)
    .filter(([, level]) => level !== "");
  const settings = readPolicy({
    organisation: form.get("organisation"),
    accountTypes: Object.fromEntries(levels),
    domains: [],
    addresses: [],
    bindsFrom: readBinding(form),
    trustBrowsers: { allowed: form.get("trust") === "yes", days: numberOf(form.get("trustDays")) },
    authenticators: ["totp", "passkey"].filter((kind) => form.get(`authenticator:${kind}`) === "yes"),
    saveCodesFirst: form.get("saveCodesFirst") === "yes",
    helpRequests: form.get("helpRequests") === "yes",
  });
  return { ...settings, domains, addresses };
}

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function readBinding(form: Form): unknown {
  switch (form.get("binds")) {
    case "now":
      return null;
    case "date":
      return { date: form.get("date") };
    case "days":
      return { days: numberOf(form.get("days")) };
    default:
      throw new UnreadablePolicy("say from when 'Required' binds", (wrong) => wrong.sayWhen);
  }
}

export interface RuleLine {
  /** A domain or an address, in normal form. */
  name: string;
  kind: "domain" | "address";
  subdomains: boolean;
  level: Level;
}

/** What stands in the way of a rule: the name of its words. */
export type RuleWrong = keyof Words["consolePolicy"]["ruleWrong"];

export interface BadLine {
  /** Counted from 1. */
  line: number;
  text: string;
  wrong: RuleWrong;
}

/**
 * One rule a line: a domain (`*.acme.example` with its subdomains) or an address, then its level, which may be left out.
 * Empty lines and those that begin with # are passed over.
 */
export function readRuleLines(text: string, level: Level | undefined): { rules: RuleLine[]; bad: BadLine[] } {
  const rules: RuleLine[] = [];
  const bad: BadLine[] = [];
  for (const [i, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) continue;
    const rule = readRuleLine(line, level);
    if (typeof rule === "string") bad.push({ line: i + 1, text: line.slice(0, 100), wrong: rule });
    else rules.push(rule);
  }
  return { rules, bad };
}

/** The rule, or what is wrong with it. */
function readRuleLine(line: string, usual: Level | undefined): RuleLine | RuleWrong {
  const [written = "", level = usual, ...more] = line.split(/[\s,;]+/).filter((word) => word !== "");
  if (more.length > 0) return "tooMuch";
  if (level !== "off" && level !== "optional" && level !== "required") {
    return "noLevel";
  }
  const subdomains = written.startsWith("*.");
  const name = subdomains ? written.slice(2) : written;
  const kind = /[@\ufe6b\uff20]/.test(name) ? "address" : "domain";
  if (kind === "address" && subdomains) return "noAddress";
  const empty = { organisation: "off", accountTypes: {}, bindsFrom: null } as const;
  try {
    const { domains, addresses } = readPolicy({
      ...empty,
      trustBrowsers: { allowed: false, days: 1 },
      authenticators: ["totp"],
      saveCodesFirst: true,
      helpRequests: true,
      domains: kind === "domain" ? [{ domain: name, subdomains, level }] : [],
      addresses: kind === "address" ? [{ email: name, level }] : [],
    });
    return { name: domains[0]?.domain ?? (addresses[0]?.email as string), kind, subdomains, level };
  } catch (error) {
    if (error instanceof UnreadablePolicy) return kind === "domain" ? "noDomain" : "noEmail";
    throw error;
  }
}

export const writeRuleLine = ({ name, subdomains, level }: RuleLine): string =>
  `${subdomains ? "*." : ""}${name} ${level}`;

/** Every rule for domains and addresses, by name: domains first. */
export function rulesOf(policy: Policy): RuleLine[] {
  const byName = (a: RuleLine, b: RuleLine) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const domains = policy.domains.map(
    ({ domain, subdomains, level }): RuleLine => ({ name: domain, kind: "domain", subdomains, level }),
  );
  const addresses = policy.addresses.map(
    ({ email, level }): RuleLine => ({ name: email, kind: "address", subdomains: false, level }),
  );
  return [...domains.sort(byName), ...addresses.sort(byName)];
}

/** Puts rules in; each takes the place of those with its name. */
export function withRules(policy: Policy, rules: readonly RuleLine[]): Policy {
  // The last of several with one name.
  const latest = new Map(rules.map((rule) => [rule.name, rule]));
  const kept = rulesOf(policy).filter(({ name }) => !latest.has(name));
  return withAllRules(policy, [...kept, ...latest.values()]);
}

export const withoutRule = (policy: Policy, name: string): Policy =>
  withAllRules(
    policy,
    rulesOf(policy).filter((rule) => rule.name !== name),
  );

export function withAllRules(policy: Policy, rules: readonly RuleLine[]): Policy {
  const of = (kind: RuleLine["kind"]) => rules.filter((rule) => rule.kind === kind);
  return {
    ...policy,
    domains: of("domain").map(({ name, subdomains, level }) => ({ domain: name, subdomains, level })),
    addresses: of("address").map(({ name, level }) => ({ email: name, level })),
  };
}
