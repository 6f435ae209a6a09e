// Says in words what a document holds, and what differs between two of them: in English unless told otherwise.
import { startOfDay } from "../../kernel/days.ts";
import type { Policy } from "../../policy/rules.ts";
import { trustLengthIn } from "../../trusted-browsers/words.ts";
import { type Words, words } from "../../words/index.ts";
import { listed } from "../words.ts";
import { type RuleLine, rulesOf } from "./editing.ts";
import type { Group } from "./rules.ts";

export const levels = ["off", "optional", "required"] as const;
export const levelOptions = ({ requirement }: Words) =>
  levels.map((level) => ({ value: level, label: requirement.levels[level] }));

export interface Difference {
  what: string;
  before: string;
  after: string;
}

export const ruleName = ({ name, subdomains }: RuleLine, { consolePolicy }: Words): string =>
  subdomains ? consolePolicy.withSubdomains(name) : name;

/** In the order of the page; rules for domains and addresses last. */
export function differences(before: Policy, after: Policy, spoken: Words = words.en): Difference[] {
  const types = [...new Set([...Object.keys(before.accountTypes), ...Object.keys(after.accountTypes)])];
  const [was, is] = [told(before, types, spoken), told(after, types, spoken)];
  const settings = was.map(([what, said], i) => ({ what, before: said, after: is[i]?.[1] as string }));
  return [...settings.filter((one) => one.before !== one.after), ...ruleDifferences(before, after, spoken)];
}

function told(policy: Policy, types: string[], spoken: Words): [string, string][] {
  const { consoleShared: common, consolePreview, requirement } = spoken;
  const { differences: say, kinds } = consolePreview;
  const yesNo = (yes: boolean): string => (yes ? common.yes : common.no);
  const { allowed, days } = policy.trustBrowsers;
  const levelOf = (type: string): string => {
    const level = Object.hasOwn(policy.accountTypes, type) ? policy.accountTypes[type] : undefined;
    return level ? requirement.levels[level] : common.asForEverybody;
  };
  return [
    [say.twoFactor, requirement.levels[policy.organisation]],
    ...types.map((type): [string, string] => [say.accountType(type), levelOf(type)]),
    [say.binds, bindingShort(policy.bindsFrom, spoken)],
    [say.trust, allowed ? say.trustFor(trustLengthIn(days, spoken)) : say.noTrust],
    [
      say.authenticators,
      listed(
        policy.authenticators.map((kind) => kinds[kind]),
        spoken,
      ),
    ],
    [say.saveCodesFirst, yesNo(policy.saveCodesFirst)],
    [say.helpRequests, yesNo(policy.helpRequests)],
  ];
}

function bindingShort(bindsFrom: Policy["bindsFrom"], { date, consolePreview: { differences: say } }: Words): string {
  if (bindsFrom === null) return say.atOnce;
  return "days" in bindsFrom ? say.afterDays(bindsFrom.days) : say.fromDate(date(startOfDay(bindsFrom.date)));
}

function ruleDifferences(before: Policy, after: Policy, { consolePreview, requirement }: Words): Difference[] {
  const { differences: say } = consolePreview;
  const levelsOf = (policy: Policy): Map<string, string> => {
    const found = new Map<string, string>();
    for (const rule of rulesOf(policy)) {
      const level = requirement.levels[rule.level];
      const said = rule.subdomains ? say.withSubdomains(level) : level;
      const earlier = found.get(rule.name);
      found.set(rule.name, earlier === undefined ? said : say.both(earlier, said));
    }
    return found;
  };
  const [was, is] = [levelsOf(before), levelsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  return names.sort().map((name) => ({
    what: name,
    before: was.get(name) ?? say.noRule,
    after: is.get(name) ?? say.noRule,
  }));
}

/** In English, for programs. */
export const groupTitles: Readonly<Record<Group, string>> = words.en.consolePreview.groups;
