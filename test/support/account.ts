// A person's own account in tests: signing in as a browser does, and reading what its pages show once.
import { decodeBase32, totp } from "../../src/otp/index.ts";
import type { Client, TestPerson, World } from "./world.ts";

/** Password and, where it is asked for, a code, by the forms: the client then has the session's cookie. */
export async function signInByForm(world: World, client: Client, who: TestPerson): Promise<void> {
  await client.form("/sign-in", { login: who.person.email, password: who.password });
  if (who.secret.length > 0 && client.cookies.has("countersign-sign-in")) {
    const answered = await client.form("/sign-in/code", { code: world.code(who) });
    if (answered.status !== 303) throw new Error(`not signed in: ${answered.status}`);
  }
  if (!client.cookies.has("countersign-session")) throw new Error("not signed in");
}

/** The recovery codes that a page shows. */
export function shownCodes(html: string): string[] {
  return [...html.matchAll(/<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})<\/code>/g)].map((match) => match[1] as string);
}

/** The key that a set-up page shows for typing by hand. */
export function shownSecret(html: string): Buffer {
  const key = html.match(/data-copy="([A-Z2-7]+)"/)?.[1];
  if (key === undefined) throw new Error("the page shows no key");
  return Buffer.from(decodeBase32(key) as Uint8Array);
}

/** From the password to the page with the recovery codes; the person's app is then `who.secret`. */
export async function enable(world: World, client: Client, who: TestPerson): Promise<string[]> {
  await client.form("/account/security/enable", { password: who.password });
  who.secret = shownSecret((await client.get("/account/security/set-up")).text);
  const confirmed = await client.form("/account/security/set-up", {
    code: totp({ secret: who.secret, at: world.needs.clock.now() }),
  });
  if (confirmed.status !== 200) throw new Error(`not confirmed: ${confirmed.status}`);
  return shownCodes(confirmed.text);
}
