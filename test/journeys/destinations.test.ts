// Where sign-ins lead: what an application that takes no part asks, what its session is worth elsewhere, and what a
// destination may ask beyond policy.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { visit } from "../../src/access/actions.ts";
import { reaches } from "../../src/access/destination.ts";
import { addApplication, changeApplication, removeApplication } from "../../src/applications/actions.ts";
import type { Application, Participation } from "../../src/applications/rules.ts";
import { hour, minute } from "../../src/kernel/clock.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let wiki: Application;
  let browser: Client;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    wiki = await application("Wiki", { takesPart: "not-yet", from: null });
    browser = world.client();
  });
  afterEach(() => world.close());

  async function application(name: string, participation: Participation): Promise<Application> {
    const { id: organisation } = world.organisation;
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation, name, kind: "forward-auth", participation, note: "", settings: {} },
        ...{ names: [{ kind: "host", name: `${name.toLowerCase()}.acme.example` }], ...by },
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    return added.application;
  }
  const to = (fields: Record<string, string>) => `/sign-in?${new URLSearchParams(fields)}`;
  const withPassword = (fields: Record<string, string> = {}) =>
    browser.form("/sign-in", { login: kim.person.email, password: kim.password, ...fields });
  const code = (fields: Record<string, string> = {}) => {
    world.clock.advance(30_000);
    return browser.form("/sign-in/code", { code: world.code(kim), ...fields });
  };
  const visited = (at?: Application) =>
    visit(world.needs, world.organisation, browser.cookies.get("countersign-session"), at);
  const outcome = async (at?: Application) => (await visited(at)).outcome;
  const here = { resume: "/account/security" };
  const there = () => ({ resume: "/forward-auth/back", application: wiki.id });

  test("an application that takes no part asks for the password alone, and that session opens nothing else", async () => {
    expect((await browser.get(to(there()))).text).toContain(wiki.id);
    expect(await withPassword(there())).toMatchObject({ status: 303, location: "/forward-auth/back" });
    expect(await outcome(wiki)).toBe("signed-in");
    expect(await outcome()).toBe("second-factor-required");
    expect((await browser.get("/account")).status).toBe(303);
    expect((await browser.api("GET", "/me")).status).toBe(401);
    // And the way there leads past no second step by naming it for another page.
    const other = await application("Ledger", { takesPart: "yes" });
    expect(await outcome(other)).toBe("second-factor-required");
  });

  test("going on to what takes part asks for the code alone, and ends the session of before", async () => {
    await withPassword(there());
    const before = browser.cookies.get("countersign-session");
    expect(await browser.get(to(here))).toMatchObject({ status: 303, location: "/sign-in" });
    const step = await browser.get("/sign-in");
    expect(step.text).toContain("/sign-in/code");
    expect(await code()).toMatchObject({ status: 303, location: "/account/security" });
    expect(await outcome()).toBe("signed-in");
    expect((await visit(world.needs, world.organisation, before, wiki)).outcome).toBe("signed-out");
    // Where it leads is reached at once from then on.
    expect(await browser.get(to(there()))).toMatchObject({ status: 303, location: "/forward-auth/back" });
  });

  test("five wrong codes end that sign-in and the session that it went on from", async () => {
    await withPassword(there());
    await browser.get(to(here));
    for (let i = 0; i < 5; i++) expect((await browser.form("/sign-in/code", { code: "000000" })).status).toBe(401);
    expect(await outcome(wiki)).toBe("signed-out");
  });

  test("however often one goes on from a session, there is one sign-in of it", async () => {
    await withPassword(there());
    for (let i = 0; i < 5; i++) {
      browser.cookies.delete("countersign-sign-in");
      expect(await browser.get(to(here))).toMatchObject({ status: 303, location: "/sign-in" });
    }
    const begun = await world.needs.db.list((query) => query.selectFrom("sign_ins").select("id"));
    expect(begun).toHaveLength(1);
    expect(await code()).toMatchObject({ status: 303, location: "/account/security" });
  });

  test("who has no authenticator gives the password again before one can be set up", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example" });
    await browser.form("/sign-in", { login: lee.person.email, password: lee.password, ...there() });
    expect(await outcome(wiki)).toBe("signed-in");
    const page = await browser.get(to(here));
    expect(page.status).toBe(200);
    expect(page.text).toContain('name="password"');
    // The name is there already.
    expect(page.text).toContain(`value="${lee.person.screen_name}"`);
  });

  test("a destination may ask for a second factor that policy does not, and trust is none", async () => {
    await world.setPolicy({ organisation: "optional" });
    await withPassword();
    expect(await code({ trustBrowser: "yes" })).toMatchObject({ status: 303 });
    browser.cookies.delete("countersign-session");
    expect(await withPassword()).toMatchObject({ status: 303, location: "/account" });
    const found = await visited();
    if (found.outcome !== "signed-in") throw new Error(found.outcome);
    expect(reaches(found.visitor, { secondFactor: false })).toBe(true);
    expect(reaches(found.visitor, { secondFactor: true })).toBe(false);
    expect(await browser.get(to({ ...here, ask: "second-factor" }))).toMatchObject({ location: "/sign-in" });
    expect(await code()).toMatchObject({ location: "/account/security" });
    const after = await visited();
    expect(after.outcome === "signed-in" && reaches(after.visitor, { secondFactor: true })).toBe(true);
  });

  test("a destination's second factor is set up on the way, where there is none", async () => {
    await world.setPolicy({ organisation: "off" });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const begun = await browser.form("/sign-in", {
      ...{ login: lee.person.email, password: lee.password, ask: "second-factor" },
      ...there(),
    });
    expect(begun.location).toBe("/set-up");
    expect((await browser.get("/set-up")).text).toContain("Confirm and activate");
  });

  test("a password older than the destination wants is given again", async () => {
    await withPassword();
    await code();
    const since = String(world.clock.now() + 1);
    const page = await browser.get(to({ ...here, since }));
    expect(page.text).toContain('name="password"');
    expect(page.text).toContain(`value="${since}"`);
    const found = await visited();
    if (found.outcome !== "signed-in") throw new Error(found.outcome);
    expect(reaches(found.visitor, { secondFactor: false, since: Number(since) })).toBe(false);
    world.clock.advance(minute);
    expect((await withPassword({ ...here, since })).location).toBe("/sign-in");
    expect((await code()).location).toBe("/account/security");
    const after = await visited();
    expect(after.outcome === "signed-in" && reaches(after.visitor, { secondFactor: true, since: Number(since) })).toBe(
      true,
    );
  });

  test("an application that takes part by now, is disabled or gone is judged anew at the very next visit", async () => {
    await withPassword(there());
    const change = (changed: Partial<Application>) =>
      world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...wiki, ...changed, ...by }));
    expect((await change({ participation: { takesPart: "yes" } })).outcome).toBe("changed");
    expect(await outcome({ ...wiki, participation: { takesPart: "yes" } })).toBe("second-factor-required");
    expect(await browser.get(to(there()))).toMatchObject({ status: 303, location: "/sign-in" });

    browser = world.client();
    await change({ participation: { takesPart: "not-yet", from: "2027-03-02" } });
    expect((await withPassword(there())).location).toBe("/forward-auth/back");
    world.clock.advance(24 * hour);
    browser = world.client();
    expect((await withPassword(there())).location).toBe("/sign-in");

    await change({ participation: { takesPart: "not-yet", from: null }, active: false });
    browser = world.client();
    expect((await withPassword(there())).location).toBe("/sign-in");
    await world.needs.db.transaction((tx) =>
      removeApplication(tx, world.needs, { organisation: wiki.organisation, id: wiki.id, ...by }),
    );
    browser = world.client();
    expect((await withPassword(there())).location).toBe("/sign-in");
    // Its host is free again.
    await application("Wiki", { takesPart: "yes" });
  });

  test("another organisation's application, and anything that is none, count for nothing", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation: other.id, name: "Wiki", kind: "openid", note: "", settings: {}, names: [], ...by },
        participation: { takesPart: "not-yet", from: null },
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    for (const id of [added.application.id, "x", "' or 1=1", "../..", `${wiki.id}x`]) {
      browser = world.client();
      expect([id, (await withPassword({ resume: "/account", application: id })).location]).toEqual([id, "/sign-in"]);
    }
    for (const resume of ["//evil.example", "/\\evil.example", "https://evil.example", "/%0d%0aset-cookie:x"]) {
      browser = world.client();
      const { location } = await withPassword({ ...there(), resume });
      expect([resume, location]).toEqual([resume, resume.startsWith("/%") ? resume : "/account"]);
    }
  });

  test("two applications can't be found by one name, nor two in an organisation called the same", async () => {
    const wanted = {
      ...{ kind: "forward-auth" as const, participation: { takesPart: "yes" as const }, note: "", settings: {} },
      ...by,
    };
    const other = await world.addOrganisation("Other", "other.example");
    const names = [{ kind: "host" as const, name: "wiki.acme.example" }];
    const tried = (organisation: string, name: string) =>
      world.needs.db.transaction((tx) => addApplication(tx, world.needs, { ...wanted, organisation, name, names }));
    expect(await tried(other.id, "Mine")).toEqual({ outcome: "host-taken", name: "wiki.acme.example" });
    expect((await tried(world.organisation.id, "Wiki")).outcome).not.toBe("added");
  });
});
