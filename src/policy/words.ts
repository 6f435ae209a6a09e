// Says in words why a requirement is what it is.
import { absoluteTime } from "../ui/index.ts";
import type { AppliedRule, Level, Requirement } from "./rules.ts";

const levelWord: Record<Level, string> = { off: "Off", optional: "Optional", required: "Required" };

/**
 * e.g. 'Required, because acme.example is a required domain; your account type would say optional.'
 * @param reader whether the person reads it, or an administrator does
 */
export function explain(requirement: Requirement, reader: "person" | "administrator" = "person"): string {
  const { because, beat, bindsFrom } = requirement;
  const deciding = `${levelWord[bindsFrom === undefined ? requirement.level : "required"]}${
    bindsFrom === undefined ? "" : ` from ${absoluteTime(bindsFrom)}`
  }, because ${reason(because, reader)}`;
  const other = beat.find((rule) => rule.level !== because.level);
  return other ? `${deciding}; ${source(other, reader)} would say ${other.level}.` : `${deciding}.`;
}

function reason({ kind, of, level }: AppliedRule, reader: "person" | "administrator"): string {
  const your = reader === "person";
  switch (kind) {
    case "identity-provider":
      return `${your ? "your" : "their"} identity provider handles it`;
    case "application":
      return `${of} does not take part yet`;
    case "person":
      return `an administrator set it for ${your ? "you" : "this person"}`;
    case "address":
      return `there is a rule for ${of}`;
    case "domain":
      return `${of} is ${level === "required" ? "a" : "an"} ${level === "off" ? "exempt" : level} domain`;
    case "account-type":
      return `it is ${level} for the account type '${of}'`;
    case "organisation":
      return level === "required"
        ? "the organisation requires it of everyone"
        : level === "optional"
          ? `the organisation leaves it to ${your ? "you" : "them"}`
          : "the organisation has switched it off";
    case "unreadable":
      return "the policy can't be read";
  }
}

function source({ kind, of }: AppliedRule, reader: "person" | "administrator"): string {
  const your = reader === "person";
  if (kind === "domain") return `the rule for the domain ${of}`;
  if (kind === "address") return `the rule for ${of}`;
  if (kind === "account-type") return your ? "your account type" : `the account type '${of}'`;
  if (kind === "person") return `an administrator's setting for ${your ? "you" : "this person"}`;
  return "the organisation";
}
