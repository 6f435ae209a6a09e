// What somebody gains who holds a session that proves too little, or an application's word, on the way to more.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { visit } from "../../src/access/actions.ts";
import { own } from "../../src/access/destination.ts";
import { addApplication } from "../../src/applications/actions.ts";
import type { Application, Participation } from "../../src/applications/rules.ts";
import { hour, second } from "../../src/kernel/clock.ts";
import { keyOf, personLocked } from "../../src/people/actions.ts";
import { afterVouching } from "../../src/sign-in/actions.ts";
import type { Progress } from "../../src/sign-in/climbing.ts";
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
    wiki = await application("Wiki", "forward-auth", { takesPart: "not-yet", from: null });
    browser = world.client();
  });
  afterEach(() => world.close());

  async function application(name: string, kind: Application["kind"], participation: Participation) {
    const { id: organisation } = world.organisation;
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation, name, kind, participation, note: "", settings: {}, names: [], ...by },
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    return added.application;
  }
  const to = (fields: Record<string, string>) => `/sign-in?${new URLSearchParams(fields)}`;
  const there = () => ({ resume: "/forward-auth/back", application: wiki.id });
  const withPassword = (fields: Record<string, string> = {}) =>
    browser.form("/sign-in", { login: kim.person.email, password: kim.password, ...fields });
  const code = () => {
    world.clock.advance(30 * second);
    return browser.form("/sign-in/code", { code: world.code(kim) });
  };
  const token = () => browser.cookies.get("countersign-session");
  const visited = async (at?: Application) => {
    const found = await visit(world.needs, world.organisation, token(), at);
    return found.outcome === "signed-in" ? found.visitor.session : undefined;
  };
  const here = { resume: "/account/security" };
  /** A session that opened the application alone, on its way to our own pages. */
  async function goingOn() {
    await withPassword(there());
    expect((await browser.get(to(here))).location).toBe("/sign-in");
  }
  const vouched = (who: TestPerson, by: Application): Promise<Progress> =>
    world.needs.db.transaction(async (tx) => {
      const person = await personLocked(tx, keyOf(who.person));
      if (!person) throw new Error("nobody");
      const destination = { ...own("/back"), application: by };
      return afterVouching(tx, world.needs, person, { destination, source: { address: "192.0.2.1", userAgent: "" } });
    });

  test("an application's word and a code open nothing else, whatever the way on asks for", async () => {
    const vpn = await application("VPN", "duo", { takesPart: "not-yet", from: null });
    const { session } = await vouched(kim, vpn);
    browser.cookies.set("countersign-session", session?.token as string);
    const answer = await browser.get(to({ ...here, application: vpn.id, ask: "second-factor" }));
    await code();
    expect(await visited()).toBeUndefined();
    expect([answer.status, answer.text.includes('name="password"')]).toEqual([200, true]);
  });

  test("wrong codes add up over all sign-ins that go on from one session", async () => {
    await goingOn();
    for (let i = 0; i < 4; i++) await browser.form("/sign-in/code", { code: "000000" });
    await browser.form("/sign-in/cancel", {});
    expect(await visited(wiki)).toBeDefined();
    world.clock.advance(hour / 2);
    expect((await browser.get(to(here))).location).toBe("/sign-in");
    expect((await browser.form("/sign-in/code", { code: "000000" })).status).toBe(401);
    expect(await visited(wiki)).toBeUndefined();
    expect((await browser.get("/sign-in")).text).toContain('name="password"');
    const told = await world.needs.db.list((query) =>
      query.selectFrom("audit_events").select("id").where("name", "=", "session.stopped"),
    );
    expect(told).toHaveLength(1);
  });

  test("going on without the password makes neither the password nor the session younger", async () => {
    await withPassword(there());
    const before = await visited(wiki);
    world.clock.advance(hour / 2);
    await browser.get(to(here));
    await code();
    const after = await visited();
    expect(after?.second_factor_at).toBe(world.clock.now());
    expect([after?.password_at, after?.expires_at]).toEqual([before?.password_at, before?.expires_at]);
    expect((await browser.get(to({ ...here, since: String(world.clock.now() - 1) }))).text).toContain(
      'name="password"',
    );
  });

  test("a session that is ended takes the sign-in along that goes on from it", async () => {
    await goingOn();
    const owner = world.client();
    await owner.form("/sign-in", { login: kim.person.email, password: kim.password });
    world.clock.advance(30 * second);
    await owner.form("/sign-in/code", { code: world.code(kim) });
    expect((await owner.form("/account/security/sessions/removal", {})).status).toBe(303);
    expect((await visited(wiki)) ?? "gone").toBe("gone");
    await code();
    expect(await visited()).toBeUndefined();
  });

  test("a recovery code or a request for help wants the password first, where a session went on", async () => {
    await goingOn();
    for (const page of ["/sign-in/recovery-code", "/sign-in/help"])
      expect([page, (await browser.get(page)).text.includes('name="password"')]).toEqual([page, true]);
    const used = await browser.form("/sign-in/recovery-code", { code: kim.recoveryCodes[0] as string });
    expect([used.status, used.text.includes('name="password"')]).toEqual([403, true]);
    for (const path of ["/sign-in/help", "/sign-in/pass"])
      expect([path, (await browser.form(path, { message: "lost" })).status]).toEqual([path, 403]);
    const asked = await world.needs.db.list((query) => query.selectFrom("help_requests").select("id"));
    expect(asked).toEqual([]);
    // With it, the code is good still.
    expect((await withPassword(here)).location).toBe("/sign-in");
    const after = await browser.form("/sign-in/recovery-code", { code: kim.recoveryCodes[0] as string });
    expect(after.location).toBe("/set-up");
  });

  test("giving up what goes on from a session leads to where another person can sign in, not round in a circle", async () => {
    await goingOn();
    const answer = await browser.form("/sign-in/cancel", {});
    const page = await browser.get(answer.location as string);
    expect([page.status, page.text.includes("/sign-in/code")]).toEqual([200, false]);
    expect(page.text).toContain('name="password"');
    expect(await visited(wiki)).toBeDefined();
  });

  test("who is given a role meanwhile sets nothing up on an application's word", async () => {
    const vpn = await application("VPN", "duo", { takesPart: "yes" });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const { signIn, step } = await vouched(lee, vpn);
    expect(step).toBe("set-up");
    browser.cookies.set("countersign-sign-in", signIn?.token as string);
    expect((await browser.get("/set-up")).text).toContain("Confirm and activate");
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ administrator: 1 }).where("id", "=", lee.person.id)),
    );
    expect((await browser.get("/set-up")).status).toBe(303);
    expect((await browser.api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${signIn?.token}`)).status).toBe(410);
  });
});
