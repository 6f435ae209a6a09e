// Says in words what a document holds, and what differs between two of them.
import { startOfDay } from "../../kernel/days.ts";
import type { Policy } from "../../policy/rules.ts";
import { trustLength } from "../../trusted-browsers/words.ts";
import { absoluteDate, plural } from "../../ui/index.ts";
import { levelWords } from "../words.ts";
import { type RuleLine, rulesOf } from "./editing.ts";
import type { Group } from "./rules.ts";

export const levels = ["off", "optional", "required"] as const;
export const levelOptions = levels.map((level) => ({ value: level, label: levelWords[level] }));

export const bindingShort = (bindsFrom: Policy["bindsFrom"]): string => {
  if (bindsFrom === null) return "At once";
  if ("days" in bindsFrom) return `${plural(bindsFrom.days, "day")} after a person first meets it`;
  return `${absoluteDate(startOfDay(bindsFrom.date))}, midnight UTC`;
};

export interface Difference {
  what: string;
  before: string;
  after: string;
}

const yesNo = (yes: boolean): string => (yes ? "Yes" : "No");
const trust = ({ allowed, days }: Policy["trustBrowsers"]): string => (allowed ? `For ${trustLength(days)}` : "No");
export const kindWords: Record<string, string> = { totp: "Authenticator app", passkey: "Passkey or security key" };

export const ruleName = ({ name, subdomains }: RuleLine): string => (subdomains ? `${name} and its subdomains` : name);

/** In the order of the page; rules for domains and addresses last. */
export function differences(before: Policy, after: Policy): Difference[] {
  const types = [...new Set([...Object.keys(before.accountTypes), ...Object.keys(after.accountTypes)])];
  const levelOf = (policy: Policy, type: string): string => {
    const level = Object.hasOwn(policy.accountTypes, type) ? policy.accountTypes[type] : undefined;
    return level ? levelWords[level] : "As for everybody";
  };
  const told = (policy: Policy): [string, string][] => [
    ["Two-factor sign-in", levelWords[policy.organisation]],
    ...types.map((type): [string, string] => [`Account type ${type}`, levelOf(policy, type)]),
    ["'Required' binds", bindingShort(policy.bindsFrom)],
    ["Trusted browsers", trust(policy.trustBrowsers)],
    ["Authenticators", policy.authenticators.map((kind) => kindWords[kind]).join(", ")],
    ["Recovery codes must be saved", yesNo(policy.saveCodesFirst)],
    ["Help requests", yesNo(policy.helpRequests)],
  ];
  const [was, is] = [told(before), told(after)];
  const settings = was.map(([what, words], i) => ({ what, before: words, after: is[i]?.[1] as string }));
  return [...settings.filter((one) => one.before !== one.after), ...ruleDifferences(before, after)];
}

function ruleDifferences(before: Policy, after: Policy): Difference[] {
  const words = (policy: Policy): Map<string, string> => {
    const found = new Map<string, string>();
    for (const rule of rulesOf(policy)) {
      const said = `${levelWords[rule.level]}${rule.subdomains ? ", with subdomains" : ""}`;
      found.set(rule.name, found.has(rule.name) ? `${found.get(rule.name)}; ${said}` : said);
    }
    return found;
  };
  const [was, is] = [words(before), words(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  return names.sort().map((name) => ({
    what: name,
    before: was.get(name) ?? "No rule",
    after: is.get(name) ?? "No rule",
  }));
}

export const groupTitles: Record<Group, string> = {
  newlyRequired: "Newly required",
  newlyFree: "Newly free",
  withoutSetUp: "Required, and nothing set up",
  askedAtOnce: "Asked at the next sign-in, because trust ends",
  askedAgain: "Asked again",
};

export const groupMeanings: Record<Group, string> = {
  newlyRequired: "They have to have a second factor, or have to have it sooner than before.",
  newlyFree: "They need none any more, may put it off for now, or are not asked any more.",
  withoutSetUp:
    "All who have to have a second factor under these settings and have none; they set it up at their next sign-in after it binds.",
  askedAtOnce: "They trusted a browser. Its trust ends when you save, and so do sessions that stood on it.",
  askedAgain: "What they had set up slept. They are asked for it again.",
};
