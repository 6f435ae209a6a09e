// An identity provider that answers wrongly gets nobody in: no session, no person; a clear page, and an event that says which
// check it was and nothing of the answer.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { visit } from "../../src/access/actions.ts";
import type { Provider } from "../../src/identity-providers/actions.ts";
import { minute } from "../../src/kernel/clock.ts";
import { type MadeProvider, makeProvider } from "../support/identity-provider.ts";
import { backFrom, change, comeThrough, connectTo, eventsOf } from "../support/single-sign-on.ts";
import { type Client, createWorld, dialects, type World } from "../support/world.ts";

const ana = { sub: "ana-1", email: "ana@acme.example", email_verified: true, name: "Ana Alves" };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let made: MadeProvider;
  let browser: Client;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    // Tokens are judged by the real time.
    world.clock.set(Date.now());
    made = await makeProvider();
    made.claims = { ...ana };
    browser = world.client();
  });
  afterEach(async () => {
    await made.close();
    await world.close();
  });

  const visited = (who = browser, at = world) =>
    visit(at.needs, world.organisation, who.cookies.get("countersign-session"));
  const outcome = async (who = browser) => (await visited(who)).outcome;
  const who = async (client = browser) => {
    const found = await visited(client);
    return found.outcome === "signed-out" ? undefined : found.visitor;
  };

  describe("an answer that is wrong", () => {
    let provider: Provider;
    beforeEach(async () => {
      provider = await connectTo(world, made);
    });

    async function refused(answer: { status: number; text: string }, why: string, more: { status?: number } = {}) {
      expect(answer.status).toBe(more.status ?? 403);
      expect(answer.text).toContain("You were not signed in");
      expect(await outcome()).toBe("signed-out");
      expect(await world.needs.db.list((query) => query.selectFrom("sessions").selectAll())).toEqual([]);
      expect(await world.needs.db.list((query) => query.selectFrom("people").selectAll())).toEqual([]);
      const event = (await eventsOf(world, "single-sign-on.refused")).at(-1);
      expect(event).toMatchObject({ outcome: "refused", details: { provider: provider.id, why } });
      expect(JSON.stringify(event)).not.toMatch(/eyJ|[0-9a-f]{32}|opaque|a secret/);
    }

    const wrongs: [what: string, wrong: MadeProvider["wrong"]][] = [
      ["for another client", { audience: "somebody-else" }],
      ["of another issuer", { issuer: "https://evil.example" }],
      ["with another nonce", { nonce: "another" }],
      ["without a nonce", { withoutNonce: true }],
      ["without a signature", { algorithm: "none" }],
      ["signed with the client secret", { algorithm: "HS256" }],
      ["signed with another key", { otherKey: true }],
      ["that has expired", { expired: true }],
      ["from ahead", { issuedAhead: true, expired: true }],
      ["without a subject", { withoutSubject: true }],
      ["without an ID token", { withoutIdToken: true }],
      ["with an address of another subject", { otherSubjectThere: "lee-1" }],
      ["from a mixed-up issuer", { answered: { iss: "https://evil.example" } }],
      ["that is no JSON", { notJson: "/token" }],
    ];
    test.each(wrongs)("%s", async (_what, wrong) => {
      made.wrong = wrong;
      await refused(await comeThrough(browser, made, provider), "answer");
      made.wrong = {};
      expect((await comeThrough(browser, made, provider)).location).toBe("/account");
    });

    test.each([
      ["too long", { huge: "/token" }],
      [
        "a redirect to somewhere private",
        { redirect: { at: "/token", to: "http://169.254.169.254/latest/meta-data" } },
      ],
      ["keys behind a redirect", { redirect: { at: "/keys", to: "http://127.0.0.1:1/keys" } }],
      ["keys that never end", { huge: "/keys" }],
    ] as const)("%s", async (_what, wrong) => {
      made.wrong = wrong;
      await refused(await comeThrough(browser, made, provider), "answer");
    });

    test.each([
      ["too long", { huge: "/.well-known/openid-configuration" }],
      ["a redirect", { redirect: { at: "/.well-known/openid-configuration", to: "http://127.0.0.1:1/" } }],
      ["no JSON", { notJson: "/.well-known/openid-configuration" }],
    ] as const)("before anybody is sent there: %s", async (_what, wrong) => {
      made.wrong = wrong;
      await refused(await browser.get(`/single-sign-on/at/${provider.id}`), "unreachable", { status: 502 });
    });

    test("never", { timeout: 30_000 }, async () => {
      made.wrong = { slow: "/token" };
      const answer = await comeThrough(browser, made, provider);
      expect([403, 502]).toContain(answer.status);
      await refused(answer, answer.status === 502 ? "unreachable" : "answer", { status: answer.status });
    });

    test("twice", async () => {
      const back = await backFrom(browser, made, provider);
      const kept = new Map(browser.cookies);
      expect((await browser.get(back)).location).toBe("/account");
      const again = world.client();
      for (const [name, value] of kept) again.cookies.set(name, value);
      expect((await again.get(back)).status).toBe(403);
      expect(await outcome(again)).toBe("signed-out");
      const both = await backFrom(world.client(), made, provider);
      expect((await world.client().get(both)).status).toBe(403);
    });

    test("at the same instant, from one browser: one session begins", async () => {
      const back = await backFrom(browser, made, provider);
      const twins = [world.client(), world.client()];
      for (const twin of twins) for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
      const answers = await Promise.all(twins.map((twin) => twin.get(back)));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 403]);
    });

    test("in another browser, with another state, or after ten minutes", async () => {
      const back = await backFrom(browser, made, provider);
      // Of who never left for a provider nothing is kept, however often they come.
      for (let i = 0; i < 3; i++) expect((await world.client().get(back)).status).toBe(403);
      expect(await eventsOf(world, "single-sign-on.refused")).toEqual([]);
      await refused(await browser.get(back.replace(/state=[^&]*/, "state=another")), "foreign");
      await refused(await browser.get(back.replace(/state=[^&]*/, "")), "foreign");
      await refused(await browser.get(`${back}&state=another`), "foreign");
      // None of that has used it up.
      world.clock.advance(10 * minute);
      await refused(await browser.get(back), "foreign");
      world.clock.advance(-minute);
      expect((await browser.get(back)).location).toBe("/account");
    });

    test("at another provider's redirect address", async () => {
      const other = await connectTo(world, made, { name: "Other ID", domains: ["other.example"] });
      const back = await backFrom(browser, made, provider);
      expect((await browser.get(back.replace(provider.id, other.id))).status).toBe(403);
      expect((await eventsOf(world, "single-sign-on.refused")).at(-1)?.details).toMatchObject({
        provider: other.id,
        why: "foreign",
      });
      expect(await outcome()).toBe("signed-out");
      expect((await browser.get(back)).location).toBe("/account");
    });

    test("of the very subject at another provider is somebody else", async () => {
      await comeThrough(browser, made, provider);
      const otherMade = await makeProvider();
      try {
        const other = await connectTo(world, otherMade, { name: "Other ID", domains: ["other.example"] });
        otherMade.claims = { ...ana, email: "eve@other.example" };
        const eve = world.client();
        expect((await comeThrough(eve, otherMade, other)).location).toBe("/account");
        expect((await who(eve))?.person.id).not.toBe((await who())?.person.id);
        otherMade.claims = { ...ana, sub: "eve-2" };
        expect((await comeThrough(world.client(), otherMade, other)).status).toBe(403);
      } finally {
        await otherMade.close();
      }
    });

    test("that the person stopped there, or the provider refused", async () => {
      const back = await backFrom(browser, made, provider);
      const state = new URLSearchParams(back.slice(back.indexOf("?"))).get("state") as string;
      const query = new URLSearchParams({ error: "access_denied", state, iss: made.issuer });
      await refused(await browser.get(`/single-sign-on/at/${provider.id}/callback?${query}`), "cancelled");
    });

    test("an answer that nobody stands behind leaves no row, however often somebody leaves and comes back", async () => {
      for (const [name, value] of [
        ["error", "access_denied"],
        ["code", "made-up"],
      ] as const)
        for (let i = 0; i < 3; i++) {
          const url = new URL(await backFrom(browser, made, provider), world.origin);
          url.searchParams.delete("code");
          url.searchParams.set(name, value);
          expect((await browser.get(url.pathname + url.search)).status).toBe(403);
        }
      expect(await world.needs.db.list((query) => query.selectFrom("provider_visits").selectAll())).toEqual([]);
    });

    test("of a provider that is off, and of another organisation's", async () => {
      const back = await backFrom(browser, made, provider);
      await change(world, provider, { active: false });
      await refused(await browser.get(`/single-sign-on/at/${provider.id}`), "turnedOff");
      await refused(await browser.get(back), "turnedOff");
      await world.addOrganisation("Other", "other.example");
      const there = world.client({ host: "other.example" });
      expect((await there.get(`/single-sign-on/at/${provider.id}`)).status).toBe(404);
      expect((await there.get(back)).status).toBe(404);
      expect((await browser.get("/single-sign-on/at/x")).status).toBe(404);
    });

    test("a way back that leads elsewhere leads nowhere", async () => {
      for (const resume of [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/%0d%0aset-cookie:x",
        "javascript:alert(1)",
      ]) {
        const { location } = await comeThrough(world.client(), made, provider, { resume });
        expect([resume, location]).toEqual([resume, resume.startsWith("/%") ? resume : "/account"]);
      }
    });
  });
});
