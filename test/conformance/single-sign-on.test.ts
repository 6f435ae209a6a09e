// People who come in through an identity provider: who they become here, what is asked of them, and what a provider that
// answers wrongly gets: nothing.
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { visit } from "../../src/access/actions.ts";
import type { Transaction } from "../../src/database/database.ts";
import { unlinkIdentity } from "../../src/identities/actions.ts";
import { changeProvider, type Provider, removeProvider } from "../../src/identity-providers/actions.ts";
import { minute } from "../../src/kernel/clock.ts";
import { changeNames, disable, keyOf, type Person, personLocked, setAccountType } from "../../src/people/actions.ts";
import { setRoles } from "../../src/people/roles.ts";
import { type MadeProvider, makeProvider } from "../support/identity-provider.ts";
import { change, comeThrough, connectTo, eventsOf, link } from "../support/single-sign-on.ts";
import { type Client, createWorld, dialects, password, type TestPerson, type World } from "../support/world.ts";

const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
const seconds = () => Math.floor(Date.now() / 1000);
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
  const code = (of: TestPerson) => {
    world.clock.advance(30_000);
    return browser.form("/sign-in/code", { code: world.code(of) });
  };

  /** What a program of this person's does with an API key. */
  const jobOf = async (of: TestPerson) => {
    const { bearer } = await world.client().signIn(world, of);
    const made = await world.client().api("POST", "/me/api-keys", { name: "Job", scopes: ["read:me"] }, bearer);
    return () => world.client().api("GET", "/me", undefined, `Bearer ${made.json.key}`);
  };

  describe("the first time", () => {
    test("somebody whom nobody knows is added, with the name and the account type that the claims stand for", async () => {
      await world.setPolicy({ accountTypes: { client: "required", staff: "required" } });
      const provider = await connectTo(world, made, {
        settings: { typeClaim: "groups", types: { "Sales team": "client" } },
      });
      made.claims = { ...ana, groups: ["Everybody", "Sales team"] };
      expect(await comeThrough(browser, made, provider)).toMatchObject({ status: 303, location: "/account" });
      const visitor = await who();
      expect(visitor?.person).toMatchObject({
        email: "ana@acme.example",
        display_name: "Ana Alves",
        account_type: "client",
      });
      expect(visitor?.person.password_hash).toBeNull();
      expect(visitor?.person.address_proven_at).toBe(world.clock.now());
      expect(visitor?.requirement).toMatchObject({ level: "off", because: { kind: "identity-provider" } });
      expect((await browser.api("GET", "/session")).json.amr).toEqual(["fed"]);
      expect(await eventsOf(world, "identity.linked")).toMatchObject([{ details: { how: "added" } }]);
      // And is the same person the next time, whatever the address is by then.
      made.claims = { ...ana, email: "ana.new@acme.example" };
      const again = world.client();
      await comeThrough(again, made, provider);
      expect((await who(again))?.person.id).toBe(visitor?.person.id);
      // What an administrator writes there is proven once the provider says so, and by no other address.
      const proven = async (email: string) => {
        made.claims = { ...ana, email };
        await comeThrough(again, made, provider);
        return (await who(again))?.person.address_proven_at !== null;
      };
      await world.needs.db.transaction((tx) =>
        changeNames(tx, world.needs, visitor?.person as Person, { email: "ana.third@acme.example" }),
      );
      expect(await proven("ana@acme.example")).toBe(false);
      expect(await proven("ana.third@acme.example")).toBe(true);
    });

    test("name and account type follow the provider at each arrival, until somebody here changes them", async () => {
      await world.setPolicy({ accountTypes: { client: "required", staff: "required", guest: "required" } });
      const provider = await connectTo(world, made, {
        settings: { typeClaim: "group", types: { sales: "client", visitors: "guest" } },
      });
      const come = async (name: string, group: string | undefined) => {
        made.claims = { ...ana, name, group };
        await comeThrough(browser, made, provider);
        const person = (await who())?.person as Person;
        return [person.display_name, person.account_type];
      };
      const change = (act: (tx: Transaction, person: Person) => Promise<unknown>) =>
        world.needs.db.transaction(async (tx) => {
          const [person] = await tx.list((query) => query.selectFrom("people").selectAll());
          await act(tx, person as Person);
        });
      expect(await come("Ana Alves", "sales")).toEqual(["Ana Alves", "client"]);
      expect(await come("Ana Alves Lima", "visitors")).toEqual(["Ana Alves Lima", "guest"]);
      // Without the claim it is the type of those who have none; without a name the one of before.
      expect(await come("", undefined)).toEqual(["Ana Alves Lima", "staff"]);
      expect(await come("Ana Lima", "sales")).toEqual(["Ana Lima", "client"]);
      expect(await eventsOf(world, "person.account-type-changed")).toMatchObject([
        { actor_id: null, details: { before: "client", after: "guest", provider: provider.id } },
        { details: { after: "staff" } },
        { details: { after: "client" } },
      ]);
      // What an administrator has changed stays theirs; the other goes on following.
      await change((tx, person) => setAccountType(tx, keyOf(person), "guest"));
      expect(await come("Ana L.", "sales")).toEqual(["Ana L.", "guest"]);
      await change((tx, person) => changeNames(tx, world.needs, person, { displayName: "Dr Lima" }));
      expect(await come("Ana Lima", "visitors")).toEqual(["Dr Lima", "guest"]);
      // And whoever holds a role keeps the type that decides what is asked of them.
      await change(async (tx, person) => {
        await setAccountType(tx, keyOf(person), "client");
        await setRoles(tx, keyOf(person), new Set(["helper"]));
      });
      expect(await come("Ana Lima", "visitors")).toEqual(["Dr Lima", "client"]);
    });

    test("who was invited or had an account keeps the name and the type that they have here", async () => {
      await world.addPerson({ email: "ana@acme.example", displayName: "Invited", status: "invited" });
      const provider = await connectTo(world, made, { settings: { typeClaim: "group", types: { sales: "client" } } });
      made.claims = { ...ana, group: "sales" };
      for (let i = 0; i < 2; i++) {
        await comeThrough(browser, made, provider);
        expect((await who())?.person).toMatchObject({ display_name: "Invited", account_type: "staff" });
      }
    });

    test("unless the provider adds nobody, serves other domains, or does not say that the address is verified", async () => {
      const provider = await connectTo(world, made, { settings: { addsPeople: false } });
      const refusals: [claims: object, why: string][] = [
        [ana, "unknown"],
        [{ ...ana, email: "ana@evil.example" }, "otherDomain"],
        [{ ...ana, email: "ana@acme.example.evil.example" }, "otherDomain"],
        [{ ...ana, email: "ana@sub.acme.example" }, "otherDomain"],
        [{ ...ana, email: undefined }, "noAddress"],
        [{ ...ana, email: "acme.example" }, "noAddress"],
        [{ ...ana, email_verified: false }, "unverified"],
        [{ ...ana, email_verified: "no" }, "unverified"],
        [{ ...ana, email_verified: undefined }, "unverified"],
      ];
      for (const [claims, why] of refusals) {
        made.claims = { ...claims };
        const answer = await comeThrough(browser, made, provider);
        expect([claims, answer.status, await outcome()]).toEqual([claims, 403, "signed-out"]);
        expect((await eventsOf(world, "single-sign-on.refused")).at(-1)?.details.why).toBe(why);
      }
      const vouching = await change(world, provider, { settings: { vouches: true, addsPeople: true } });
      made.claims = { ...ana, email_verified: undefined };
      expect((await comeThrough(browser, made, vouching)).location).toBe("/account");
      made.claims = { ...ana, sub: "other", email: "lee@acme.example", email_verified: false };
      expect((await comeThrough(world.client(), made, vouching)).status).toBe(403);
    });

    test("one that may speak of every address speaks of none whose domain another one serves, even while that is off", async () => {
      const invited = await world.addPerson({ email: "ana@acme.example", status: "invited" });
      const kim = await world.addPerson({ email: "kim@acme.example" });
      let own = await connectTo(world, made, { name: "Acme ID", onlyWay: true });
      const other = await connectTo(world, made, { name: "Anybody", domains: [] });
      const refusedFor = async (sub: string, email: string) => {
        made.claims = { sub, email, email_verified: true };
        const answer = await comeThrough(browser, made, other);
        expect([email, answer.status, await outcome()]).toEqual([email, 403, "signed-out"]);
        expect((await eventsOf(world, "single-sign-on.refused")).at(-1)?.details.why).toBe("otherDomain");
      };
      for (const active of [true, false]) {
        own = await change(world, own, { active });
        await refusedFor("x-1", invited.person.email);
        await refusedFor("x-2", kim.person.email);
        await refusedFor("x-3", "nobody@acme.example");
      }
      expect(await eventsOf(world, "identity.linked")).toEqual([]);
      // And so is no way around 'only single sign-on'.
      await change(world, own, { active: true });
      expect(
        (await browser.form("/sign-in", { login: "kim@acme.example", password })).headers.get("refresh"),
      ).toContain(own.id);
      made.claims = { sub: "x-4", email: "lee@elsewhere.example", email_verified: true };
      expect((await comeThrough(browser, made, other)).location).toBe("/account");
    });

    test("an invited person comes in, and whatever was prepared under the address is gone", async () => {
      const invited = await world.addPerson({ email: "ana@acme.example", status: "invited", enrolled: true });
      const provider = await connectTo(world, made);
      expect((await comeThrough(browser, made, provider)).location).toBe("/account");
      const visitor = await who();
      expect(visitor?.person).toMatchObject({ id: invited.person.id, status: "active", password_hash: null });
      expect(visitor?.person.address_proven_at).toBe(world.clock.now());
      expect(visitor?.person.authenticators).toBe(0);
      for (const table of ["authenticators", "recovery_codes", "sign_ins", "trusted_browsers", "invitations"] as const)
        expect([table, await world.needs.db.list((query) => query.selectFrom(table).selectAll())]).toEqual([table, []]);
      // Neither does the password lead in any more.
      const other = world.client();
      expect((await other.form("/sign-in", { login: "ana@acme.example", password })).status).toBe(401);
      expect(await eventsOf(world, "identity.address-proven")).toMatchObject([
        { details: { password: true, authenticators: 1 } },
      ]);
    });

    test("somebody with a password is linked only after password and code were given here", async () => {
      const kim = await world.addPerson({ email: "ana@acme.example", enrolled: true });
      const provider = await connectTo(world, made);
      expect((await comeThrough(browser, made, provider)).location).toBe("/single-sign-on/link");
      expect(await outcome()).toBe("signed-out");
      const page = await browser.get("/single-sign-on/link");
      expect(page.text).toContain("Sign in to link");
      const to = /href="(\/sign-in\?[^"]*)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") as string;
      const fields = Object.fromEntries(new URL(to, world.origin).searchParams);
      // Pressing it now links nothing.
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/single-sign-on/link");
      await browser.form("/sign-in", { login: "ana@acme.example", password, ...fields });
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/single-sign-on/link");
      expect((await code(kim)).location).toBe("/single-sign-on/link");
      expect((await browser.get("/single-sign-on/link")).text).toContain("Link and continue");
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/account");
      expect(await eventsOf(world, "identity.linked")).toMatchObject([{ details: { how: "proven-here" } }]);
      const later = world.client();
      expect((await comeThrough(later, made, provider)).location).toBe("/account");
      expect((await who(later))?.person.id).toBe(kim.person.id);
      // What they had set up is still theirs.
      expect((await who(later))?.person.authenticators).toBe(1);
      // Once.
      expect((await browser.form("/single-sign-on/link", {})).status).toBe(410);
    });

    test("a session from before, another person's and another provider's are no proof that the account is theirs", async () => {
      const kim = await world.addPerson({ email: "ana@acme.example", enrolled: true });
      const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
      const provider = await connectTo(world, made);
      browser.cookies.set("countersign-session", (await world.client().signIn(world, kim)).session);
      world.clock.advance(1);
      await comeThrough(browser, made, provider);
      expect((await browser.get("/single-sign-on/link")).text).toContain("Sign in to link");
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/single-sign-on/link");
      world.clock.advance(minute);
      browser.cookies.set("countersign-session", (await world.client().signIn(world, lee)).session);
      expect((await browser.get("/single-sign-on/link")).status).toBe(403);
      expect(await eventsOf(world, "identity.linked")).toEqual([]);
    });

    test("a code of this morning is no proof for it, though the password was given again just now", async () => {
      const kim = await world.addPerson({ email: "ana@acme.example", enrolled: true });
      await browser.form("/sign-in", { login: "ana@acme.example", password });
      await code(kim);
      // They sleep from now on: what confirms dangerous acts elsewhere is the password.
      await world.setPolicy({ organisation: "off" });
      world.clock.advance(16 * minute);
      const provider = await connectTo(world, made);
      expect((await comeThrough(browser, made, provider)).location).toBe("/single-sign-on/link");
      world.clock.advance(1000);
      const confirmed = await browser.form("/sign-in/confirm", { password, resume: "/single-sign-on/link" });
      expect([confirmed.status, confirmed.location]).toEqual([303, "/single-sign-on/link"]);
      const page = await browser.get("/single-sign-on/link");
      expect(page.text).not.toContain("Link and continue");
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/single-sign-on/link");
      expect(await eventsOf(world, "identity.linked")).toEqual([]);
      // And the way from there leads to it, and not round and round.
      const to = /href="(\/sign-in\?[^"]*)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") as string;
      expect((await browser.get(to)).text).toContain('name="password"');
      const fields = Object.fromEntries(new URL(to, world.origin).searchParams);
      await browser.form("/sign-in", { login: "ana@acme.example", password, ...fields });
      expect((await code(kim)).location).toBe("/single-sign-on/link");
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/account");
    });

    test("who has an account that somebody else there holds is refused", async () => {
      const provider = await connectTo(world, made);
      await comeThrough(browser, made, provider);
      made.claims = { ...ana, sub: "ana-2" };
      const other = world.client();
      expect((await comeThrough(other, made, provider)).status).toBe(403);
      expect(await outcome(other)).toBe("signed-out");
      expect((await eventsOf(world, "single-sign-on.refused")).at(-1)?.details.why).toBe("clash");
    });
  });

  test("administrators see on the provider's page who was refused lately, when and why, and of no other provider", async () => {
    const boss = await world.addPerson({ email: "boss@other.example", administrator: true, enrolled: true });
    const lee = await world.addPerson({ email: "lee@acme.example", displayName: "Lee <b>" });
    const provider = await connectTo(world, made);
    const other = await connectTo(world, made, { name: "Other ID", domains: ["other.example"] });
    await link(world, provider, lee, "lee-1");
    await world.needs.db.transaction((tx) => disable(tx, keyOf(lee.person)));
    const tries = { "lee-1": "lee@acme.example", "ana-1": "ana@evil.example" };
    for (const [sub, email] of Object.entries(tries)) {
      made.claims = { sub, email, email_verified: true };
      expect((await comeThrough(world.client(), made, provider)).status).toBe(403);
    }
    await browser.form("/sign-in", { login: "boss@other.example", password });
    await code(boss);
    const page = (await browser.get(`/admin/single-sign-on/${provider.id}`)).text;
    const section = page.slice(page.indexOf("Refused lately"));
    expect(section).toContain("The account here is disabled");
    expect(section).toContain("Lee &lt;b&gt;");
    expect(section).toContain(`/admin/people/${lee.person.id}`);
    expect(section).toContain("at a domain that this provider does not serve");
    expect(section.indexOf("does not serve")).toBeLessThan(section.indexOf("is disabled"));
    expect(section).toContain("192.0.2.1");
    expect((await browser.get(`/admin/single-sign-on/${other.id}`)).text).toContain("Nobody yet.");
  });

  describe("what is asked of them", () => {
    let kim: TestPerson;
    beforeEach(async () => {
      kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      made.claims = { sub: "kim-1", email: "kim@acme.example", email_verified: true };
    });

    test("[DI-4] nothing more, while the provider handles the second step", async () => {
      const provider = await connectTo(world, made);
      await link(world, provider, kim, "kim-1");
      expect((await comeThrough(browser, made, provider)).location).toBe("/account");
      expect((await who())?.requirement.level).toBe("off");
    });

    test("our own second step, where the provider does not exempt, or shows none of the evidence asked for", async () => {
      const evidence = { amr: ["mfa", "hwk"], acr: ["urn:high"], maxAge: 60 };
      const provider = await connectTo(world, made, { settings: { evidence } });
      await link(world, provider, kim, "kim-1");
      const auth_time = seconds();
      const cases: [claims: object, location: string][] = [
        [{ amr: ["pwd", "mfa"], auth_time }, "/account"],
        [{ acr: "urn:high", auth_time }, "/account"],
        [{ amr: ["pwd"], auth_time }, "/sign-in"],
        [{ acr: "urn:low", auth_time }, "/sign-in"],
        [{ amr: "mfa", auth_time }, "/sign-in"],
        [{ amr: ["mfa"] }, "/sign-in"],
        [{ amr: ["mfa"], auth_time: auth_time - 3700 }, "/sign-in"],
        [{ amr: ["mfa"], auth_time: auth_time + 3700 }, "/sign-in"],
      ];
      for (const [claims, location] of cases) {
        made.claims = { sub: "kim-1", ...claims };
        const client = world.client();
        expect([claims, (await comeThrough(client, made, provider)).location]).toEqual([claims, location]);
      }
      expect(made.sent.get("acr_values")).toBe("urn:high");
      expect(made.sent.get("max_age")).toBe("3600");
      const exempting = await change(world, provider, { exempts: false });
      made.claims = { sub: "kim-1", amr: ["mfa"], auth_time };
      expect((await comeThrough(browser, made, exempting)).location).toBe("/sign-in");
      expect((await code(kim)).location).toBe("/account");
      expect((await browser.api("GET", "/session")).json.amr).toEqual(["fed", "otp", "mfa"]);
    });

    test("who has nothing set up is led to set-up as after a password", async () => {
      const provider = await connectTo(world, made, { exempts: false });
      made.claims = ana;
      expect((await comeThrough(browser, made, provider)).location).toBe("/set-up");
      expect((await browser.get("/set-up")).text).toContain("Confirm and activate");
    });

    test("a withdrawn exemption, stricter evidence, a provider that is off or gone hold from the next request, also of a second process", async () => {
      let provider = await connectTo(world, made);
      await link(world, provider, kim, "kim-1");
      const beside = await createWorld({ dialect, beside: world });
      try {
        const there = async () => (await visited(browser, beside)).outcome;
        await comeThrough(browser, made, provider);
        expect(await there()).toBe("signed-in");
        provider = await change(world, provider, { exempts: false });
        expect(await there()).toBe("second-factor-required");
        // On to the second step, without the provider once more.
        expect((await browser.get("/sign-in")).location).toBe("/sign-in");
        expect((await code(kim)).location).toBe("/account");
        expect(await there()).toBe("signed-in");
        provider = await change(world, provider, { exempts: true });

        browser = world.client();
        await comeThrough(browser, made, provider);
        provider = await change(world, provider, { settings: { evidence: { amr: ["mfa"], acr: [], maxAge: null } } });
        expect(await there()).toBe("second-factor-required");
        provider = await change(world, provider, { settings: { evidence: { amr: [], acr: [], maxAge: null } } });
        expect(await there()).toBe("signed-in");
        provider = await change(world, provider, { active: false });
        expect(await there()).toBe("signed-out");
        provider = await change(world, provider, { active: true });
        expect(await there()).toBe("signed-in");
        await world.needs.db.transaction((tx) =>
          removeProvider(tx, world.needs, { organisation: provider.organisation, id: provider.id, ...by }),
        );
        expect(await there()).toBe("signed-out");
      } finally {
        await beside.needs.db.close();
      }
    });

    test("a provider that is turned off between its word and the code ends the sign-in", async () => {
      const provider = await connectTo(world, made, { exempts: false });
      await link(world, provider, kim, "kim-1");
      await comeThrough(browser, made, provider);
      await change(world, provider, { active: false });
      expect((await code(kim)).status).toBe(410);
      expect(await outcome()).toBe("signed-out");
    });

    test("a link that an administrator ends between the provider's word and the code ends the sign-in and the keys", async () => {
      const boss = await world.addPerson({ email: "boss@other.example", administrator: true, enrolled: true });
      const provider = await connectTo(world, made, { exempts: false });
      await link(world, provider, kim, "kim-1");
      await comeThrough(browser, made, provider);
      const { bearer } = await world.client().signIn(world, boss);
      const kimsJob = await jobOf(kim);
      expect((await kimsJob()).status).toBe(200);
      const path = `/people/${kim.person.id}/identities/${provider.id}`;
      expect((await world.client().api("DELETE", path, undefined, bearer)).status).toBe(204);
      expect((await code(kim)).status).toBe(410);
      expect(await outcome()).toBe("signed-out");
      expect((await kimsJob()).status).toBe(401);
    });

    test("who was disabled and is enabled again comes in as before, and somebody invited is still invited", async () => {
      const provider = await connectTo(world, made);
      made.claims = { ...ana };
      await comeThrough(browser, made, provider);
      const came = (await who())?.person as Person;
      const lee = await world.addPerson({ email: "lee@acme.example", status: "invited" });
      const boss = await world.addPerson({ email: "boss@other.example", administrator: true, enrolled: true });
      const { bearer } = await world.client().signIn(world, boss);
      const set = async (person: string, verb: string) => {
        await world.client().api("POST", `/people/${person}/${verb}`, {}, bearer);
        return (await world.client().api("GET", `/people/${person}`, undefined, bearer)).json.status;
      };
      expect([await set(came.id, "disable"), await set(lee.person.id, "disable")]).toEqual(["disabled", "disabled"]);
      expect((await comeThrough(browser, made, provider)).status).toBe(403);
      expect([await set(came.id, "enable"), await set(lee.person.id, "enable")]).toEqual(["active", "invited"]);
      expect((await comeThrough(browser, made, provider)).location).toBe("/account");
      expect((await who())?.person.id).toBe(came.id);
    });

    test.runIf(dialect === "postgres")("a link that ends while somebody comes back lets nobody in", async () => {
      const provider = await connectTo(world, made);
      await link(world, provider, kim, "kim-1");
      const ended = Promise.withResolvers<void>();
      const waiting = Promise.withResolvers<void>();
      const ending = world.needs.db.transaction(async (tx) => {
        const key = keyOf(kim.person);
        await personLocked(tx, key);
        await unlinkIdentity(tx, world.needs, { ...key, provider: provider.id, ...by });
        ended.resolve();
        await waiting.promise;
      });
      await ended.promise;
      const coming = comeThrough(browser, made, provider);
      await pause(500);
      waiting.resolve();
      await ending;
      expect((await coming).status).toBe(403);
      expect(await outcome()).toBe("signed-out");
    });

    test("whoever has no password confirms dangerous acts at the provider, which has to ask anew", async () => {
      const provider = await connectTo(world, made);
      made.claims = ana;
      await comeThrough(browser, made, provider);
      const refused = await browser.api("POST", "/me/email", { email: "ana@new.example", password: "" });
      expect([refused.status, refused.json.code, refused.json.proof]).toEqual([403, "step-up-required", "provider"]);
      const page = await browser.get("/sign-in/confirm?resume=/account/security");
      expect(page.text).toContain("confirm=yes");
      const query = { confirm: "yes", resume: "/account/security" };
      // The provider says nothing of when, or lets an old sign-in do.
      expect((await comeThrough(browser, made, provider, query)).status).toBe(403);
      made.claims = { ...ana, auth_time: seconds() - 3600 };
      expect((await comeThrough(browser, made, provider, query)).status).toBe(403);
      made.claims = { ...ana, sub: "lee-1", auth_time: seconds() };
      expect((await comeThrough(browser, made, provider, query)).status).toBe(403);
      made.claims = { ...ana, auth_time: seconds() };
      expect((await comeThrough(browser, made, provider, query)).location).toBe("/account/security");
      expect(Object.fromEntries(made.sent)).toMatchObject({ prompt: "login", max_age: "0" });
      expect((await browser.api("POST", "/me/email", { email: "ana@new.example", password: "" })).status).toBe(200);
    });

    test("where a destination wants the sign-in anew, the provider is asked for it", async () => {
      const provider = await connectTo(world, made);
      await link(world, provider, kim, "kim-1");
      const since = String(world.clock.now());
      const query = { since, resume: "/account/security" };
      expect((await comeThrough(browser, made, provider, query)).status).toBe(403);
      made.claims = { sub: "kim-1", auth_time: seconds() };
      expect((await comeThrough(browser, made, provider, query)).location).toBe("/account/security");
      expect((await who())?.session.password_at).toBeGreaterThanOrEqual(Number(since));
      expect(made.sent.get("prompt")).toBe("login");
    });
  });

  describe("only single sign-on", () => {
    let provider: Provider;
    beforeEach(async () => {
      provider = await connectTo(world, made, { onlyWay: true });
      await world.addPerson({ email: "kim@acme.example" });
    });

    test("closes passwords for the domain, and does not tell who is there", async () => {
      for (const [login, typed] of [
        ["kim@acme.example", password],
        ["kim@acme.example", "wrong"],
        ["nobody@acme.example", "wrong"],
      ] as const) {
        const answer = await world.client().form("/sign-in", { login, password: typed });
        expect([login, typed, answer.status]).toEqual([login, typed, 200]);
        expect(answer.headers.get("refresh")).toBe(
          `0; url=/single-sign-on/at/${provider.id}?login=${encodeURIComponent(login)}`,
        );
        expect(answer.text.replaceAll(encodeURIComponent(login), "")).toContain("Continue with Acme ID");
      }
      // By the screen name as if the password were wrong.
      expect((await browser.form("/sign-in", { login: "kim", password })).status).toBe(401);
      const program = await browser.api("POST", "/sign-ins", { login: "kim@acme.example", password });
      expect([program.status, program.json.code]).toEqual([403, "single-sign-on-only"]);
      expect((await browser.api("POST", "/sign-ins", { login: "nobody@acme.example", password })).json.code).toBe(
        "single-sign-on-only",
      );
      await world.addPerson({ email: "lee@other.example", enrolled: true });
      expect((await browser.form("/sign-in", { login: "lee@other.example", password })).location).toBe("/sign-in");
    });

    test("an administrator gets in with password and second factor, also where policy asks for none", async () => {
      await world.setPolicy({ organisation: "off" });
      const boss = await world.addPerson({ email: "boss@acme.example", administrator: true, enrolled: true });
      expect((await browser.form("/sign-in", { login: "boss@acme.example", password })).location).toBe("/sign-in");
      expect(await outcome()).toBe("signed-out");
      expect((await code(boss)).location).toBe("/account");
      // Without one there is no such way.
      await world.addPerson({ email: "chief@acme.example", administrator: true });
      expect((await world.client().form("/sign-in", { login: "chief@acme.example", password })).status).toBe(200);
    });

    test.runIf(dialect === "postgres")(
      "whoever loses the role, or whose domain is closed, while the password is looked at is not let in by it",
      async () => {
        const boss = await world.addPerson({ email: "boss@acme.example", administrator: true, enrolled: true });
        const lee = await world.addPerson({ email: "lee@elsewhere.example", enrolled: true });
        const meanwhile = async (who: TestPerson, act: (tx: Transaction) => Promise<unknown>) => {
          const locked = Promise.withResolvers<void>();
          const waiting = Promise.withResolvers<void>();
          const acting = world.needs.db.transaction(async (tx) => {
            await personLocked(tx, keyOf(who.person));
            await act(tx);
            locked.resolve();
            await waiting.promise;
          });
          await locked.promise;
          const trying = world.client().api("POST", "/sign-ins", { login: who.person.email, password });
          await pause(500);
          waiting.resolve();
          await acting;
          const { status, json } = await trying;
          return [status, json.code];
        };
        expect(await meanwhile(boss, async () => {})).toEqual([201, undefined]);
        expect(await meanwhile(boss, (tx) => setRoles(tx, keyOf(boss.person), new Set()))).toEqual([
          403,
          "single-sign-on-only",
        ]);
        const domains = [...provider.domains, "elsewhere.example"];
        expect(await meanwhile(lee, (tx) => changeProvider(tx, world.needs, { ...provider, domains, ...by }))).toEqual([
          403,
          "single-sign-on-only",
        ]);
      },
    );

    test("whoever the provider has vouched for may still show that the account is theirs", async () => {
      made.claims = { sub: "kim-1", email: "kim@acme.example", email_verified: true };
      await comeThrough(browser, made, provider);
      await world.setPolicy({ organisation: "off" });
      world.clock.advance(1000);
      const signedIn = await browser.form("/sign-in", {
        login: "kim@acme.example",
        password,
        resume: "/single-sign-on/link",
      });
      expect(signedIn.location).toBe("/single-sign-on/link");
      expect((await browser.form("/single-sign-on/link", {})).location).toBe("/account");
      expect((await world.client().form("/sign-in", { login: "kim@acme.example", password })).status).toBe(200);
    });
  });
});
