// What a lost phone sets in motion, in tests: asking, the letters that come of it, and their links.
import { linkContext } from "../../src/mail/actions.ts";
import type { Client, TestPerson, World } from "./world.ts";

export interface SentLetter {
  kind: string;
  person: string | null;
  to: string;
  details: Record<string, unknown>;
  link: string | undefined;
}

/** Every letter about help that waits, in the order in which they were written. */
export async function lettersOf({ needs }: World): Promise<SentLetter[]> {
  const rows = await needs.db.list((query) =>
    query.selectFrom("outbox").selectAll().where("kind", "like", "help-request.%").orderBy("id"),
  );
  return rows.map(({ organisation_id, id, kind, person_id, recipient, details, sealed_link }) => ({
    kind,
    person: person_id,
    to: recipient,
    details: JSON.parse(details) as Record<string, unknown>,
    link: sealed_link ? needs.sealer.unseal(sealed_link, linkContext(organisation_id, id)).toString() : undefined,
  }));
}

/** The newest link 'this was not me', as a path. */
export async function notMeLink(world: World, kind = "help-request.asked"): Promise<string> {
  const letter = (await lettersOf(world)).findLast((one) => one.kind === kind && one.link !== undefined);
  if (!letter?.link) throw new Error(`no letter of ${kind} with a link`);
  return letter.link.slice(world.origin.length);
}

/** The password, as a program gives it. @returns the token of the sign-in */
export async function half(client: Client, who: TestPerson): Promise<string> {
  const begun = await client.api("POST", "/sign-ins", { login: who.person.email, password: who.password });
  if (begun.json.step !== "second-step") throw new Error(`at ${begun.json.step}`);
  return `SignIn ${begun.json.signIn}`;
}

/** @returns the request's id */
export async function ask(world: World, who: TestPerson, message = "My phone fell into the harbour."): Promise<string> {
  const client = world.client();
  const asked = await client.api("POST", "/sign-ins/current/help", { message }, await half(client, who));
  if (asked.status !== 202) throw new Error(`not asked: ${asked.status} ${asked.text}`);
  const rows = await world.needs.db.list((query) =>
    query.selectFrom("help_requests").select("id").where("person_id", "=", who.person.id).where("status", "=", "open"),
  );
  return rows[0]?.id as string;
}
