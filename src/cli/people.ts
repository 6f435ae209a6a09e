// Finds the person that a command is about, and shows them.
import type { Client, Person } from "../client/index.ts";
import { withApi } from "./reaching.ts";
import { Refusal, type Terminal, Usage } from "./terminal.ts";

/** @throws Refusal `no-such-person` */
export async function findPerson(api: Client, text: string): Promise<Person> {
  const { people } = await api.call("GET /people", { query: { login: text } });
  const [found] = people;
  if (!found) throw new Refusal("no-such-person", `There is nobody called '${text}'.`);
  return found;
}

/** One command about one person. @throws Usage, Refusal */
export async function about(
  at: Terminal,
  login: string | undefined,
  slug: string | undefined,
  work: (api: Client, person: Person) => Promise<void>,
): Promise<void> {
  if (!login) throw new Usage("Give the person's screen name or e-mail address.");
  await withApi(at, slug, async (api) => work(api, await findPerson(api, login)));
}

type Shown = Pick<Person, "id" | "email" | "screenName" | "displayName" | "accountType" | "administrator" | "status">;

export const showPerson = (one: Shown) => ({
  id: one.id,
  email: one.email,
  screenName: one.screenName,
  displayName: one.displayName,
  accountType: one.accountType,
  administrator: one.administrator,
  status: one.status,
});
