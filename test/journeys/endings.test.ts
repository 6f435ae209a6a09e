// What ends together: sessions with the trust they stand on, links with the change that makes them dangerous.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Statement, Value } from "../../src/database/statement.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let ada: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    ada = await world.addPerson({ email: "ada@acme.example", enrolled: true, administrator: true });
  });
  afterEach(() => world.close());

  const begin = (client: Client, who: TestPerson, trustedBrowser?: string) =>
    client.api("POST", "/sign-ins", { login: who.person.email, password: who.password, trustedBrowser });
  const signIn = async (client: Client, who: TestPerson, trustBrowser = false) => {
    world.clock.advance(30_000);
    const { signIn: token } = (await begin(client, who)).json;
    const code = world.code(who);
    const answered = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code, trustBrowser },
      `SignIn ${token}`,
    );
    return answered.json as { session: string; trustedBrowser: string };
  };
  const me = async (session: string) => (await world.client().api("GET", "/me", undefined, `Bearer ${session}`)).status;
  /** A session that a code has opened, and one for which the trust it gave stood in. */
  const twoSessions = async () => {
    const client = world.client();
    const first = await signIn(client, kim, true);
    const second = await begin(client, kim, first.trustedBrowser);
    expect(second.json.step).toBe("done");
    const sessions = { proven: first.session as string, trusted: second.json.session as string };
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 200]);
    return { sessions, first: first.trustedBrowser, next: second.json.trustedBrowser as string };
  };

  test("a session that stood on a trusted browser ends with its trust, ended by its owner", async () => {
    const { sessions } = await twoSessions();
    const bearer = `Bearer ${sessions.proven}`;
    const list = await world.client().api("GET", "/me/trusted-browsers", undefined, bearer);
    const id = list.json.trustedBrowsers[0].id;
    expect((await world.client().api("DELETE", `/me/trusted-browsers/${id}`, undefined, bearer)).status).toBe(204);
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 401]);
  });

  test("and ended by an administrator", async () => {
    const { sessions } = await twoSessions();
    const bearer = `Bearer ${(await signIn(world.client(), ada)).session}`;
    const path = `/people/${kim.person.id}/trusted-browsers`;
    const id = (await world.client().api("GET", path, undefined, bearer)).json.trustedBrowsers[0].id;
    expect((await world.client().api("DELETE", `${path}/${id}`, undefined, bearer)).status).toBe(204);
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 401]);
  });

  test("and where the token was copied: a replayed one ends what either bearer holds", async () => {
    const { sessions, first, next } = await twoSessions();
    world.clock.advance(60_000);
    expect((await begin(world.client(), kim, first)).json.step).toBe("second-step");
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 401]);
    expect((await begin(world.client(), kim, next)).json.step).toBe("second-step");
  });

  test.each([
    ["forbids", { allowed: false, days: 7 }],
    ["shortens", { allowed: true, days: 1 / 24 }],
  ])("and where a policy %s it", async (_how, trustBrowsers) => {
    const { sessions } = await twoSessions();
    // Longer than the shortened trust lasts, shorter than a session may lie idle.
    for (let i = 0; i < 2; i++) {
      world.clock.advance(40 * 60_000);
      expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 200]);
    }
    const bearer = `Bearer ${(await signIn(world.client(), ada)).session}`;
    const policy = (await world.client().api("GET", "/policy", undefined, bearer)).json;
    expect((await world.client().api("PUT", "/policy", { ...policy, trustBrowsers }, bearer)).status).toBe(200);
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 401]);
  });

  test.each(["its owner", "an administrator", "a policy"])(
    "and where %s ends it while a sign-in is using it",
    async (who) => {
      const client = world.client();
      const { session, trustedBrowser } = await signIn(client, kim, true);
      const adas = `Bearer ${(await signIn(world.client(), ada)).session}`;
      const own = `Bearer ${session}`;
      const id = (await client.api("GET", "/me/trusted-browsers", undefined, own)).json.trustedBrowsers[0].id;
      const policy = (await client.api("GET", "/policy", undefined, adas)).json;
      const ends: Record<string, () => Promise<{ status: number }>> = {
        "its owner": () => client.api("DELETE", `/me/trusted-browsers/${id}`, undefined, own),
        "an administrator": () =>
          client.api("DELETE", `/people/${kim.person.id}/trusted-browsers/${id}`, undefined, adas),
        "a policy": () => client.api("PUT", "/policy", { ...policy, trustBrowsers: { allowed: false, days: 7 } }, adas),
      };
      // The thief's sign-in stops for a moment before it takes the next token of the series.
      let ended: Promise<{ status: number }> | undefined;
      const { db } = world.needs;
      const transaction = db.transaction.bind(db);
      db.transaction = (body) =>
        transaction((tx) => {
          const first = tx.first.bind(tx);
          tx.first = async <P extends Record<string, Value>, Row>(statement: Statement<P, Row>, params: P) => {
            if (ended === undefined && /^update "trusted_browsers"/.test(statement.compiledFor(dialect).sql)) {
              ended = (ends[who] as () => Promise<{ status: number }>)();
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
            return first(statement, params);
          };
          return body(tx);
        });
      const stolen = await begin(world.client({ address: "203.0.113.9" }), kim, trustedBrowser);
      expect(ended && (await ended).status).toBeLessThan(300);
      if (stolen.json.step === "done") expect(await me(stolen.json.session)).toBe(401);
      else expect(stolen.json.step).toBe("second-step");
    },
  );

  test("and where the policy forbids it behind the program's back", async () => {
    const { sessions } = await twoSessions();
    await world.setPolicy({ trustBrowsers: { allowed: false, days: 7 } });
    expect([await me(sessions.proven), await me(sessions.trusted)]).toEqual([200, 401]);
  });

  test("a link for a new password that was not used ends with a password change", async () => {
    const link = await invitationFor(kim);
    const client = world.client();
    const { session } = await signIn(client, kim);
    const changed = await client.api(
      "POST",
      "/me/password",
      { currentPassword: kim.password, newPassword: "a louder harbour at noon" },
      `Bearer ${session}`,
    );
    expect(changed.status).toBe(200);
    expect((await world.client().get(link)).status).toBe(410);
    expect((await world.client().form(link, { password: "a thief's own password" })).status).toBe(410);
  });

  test("and with a reset of the second factor, unless it is the person's first", async () => {
    const link = await invitationFor(kim);
    const lee = await world.addPerson({ email: "lee@acme.example", status: "invited" });
    const first = await invitationFor(lee);
    const bearer = `Bearer ${(await signIn(world.client(), ada)).session}`;
    for (const { person } of [kim, lee]) {
      const reset = await world.client().api("DELETE", `/people/${person.id}/second-factor`, undefined, bearer);
      expect(reset.status).toBe(204);
    }
    expect((await world.client().get(link)).status).toBe(410);
    expect((await world.client().get(first)).status).toBe(200);
  });

  async function invitationFor({ person }: TestPerson): Promise<string> {
    const bearer = `Bearer ${(await signIn(world.client(), ada)).session}`;
    const invited = await world.client().api("POST", `/people/${person.id}/invitation`, undefined, bearer);
    const { pathname, search } = new URL(invited.json.url);
    return pathname + search;
  }
});
