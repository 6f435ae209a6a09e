// The Duo Universal Prompt protocol as its client libraries speak it, and as attackers would.
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addApplication, changeApplication } from "../../src/applications/actions.ts";
import type { Application } from "../../src/applications/rules.ts";
import { secretContext } from "../../src/applications/settings.ts";
import { listApplications } from "../../src/applications/uses.ts";
import { minute, second } from "../../src/kernel/clock.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const origin = "https://login.acme.example";
const back = "https://vpn.acme.example/callback";
const id = "DIABCDEFGHIJKLMNOPQR";
const secret = "0123456789abcdefghijklmnopqrstuvwxyzABCD";
const state = "a-state-of-thirty-six-characters-xyz";
const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let vpn: Application;
  let browser: Client;
  let named: number;
  beforeEach(async () => {
    world = await createWorld({ dialect, origin });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    vpn = await application({ id, unknownPeople: "refuse" });
    browser = world.client();
    named = 0;
  });
  afterEach(() => world.close());

  async function application(
    wanted: { id: string; unknownPeople: string; takesPart?: "not-yet"; key?: string },
    organisation = world.organisation.id,
  ): Promise<Application> {
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation, name: `VPN ${wanted.id}`, kind: "duo", note: "", ...by },
        participation: wanted.takesPart ? { takesPart: "not-yet", from: null } : { takesPart: "yes" },
        settings: { redirectAddresses: [back], unknownPeople: wanted.unknownPeople },
        names: [{ kind: "client", name: wanted.id }],
        seal: (application) =>
          world.needs.sealer.seal(Buffer.from(wanted.key ?? secret), secretContext(organisation, application)),
      }),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
    return added.application;
  }
  const seconds = () => Math.floor(world.clock.now() / 1000);
  const sign = (claims: Record<string, unknown>, key = secret, alg = "HS512") =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));
  const claims = (changed: Record<string, unknown> = {}) => ({
    ...{ response_type: "code", scope: "openid", exp: seconds() + 300, client_id: id, redirect_uri: back, state },
    ...{ duo_uname: "kim@acme.example", iss: id, aud: origin, use_duo_code_attribute: true, ...changed },
  });
  async function authorize(changed: Record<string, unknown> = {}, query: Record<string, string> = {}, signed?: string) {
    const request = signed ?? (await sign(claims(changed)));
    const beside = { response_type: "code", client_id: id, redirect_uri: back, scope: "openid", request, ...query };
    return browser.get(`/oauth/v1/authorize?${new URLSearchParams(beside)}`);
  }
  const assertion = (path: string, changed: Record<string, unknown> = {}, key?: string, alg?: string) =>
    sign(
      { iss: id, sub: id, aud: `${origin}${path}`, jti: `name-${named++}`, exp: seconds() + 300, ...changed },
      key,
      alg,
    );
  const post = (path: string, fields: Record<string, string>) =>
    world.client().send("POST", path, new URLSearchParams(fields).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
  async function exchange(code: string, changed: Record<string, string> = {}) {
    return post("/oauth/v1/token", {
      ...{ grant_type: "authorization_code", code, redirect_uri: back, client_id: id },
      ...{ client_assertion_type: assertionType, client_assertion: await assertion("/oauth/v1/token"), ...changed },
    });
  }
  const claimsOf = (idToken: string) =>
    JSON.parse(Buffer.from(idToken.split(".")[1] as string, "base64url").toString());
  /** From a step's answer to the address outside that the browser leaves for. */
  async function leave(location: string): Promise<URL> {
    const leaving = await browser.get(location, { "sec-fetch-site": "same-origin" });
    expect(leaving.status).toBe(200);
    return new URL((leaving.headers.get("refresh") as string).replace("0; url=", ""));
  }
  async function codeGiven(fields: Record<string, string> = {}): Promise<URL> {
    world.clock.advance(30 * second);
    const answered = await browser.form("/sign-in/code", { code: world.code(kim), ...fields });
    return leave(answered.location as string);
  }

  test("a code of the app leads back with a code and the state, and that to a token which names the person as sent", async () => {
    expect(await authorize({ nonce: "a-nonce-of-some-length", duo_uname: "KIM@acme.example" })).toMatchObject({
      ...{ status: 303, location: "/sign-in" },
    });
    const url = await codeGiven();
    expect([url.origin + url.pathname, url.searchParams.get("state")]).toEqual([back, state]);
    const answer = await exchange(url.searchParams.get("duo_code") as string);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: "Bearer", expires_in: 300 });
    expect(claimsOf(answer.json.id_token)).toMatchObject({
      ...{ iss: `${origin}/oauth/v1/token`, aud: id, preferred_username: "KIM@acme.example", sub: kim.person.id },
      ...{ nonce: "a-nonce-of-some-length", auth_result: { result: "allow", status: "allow" } },
      auth_context: { factor: "passcode", result: "success", user: { name: "KIM@acme.example" } },
    });
    const [listed] = await listApplications(world.needs.db, world.needs, world.organisation.id);
    expect([listed?.withSecondFactor, listed?.without]).toEqual([1, 0]);
  });

  test("the code's name is as the client wants it", async () => {
    await authorize({ use_duo_code_attribute: false });
    expect((await codeGiven()).searchParams.get("code")).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  });

  test("what comes of it opens nothing of ours, and the session is used up by its code", async () => {
    await authorize();
    world.clock.advance(30 * second);
    const answered = await browser.form("/sign-in/code", { code: world.code(kim) });
    const vouched = browser.cookies.get("__Host-countersign-vouched") as string;
    expect(browser.cookies.has("__Host-countersign-session")).toBe(false);
    const thief = world.client();
    thief.cookies.set("__Host-countersign-session", vouched);
    expect((await thief.get("/account")).location).toContain("/sign-in");
    expect((await thief.api("GET", "/session", undefined, `Bearer ${vouched}`)).status).toBe(401);
    expect((await thief.api("GET", "/me", undefined, `Bearer ${vouched}`)).status).toBe(401);
    const url = await leave(answered.location as string);
    expect(url.searchParams.has("duo_code")).toBe(true);
    // Once more: the attempt and the session are gone.
    browser.cookies.set("__Host-countersign-vouched", vouched);
    expect((await browser.get(answered.location as string)).status).toBe(400);
  });

  test("a session of the person's own, half a sign-in or another application's is not enough", async () => {
    const other = await application({ id: "DIOTHEROTHEROTHEROTH", unknownPeople: "refuse" });
    expect(other.id).not.toBe(vpn.id);
    await browser.form("/sign-in", { login: "kim@acme.example", password: kim.password });
    world.clock.advance(30 * second);
    await browser.form("/sign-in/code", { code: world.code(kim) });
    expect((await browser.get("/account")).status).toBe(200);
    const session = browser.cookies.get("__Host-countersign-session") as string;
    await authorize();
    const finish = async () => {
      const rows = await world.needs.db.list((query) => query.selectFrom("duo_attempts").select("id"));
      return `/oauth/v1/finish?attempt=${rows[0]?.id}`;
    };
    // Half-way it leads back to the step, and the session of one's own stays what it was.
    const address = await finish();
    expect((await browser.get(address)).location).toBe("/sign-in");
    browser.cookies.set("__Host-countersign-vouched", session);
    browser.cookies.delete("__Host-countersign-sign-in");
    const gone = await leave(address);
    expect([gone.searchParams.get("error"), gone.searchParams.has("duo_code")]).toEqual(["access_denied", false]);
    expect((await browser.get("/account")).status).toBe(200);
  });

  test("giving up leads back without a code", async () => {
    await authorize();
    const cancelled = await browser.form("/sign-in/cancel", {});
    const url = await leave(cancelled.location as string);
    expect([url.searchParams.get("error"), url.searchParams.get("state")]).toEqual(["access_denied", state]);
    expect((await browser.get(cancelled.location as string)).status).toBe(400);
  });

  test("a trusted browser passes over the second step, and the token says so", async () => {
    await authorize();
    await codeGiven({ trustBrowser: "yes" });
    const done = await authorize();
    const url = await leave(done.location as string);
    const answer = await exchange(url.searchParams.get("duo_code") as string);
    expect(claimsOf(answer.json.id_token).auth_context).toMatchObject({ factor: "remembered_device" });
  });

  test("a code is good once, for a minute, for its application and its address", async () => {
    const codes: string[] = [];
    for (let i = 0; i < 5; i++) {
      await authorize();
      codes.push((await codeGiven()).searchParams.get("duo_code") as string);
      if (i < 4) world.clock.advance(0);
    }
    const other = await application({ id: "DIOTHEROTHEROTHEROTH", unknownPeople: "refuse" });
    const last = codes.pop() as string;
    const refused = async (code: string, changed: Record<string, string>) =>
      expect([changed, (await exchange(code, changed)).json.error]).toEqual([changed, "invalid_grant"]);
    // Too old by now: each took half a minute.
    await refused(codes[0] as string, {});
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(last)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)]);
    await refused(last, {});
    await authorize();
    const next = (await codeGiven()).searchParams.get("duo_code") as string;
    const theirs = await sign({
      ...{ iss: "DIOTHEROTHEROTHEROTH", sub: "DIOTHEROTHEROTHEROTH", aud: `${origin}/oauth/v1/token` },
      ...{ jti: "theirs", exp: seconds() + 300 },
    });
    await refused(next, { client_id: "DIOTHEROTHEROTHEROTH", client_assertion: theirs });
    expect(other.kind).toBe("duo");
    await refused(next, { redirect_uri: `${back}/` });
    await refused(next, {});
    for (const code of ["", "x", `${"A".repeat(22)}.${"A".repeat(43)}`]) await refused(code, {});
  });

  test("nothing is answered for who is disabled between code and token", async () => {
    await authorize();
    const code = (await codeGiven()).searchParams.get("duo_code") as string;
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ status: "disabled" }).where("id", "=", kim.person.id)),
    );
    const answer = await exchange(code);
    expect([answer.status, answer.json.error, answer.text.includes("id_token")]).toEqual([400, "invalid_grant", false]);
    // And nothing begins for them.
    const refusal = await authorize();
    expect(new URL(refusal.location as string).searchParams.get("error")).toBe("access_denied");
  });

  test("a request that is not the application's own, or says something else beside, shows a page and leads nowhere", async () => {
    const now = seconds();
    const spoiled: Record<string, unknown>[] = [
      ...[{ exp: now + 400 }, { exp: now - 61 }, { exp: undefined }, { exp: "soon" }, { iss: "DIOTHEROTHEROTHEROTH" }],
      ...[{ aud: "https://evil.example" }, { aud: `${origin}/` }, { client_id: "DIOTHEROTHEROTHEROTH" }],
      ...[
        { response_type: "token" },
        { scope: "email" },
        { state: "short" },
        { state: "x".repeat(1025) },
        { state: 1 },
      ],
      ...[{ duo_uname: "" }, { duo_uname: undefined }, { duo_uname: ["kim"] }, { duo_uname: "x".repeat(321) }],
      ...[{ nonce: "short" }, { nonce: 5 }, { redirect_uri: `${back}/` }, { redirect_uri: `${back}?x=1` }],
      ...[{ redirect_uri: "https://vpn.acme.example.evil.example/callback" }, { redirect_uri: "//evil.example" }],
      ...[{ redirect_uri: "https://vpn.acme.example@evil.example/callback" }, { redirect_uri: `${back}#a` }],
      ...[{ redirect_uri: "https://vpn.acme.example/CALLBACK" }, { redirect_uri: "http://vpn.acme.example/callback" }],
      ...[{ redirect_uri: "https://vpn.acme.example:8443/callback" }, { redirect_uri: "https://evil.example\r\n" }],
    ];
    for (const changed of spoiled) {
      const answer = await authorize(changed);
      expect([changed, answer.status, answer.location]).toEqual([changed, 400, null]);
    }
    const forged = [
      await sign(claims(), "x".repeat(40)),
      await sign(claims(), secret, "HS256"),
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${(await sign(claims())).split(".")[1]}.`,
      "",
      "a.b.c",
    ];
    for (const request of forged) expect((await authorize({}, {}, request)).status).toBe(400);
    for (const beside of [
      { redirect_uri: "https://evil.example/" },
      { state: "another-state-of-some-length" },
      { client_id: "DIOTHEROTHEROTHEROTH" },
      { client_id: "' or 1=1" },
      { response_type: "token" },
    ] as Record<string, string>[])
      expect([beside, (await authorize({}, beside)).status]).toEqual([beside, 400]);
    expect(await world.needs.db.list((query) => query.selectFrom("duo_attempts").select("id"))).toEqual([]);
  });

  test("an assertion is good once, for its address, from its client", async () => {
    const check = (client_assertion: string, client_id = id) =>
      post("/oauth/v1/health_check", { client_id, client_assertion });
    const path = "/oauth/v1/health_check";
    const good = await assertion(path);
    expect((await check(good)).json).toMatchObject({ stat: "OK" });
    expect((await check(good)).json).toMatchObject({ stat: "FAIL", message: "invalid_client" });
    const once = await assertion(path);
    const tries = await Promise.all(Array.from({ length: 10 }, () => check(once)));
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const spoiled of [
      await assertion("/oauth/v1/token"),
      await assertion(path, { aud: `https://evil.example${path}` }),
      await assertion(path, { iss: "DIOTHEROTHEROTHEROTH" }),
      await assertion(path, { sub: "DIOTHEROTHEROTHEROTH" }),
      await assertion(path, { exp: seconds() + 400 }),
      await assertion(path, { exp: seconds() - 61 }),
      await assertion(path, { jti: undefined }),
      await assertion(path, { jti: "" }),
      await assertion(path, { jti: "x".repeat(201) }),
      await assertion(path, {}, "y".repeat(40)),
      await assertion(path, {}, secret, "HS256"),
      "",
    ])
      expect((await check(spoiled)).status).toBe(400);
    expect((await check(await assertion(path), "DIOTHEROTHEROTHEROTH")).status).toBe(400);
    const change = (changed: Partial<Application>) =>
      world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...vpn, ...changed, ...by }));
    await change({ active: false });
    expect((await check(await assertion(path))).status).toBe(400);
    expect((await authorize()).status).toBe(400);
  });

  test("people unknown here are refused, or set up there and then, as the application says", async () => {
    const unknown = await authorize({ duo_uname: "new@acme.example" });
    expect(new URL(unknown.location as string).searchParams.get("error")).toBe("access_denied");
    const open = "DIOPENOPENOPENOPENOP";
    await application({ id: open, unknownPeople: "enrol" });
    const asked = (duo_uname: string) =>
      authorize({ duo_uname, client_id: open, iss: open }, { client_id: open }).then(({ location }) => location);
    expect(await asked("new@acme.example")).toBe("/set-up");
    expect((await browser.get("/set-up")).text).toContain("Confirm and activate");
    const made = await world.needs.db.list((query) =>
      query.selectFrom("people").select(["status", "password_hash"]).where("email_normal", "=", "new@acme.example"),
    );
    expect(made).toEqual([{ status: "active", password_hash: null }]);
    // Also after they were disabled and enabled again.
    const boss = await world.addPerson({ email: "boss@acme.example", administrator: true, enrolled: true });
    const { bearer } = await world.client().signIn(world, boss);
    const [{ id: person } = { id: "" }] = await world.needs.db.list((query) =>
      query.selectFrom("people").select("id").where("email_normal", "=", "new@acme.example"),
    );
    const shut = () => world.client().api("POST", `/people/${person}/disable`, {}, bearer);
    expect((await shut()).status).toBe(204);
    expect(await asked("new@acme.example")).toContain("error=access_denied");
    // Twice changes nothing of what they were before.
    await shut();
    expect((await world.client().api("POST", `/people/${person}/enable`, {}, bearer)).status).toBe(204);
    expect(await asked("new@acme.example")).toBe("/set-up");
    // Without an address nobody could be told anything.
    expect(await asked("newcomer")).toContain("error=access_denied");
    // Nor does an application's word set anything up for who rules over it.
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true });
    expect(await asked(ada.person.email)).toContain("error=access_denied");
  });

  test("one that takes no part lets people past the second step, and says that nothing was asked", async () => {
    const free = "DIFREEFREEFREEFREEFR";
    await application({ id: free, unknownPeople: "refuse", takesPart: "not-yet" });
    const done = await authorize({ client_id: free, iss: free }, { client_id: free });
    const url = await leave(done.location as string);
    const answer = await exchange(url.searchParams.get("duo_code") as string, {
      client_id: free,
      client_assertion: await assertion("/oauth/v1/token", { iss: free, sub: free }),
    });
    expect(claimsOf(answer.json.id_token).auth_context).toMatchObject({ reason: "bypass_user" });
  });

  test("another organisation's people and suspended organisations are out of reach", async () => {
    const other = await world.addOrganisation("Other", null);
    const theirs = "DITHEIRSTHEIRSTHEIRS";
    await application({ id: theirs, unknownPeople: "refuse", key: "z".repeat(40) }, other.id);
    const request = await sign({ ...claims({ client_id: theirs, iss: theirs }) }, "z".repeat(40));
    const answer = await authorize({}, { client_id: theirs }, request);
    expect(new URL(answer.location as string).searchParams.get("error")).toBe("access_denied");
    // The key of one does not sign for the other.
    expect((await authorize({}, {}, await sign(claims(), "z".repeat(40)))).status).toBe(400);
    await world.needs.db.transaction((tx) =>
      tx.list((query) =>
        query.updateTable("organisations").set({ status: "suspended" }).where("id", "=", world.organisation.id),
      ),
    );
    expect((await authorize()).status).toBe(400);
  });

  test("five wrong codes end it, and they count as all wrong codes do", async () => {
    await authorize();
    for (let i = 0; i < 5; i++) expect((await browser.form("/sign-in/code", { code: "000000" })).status).toBe(401);
    world.clock.advance(minute / 2 - second);
    await authorize();
    expect((await browser.form("/sign-in/code", { code: world.code(kim) })).status).toBe(429);
  });
});
