// What somebody might try between protocols: questions of two kinds at once, names and addresses that lead elsewhere, and
// what was begun before something was taken away.
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addApplication, changeApplication } from "../../src/applications/actions.ts";
import type { Participation } from "../../src/applications/rules.ts";
import { secretContext } from "../../src/applications/settings.ts";
import type { Transaction } from "../../src/database/database.ts";
import { askForAddress } from "../../src/invitations/address-changes.ts";
import { keyOf, personLocked } from "../../src/people/actions.ts";
import { type Address, readAddress } from "../../src/people/rules.ts";
import { beginAttempt } from "../../src/protocols/duo/actions.ts";
import { type DuoClient, findClient } from "../../src/protocols/duo/clients.ts";
import { embedCountersign } from "../support/embedded.ts";
import { type MadeProvider, makeProvider } from "../support/identity-provider.ts";
import { addOpenIdApplication, callback } from "../support/openid.ts";
import { backFrom, comeThrough, connectTo, eventsOf, link } from "../support/single-sign-on.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let browser: Client;
  afterEach(() => world.close());

  async function behindProxy(name: string, host: string, participation: Participation = { takesPart: "yes" }) {
    const { id: organisation } = world.organisation;
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation, name, kind: "forward-auth", participation, note: "", settings: {} },
        ...{ names: [{ kind: "host", name: host }], ...by },
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    return added.application;
  }
  const enter = async (host: string, who: TestPerson, client = browser) => {
    const rd = `/forward-auth?${new URLSearchParams({ rd: `https://${host}/` })}`;
    const led = await client.get(rd, { "sec-fetch-site": "cross-site" });
    const fields = Object.fromEntries(new URL(led.location as string, world.origin).searchParams);
    const given = await client.form("/sign-in", { ...fields, login: who.person.email, password: who.password });
    return client.get(given.location as string, { "sec-fetch-site": "same-origin" });
  };

  describe("a proxy's question at the older address", () => {
    let kim: TestPerson;
    beforeEach(async () => {
      world = await createWorld({ dialect, origin: "https://login.acme.example" });
      kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      browser = world.client();
      await behindProxy("Wiki", "wiki.acme.example");
      await behindProxy("Menu", "menu.acme.example", { takesPart: "not-yet", from: null });
    });

    test("is not answered for another application, whatever its client adds of the other kind", async () => {
      await enter("menu.acme.example", kim);
      const ask = (host: string, more: Record<string, string> = {}) =>
        browser.get("/api/verify", {
          ...{ "x-forwarded-proto": "https", "x-forwarded-host": host, "x-forwarded-uri": "/" },
          ...{ "x-forwarded-method": "GET", accept: "text/html", host: "127.0.0.1:8080", ...more },
        });
      expect((await ask("menu.acme.example")).status).toBe(200);
      expect((await ask("wiki.acme.example")).status).toBe(302);
      const smuggled = await ask("wiki.acme.example", { "x-original-url": "https://menu.acme.example/" });
      expect([smuggled.status, smuggled.headers.get("remote-user")]).toEqual([403, null]);
    });
  });

  describe("through an identity provider", () => {
    let made: MadeProvider;
    beforeEach(async () => {
      world = await createWorld({ dialect, origin: "http://login.localhost:8080" });
      // Tokens are judged by the real time.
      world.clock.set(Date.now());
      // A site at home on this machine may speak to one there.
      world.needs.site.origin = "http://localhost:8080";
      made = await makeProvider();
      browser = world.client();
    });
    afterEach(() => made.close());

    test("nobody who may come from anywhere brings the name along that an application knows somebody by", async () => {
      await behindProxy("Wiki", "wiki.acme.example");
      const provider = await connectTo(world, made, { domains: [] });
      made.claims = { sub: "eve-1", email: "admin@evil.example", email_verified: true, name: "Eve" };
      await comeThrough(browser, made, provider);
      const me = await browser.get("/api/v1/me");
      expect(me.status).toBe(200);
      expect(me.json.screenName).not.toBe("admin");
    });

    test("who signs in there alone can't leave its domain by choosing another address", async () => {
      const provider = await connectTo(world, made, { onlyWay: true });
      const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      await link(world, provider, kim, "kim-1");
      made.claims = { sub: "kim-1", email: "kim@acme.example", email_verified: true };
      await comeThrough(browser, made, provider);
      made.claims.auth_time = Math.floor(Date.now() / 1000);
      const wanted = { email: "kim@home.example", password: kim.password };
      expect((await browser.api("POST", "/me/email", wanted)).json.code).toBe("address-kept");
      const within = { ...wanted, email: "kim.l@acme.example" };
      expect((await browser.api("POST", "/me/email", within)).status).toBe(200);
      expect((await browser.api("POST", "/me/email", { ...wanted, email: "kim@acme.example" })).status).toBe(200);
      const elsewhere = await world.client().api("POST", "/sign-ins", { login: wanted.email, password: kim.password });
      expect(elsewhere.status).toBe(401);
      // One that was asked for before does not count either.
      const address = readAddress(wanted.email) as Address;
      const { token } = await world.needs.db.transaction((tx) => askForAddress(tx, world.needs, kim.person, address));
      const confirmed = await browser.form("/confirm-address", { token });
      expect([confirmed.status, (await browser.get("/api/v1/me")).json.email]).toEqual([403, "kim@acme.example"]);
    });

    test("an exemption that was withdrawn is not given back by a form that was open, nor by another change", async () => {
      const provider = await connectTo(world, made);
      const ada = await world.addPerson({ email: "ada@elsewhere.example", administrator: true, enrolled: true });
      await browser.form("/sign-in", { login: ada.person.email, password: ada.password });
      await browser.form("/sign-in/code", { code: world.code(ada) });
      const path = `/admin/single-sign-on/${provider.id}/change`;
      const page = await browser.get(path);
      const seen = /name="seen" value="(\d+)"/.exec(page.text)?.[1] as string;
      world.clock.advance(1000);
      const withdrawn = await browser.api("PATCH", `/identity-providers/${provider.id}`, { exempts: false });
      expect([withdrawn.status, withdrawn.json.exempts, withdrawn.json.active]).toEqual([200, false, true]);
      const typed = {
        name: "Our ID",
        clientId: provider.clientId,
        nameClaim: "name",
        accountType: "staff",
        exempts: "yes",
      };
      const stale = await browser.form(path, { ...typed, seen });
      expect([stale.status, stale.text.includes("Somebody else changed")]).toEqual([409, true]);
      const now = /name="seen" value="(\d+)"/.exec(stale.text)?.[1] as string;
      expect((await browser.form(path, { ...typed, exempts: "", seen: now })).status).toBe(303);
      // Of many at the same instant each keeps what the others changed.
      const changes = [{ onlyWay: false }, { vouches: true }, { addsPeople: false }, { domains: ["acme.example"] }];
      await Promise.all(changes.map((one) => browser.api("PATCH", `/identity-providers/${provider.id}`, one)));
      expect((await browser.get(`/api/v1/identity-providers/${provider.id}`)).json).toMatchObject({
        ...{ name: "Our ID", exempts: false, active: true, vouches: true, addsPeople: false, onlyWay: false },
      });
    });

    test("whoever makes answers up fills no history", async () => {
      const provider = await connectTo(world, made);
      const off = await connectTo(world, made, { name: "Off", domains: ["off.example"], active: false });
      for (let i = 0; i < 40; i++) {
        const made_up = { cookie: "countersign-single-sign-on=x" };
        const answer = await world.client().get(`/single-sign-on/at/${provider.id}/callback?state=x&code=y`, made_up);
        expect(answer.status).toBe(403);
        expect((await world.client().get(`/single-sign-on/at/${off.id}`)).status).toBe(403);
      }
      expect((await eventsOf(world, "single-sign-on.refused")).length).toBeLessThanOrEqual(31);
    });
  });

  describe("an application's request that waits for its person", () => {
    test("goes to no address that was taken off its list meanwhile", async () => {
      world = await createWorld({ dialect });
      const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      browser = world.client();
      const gone = "https://gone.example/callback";
      const wiki = await addOpenIdApplication(world, "wiki", { redirectAddresses: [callback, gone] });
      const challenge = createHash("sha256").update("x".repeat(43)).digest("base64url");
      const query = new URLSearchParams({
        ...{ client_id: "wiki", response_type: "code", scope: "openid", redirect_uri: gone, state: "s" },
        ...{ code_challenge: challenge, code_challenge_method: "S256" },
      });
      const led = await browser.get(`/openid/${world.organisation.slug}/authorize?${query}`, {
        "sec-fetch-site": "cross-site",
      });
      const fields = Object.fromEntries(new URL(led.location as string, world.origin).searchParams);
      await browser.form("/sign-in", { ...fields, login: kim.person.email, password: kim.password });
      world.clock.advance(30_000);
      const done = await browser.form("/sign-in/code", { code: world.code(kim) });
      const settings = { ...(wiki.settings as object), redirectAddresses: [callback] };
      await world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...wiki, settings, ...by }));
      const back = await browser.get(done.location as string, { "sec-fetch-site": "cross-site" });
      expect([back.status, back.location]).toEqual([400, null]);
    });
  });

  test("no API key makes less be asked of somebody, by another account type or address", async () => {
    world = await createWorld({
      dialect,
      policy: {
        accountTypes: { client: "off" },
        domains: [{ domain: "lax.example", subdomains: false, level: "optional" }],
      },
    });
    await world.setPolicy({ accountTypes: { client: "off" } });
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { bearer } = await world.client().signIn(world, ada);
    const wanted = { name: "Job", scopes: ["write:people", "read:people"] };
    const { key } = (await world.client().api("POST", "/me/api-keys", wanted, bearer)).json;
    const change = (changes: object, as = `Bearer ${key}`) =>
      world.client().api("PATCH", `/people/${kim.person.id}`, changes, as);
    for (const relaxed of [{ accountType: "client" }, { email: "kim@lax.example" }]) {
      const { status, json } = await change(relaxed);
      expect([relaxed, status, json.code]).toEqual([relaxed, 403, "not-by-key"]);
    }
    // What asks as much, or more, is a key's to change; and a person with a fresh code may change all of it.
    expect((await change({ email: "kim@other.example", displayName: "Kim" })).status).toBe(200);
    expect((await change({ accountType: "client" }, bearer)).status).toBe(200);
    expect((await change({ accountType: "staff" })).status).toBe(200);
  });

  test("an application's word moves no address of who has a password or a role here by now", async () => {
    const open = await embedCountersign({ dialect });
    world = open.world;
    try {
      const one = open.browser();
      await one.vouch({ id: 7, email: "kim@shop.example" });
      await one.setUp(() => world.clock.now());
      const give = (row: { administrator: number; password_hash: string | null }) =>
        world.needs.db.transaction((tx) => tx.list((query) => query.updateTable("people").set(row)));
      const address = async () =>
        (await world.needs.db.list((query) => query.selectFrom("people").select("email")))[0]?.email;
      const moved = () => open.browser().vouch({ id: 7, email: "eve@evil.example" });
      await give({ administrator: 1, password_hash: null });
      expect([(await moved()).outcome, await address()]).toEqual(["second-step", "kim@shop.example"]);
      await give({ administrator: 0, password_hash: "of some password" });
      expect([(await moved()).outcome, await address()]).toEqual(["second-step", "kim@shop.example"]);
      await give({ administrator: 0, password_hash: null });
      expect([(await moved()).outcome, await address()]).toEqual(["second-step", "eve@evil.example"]);
    } finally {
      await open.countersign.close();
    }
  });

  test("no API key makes an application whose word counts for a password, nor gets the secret of one", async () => {
    world = await createWorld({ dialect });
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    const { bearer } = await world.client().signIn(world, ada);
    const call = (path: string, body: object | undefined, as: string) => world.client().api("POST", path, body, as);
    const { key } = (await call("/me/api-keys", { name: "Job", scopes: ["write:applications"] }, bearer)).json;
    const duo = { name: "VPN", kind: "duo", redirectAddresses: ["https://vpn.example/back"] };
    expect((await call("/applications", duo, `Bearer ${key}`)).json.code).toBe("not-by-key");
    const { id } = (await call("/applications", duo, bearer)).json.application;
    expect((await call(`/applications/${id}/secret`, undefined, `Bearer ${key}`)).json.code).toBe("not-by-key");
    expect((await call(`/applications/${id}/secret`, undefined, bearer)).status).toBe(201);
    const openid = { name: "Wiki", kind: "openid", redirectAddresses: [callback] };
    const added = await call("/applications", openid, `Bearer ${key}`);
    expect(added.status).toBe(201);
    const path = `/applications/${added.json.application.id}/secret`;
    expect((await call(path, undefined, `Bearer ${key}`)).status).toBe(201);
  });

  // SQLite has one writer: there is no meanwhile.
  describe.runIf(dialect === "postgres")("of what somebody is while it waits for them", () => {
    /** Does `act` to the person first, while `trying` waits for them. */
    async function meanwhile<T>(
      person: { organisation: string; person: string },
      act: (tx: Transaction) => Promise<unknown>,
      trying: () => Promise<T>,
    ): Promise<T> {
      const locked = Promise.withResolvers<void>();
      const waiting = Promise.withResolvers<void>();
      const acting = world.needs.db.transaction(async (tx) => {
        await personLocked(tx, person);
        await act(tx);
        locked.resolve();
        await waiting.promise;
      });
      await locked.promise;
      const tried = trying();
      await pause(700);
      waiting.resolve();
      await acting;
      return tried;
    }
    const moved = (row: object) => (tx: Transaction) => tx.list((query) => query.updateTable("people").set(row));

    test("a provider's word opens nobody who has another address by now", async () => {
      world = await createWorld({ dialect });
      world.clock.set(Date.now());
      const made = await makeProvider();
      try {
        const provider = await connectTo(world, made);
        const added = await world.addPerson({ email: "kim@acme.example", status: "invited" });
        made.claims = { sub: "kim-1", email: "kim@acme.example", email_verified: true };
        const browser = world.client();
        const back = await backFrom(browser, made, provider);
        const row = { email: "lee@acme.example", email_normal: "lee@acme.example" };
        const answer = await meanwhile(keyOf(added.person), moved(row), () => browser.get(back));
        expect([answer.status, browser.cookies.has("countersign-session")]).toEqual([403, false]);
      } finally {
        await made.close();
      }
    });

    test("the Duo protocol asks nobody who has the name no more", async () => {
      world = await createWorld({ dialect });
      const { id: organisation } = world.organisation;
      const settings = { redirectAddresses: ["https://vpn.example/back"], unknownPeople: "refuse" as const };
      const added = await world.needs.db.transaction((tx) =>
        addApplication(tx, world.needs, {
          ...{ organisation, name: "VPN", kind: "duo", participation: { takesPart: "yes" }, note: "", settings },
          ...{ names: [{ kind: "client", name: "DIXXXXXXXXXXXXXXXXXX" }], ...by },
          seal: (application) =>
            world.needs.sealer.seal(Buffer.from("a key"), secretContext(organisation, application)),
        }),
      );
      expect(added.outcome).toBe("added");
      const client = (await findClient(world.needs, "DIXXXXXXXXXXXXXXXXXX")) as DuoClient;
      const { person } = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
      const [redirectAddress] = settings.redirectAddresses as [string];
      const begin = (username: string) => () =>
        beginAttempt(world.needs, client, {
          request: { username, redirectAddress, state: "s".repeat(22), nonce: undefined, codeName: "duo_code" },
          source: by.source,
        });
      for (const [username, away] of [
        ["kim@acme.example", { email: "lee@acme.example", email_normal: "lee@acme.example" }],
        ["kim", { screen_name: "lee", screen_name_normal: "lee" }],
      ] as const) {
        expect(await begin(username)()).toMatchObject({ outcome: "progress" });
        expect(await meanwhile(keyOf(person), moved(away), begin(username))).toEqual({ outcome: "refused" });
      }
      expect(await begin("lee")()).toMatchObject({ outcome: "progress" });
    });

    test("an application's word opens nobody who has a password, a role or another address by now", async () => {
      const open = await embedCountersign({ dialect });
      world = open.world;
      try {
        const vouch = () => open.browser().vouch({ id: 7, email: "kim@shop.example" });
        const { person } = await world.addPerson({ email: "kim@shop.example" });
        const free = { password_hash: null, administrator: 0 };
        await world.needs.db.transaction(moved(free));
        for (const row of [{ password_hash: "of some password" }, { administrator: 1 }]) {
          expect(await meanwhile(keyOf(person), moved(row), vouch)).toMatchObject({ because: "address-taken" });
          await world.needs.db.transaction(moved(free));
        }
        const away = { email: "lee@shop.example", email_normal: "lee@shop.example" };
        expect(await meanwhile(keyOf(person), moved(away), vouch)).toMatchObject({ because: "address-taken" });
        // None of that has made them known.
        expect(await world.needs.db.list((query) => query.selectFrom("vouched_people").selectAll())).toEqual([]);
      } finally {
        await open.countersign.close();
      }
    });
  });
});
