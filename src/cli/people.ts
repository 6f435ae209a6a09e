// Finds the person that a command is about, and shows them.
import type { Needs } from "../opening.ts";
import { type Person, personByLogin } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { Refusal } from "./terminal.ts";

/** @throws Refusal `no-such-person` */
export async function findPerson(needs: Needs, organisation: string, text: string): Promise<Person> {
  const login = readLogin(text);
  const found = login && (await personByLogin(needs.db, organisation, login));
  if (!found) throw new Refusal("no-such-person", `There is nobody called '${text}'.`);
  return found;
}

export const showPerson = (one: Person) => ({
  id: one.id,
  email: one.email,
  screenName: one.screen_name,
  displayName: one.display_name,
  accountType: one.account_type,
  administrator: one.administrator === 1,
  status: one.status,
});
