// The words of the pages about organisations: refusals, accents, states.
import { Problem } from "../kernel/problem.ts";
import type { Accent } from "../ui/index.ts";
import type { LooksRefused } from "./organisation.ts";
import type { OrganisationRefused } from "./organisations.ts";
import { refusalWords } from "./words.ts";

export const accentWords: Record<Accent, string> = {
  blue: "Blue",
  teal: "Teal",
  green: "Green",
  violet: "Violet",
  plum: "Plum",
  red: "Red",
  orange: "Orange",
  slate: "Slate",
};

export const logoMessages = {
  "no-picture": "We can't use that file. Choose a PNG, JPEG or WebP picture that does not move.",
  "too-large": "That picture is larger than 1 MiB. Choose a smaller one.",
} as const;

export const badName = "Give a name of at most 80 characters, on one line.";
export const badAccent = "Choose one of the colours.";

type Refusal = OrganisationRefused["outcome"] | LooksRefused["outcome"];

/** What stands in the way of an organisation, and at which field of its form. */
export function organisationRefusal(outcome: Refusal): { field: string; message: string } {
  switch (outcome) {
    case "bad-organisation-name":
      return { field: "name", message: badName };
    case "bad-slug":
      return { field: "slug", message: "Use small letters, digits and single dashes between them, at most 40." };
    case "slug-taken":
      return { field: "slug", message: "Another organisation has this short name already." };
    case "bad-host-name":
      return { field: "hostName", message: "That is no host name. It looks like login.example.com." };
    case "host-taken":
      return {
        field: "hostName",
        message: "This host name is taken already, by another organisation, an application or the installation itself.",
      };
    case "bad-accent":
      return { field: "accent", message: badAccent };
    case "bad-language":
      return { field: "language", message: "Choose one of the languages." };
    case "bad-display-name":
      return { field: "administratorName", message: "Give a name of at most 100 characters." };
    default:
      return { field: "administrator", message: refusalWords({ outcome }).message };
  }
}

const taken: readonly Refusal[] = ["slug-taken", "host-taken", "address-taken", "screen-name-taken"];

export function refusedOrganisation(code: Refusal): Problem {
  const { field, message } = organisationRefusal(code);
  return new Problem(code, taken.includes(code) ? 409 : 400, message, {
    members: { errors: [{ field, message }] },
  });
}
