import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { saveSettings, settingsForm, shownIn } from "../support/policy-form.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("an administrator on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    ada = await world.addPerson({
      email: "ada@acme.example",
      displayName: "Ada Byron",
      administrator: true,
      enrolled: true,
    });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  });
  afterEach(() => world.close());

  /** Signs in by the pages, as a person does. */
  async function signIn(who: TestPerson, { client = world.client(), trust = false } = {}): Promise<Client> {
    world.clock.advance(30_000);
    const begun = await client.form("/sign-in", { login: who.person.email, password: who.password });
    if (begun.location === "/sign-in") {
      const code = { code: world.code(who), ...(trust ? { trustBrowser: "yes" } : {}) };
      expect(await client.form("/sign-in/code", code)).toMatchObject({ status: 303, location: "/account" });
    } else expect(begun).toMatchObject({ status: 303, location: "/account" });
    return client;
  }

  /** Where the password alone leads in this browser. */
  const afterPassword = async (who: TestPerson, client = world.client()) =>
    (await client.form("/sign-in", { login: who.person.email, password: who.password })).location;

  test("[IN-7] picks the reset in the row's menu, reads the warning, confirms; the person sets up at the next sign-in", async () => {
    const browser = await signIn(kim, { trust: true });
    const halfWay = world.client();
    expect(await afterPassword(kim, halfWay)).toBe("/sign-in");
    const admin = await signIn(ada);

    const reset = `/admin/people/${kim.person.id}/reset`;
    const list = await admin.get("/admin/people");
    expect(list.text).toContain(`href="${reset}"`);
    expect(list.text).not.toContain(`/admin/people/${ada.person.id}/reset`);
    const warning = await admin.get(reset);
    expect(warning.text).toContain("Reset two-factor authentication?");
    expect(warning.text).toContain("At the next sign-in Kim Larsen is taken to set-up");
    expect(await browser.get("/account")).toMatchObject({ status: 200 });

    const done = await admin.form(reset, { reason: "Lost phone" });
    expect(done).toMatchObject({ status: 303, location: `/admin/people/${kim.person.id}?done=reset` });
    const page = await admin.get(done.location as string);
    expect(page.text).toContain("Two-factor authentication was reset");
    expect(page.text).not.toMatch(/\/(sessions|trusted-browsers)\/[\w-]+\/end/);
    expect(page.text).toContain("Two-factor authentication reset: Lost phone");
    expect(page.text).toContain("by Ada Byron");

    // Everything ended at once: the session, the sign-in under way, the trust, the codes.
    expect((await browser.get("/account")).location).toMatch(/^\/sign-in/);
    expect((await halfWay.form("/sign-in/code", { code: world.code(kim, 1) })).status).toBe(410);
    expect(await afterPassword(kim, browser)).toBe("/set-up");
    expect(await afterPassword(kim)).toBe("/set-up");
  });

  test("[FX-5] resets by the JSON API at any time, as often as wanted", async () => {
    const { bearer } = await world.client().signIn(world, ada);
    const client = world.client();
    const path = `/people/${kim.person.id}/second-factor`;
    expect((await client.api("DELETE", path, undefined, bearer)).status).toBe(204);
    expect((await client.api("DELETE", path, { reason: "again" }, bearer)).status).toBe(204);
    const person = await client.api("GET", `/people/${kim.person.id}`, undefined, bearer);
    expect(person.json).toMatchObject({ authenticators: [], recoveryCodes: null, requirement: { level: "required" } });
    expect(await afterPassword(kim)).toBe("/set-up");
  });

  test("a reset also lifts the waits of somebody who guessed too often", async () => {
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    for (let i = 0; i < 4; i++) {
      await world
        .client()
        .api("POST", "/sign-ins/current/answers", { method: "totp", code: "000000" }, `SignIn ${begun.json.signIn}`);
    }
    const { bearer } = await world.client().signIn(world, ada);
    await world.client().api("DELETE", `/people/${kim.person.id}/second-factor`, undefined, bearer);
    const throttles = await world.needs.db.list((query) =>
      query.selectFrom("throttles").select("kind").where("subject", "=", kim.person.id),
    );
    expect(throttles.filter(({ kind }) => kind !== "password")).toEqual([]);
  });

  test("a reset asks for a fresh proof, and then goes on where it was", async () => {
    const admin = await signIn(ada);
    world.clock.advance(16 * 60_000);
    const reset = `/admin/people/${kim.person.id}/reset`;
    const confirm = `/sign-in/confirm?resume=${encodeURIComponent(reset)}`;
    expect(await admin.get(reset)).toMatchObject({ status: 303, location: confirm });
    expect(await admin.form(reset, { reason: "" })).toMatchObject({ status: 303, location: confirm });
    expect(await admin.form("/sign-in/confirm", { code: world.code(ada), resume: reset })).toMatchObject({
      status: 303,
      location: reset,
    });
    expect((await admin.form(reset, { reason: "" })).location).toContain("done=reset");
  });

  test("[FX-1] [PM-1] leaves two-factor sign-in to the people, or forces set-up before the first sign-in completes", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const admin = await signIn(ada);
    const shown = await admin.get("/admin/policy");
    for (const words of ["Enable two-factor sign-in", "Off", "Optional", "Required"])
      expect(shown.text).toContain(words);

    const save = (organisation: string, version: string) => saveSettings(admin, { organisation, version });
    expect(await save("optional", "1")).toMatchObject({ status: 303, location: "/admin/policy?done=saved" });
    expect(await afterPassword(lee)).toBe("/account");
    expect(await afterPassword(kim)).toBe("/sign-in");
    const free = await signIn(lee);

    expect(await save("required", "2")).toMatchObject({ status: 303 });
    expect(await afterPassword(lee)).toBe("/set-up");
    expect((await free.get("/account")).location).toContain("because=second-factor-required");

    expect(await save("off", "3")).toMatchObject({ status: 303 });
    expect(await afterPassword(kim)).toBe("/account");
  });

  test("[PM-2] with 'Let people trust their browser' off every sign-in asks, and old trust never counts again", async () => {
    const browser = await signIn(kim, { trust: true });
    expect(await afterPassword(kim, browser)).toBe("/account");
    const admin = await signIn(ada);
    expect((await admin.get("/admin/policy")).text).toContain("Let people trust their browser");
    await saveSettings(admin, { trust: "" });
    expect(await afterPassword(kim, browser)).toBe("/sign-in");
    const again = await signIn(kim);
    expect((await again.get("/sign-in")).text).not.toContain("Don&#39;t ask again");

    await saveSettings(admin, { trustDays: "90", version: "2" });
    expect(await afterPassword(kim, browser)).toBe("/sign-in");
  });

  test("shortening trust ends what is older than the new length", async () => {
    const browser = await signIn(kim, { trust: true });
    world.clock.advance(2 * 86_400_000);
    const admin = await signIn(ada);
    await saveSettings(admin, { trustDays: String(1 / 24) });
    expect((await admin.get("/admin/policy")).text).toContain('selected="">1 hour');
    await saveSettings(admin, { trustDays: "30", version: "2" });
    expect(await afterPassword(kim, browser)).toBe("/sign-in");
  });

  test("[BY-5] sees a person's sessions and trusted browsers and ends each, or all at once", async () => {
    const trusting = await signIn(kim, { trust: true });
    const other = await signIn(kim);
    const admin = await signIn(ada);
    const page = await admin.get(`/admin/people/${kim.person.id}`);
    expect(page.text).toContain("Chrome on Linux");
    expect(page.text).toContain("192.0.2.1");
    const [, browser] = /trusted-browsers\/([\w-]{22})\/end/.exec(page.text) ?? [];
    const ended = await admin.form(`/admin/people/${kim.person.id}/trusted-browsers/${browser}/end`, {});
    expect(ended.location).toContain("done=trust-ended");
    expect(await afterPassword(kim, trusting)).toBe("/sign-in");

    const [, latest] = /sessions\/([\w-]{22})\/end/.exec(page.text) ?? [];
    await admin.form(`/admin/people/${kim.person.id}/sessions/${latest}/end`, {});
    expect((await other.get("/account")).status).toBe(303);
    expect((await trusting.get("/account")).status).toBe(200);
    await admin.form(`/admin/people/${kim.person.id}/sign-out`, {});
    expect((await trusting.get("/account")).status).toBe(303);
    expect((await admin.get(`/admin/people/${kim.person.id}`)).text).toContain("Not signed in anywhere");
  });

  test("[BY-5] does the same by the JSON API", async () => {
    await signIn(kim, { trust: true });
    world.clock.advance(30_000);
    const client = world.client();
    const { bearer } = await client.signIn(world, ada);
    const of = `/people/${kim.person.id}`;
    const { trustedBrowsers } = (await client.api("GET", `${of}/trusted-browsers`, undefined, bearer)).json;
    const { sessions } = (await client.api("GET", `${of}/sessions`, undefined, bearer)).json;
    expect([trustedBrowsers.length, sessions.length]).toEqual([1, 1]);
    expect(sessions[0]).toMatchObject({ address: "192.0.2.1", amr: ["pwd", "otp", "mfa"] });
    for (const path of [`trusted-browsers/${trustedBrowsers[0].id}`, `sessions/${sessions[0].id}`]) {
      expect((await client.api("DELETE", `${of}/${path}`, undefined, bearer)).status).toBe(204);
      expect((await client.api("DELETE", `${of}/${path}`, undefined, bearer)).status).toBe(404);
    }
    expect((await client.api("DELETE", `${of}/sessions`, undefined, bearer)).status).toBe(204);
  });

  const links = (text: string) =>
    /value="(http:\/\/localhost:8080\/invitation\?token=[\w.-]+)"/.exec(text)?.[1] as string;

  test("adds a person, who joins by the link that is shown once; a newer link replaces it", async () => {
    const admin = await signIn(ada);
    const fields = { email: "Lee.Wu@Acme.example", displayName: "Lee Wu", screenName: "", accountType: "client" };
    const added = await admin.form("/admin/people/new", fields);
    expect(added.status).toBe(201);
    const link = links(added.text);
    const [, id] = /\/admin\/people\/([\w-]{36})/.exec(added.text) ?? [];
    const page = await admin.get(`/admin/people/${id}`);
    expect(page.text).toContain("Invited");
    expect(page.text).not.toContain("token=");
    const newer = links((await admin.form(`/admin/people/${id}/invitation`, {})).text);

    const lee = world.client();
    expect((await lee.get(link)).status).toBe(410);
    expect((await lee.get(newer)).text).toContain("Lee Wu");
    const token = new URL(newer).searchParams.get("token") as string;
    expect((await lee.form("/invitation", { token, password: "a quiet harbour at dawn" })).location).toBe("/set-up");
  });

  test("hands a person who forgot the password a link to choose another one; the second step stays", async () => {
    const lee = await world.addPerson({ email: "lee.wu@acme.example", enrolled: true });
    const browser = world.client();
    const { bearer } = await browser.signIn(world, lee);
    const admin = await signIn(ada);
    const shown = await admin.form(`/admin/people/${lee.person.id}/invitation`, {});
    const token = new URL(links(shown.text)).searchParams.get("token") as string;
    const chosen = await browser.form("/invitation", { token, password: "another quiet harbour" });
    expect(chosen.status).toBe(303);
    expect((await browser.api("GET", "/session", undefined, bearer)).status).toBe(401);
    expect((await browser.get("/set-up")).location).toBe("/sign-in");
    expect((await browser.get("/sign-in")).text).toContain("Enter your code");
    const old = await world.client().api("POST", "/sign-ins", { login: lee.person.email, password: lee.password });
    expect(old.status).toBe(401);
    expect((await browser.form("/invitation", { token, password: "another quiet harbour" })).status).toBe(410);
  });

  test("makes no such link for themselves", async () => {
    const admin = await signIn(ada);
    const answer = await admin.form(`/admin/people/${ada.person.id}/invitation`, {});
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain("token=");
  });

  test("is told at the field what stands in the way of adding a person, and loses nothing typed", async () => {
    const admin = await signIn(ada);
    const add = (fields: Record<string, string>) =>
      admin.form("/admin/people/new", {
        email: "lee@acme.example",
        displayName: "Lee",
        accountType: "staff",
        ...fields,
      });
    expect(await add({ email: "lee" })).toMatchObject({
      status: 400,
      text: expect.stringContaining("That is no e-mail address"),
    });
    expect((await add({ email: "KIM@acme.example" })).text).toContain("has this e-mail address already");
    expect((await add({ screenName: "Kim" })).text).toContain("has this screen name already");
    expect((await add({ accountType: "Big Boss" })).text).toContain("Choose one of: client, staff.");
    expect((await add({ displayName: "x".repeat(101) })).text).toContain("at most 100 characters");
    // Only proposed, a taken screen name gives way.
    expect((await add({ email: "kim@other.example" })).status).toBe(201);
    expect((await admin.get("/admin/people?search=other.example")).text).toContain("kim2");
  });

  test("adds an administrator by the JSON API, with the link for the organisation's own host", async () => {
    const client = world.client();
    const { bearer } = await client.signIn(world, ada);
    const body = { email: "lee@acme.example", administrator: true };
    const added = await client.api("POST", "/people", body, bearer);
    expect(added).toMatchObject({
      status: 201,
      json: {
        person: {
          email: "lee@acme.example",
          screenName: "lee",
          status: "invited",
          accountType: "staff",
          administrator: true,
        },
        invitation: { url: expect.stringMatching(/^http:\/\/localhost:8080\/invitation\?token=/) },
      },
    });
    expect((await client.api("POST", "/people", body, bearer)).json.code).toBe("address-taken");
    expect((await client.api("POST", `/people/${added.json.person.id}/invitation`, undefined, bearer)).status).toBe(
      201,
    );
    world.clock.advance(16 * 60_000);
    expect((await client.api("POST", "/people", { email: "x@acme.example" }, bearer)).json.code).toBe(
      "step-up-required",
    );

    const other = await world.addOrganisation("Other", "other.example");
    const bo = await world.addPerson({
      email: "bo@other.example",
      administrator: true,
      enrolled: true,
      organisation: other,
    });
    const there = world.client({ host: "other.example:8080" });
    const theirs = await there.api("POST", "/people", body, (await there.signIn(world, bo)).bearer);
    expect(theirs.json.invitation.url).toMatch(/^http:\/\/other\.example:8080\/invitation\?token=/);
  });

  test("reads and replaces the policy document by its version, and asks why somebody is asked", async () => {
    const client = world.client();
    const { bearer } = await client.signIn(world, ada);
    const read = await client.api("GET", "/policy", undefined, bearer);
    expect(read.headers.get("etag")).toBe('"1"');
    const domains = [{ domain: "ACME.example", subdomains: false, level: "required" }];
    const saved = await client.api("PUT", "/policy", { ...read.json, organisation: "off", domains }, bearer);
    expect(saved).toMatchObject({ status: 200, json: { organisation: "off", domains: [{ domain: "acme.example" }] } });
    expect(saved.headers.get("etag")).toBe('"2"');

    const headers = { authorization: bearer, "content-type": "application/json" };
    const put = (document: unknown, ifMatch: string) =>
      client.send("PUT", "/api/v1/policy", JSON.stringify(document), { ...headers, "if-match": ifMatch });
    expect(await put(read.json, '"1"')).toMatchObject({ status: 412, json: { code: "changed-meanwhile" } });
    expect((await put({ ...read.json, surprise: 1 }, '"2"')).json).toMatchObject({
      status: 400,
      title: expect.stringContaining("surprise"),
    });
    expect((await put([], '"2"')).status).toBe(400);
    expect((await put({ ...saved.json, trustBrowsers: { allowed: true, days: 0.7 } }, '"2"')).status).toBe(200);

    const why = await client.api("GET", "/policy/explanation?login=kim", undefined, bearer);
    expect(why.json.requirement).toMatchObject({ level: "required", because: { kind: "domain", of: "acme.example" } });
    expect((await client.api("GET", "/policy/explanation?login=nobody", undefined, bearer)).status).toBe(404);
    expect(await signIn(kim, { trust: true })).toBeDefined();
  });

  test("is warned when a level would ask them as well", async () => {
    await world.setPolicy({ organisation: "optional", accountTypes: { client: "required" } });
    const bo = await world.addPerson({ email: "bo@acme.example", administrator: true });
    const admin = await signIn(bo);
    await admin.form("/admin/policy", { ...settingsForm, "type:client": "required", act: "preview" });
    const page = await admin.get("/admin/policy/preview");
    expect(page.text).toContain("This asks you, too");
    expect((await admin.form("/admin/policy/preview", shownIn(page))).location).toBe("/admin/policy?done=saved");
    expect((await admin.get("/admin/policy")).location).toContain("because=second-factor-required");
  });
});
