// The words of the administrators' pages: levels, refusals, lengths of trust. In English unless told otherwise.
import { type Role, rolesOf } from "../people/rules.ts";
import type { AppliedRule } from "../policy/rules.ts";
import { type Words, words } from "../words/index.ts";
import type { EditRefused } from "./editing.ts";
import type { AddRefused } from "./people.ts";

export const roleWords = (person: Readonly<Record<Role, number>>, words: Words): string =>
  listed(
    [...rolesOf(person)].map((role) => words.consoleShared.roles[role]),
    words,
  );

/** Several things in a row, with what stands between them. */
export const listed = (things: readonly string[], { consoleShared: { enumerated } }: Words): string =>
  things.length === 0 ? "" : things.reduce((before, next) => enumerated(before, next));

export const statusWords = (status: string, { consoleShared: { statuses } }: Words): string =>
  Object.hasOwn(statuses, status) ? statuses[status as keyof typeof statuses] : status;

/** What stands in the way of adding a person, and at which field. */
export function refusalWords(refusal: AddRefused, spoken: Words = words.en): { field: string; message: string } {
  const { refused } = spoken.consoleEditing;
  switch (refusal.outcome) {
    case "bad-address":
      return { field: "email", message: refused.badAddress };
    case "address-taken":
      return { field: "email", message: refused.addressTaken };
    case "bad-screen-name":
      return { field: "screenName", message: refused.badScreenName };
    case "screen-name-taken":
      return { field: "screenName", message: refused.screenNameTaken };
    case "bad-display-name":
      return { field: "displayName", message: refused.badDisplayName };
    case "unknown-account-type":
      return { field: "accountType", message: refused.unknownAccountType(listed(refusal.types, spoken)) };
  }
}

/** The same for a change. */
export function editRefusalWords(refusal: EditRefused, spoken: Words = words.en): { field: string; message: string } {
  const { refused } = spoken.consoleEditing;
  switch (refusal.outcome) {
    case "reason-missing":
      return { field: "reason", message: refused.reasonMissing };
    case "changed-meanwhile":
      return { field: "", message: refused.changedMeanwhile };
    case "end-in-the-past":
      return { field: "until", message: refused.endInThePast };
    default:
      return refusalWords(refusal, spoken);
  }
}

/** Such as 'The rule for the domain acme.example: required'. */
export function ruleWords({ kind, of, level }: AppliedRule, { consoleEditing, requirement }: Words): string {
  const { rules } = consoleEditing;
  const said = requirement.saying[level];
  switch (kind) {
    case "domain":
      return rules.domain(of, said);
    case "address":
      return rules.address(of, said);
    case "account-type":
      return rules.accountType(of, said);
    case "person":
      return rules.person(said);
    default:
      return rules.organisation(said);
  }
}

export { trustLength } from "../trusted-browsers/words.ts";
