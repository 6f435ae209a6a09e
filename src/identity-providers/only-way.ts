// Whose domain signs in through its identity provider alone. What is answered tells of the domain that was typed and never
// whether anybody has that address.
import type { Queries } from "../database/database.ts";
import { Problem } from "../kernel/problem.ts";
import { type Serving, servingOf } from "./actions.ts";

/** What is judged of a person. */
export interface Someone {
  organisation_id: string;
  email_normal: string;
  administrator: number;
  authenticators: number;
}

/** The provider that alone signs this person in; `undefined` where a password counts. */
export async function onlyWayOf(queries: Queries, person: Someone): Promise<Serving | undefined> {
  if (isEmergency(person)) return undefined;
  return onlyWayAt(queries, person.organisation_id, person.email_normal);
}

/** An administrator gets in when the provider does not: with the password and a second factor, whatever policy says. */
export const isEmergency = ({ administrator, authenticators }: Pick<Someone, "administrator" | "authenticators">) =>
  administrator === 1 && authenticators > 0;

/** The same by the address alone, in normal form. */
export async function onlyWayAt(queries: Queries, organisation: string, address: string): Promise<Serving | undefined> {
  const serving = await servingOf(queries, organisation, address);
  return serving?.onlyWay ? serving : undefined;
}

export const singleSignOnOnly = ({ name }: Pick<Serving, "name">): Problem =>
  new Problem("single-sign-on-only", 403, ({ singleSignOn }) => singleSignOn.onlyWay(name));
