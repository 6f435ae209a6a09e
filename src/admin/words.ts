// The words of the administrators' pages: levels, refusals, lengths of trust.
import { type Role, rolesOf } from "../people/rules.ts";
import type { AppliedRule, Level } from "../policy/rules.ts";
import type { EditRefused } from "./editing.ts";
import type { AddRefused } from "./people.ts";

export const levelWords: Record<Level, string> = { off: "Off", optional: "Optional", required: "Required" };

export const roleWords = (person: Readonly<Record<Role, number>>): string =>
  [...rolesOf(person)].map((role) => `${role[0]?.toUpperCase()}${role.slice(1)}`).join(", ");

export const statusWords: Record<string, string> = { invited: "Invited", active: "Active", disabled: "Disabled" };

/** What stands in the way of adding a person, and at which field. */
export function refusalWords(refusal: AddRefused): { field: string; message: string } {
  switch (refusal.outcome) {
    case "bad-address":
      return { field: "email", message: "That is no e-mail address we can use. It looks like name@example.com." };
    case "address-taken":
      return { field: "email", message: "Somebody here has this e-mail address already." };
    case "bad-screen-name":
      return { field: "screenName", message: "Give a screen name of at most 64 characters, without '@'." };
    case "screen-name-taken":
      return { field: "screenName", message: "Somebody here has this screen name already. Choose another one." };
    case "bad-display-name":
      return { field: "displayName", message: "Give a name of at most 100 characters." };
    case "unknown-account-type":
      return { field: "accountType", message: `Choose one of: ${refusal.types.join(", ")}.` };
  }
}

/** The same for a change. */
export function editRefusalWords(refusal: EditRefused): { field: string; message: string } {
  switch (refusal.outcome) {
    case "reason-missing":
      return { field: "reason", message: "Say in a few words why it is not as the policy says." };
    case "changed-meanwhile":
      return {
        field: "",
        message:
          "Somebody else changed this person while the form was open. It shows how they are now: look, and change it again.",
      };
    case "end-in-the-past":
      return { field: "until", message: "Choose a day that is not over yet, or leave it empty." };
    default:
      return refusalWords(refusal);
  }
}

/** Such as 'The rule for the domain acme.example: required'. */
export function ruleWords({ kind, of, level }: AppliedRule): string {
  switch (kind) {
    case "domain":
      return `The rule for the domain ${of}: ${level}`;
    case "address":
      return `The rule for the address ${of}: ${level}`;
    case "account-type":
      return `The rule for the account type '${of}': ${level}`;
    case "person":
      return `What an administrator set for this person: ${level}`;
    default:
      return `The organisation's own level: ${level}`;
  }
}

export { trustLength } from "../trusted-browsers/words.ts";
