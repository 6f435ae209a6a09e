// People as a file for spreadsheets: a first line that names the columns, then a line for each.
import { csvRow } from "../http/spreadsheets.ts";
import { explain } from "../policy/words.ts";
import type { ListedPerson } from "./listing.ts";

export const writtenColumns = [
  "email",
  "screenName",
  "displayName",
  "accountType",
  "language",
  "roles",
  "status",
  "requirement",
  "because",
  "authenticators",
  "added",
  "lastSignIn",
] as const;

export const csvHead = (): string => csvRow([...writtenColumns]);

export function csvLine({ person, requirement, authenticators }: ListedPerson): string {
  const roles = (["helper", "administrator", "operator"] as const).filter((role) => person[role] === 1);
  return csvRow([
    person.email,
    person.screen_name,
    person.display_name,
    person.account_type,
    person.language,
    roles.join(" "),
    person.status,
    requirement.level,
    explain(requirement, "administrator"),
    String(authenticators),
    new Date(person.created_at).toISOString(),
    person.last_sign_in_at === null ? "" : new Date(person.last_sign_in_at).toISOString(),
  ]);
}
