// Says in words why a requirement is what it is, to its person and to administrators.
import { type Words, words } from "../words/index.ts";
import type { AppliedRule, Requirement } from "./rules.ts";

type RequirementWords = Words["requirement"];

/** e.g. 'Required, because acme.example is a required domain; your account type would say optional.' */
export function explainTo(requirement: Requirement, spoken: Words): string {
  return explained(requirement, spoken.requirement, spoken, () => spoken.requirement.sources.accountType);
}

/** The same for programs and administrators. @param reader whether the person reads it, or an administrator does */
export function explain(
  requirement: Requirement,
  reader: "person" | "administrator" = "person",
  spoken: Words = words.en,
): string {
  if (reader === "person") return explainTo(requirement, spoken);
  return explained(
    requirement,
    toAdministrators(spoken),
    spoken,
    spoken.consoleShared.requirementOfOthers.accountTypeSource,
  );
}

/** Where administrators read of somebody else what the person reads of themselves. */
function toAdministrators({ requirement, consoleShared: { requirementOfOthers } }: Words): RequirementWords {
  const { identityProvider, person, organisationLeavesIt, personSource } = requirementOfOthers;
  const { reasons, sources } = requirement;
  return {
    ...requirement,
    reasons: {
      ...reasons,
      identityProvider,
      person,
      organisation: { ...reasons.organisation, optional: organisationLeavesIt },
    },
    sources: { ...sources, person: personSource },
  };
}

function explained(
  { because, beat, bindsFrom, level }: Requirement,
  spoken: RequirementWords,
  { moment }: Words,
  accountType: (of: string) => string,
): string {
  const why = reason(because, spoken);
  const deciding =
    bindsFrom === undefined
      ? spoken.because(spoken.levels[level], why)
      : spoken.becauseFrom(spoken.levels.required, moment(bindsFrom), why);
  const other = beat.find((rule) => rule.level !== because.level);
  if (!other) return spoken.alone(deciding);
  const source = other.kind === "account-type" ? accountType(other.of) : sourceOf(other, spoken);
  return spoken.beside(deciding, source, spoken.saying[other.level]);
}

function reason({ kind, of, level }: AppliedRule, { reasons }: RequirementWords): string {
  switch (kind) {
    case "identity-provider":
      return reasons.identityProvider;
    case "application":
      return reasons.application(of);
    case "person":
      return reasons.person;
    case "address":
      return reasons.address(of);
    case "domain":
      return reasons.domain[level](of);
    case "account-type":
      return reasons.accountType[level](of);
    case "organisation":
      return reasons.organisation[level];
    case "unreadable":
      return reasons.unreadable;
  }
}

function sourceOf({ kind, of }: AppliedRule, { sources }: RequirementWords): string {
  if (kind === "domain") return sources.domain(of);
  if (kind === "address") return sources.address(of);
  return kind === "person" ? sources.person : sources.organisation;
}
