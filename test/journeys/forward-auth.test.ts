// Forward-auth, as proxies speak it: who is let into which application, and that nothing unclear is.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addApplication, changeApplication, removeApplication } from "../../src/applications/actions.ts";
import type { Application, Participation } from "../../src/applications/rules.ts";
import { listApplications } from "../../src/applications/uses.ts";
import { hour, minute } from "../../src/kernel/clock.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const origin = "https://login.acme.example";
const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
const forwardAuth = "/api/authz/forward-auth";
const authRequest = "/api/authz/auth-request";
const passName = "__Secure-countersign-forward";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let wiki: Application;
  let browser: Client;
  beforeEach(async () => {
    world = await createWorld({ dialect, origin });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Çelik", enrolled: true });
    wiki = await application("Wiki", ["wiki.acme.example"]);
    browser = world.client();
  });
  afterEach(() => world.close());

  async function application(
    name: string,
    hosts: string[],
    participation: Participation = { takesPart: "yes" },
    organisation = world.organisation.id,
  ): Promise<Application> {
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation, name, kind: "forward-auth", participation, note: "", settings: {} },
        ...{ names: hosts.map((host) => ({ kind: "host", name: host })), ...by },
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    return added.application;
  }
  /** As Caddy asks about a page that a browser wants, with the browser's cookies. */
  const ask = (host: string, headers: Record<string, string> = {}, client = browser) =>
    client.get(forwardAuth, {
      ...{ "x-forwarded-proto": "https", "x-forwarded-host": host, "x-forwarded-uri": "/page?a=b" },
      ...{ "x-forwarded-method": "GET", accept: "text/html", host: "127.0.0.1:8080", ...headers },
    });
  const change = (build: Parameters<World["needs"]["db"]["list"]>[0]) =>
    world.needs.db.transaction((tx) => tx.list(build));
  const back = (answer: Answer) => (answer.location as string).slice(origin.length);
  /** On from where the proxy led the browser to; the address that it leaves for at the end. */
  async function goOn(answer: Answer, who = kim, client = browser): Promise<string> {
    let next = await client.get(back(answer), { "sec-fetch-site": "cross-site" });
    if (next.location?.startsWith("/sign-in")) {
      const form = await client.get(next.location);
      expect(form.text).toContain('name="password"');
      const fields = Object.fromEntries(
        [...form.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name as string,
          (value as string).replaceAll("&amp;", "&"),
        ]),
      );
      next = await client.form("/sign-in", { ...fields, login: who.person.email, password: who.password });
      if (next.location === "/sign-in") {
        world.clock.advance(30_000);
        next = await client.form("/sign-in/code", { code: world.code(who) });
      }
      const leaving = await client.get(next.location as string, { "sec-fetch-site": "same-origin" });
      expect(leaving.status).toBe(200);
      return (leaving.headers.get("refresh") as string).replace("0; url=", "");
    }
    return next.location as string;
  }
  const letIn = async (host: string, client = browser) => (await ask(host, {}, client)).status === 200;

  test("leads to the sign-in and back to the very page, and tells the application who it is", async () => {
    const first = await ask("wiki.acme.example");
    expect(first.status).toBe(302);
    expect([...first.headers.keys()].filter((name) => name.startsWith("remote-"))).toEqual([]);
    expect(await goOn(first)).toBe("https://wiki.acme.example/page?a=b");
    const answer = await ask("wiki.acme.example", { "remote-user": "root" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("remote-user")).toBe(kim.person.screen_name);
    expect(answer.headers.get("remote-email")).toBe("kim@acme.example");
    expect(answer.headers.get("remote-groups")).toBe(kim.person.account_type);
    expect(Buffer.from(answer.headers.get("remote-name") as string, "latin1").toString("utf8")).toBe("Kim Çelik");
  });

  test("nobody becomes somebody else at an application by choosing another screen name", async () => {
    await goOn(await ask("wiki.acme.example"));
    expect((await browser.api("PATCH", "/me", { screenName: "admin" })).json.code).toBe("screen-name-kept");
    const form = { screenName: "admin", displayName: "Kim", language: "" };
    expect((await browser.form("/account/profile", form)).status).toBe(403);
    expect((await ask("wiki.acme.example")).headers.get("remote-user")).toBe(kim.person.screen_name);
    // What does not touch it is as free as ever, and so is the name where nothing knows people by it.
    const same = { ...form, screenName: kim.person.screen_name };
    expect((await browser.form("/account/profile", same)).status).toBe(303);
    await world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...wiki, active: false, ...by }));
    expect((await browser.form("/account/profile", form)).status).toBe(303);
  });

  test("answers nginx 401 with the address, and says nothing but no to what it can't read", async () => {
    const nginx = (url: string, method = "GET") =>
      browser.get(authRequest, { "x-original-url": url, "x-original-method": method });
    const first = await nginx("https://wiki.acme.example/x");
    expect(first.status).toBe(401);
    expect(await goOn(first)).toBe("https://wiki.acme.example/x");
    expect((await nginx("https://wiki.acme.example/x")).status).toBe(200);
    const unclear = [
      ...["", "/x", "//wiki.acme.example/", "https://wiki.acme.example@evil.example/", "https://evil.example/"],
      ...["https://wiki.acme.example.evil.example/", "https://wiki.acme.example:8443/", "http://wiki.acme.example/"],
      ...["https://wiki.acme.example\\@evil.example/", "https://xwiki.acme.example/", "https://login.acme.example/"],
    ];
    for (const url of unclear) {
      const answer = await nginx(url);
      expect([url, answer.status, answer.headers.get("remote-user"), answer.location]).toEqual([url, 403, null, null]);
    }
    expect((await browser.get(authRequest)).status).toBe(403);
    expect((await browser.get(forwardAuth)).status).toBe(403);
    expect((await nginx("https://wiki.acme.example/", "G T")).status).toBe(403);
    for (const path of ["/api/authz/", "/api/authz", `${forwardAuth}/`, "/api/authz/other"])
      expect([path, (await ask("wiki.acme.example", {}, browser)).status, (await browser.get(path)).status]).toEqual([
        ...[path, 200, 404],
      ]);
  });

  test("answers the older address as the older snippets expect it", async () => {
    const verify = (headers: Record<string, string>) => browser.get("/api/verify?rd=https://evil.example/", headers);
    const first = await verify({ "x-original-url": "https://wiki.acme.example/old" });
    expect([first.status, first.location?.startsWith(`${origin}/forward-auth?`)]).toEqual([401, true]);
    expect(await goOn(first)).toBe("https://wiki.acme.example/old");
    expect((await verify({ "x-original-url": "https://wiki.acme.example/old" })).status).toBe(200);
  });

  test("the front page takes people on who were sent there with rd, as those snippets do", async () => {
    const rd = "https://wiki.acme.example/deep?x=1";
    const front = await browser.get(`/?${new URLSearchParams({ rd, rm: "GET" })}`);
    expect(front.status).toBe(303);
    expect(await goOn({ ...front, location: origin + front.location })).toBe(rd);
    for (const bad of ["https://evil.example/", "//evil.example", "https://wiki.acme.example@evil.example/", "", "x"]) {
      const answer = await browser.get(`/?${new URLSearchParams({ rd: bad })}`);
      expect((await browser.get(answer.location as string)).status).toBe(404);
    }
  });

  test("an address too long to be carried through a sign-in leads to the front page", async () => {
    const first = await ask("wiki.acme.example", { "x-forwarded-uri": `/${"a".repeat(4000)}` });
    expect(await goOn(first)).toBe("https://wiki.acme.example/");
  });

  test("a second application is entered without a word, and counted by itself", async () => {
    await application("Ledger", ["ledger.acme.example"]);
    expect(await letIn("ledger.acme.example")).toBe(false);
    await goOn(await ask("wiki.acme.example"));
    // Not before the browser was led in: each application is entered once, and counted then.
    expect(await letIn("ledger.acme.example")).toBe(false);
    expect(await goOn(await ask("ledger.acme.example"))).toBe("https://ledger.acme.example/page?a=b");
    expect([await letIn("ledger.acme.example"), await letIn("wiki.acme.example")]).toEqual([true, true]);
    await browser.get(`/forward-auth?${new URLSearchParams({ rd: "https://wiki.acme.example/" })}`);
    const listed = await listApplications(world.needs.db, world.needs, world.organisation.id);
    expect(listed.map(({ name, withSecondFactor, without }) => [name, withSecondFactor, without])).toEqual([
      ["Ledger", 1, 0],
      ["Wiki", 1, 0],
    ]);
  });

  test("one that takes no part asks for the password alone; going on to one that does asks for the code", async () => {
    await application("Forum", ["forum.acme.example"], { takesPart: "not-yet", from: null });
    const first = await ask("forum.acme.example");
    const page = await browser.get(back(first));
    const signedIn = await browser.form("/sign-in", {
      ...Object.fromEntries(new URL(page.location as string, origin).searchParams),
      ...{ login: kim.person.email, password: kim.password },
    });
    expect(signedIn.location).toContain("/forward-auth?");
    await browser.get(signedIn.location as string);
    expect(await letIn("forum.acme.example")).toBe(true);
    expect(await letIn("wiki.acme.example")).toBe(false);
    const on = await browser.get(back(await ask("wiki.acme.example")));
    const step = await browser.get(on.location as string);
    expect(step.location).toBe("/sign-in");
    world.clock.advance(30_000);
    const done = await browser.form("/sign-in/code", { code: world.code(kim) });
    await browser.get(done.location as string);
    expect(await letIn("wiki.acme.example")).toBe(true);
    const counted = (await listApplications(world.needs.db, world.needs, world.organisation.id))[0];
    expect([counted?.name, counted?.withSecondFactor, counted?.without]).toEqual(["Forum", 0, 1]);
  });

  test("what ends a session, a person, an application or an organisation ends it from the very next request", async () => {
    const endings: [string, () => Promise<unknown>][] = [
      ["signing out", () => browser.form("/account/sign-out", {})],
      ["a policy", () => world.setPolicy({ organisation: "required", trustBrowsers: { allowed: false, days: 7 } })],
      [
        "disabling",
        () =>
          change((query) => query.updateTable("people").set({ status: "disabled" }).where("id", "=", kim.person.id)),
      ],
      [
        "the application being disabled",
        () => world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...wiki, active: false, ...by })),
      ],
      [
        "its removal",
        () =>
          world.needs.db.transaction((tx) =>
            removeApplication(tx, world.needs, { organisation: wiki.organisation, id: wiki.id, ...by }),
          ),
      ],
      [
        "suspending",
        () =>
          change((query) =>
            query.updateTable("organisations").set({ status: "suspended" }).where("id", "=", world.organisation.id),
          ),
      ],
      ["an hour of idleness", async () => world.clock.advance(hour + minute)],
    ];
    for (const [what, end] of endings) {
      await world.close();
      world = await createWorld({ dialect, origin });
      kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      wiki = await application("Wiki", ["wiki.acme.example"]);
      browser = world.client();
      if (what === "a policy") {
        // By trust alone, which that policy forbids.
        await goOn(await ask("wiki.acme.example"));
        browser.cookies.clear();
        await browser.form("/sign-in", { login: kim.person.email, password: kim.password });
        world.clock.advance(30_000);
        await browser.form("/sign-in/code", { code: world.code(kim), trustBrowser: "yes" });
        browser.cookies.delete("__Host-countersign-session");
      }
      const first = await ask("wiki.acme.example");
      await goOn(first);
      expect([what, await letIn("wiki.acme.example")]).toEqual([what, true]);
      await end();
      const after = await ask("wiki.acme.example");
      expect([what, after.status === 200, after.headers.get("remote-user")]).toEqual([what, false, null]);
    }
  });

  test("using applications keeps the session awake", async () => {
    await goOn(await ask("wiki.acme.example"));
    for (let i = 0; i < 4; i++) {
      world.clock.advance(40 * minute);
      expect(await letIn("wiki.acme.example")).toBe(true);
    }
  });

  test("neither half a sign-in, nor a session of ours, nor a made-up pass opens anything", async () => {
    await browser.form("/sign-in", { login: kim.person.email, password: kim.password });
    expect(await letIn("wiki.acme.example")).toBe(false);
    world.clock.advance(30_000);
    await browser.form("/sign-in/code", { code: world.code(kim) });
    // The session's own token is not for the applications' hosts, in no cookie and no header.
    const session = browser.cookies.get("__Host-countersign-session") as string;
    expect(await letIn("wiki.acme.example")).toBe(false);
    for (const token of [session, "", "x", session.replace(/.$/, "A"), `${"A".repeat(22)}.${"A".repeat(43)}`]) {
      const stranger = world.client();
      stranger.cookies.set(passName, token);
      expect([token.length, await letIn("wiki.acme.example", stranger)]).toEqual([token.length, false]);
      const headers = { authorization: `Bearer ${token}` };
      expect((await ask("wiki.acme.example", headers, world.client())).status).toBe(302);
      expect((await ask("wiki.acme.example", { authorization: "Basic a2ltOng=" }, world.client())).status).toBe(302);
    }
  });

  test("a pass opens nothing of ours, and nothing of another organisation's", async () => {
    const other = await world.addOrganisation("Other", "other.acme.example");
    await application("Theirs", ["theirs.acme.example"], { takesPart: "not-yet", from: null }, other.id);
    await goOn(await ask("wiki.acme.example"));
    const thief = world.client();
    const pass = browser.cookies.get(passName) as string;
    thief.cookies.set(passName, pass);
    expect(await letIn("wiki.acme.example", thief)).toBe(true);
    expect(await letIn("theirs.acme.example", thief)).toBe(false);
    for (const name of ["__Host-countersign-session", "__Host-countersign-trusted-browser"])
      thief.cookies.set(name, pass);
    expect((await thief.get("/account")).status).toBe(303);
    expect((await thief.api("GET", "/session", undefined, `Bearer ${pass}`)).status).toBe(401);
    // And led there with this session, one is asked to sign in at the other organisation.
    const led = await ask("theirs.acme.example");
    expect(led.location).toContain("https://other.acme.example/forward-auth?");
    const atOurs = await browser.get(`/forward-auth?${new URLSearchParams({ rd: "https://theirs.acme.example/" })}`);
    expect(atOurs.location).toContain("https://other.acme.example/forward-auth?");
    const atTheirs = await browser.get(`/forward-auth?${new URLSearchParams({ rd: "https://theirs.acme.example/" })}`, {
      host: "other.acme.example",
    });

    expect(atTheirs.location).toMatch(/^\/sign-in\?/);
  });

  test("a host that shares no domain with ours gets no pass", async () => {
    await application("Far", ["far.example"]);
    const first = await ask("far.example");
    expect((await browser.get(back(first))).status).toBe(404);
    expect(browser.cookies.has(passName)).toBe(false);
  });

  test("a browser that does not keep the pass is told so after one round, and is not sent round and round", async () => {
    const answer = await ask("wiki.acme.example");
    await goOn(answer);
    const passes = () => world.needs.db.list((query) => query.selectFrom("forward_passes").selectAll());
    const before = (await passes()).length;
    browser.cookies.delete(passName);
    const refused = await browser.get(back(await ask("wiki.acme.example")), { "sec-fetch-site": "cross-site" });
    expect([refused.status, refused.location]).toEqual([403, null]);
    expect(refused.text).toContain("Your browser did not keep the cookie");
    expect((await passes()).length).toBe(before);
    // Pressing the button tries once more, and so does coming later, or to another application.
    const again = /href="(\/forward-auth\?[^"]*)"/.exec(refused.text)?.[1]?.replaceAll("&amp;", "&") as string;
    expect((await browser.get(again, { "sec-fetch-site": "cross-site" })).location).toContain("wiki.acme.example");
    browser.cookies.delete(passName);
    await application("Ledger", ["ledger.acme.example"]);
    expect(await goOn(await ask("ledger.acme.example"))).toContain("ledger.acme.example");
    browser.cookies.delete(passName);
    world.clock.advance(minute);
    expect(await goOn(await ask("ledger.acme.example"))).toContain("ledger.acme.example");
    expect(await letIn("ledger.acme.example")).toBe(true);
  });

  test("the cookie is for the shared domain, over TLS, and out of reach of scripts", async () => {
    await goOn(await ask("wiki.acme.example"));
    await application("Ledger", ["ledger.acme.example"]);
    const fresh = world.client();
    for (const name of browser.cookies.keys())
      if (name !== passName) fresh.cookies.set(name, browser.cookies.get(name) as string);
    const answer = await fresh.get(`/forward-auth?${new URLSearchParams({ rd: "https://ledger.acme.example/" })}`);
    const [line = ""] = answer.headers.getSetCookie();
    expect(line).toMatch(
      /^__Secure-countersign-forward=.*; Domain=acme\.example; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});
