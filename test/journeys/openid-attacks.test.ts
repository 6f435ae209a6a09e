// What somebody might try on the OpenID Connect provider, and what becomes of everything handed out once a session has ended.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changeApplication, removeApplication } from "../../src/applications/actions.ts";
import type { Application } from "../../src/applications/rules.ts";
import { tidy } from "../../src/housekeeping.ts";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { disable, keyOf } from "../../src/people/actions.ts";
import { tellDue } from "../../src/protocols/openid-provider/telling.ts";
import { addOpenIdApplication, callback, follow, secretOf } from "../support/openid.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

/** As a browser does that follows a link of somebody else's page. */
const linked = { "sec-fetch-site": "cross-site" };
const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
const verifier = "a verifier that is long enough to be taken for one".replaceAll(" ", "-");
const challenge = createHash("sha256").update(verifier).digest("base64url");

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let wiki: Application;
  let browser: Client;
  let base: string;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    wiki = await addOpenIdApplication(world, "wiki");
    browser = world.client();
    base = `/openid/${world.organisation.slug}`;
  });
  afterEach(() => world.close());

  const parameters = (more: Record<string, string> = {}): Record<string, string> => ({
    ...{ client_id: "wiki", response_type: "code", scope: "openid profile email", redirect_uri: callback },
    ...{ code_challenge: challenge, code_challenge_method: "S256", state: "of the application", nonce: "n" },
    ...more,
  });
  const authorize = (more: Record<string, string> = {}, who = browser): Promise<Answer> =>
    who.get(`${base}/authorize?${new URLSearchParams(parameters(more))}`, linked);
  const program = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    world.client().send("POST", `${base}${path}`, new URLSearchParams(form).toString(), {
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    });
  const exchange = (code: string, more: Record<string, string> = {}) =>
    program("/token", {
      ...{ grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: verifier },
      ...{ client_id: "wiki", client_secret: secretOf("wiki") },
      ...more,
    });
  const refresh = (token: string) =>
    program("/token", {
      ...{ grant_type: "refresh_token", refresh_token: token },
      ...{ client_id: "wiki", client_secret: secretOf("wiki") },
    });
  const userinfo = (token: string) => world.client().get(`${base}/userinfo`, { authorization: `Bearer ${token}` });
  const signIn = (fields: Record<string, string> = {}, who = kim) =>
    browser.form("/sign-in", { login: who.person.email, password: who.password, ...fields });
  const giveCode = (fields: Record<string, string> = {}, who = kim) => {
    world.clock.advance(30_000);
    return browser.form("/sign-in/code", { code: world.code(who), ...fields });
  };
  /** What the sign-in that a request led to is given along. */
  const destination = (answer: Answer) =>
    Object.fromEntries(new URL(answer.location as string, world.origin).searchParams);
  const back = (answer: Pick<Answer, "location">) => new URL(answer.location as string);
  const fresh = async (more: Record<string, string> = {}): Promise<string> => {
    const answer = await authorize(more);
    const code = back(answer).searchParams.get("code");
    if (code === null) throw new Error(`no code: ${answer.location}`);
    return code;
  };
  const signedIn = async () => {
    await signIn();
    await giveCode();
  };
  const claimsOf = (answer: Answer) =>
    JSON.parse(Buffer.from(answer.json.id_token.split(".")[1], "base64url").toString()) as Record<string, unknown>;
  const change = (changed: Partial<Application>) =>
    world.needs.db.transaction((tx) => changeApplication(tx, world.needs, { ...wiki, ...changed, ...by }));

  test("a code is used once; the second time ends all that came of it", async () => {
    await signedIn();
    const code = await fresh();
    const first = await exchange(code);
    expect(first.status).toBe(200);
    expect((await userinfo(first.json.access_token)).status).toBe(200);
    expect((await exchange(code)).json.error).toBe("invalid_grant");
    expect((await userinfo(first.json.access_token)).status).toBe(401);
    expect((await refresh(first.json.refresh_token)).json.error).toBe("invalid_grant");
  });

  test("of many who present a code at the same instant at most one gets anything, and all lose it", async () => {
    await signedIn();
    const code = await fresh();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(code)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status !== 200 && status !== 400)).toEqual([]);
    for (const { json } of won) {
      expect((await userinfo(json.access_token)).status).toBe(401);
      expect((await refresh(json.refresh_token)).status).toBe(400);
    }
  });

  test("what anybody can leave behind is small, and goes as soon as its time is over", async () => {
    const kept = () => world.needs.db.list((query) => query.selectFrom("openid_artifacts").select("payload"));
    expect((await authorize({ state: "x".repeat(4096) })).status).toBe(400);
    expect(await kept()).toHaveLength(0);
    for (let i = 0; i < 20; i++) expect((await authorize({ state: "x".repeat(3000) })).location).toContain("/sign-in");
    const rows = await kept();
    expect(rows).toHaveLength(20);
    for (const { payload } of rows) expect(payload.length).toBeLessThan(6000);
    world.clock.advance(21 * minute);
    await tidy(world.needs);
    expect(await kept()).toHaveLength(0);
  });

  test("a code is good for a minute, for its own application, address and verifier", async () => {
    await addOpenIdApplication(world, "ledger");
    await signedIn();
    const wrong: [string, Record<string, string>, string][] = [
      ["another application", { client_id: "ledger", client_secret: secretOf("ledger") }, "invalid_grant"],
      ["another address", { redirect_uri: `${callback}/` }, "invalid_grant"],
      ["another verifier", { code_verifier: verifier.replace("a", "b") }, "invalid_grant"],
      ["no verifier", { code_verifier: "" }, "invalid_grant"],
      ["a wrong secret", { client_secret: secretOf("ledger") }, "invalid_client"],
      ["no secret", { client_secret: "" }, "invalid_client"],
      ["nobody known", { client_id: "nobody", client_secret: "x" }, "invalid_client"],
    ];
    const code = await fresh();
    for (const [what, more, error] of wrong)
      expect([what, (await exchange(code, more)).json.error]).toEqual([what, error]);
    // None of these has used it up.
    expect((await exchange(code)).status).toBe(200);
    const late = await fresh();
    world.clock.advance(minute);
    expect((await exchange(late)).json.error).toBe("invalid_grant");
  });

  test("refresh tokens rotate, and an old one ends them all", async () => {
    await signedIn();
    const first = (await exchange(await fresh())).json;
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).json.error).toBe("invalid_grant");
    expect((await refresh(second.json.refresh_token)).json.error).toBe("invalid_grant");
    expect((await userinfo(second.json.access_token)).status).toBe(401);
  });

  describe("everything handed out ends at once", () => {
    const ends: [string, () => Promise<unknown>][] = [
      ["when its owner signs out", () => browser.form("/account/sign-out", {})],
      ["when the person is disabled", () => world.needs.db.transaction((tx) => disable(tx, keyOf(kim.person)))],
      ["when the application is disabled", () => change({ active: false })],
      [
        "when the application is removed",
        () =>
          world.needs.db.transaction((tx) =>
            removeApplication(tx, world.needs, { organisation: wiki.organisation, id: wiki.id, ...by }),
          ),
      ],
      [
        "when the organisation is suspended",
        () =>
          world.needs.db.transaction((tx) =>
            tx.list((query) =>
              query.updateTable("organisations").set({ status: "suspended" }).where("id", "=", wiki.organisation),
            ),
          ),
      ],
      ["when the session was not used for an hour", async () => world.clock.advance(hour)],
    ];
    test.each(ends)("%s", async (_when, end) => {
      await signedIn();
      const code = await fresh();
      const { access_token, refresh_token } = (await exchange(await fresh())).json;
      expect((await userinfo(access_token)).status).toBe(200);
      await end();
      expect((await userinfo(access_token)).status).toBeGreaterThanOrEqual(401);
      expect((await refresh(refresh_token)).status).toBeGreaterThanOrEqual(400);
      expect((await exchange(code)).status).toBeGreaterThanOrEqual(400);
      const introspected = await program("/introspect", {
        ...{ token: access_token, client_id: "wiki", client_secret: secretOf("wiki") },
      });
      expect([introspected.status, introspected.json?.active ?? false].join()).toMatch(/^(200|401|403),false$/);
    });

    test("when policy asks for more than the session holds", async () => {
      await world.setPolicy({ organisation: "off" });
      await signIn();
      const { access_token, refresh_token } = (await exchange(await fresh())).json;
      expect((await userinfo(access_token)).status).toBe(200);
      await world.setPolicy({ organisation: "required" });
      expect((await userinfo(access_token)).status).toBe(401);
      expect((await refresh(refresh_token)).json.error).toBe("invalid_grant");
      // And a request of now asks for the code.
      expect(new URL((await authorize()).location as string, world.origin).pathname).toBe("/sign-in");
    });
  });

  test("addresses to return to are compared character by character", async () => {
    const zoo = [
      ...["https://app.example/callback/", "https://app.example/callback?x", "https://app.example/callback#x"],
      ...["https://app.example/CALLBACK", "https://APP.example/callback", "https://app.example:443/callback"],
      ...["http://app.example/callback", "https://app.example.evil/callback", "https://evil.app.example/callback"],
      ...["https://app.example@evil.example/callback", "https://evil.example/https://app.example/callback"],
      ...["//app.example/callback", "/\\evil.example", "https:app.example/callback", "https://app.example\\callback"],
      ...["https://app.example/%63allback", "https://app.example/x/../callback", "https://app.example/callback%00"],
      ...[
        "https://app.example/callback\r\nset-cookie: x=y",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://аpp.example/callback",
      ],
      ...[" https://app.example/callback", "https://app.example./callback", "https://app.example/callback;x", "*", ""],
    ];
    await signedIn();
    for (const redirect_uri of zoo) {
      for (const more of [
        { redirect_uri },
        { redirect_uri, prompt: "none" },
        { redirect_uri, scope: "\u0000" },
      ] as Record<string, string>[]) {
        const answer = await authorize(more);
        expect([redirect_uri, answer.status, answer.location]).toEqual([redirect_uri, 400, null]);
      }
    }
    // And one of two addresses is no prefix of the other's.
    const twice = `${base}/authorize?${new URLSearchParams(parameters())}&redirect_uri=https%3A%2F%2Fevil.example`;
    expect(await browser.get(twice)).toMatchObject({ status: 400, location: null });
  });

  test("what is switched off is refused", async () => {
    await signedIn();
    const refused: [Record<string, string>, string][] = [
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ response_type: "id_token" }, "unsupported_response_type"],
      [{ response_type: "code id_token" }, "unsupported_response_type"],
      [{ code_challenge: "" }, "invalid_request"],
      [{ code_challenge_method: "plain" }, "invalid_request"],
      [{ code_challenge_method: "" }, "invalid_request"],
      [{ request: "e30.e30." }, "request_not_supported"],
      [{ request_uri: "https://app.example/request" }, "request_uri_not_supported"],
      [{ registration: "{}" }, "registration_not_supported"],
      [{ prompt: "create" }, "invalid_request"],
      [{ prompt: "none login" }, "invalid_request"],
    ];
    for (const [more, error] of refused) {
      const { status, location } = await authorize(more);
      const told = location === null ? status : /[?#&]error=(\w+)/.exec(location)?.[1];
      expect([more, told, location?.includes("code=") ?? false]).toEqual([more, error, false]);
    }
    for (const response_mode of ["fragment", "form_post", "web_message", "jwt", "query.jwt", ""])
      expect([response_mode, (await authorize({ response_mode })).status]).toEqual([response_mode, 400]);
    for (const grant_type of [
      "client_credentials",
      "password",
      "implicit",
      "urn:ietf:params:oauth:grant-type:device_code",
    ])
      expect((await exchange("x", { grant_type })).json.error).toBe("unsupported_grant_type");
    for (const path of ["/device/auth", "/reg", "/request", "/session/end", "/backchannel", "/interaction/x"]) {
      expect([path, (await browser.get(base + path)).status]).toEqual([path, 404]);
      expect([path, (await program(path, {})).status]).toEqual([path, 404]);
    }
  });

  test("another organisation's application is nobody here, and its issuer gives nothing of ours", async () => {
    const other = await world.addOrganisation("Other", null);
    await addOpenIdApplication(world, "theirs", { organisation: other });
    await signedIn();
    expect(await authorize({ client_id: "theirs" })).toMatchObject({ status: 400, location: null });
    const code = await fresh();
    const { access_token, refresh_token } = (await exchange(await fresh())).json;
    const there = async (path: string, form: Record<string, string>, headers: Record<string, string> = {}) => {
      const answer = await world
        .client()
        .send("POST", `/openid/${other.slug}${path}`, new URLSearchParams(form).toString(), {
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        });
      return answer.status;
    };
    const theirs = { client_id: "theirs", client_secret: secretOf("theirs") };
    const ours = { client_id: "wiki", client_secret: secretOf("wiki") };
    for (const client of [theirs, ours]) {
      const grant = { grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: verifier };
      expect(await there("/token", { ...grant, ...client })).toBeGreaterThanOrEqual(400);
      expect(await there("/token", { grant_type: "refresh_token", refresh_token, ...client })).toBeGreaterThanOrEqual(
        400,
      );
    }
    expect(await there("/userinfo", {}, { authorization: `Bearer ${access_token}` })).toBe(401);
    // Our person's session says nothing there.
    const asked = await browser.get(
      `/openid/${other.slug}/authorize?${new URLSearchParams(parameters({ client_id: "theirs" }))}`,
    );
    expect(asked.location).toMatch(/^\/sign-in\?/);
    // It is the other organisation's sign-in that they are shown.
    expect((await browser.get(asked.location as string)).text).toContain("Other");
    expect((await exchange(code)).status).toBe(200);
  });

  test("an organisation with a host name of its own is nowhere else", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    await addOpenIdApplication(world, "theirs", { organisation: other });
    expect((await browser.get(`/openid/${other.slug}/jwks`)).status).toBe(404);
    const there = world.client({ host: "other.example:8080" });
    const { json } = await there.get(`/openid/${other.slug}/.well-known/openid-configuration`);
    expect(json).toMatchObject({
      issuer: `http://other.example:8080/openid/${other.slug}`,
      token_endpoint: `http://other.example:8080/openid/${other.slug}/token`,
    });
    // Whatever a request says of where it was sent.
    const lying = await world.client().get(`${base}/.well-known/openid-configuration`, {
      ...{ "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" },
    });
    expect(JSON.stringify(lying.json)).not.toContain("evil.example");
  });

  test("half a sign-in gives nothing, and neither does somebody else's request", async () => {
    const asked = await authorize();
    const resume = destination(asked).resume as string;
    await signIn(destination(asked));
    expect((await browser.get(resume)).location).toMatch(/^\/sign-in/);
    expect((await authorize({ prompt: "none" })).location).toContain("error=login_required");
    await giveCode();
    // The request is the browser's that brought it.
    const another = world.client();
    another.cookies.set("countersign-session", browser.cookies.get("countersign-session") as string);
    expect(await another.get(resume)).toMatchObject({ status: 410, location: null });
  });

  test("a request is gone on with once", async () => {
    const asked = await authorize();
    await signIn(destination(asked));
    const done = await giveCode();
    const resume = done.location as string;
    const page = await browser.get(resume);
    expect(page.headers.get("refresh")).toContain("code=");
    expect((await browser.get(resume)).status).toBe(410);
  });

  describe("what is asked of a sign-in", () => {
    const trusting = async () => {
      await signIn();
      await giveCode({ trustBrowser: "yes" });
      browser.cookies.delete("countersign-session");
      expect((await signIn()).location).toBe("/account");
    };

    test("trust in a browser is pwd, honestly, and no second factor where one is asked for", async () => {
      await trusting();
      expect(claimsOf(await exchange(await fresh()))).toMatchObject({ acr: "urn:countersign:pwd", amr: ["pwd"] });
      const essential = JSON.stringify({ id_token: { acr: { essential: true, value: "urn:countersign:2fa" } } });
      for (const more of [
        { acr_values: "urn:countersign:2fa" },
        { acr_values: "https://refeds.org/profile/mfa" },
        { claims: essential },
      ] as Record<string, string>[]) {
        const silent = await authorize({ ...more, prompt: "none" });
        expect(back(silent).searchParams.get("error")).toBe("interaction_required");
        expect(destination(await authorize(more))).toMatchObject({ ask: "second-factor" });
      }
      const asked = await authorize({ claims: essential });
      await browser.get(asked.location as string);
      const done = await giveCode();
      const there = await follow(browser, world, done.location as string);
      const code = new URL(there.at).searchParams.get("code") as string;
      expect(claimsOf(await exchange(code))).toMatchObject({
        acr: "urn:countersign:2fa",
        amr: ["pwd", "otp", "mfa"],
      });
      expect(claimsOf(await exchange(await fresh({ acr_values: "https://refeds.org/profile/mfa" }))).acr).toBe(
        "https://refeds.org/profile/mfa",
      );
    });

    test("who asks for what nobody here knows, and insists on it, is told so", async () => {
      await signedIn();
      const claims = (acr: object) => JSON.stringify({ id_token: { acr } });
      const insisting = await authorize({ claims: claims({ essential: true, values: ["urn:other:gold"] }) });
      expect(back(insisting).searchParams.get("error")).toBe("unmet_authentication_requirements");
      expect(claimsOf(await exchange(await fresh({ acr_values: "urn:other:gold" }))).acr).toBe("urn:countersign:2fa");
      expect(claimsOf(await exchange(await fresh({ acr_values: "urn:countersign:pwd" }))).acr).toBe(
        "urn:countersign:pwd",
      );
    });

    test.each(["login", "select_account"])("prompt=%s asks for the password anew", async (prompt) => {
      await signedIn();
      world.clock.advance(minute);
      const before = world.clock.now();
      const asked = await authorize({ prompt });
      expect(destination(asked).since).toBe(String(before));
      // Coming back without giving it leads to the same question.
      expect(destination(await browser.get(destination(asked).resume as string))).toMatchObject({
        since: String(before),
      });
      const again = await authorize({ prompt });
      await signIn(destination(again));
      const there = await follow(browser, world, (await giveCode()).location as string);
      const code = new URL(there.at).searchParams.get("code") as string;
      expect(claimsOf(await exchange(code)).auth_time).toBeGreaterThanOrEqual(Math.floor(before / 1000));
    });

    test("nobody can say for us when a request arrived", async () => {
      await signedIn();
      world.clock.advance(minute);
      const asked = await authorize({ prompt: "login", countersign_arrival: "1" });
      expect(destination(asked).since).toBe(String(world.clock.now()));
    });

    test("max_age is held to, and auth_time told", async () => {
      await signedIn();
      world.clock.advance(10 * minute);
      expect(back(await authorize({ max_age: "3600" })).searchParams.has("code")).toBe(true);
      expect(destination(await authorize({ max_age: "300" })).since).toBe(String(world.clock.now() - 300_000));
      expect((await authorize({ max_age: "300", prompt: "none" })).location).toContain("error=login_required");
      expect((await authorize({ max_age: "-1" })).location).toContain("error=invalid_request");
    });

    test("prompt=consent asks for nothing: an organisation's own applications have it", async () => {
      await signedIn();
      expect(back(await authorize({ prompt: "consent" })).searchParams.has("code")).toBe(true);
    });

    test("a hint at somebody else asks for that person, and no other will do", async () => {
      await signedIn();
      const { id_token } = (await exchange(await fresh())).json;
      const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
      await browser.form("/account/sign-out", {});
      await signIn({}, lee);
      await giveCode({}, lee);
      expect((await authorize({ id_token_hint: id_token, prompt: "none" })).location).toContain("login_required");
      const asked = await authorize({ id_token_hint: id_token });
      expect(destination(asked).since).toBe(String(world.clock.now()));
      await signIn(destination(asked), lee);
      const there = await follow(browser, world, (await giveCode({}, lee)).location as string);
      expect(there.at).toContain("error=login_required");
      const forged = `${id_token.slice(0, -8)}AAAAAAAA`;
      expect((await authorize({ id_token_hint: forged })).location).toContain("error=invalid_request");
    });

    test("[DI-5] one that takes no part gets the password alone; going on to one that does asks for the code then", async () => {
      await change({ participation: { takesPart: "not-yet", from: null } });
      await addOpenIdApplication(world, "ledger");
      const asked = await authorize();
      const there = await signIn(destination(asked));
      const code = new URL((await follow(browser, world, there.location as string)).at).searchParams.get(
        "code",
      ) as string;
      const tokens = await exchange(code);
      expect(claimsOf(tokens)).toMatchObject({ acr: "urn:countersign:pwd", amr: ["pwd"] });
      expect((await userinfo(tokens.json.access_token)).status).toBe(200);
      const second = await authorize({ client_id: "ledger" });
      expect(await browser.get(second.location as string)).toMatchObject({ location: "/sign-in" });
      const done = await follow(browser, world, (await giveCode()).location as string);
      const ledgers = await exchange(new URL(done.at).searchParams.get("code") as string, {
        ...{ client_id: "ledger", client_secret: secretOf("ledger") },
      });
      expect(claimsOf(ledgers)).toMatchObject({ acr: "urn:countersign:2fa", aud: "ledger" });
      // From the day on which it takes part, what it got for a password alone is nothing.
      const uses = await world.needs.db.list((query) =>
        query.selectFrom("application_days").select(["application_id", "with_second_factor", "without"]),
      );
      expect(uses.map((use) => [use.application_id === wiki.id, use.with_second_factor, use.without])).toEqual(
        expect.arrayContaining([
          [true, 0, 1],
          [false, 1, 0],
        ]),
      );
    });
  });

  test("nothing that anybody could present is kept, logged or recorded", async () => {
    const asked = await authorize();
    const request = (destination(asked).resume as string).split("/").at(-1) as string;
    await signIn(destination(asked));
    const there = await follow(browser, world, (await giveCode()).location as string);
    const code = new URL(there.at).searchParams.get("code") as string;
    const { access_token, refresh_token, id_token } = (await exchange(code)).json;
    const rows = await Promise.all(
      (["openid_artifacts", "openid_entries", "audit_events", "sessions"] as const).map((table) =>
        world.needs.db.list((query) => query.selectFrom(table).selectAll()),
      ),
    );
    const kept = JSON.stringify(rows) + world.logged.join();
    for (const secret of [request, code, access_token, refresh_token, id_token, secretOf("wiki"), verifier])
      expect(kept.includes(secret)).toBe(false);
  });

  test("pages of others may read what is theirs: a public client's own page, and nobody else's", async () => {
    await addOpenIdApplication(world, "phone", { client: "public" });
    await signedIn();
    const asked = await authorize({ client_id: "phone" });
    const code = back(asked).searchParams.get("code") as string;
    const grant = {
      ...{
        grant_type: "authorization_code",
        code,
        redirect_uri: callback,
        code_verifier: verifier,
        client_id: "phone",
      },
    };
    const from = (origin: string) => ({ origin, "sec-fetch-site": "cross-site" });
    const stranger = await program("/token", grant, from("https://evil.example"));
    expect([stranger.status, stranger.headers.get("access-control-allow-origin")]).toEqual([400, null]);
    const own = await program("/token", grant, from("https://app.example"));
    expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([200, "https://app.example"]);
    expect(own.headers.get("access-control-allow-credentials")).toBeNull();
    const confidential = await exchange(await fresh(), {});
    expect(confidential.status).toBe(200);
    const elsewhere = await program(
      "/token",
      {
        grant_type: "refresh_token",
        refresh_token: confidential.json.refresh_token,
        client_id: "wiki",
        client_secret: secretOf("wiki"),
      },
      from("https://app.example"),
    );
    expect(elsewhere.status).toBe(400);
    const preflight = await world.client().send("OPTIONS", `${base}/token`, undefined, {
      ...from("https://app.example"),
      "access-control-request-method": "POST",
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([204, "POST"]);
    // A session's cookie is nothing there.
    expect((await browser.get(`${base}/userinfo`)).status).toBe(401);
  });

  describe("signing out at an application's wish", () => {
    const afterwards = "https://app.example/bye";
    const leave = (query: Record<string, string>) =>
      browser.get(`${base}/sign-out?${new URLSearchParams(query)}`, linked);
    beforeEach(async () => {
      await addOpenIdApplication(world, "desk", { afterSignOutAddresses: [afterwards] });
      await signedIn();
    });
    const hint = async () =>
      (await exchange(await fresh({ client_id: "desk" }), { client_id: "desk", client_secret: secretOf("desk") })).json
        .id_token as string;
    const stays = async () => (await browser.get("/account")).status === 200;

    test("with a token of this very session it is done at once", async () => {
      const answer = await leave({ id_token_hint: await hint(), post_logout_redirect_uri: afterwards, state: "s" });
      expect(answer).toMatchObject({ status: 303, location: `${afterwards}?state=s` });
      expect(await stays()).toBe(false);
    });

    test("without it the person is asked, and another site can't answer", async () => {
      const page = await leave({ client_id: "desk", post_logout_redirect_uri: afterwards });
      expect(page.status).toBe(200);
      const form = { client_id: "desk", post_logout_redirect_uri: afterwards };
      expect((await browser.form(`${base}/sign-out`, form, { "sec-fetch-site": "cross-site" })).status).toBe(403);
      expect(await stays()).toBe(true);
      const done = await browser.form(`${base}/sign-out`, form);
      expect(done.headers.get("refresh")).toBe(`0; url=${afterwards}`);
      expect(await stays()).toBe(false);
    });

    test("a token of another session, another application or nobody's signs nobody out", async () => {
      const id_token_hint = await hint();
      await browser.form("/account/sign-out", {});
      await signedIn();
      expect((await leave({ id_token_hint })).status).toBe(200);
      expect((await leave({ id_token_hint, client_id: "wiki" })).status).toBe(400);
      expect((await leave({ id_token_hint: `${id_token_hint.slice(0, -8)}AAAAAAAA` })).status).toBe(400);
      expect((await leave({ id_token_hint: "x" })).status).toBe(400);
      expect(await stays()).toBe(true);
    });

    test("nobody is sent to an address that is not the application's", async () => {
      for (const post_logout_redirect_uri of [
        "https://evil.example",
        `${afterwards}/`,
        `${afterwards}?x`,
        "//evil.example",
        "javascript:1",
      ]) {
        for (const more of [{ client_id: "desk" }, {}, { client_id: "wiki" }] as Record<string, string>[])
          expect((await leave({ ...more, post_logout_redirect_uri })).status).toBe(400);
      }
      expect(await stays()).toBe(true);
    });
  });

  test("other keys sign after 90 days, and the old ones are listed for a week more", async () => {
    const listed = async () => {
      const { json } = await browser.get(`${base}/jwks`);
      return json.keys.map(({ kid }: { kid: string }) => kid) as string[];
    };
    const first = await listed();
    expect(first.length).toBe(2);
    world.clock.advance(90 * day - minute);
    expect(await listed()).toEqual(first);
    world.clock.advance(minute);
    // Of many who notice at once one makes them.
    await Promise.all(Array.from({ length: 4 }, listed));
    const both = await listed();
    expect(both.length).toBe(4);
    expect(both).toEqual(expect.arrayContaining(first));
    world.clock.advance(7 * day);
    await tidy(world.needs);
    const second = await listed();
    expect(second.length).toBe(2);
    expect(second.some((kid) => first.includes(kid))).toBe(false);
    expect((await world.needs.db.list((query) => query.selectFrom("openid_keys").select("id"))).length).toBe(2);
  });

  test("an API may ask about a token that it was called with, and about nobody else's refresh token", async () => {
    await addOpenIdApplication(world, "api", { redirectAddresses: [] });
    await addOpenIdApplication(world, "phone", { client: "public" });
    await signedIn();
    const { access_token, refresh_token } = (await exchange(await fresh())).json;
    const about = async (token: string, client: Record<string, string>) =>
      (await program("/introspect", { token, ...client })).json;
    const api = { client_id: "api", client_secret: secretOf("api") };
    expect(await about(access_token, api)).toMatchObject({
      active: true,
      client_id: "wiki",
      acr: "urn:countersign:2fa",
    });
    expect(await about(refresh_token, api)).toEqual({ active: false });
    expect(await about(access_token, { client_id: "phone" })).toEqual({ active: false });
    expect((await about(access_token, { client_id: "api" })).error).toBe("invalid_client");
    // And it can't be entered, or revoke what is another's.
    expect((await authorize({ client_id: "api" })).status).toBe(400);
    expect((await program("/revoke", { token: access_token, ...api })).status).toBe(400);
    expect((await userinfo(access_token)).status).toBe(200);
    const own = { client_id: "wiki", client_secret: secretOf("wiki") };
    expect((await program("/revoke", { token: refresh_token, ...own })).status).toBe(200);
    expect((await userinfo(access_token)).status).toBe(401);
  });

  test("what has ended is cleared away", async () => {
    await signedIn();
    await exchange(await fresh());
    await authorize({ prompt: "login" });
    const left = async () =>
      (await world.needs.db.list((query) => query.selectFrom("openid_artifacts").select("id"))).length;
    expect(await left()).toBeGreaterThan(4);
    world.clock.advance(3 * day);
    await tidy(world.needs);
    expect(await left()).toBe(0);
  });

  test("an address that is to be told of ended sessions is https, whatever is stored", async () => {
    world.needs.site.secure = true;
    await change({ settings: { ...(wiki.settings as object), backChannelAddress: "http://127.0.0.1:1/told" } });
    await signedIn();
    await fresh();
    await browser.form("/account/sign-out", {});
    expect(await tellDue(world.needs)).toBe(0);
    expect(await world.needs.db.list((query) => query.selectFrom("openid_entries").selectAll())).toEqual([]);
  });
});
