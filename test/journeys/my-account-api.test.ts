import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const newPassword = "three brown owls at tea";

describe.each(dialects)("one's own account by the JSON API on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let client: Client;
  let token: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" } });
    kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim" });
    client = world.client();
    token = (await client.signIn(world, kim)).bearer;
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown) => client.api(method, path, body, token);
  const goOn = (answer: { json: { session: string } }) => {
    token = `Bearer ${answer.json.session}`;
  };
  const codeOf = (secret: string) => totp({ secret: decodeBase32(secret) as Uint8Array, at: world.clock.now() });
  const setUp = async (body: unknown = { password: kim.password }) => {
    const begun = await call("POST", "/me/authenticators", body);
    kim.secret = Buffer.from(decodeBase32(begun.json.secret) as Uint8Array);
    const confirmed = await call("POST", "/me/authenticators/confirmation", { code: codeOf(begun.json.secret) });
    goOn(confirmed);
    return { begun, confirmed };
  };

  test("[IH-3] names and password are changed", async () => {
    const me = await call("GET", "/me");
    expect(me.json).toMatchObject({
      screenName: "kim",
      secondFactor: "off",
      recoveryCodesLeft: 0,
      requirement: { level: "optional" },
    });
    const named = await call("PATCH", "/me", { displayName: "Kim Reyes" });
    expect(named).toMatchObject({ status: 200, json: { displayName: "Kim Reyes", screenName: "kim" } });
    expect((await call("PATCH", "/me", { administrator: true })).status).toBe(400);
    expect((await call("PATCH", "/me", { screenName: "a@b" })).json.code).toBe("bad-screen-name");
    const wrong = await call("POST", "/me/password", { currentPassword: "wrong wrong wrong", newPassword });
    expect(wrong).toMatchObject({ status: 401, json: { code: "wrong-password" } });
    expect(
      (await call("POST", "/me/password", { currentPassword: kim.password, newPassword: "short" })).json.code,
    ).toBe("bad-password");
    goOn(await call("POST", "/me/password", { currentPassword: kim.password, newPassword }));
    expect((await call("GET", "/me")).status).toBe(200);
  });

  test("[FX-3] [IH-5] [IH-7] setting up: password, secret and address, code, ten recovery codes, a new token", async () => {
    const noPassword = await call("POST", "/me/authenticators", {});
    expect(noPassword).toMatchObject({ status: 400, json: { errors: [{ field: "password" }] } });
    expect((await call("POST", "/me/authenticators", { password: "wrong wrong wrong" })).json.code).toBe(
      "wrong-password",
    );
    const before = token;
    const { begun, confirmed } = await setUp({ password: kim.password, name: " My  phone " });
    expect(begun).toMatchObject({ status: 201, json: { name: "My phone" } });
    expect(begun.json.uri).toContain(`secret=${begun.json.secret}`);
    expect(begun.json.qrSvg).toMatch(/^<svg/);
    expect(confirmed.json.recoveryCodes).toHaveLength(10);
    expect((await client.api("GET", "/me", undefined, before)).status).toBe(401);
    expect((await call("GET", "/me")).json).toMatchObject({ secondFactor: "on", recoveryCodesLeft: 10 });
    const { json } = await call("GET", "/me/authenticators");
    expect(json.authenticators).toMatchObject([{ id: begun.json.id, kind: "totp", name: "My phone" }]);
    expect(JSON.stringify(json)).not.toContain("secret");
    expect((await call("GET", "/session")).json.amr).toEqual(["pwd", "otp", "mfa"]);
  });

  test("[IH-6] a wrong code says by how much the phone's clock is off; without anything pending there is nothing to confirm", async () => {
    expect((await call("POST", "/me/authenticators/confirmation", { code: "123456" })).json.code).toBe(
      "nothing-pending",
    );
    const { json } = await call("POST", "/me/authenticators", { password: kim.password });
    const late = totp({ secret: decodeBase32(json.secret) as Uint8Array, at: world.clock.now() + 300_000 });
    const wrong = await call("POST", "/me/authenticators/confirmation", { code: late });
    expect(wrong).toMatchObject({ status: 401, json: { code: "wrong-code", offBySeconds: 300 } });
    expect((await call("GET", "/me")).json.secondFactor).toBe("off");
  });

  test("[IN-6] [IH-10] new recovery codes after the password; that they were saved is kept", async () => {
    expect((await call("POST", "/me/recovery-codes", { password: kim.password })).json.code).toBe("no-second-factor");
    expect((await call("POST", "/me/recovery-codes/saved", { saved: "copied" })).json.code).toBe("no-recovery-codes");
    const { confirmed } = await setUp();
    expect((await call("POST", "/me/recovery-codes", { password: "wrong wrong wrong" })).json.code).toBe(
      "wrong-password",
    );
    const made = await call("POST", "/me/recovery-codes", { password: kim.password });
    expect(made.status).toBe(201);
    expect(made.json.recoveryCodes).toHaveLength(10);
    expect(made.json.recoveryCodes).not.toContain(confirmed.json.recoveryCodes[0]);
    expect((await call("GET", "/me/recovery-codes")).json).toMatchObject({ left: 10, savedAt: null });
    expect((await call("POST", "/me/recovery-codes/saved", { saved: "somehow" })).status).toBe(400);
    expect((await call("POST", "/me/recovery-codes/saved", { saved: "copied" })).status).toBe(204);
    expect((await call("GET", "/me/recovery-codes")).json.savedAt).toBe(new Date(world.clock.now()).toISOString());
  });

  test("[IH-11] [PM-7] disabling takes a current code and goes on under a new token", async () => {
    await setUp();
    world.clock.advance(30_000);
    expect((await call("DELETE", "/me/second-factor", { code: "000000" })).json.code).toBe("wrong-code");
    goOn(await call("DELETE", "/me/second-factor", { code: world.code(kim) }));
    expect((await call("GET", "/me")).json).toMatchObject({ secondFactor: "off", recoveryCodesLeft: 0 });
    expect((await call("DELETE", "/me/second-factor", { code: world.code(kim) })).json.code).toBe("no-second-factor");
  });

  test("a further authenticator, and removing one, need a second factor of the last 15 minutes", async () => {
    await setUp();
    const [{ id }] = (await call("GET", "/me/authenticators")).json.authenticators;
    world.clock.advance(16 * 60_000);
    const stepUp = { status: 403, json: { code: "step-up-required", proof: "second-factor" } };
    expect(await call("POST", "/me/authenticators", { password: kim.password })).toMatchObject(stepUp);
    expect(await call("DELETE", `/me/authenticators/${id}`)).toMatchObject(stepUp);
    goOn(await call("POST", "/session/proofs", { method: "totp", code: world.code(kim) }));
    expect((await call("DELETE", `/me/authenticators/${id}`)).json.code).toBe("last-authenticator");
    const second = await call("POST", "/me/authenticators", { name: "Second" });
    expect(second.status).toBe(201);
    goOn(await call("POST", "/me/authenticators/confirmation", { code: codeOf(second.json.secret) }));
    expect((await call("PATCH", `/me/authenticators/${id}`, { name: "First" })).json.name).toBe("First");
    expect((await call("PATCH", `/me/authenticators/${id}`, { name: "\n" })).status).toBe(400);
    expect((await call("DELETE", `/me/authenticators/${id}`)).status).toBe(204);
    expect((await call("GET", "/me/authenticators")).json.authenticators).toHaveLength(1);
  });

  test("a trusted browser proves nothing for a further authenticator", async () => {
    await setUp();
    world.clock.advance(30_000);
    const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const answer = { method: "totp", code: world.code(kim), trustBrowser: true };
    const trusted = await client.api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    const again = await client.api("POST", "/sign-ins", {
      login: "kim",
      password: kim.password,
      trustedBrowser: trusted.json.trustedBrowser,
    });
    expect(again.json.step).toBe("done");
    goOn(again);
    expect((await call("POST", "/me/authenticators", {})).json).toMatchObject({
      code: "step-up-required",
      proof: "second-factor",
    });
  });

  test("[BY-5] sessions and trusted browsers are listed and ended", async () => {
    await setUp();
    world.clock.advance(30_000);
    const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
    await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code: world.code(kim), trustBrowser: true },
      `SignIn ${begun.json.signIn}`,
    );
    const { trustedBrowsers } = (await call("GET", "/me/trusted-browsers")).json;
    expect(trustedBrowsers).toMatchObject([{ device: "Chrome on Linux", address: "192.0.2.1" }]);
    const { sessions } = (await call("GET", "/me/sessions")).json;
    expect(sessions.map((session: { current: boolean }) => session.current)).toEqual([true, false]);
    expect((await call("DELETE", `/me/sessions/${sessions[0].id}`)).json.code).toBe("current-session");
    expect((await call("DELETE", `/me/sessions/${sessions[1].id}`)).status).toBe(204);
    expect((await call("DELETE", `/me/sessions/${sessions[1].id}`)).status).toBe(404);
    expect((await call("DELETE", `/me/trusted-browsers/${trustedBrowsers[0].id}`)).status).toBe(204);
    expect((await call("GET", "/me/trusted-browsers")).json.trustedBrowsers).toEqual([]);
    world.clock.advance(30_000);
    await world.client().signIn(world, kim);
    expect((await call("DELETE", "/me/sessions")).json).toEqual({ ended: 1 });
    expect((await call("GET", "/me/sessions")).json.sessions).toHaveLength(1);
  });

  test("without a session there is no account, and every address is described", async () => {
    for (const path of ["/me", "/me/authenticators", "/me/sessions", "/me/picture"]) {
      expect((await client.api(path === "/me/picture" ? "DELETE" : "GET", path)).json.code, path).toBe("signed-out");
    }
    const { paths = {} } = world.app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "t", version: "1" } });
    expect(Object.keys(paths).filter((path) => path.startsWith("/api/v1/me"))).toHaveLength(18);
    const upload = paths["/api/v1/me/picture"]?.put?.requestBody;
    expect(upload).toMatchObject({ content: { "image/png": {}, "image/jpeg": {}, "image/webp": {} } });
  });
});
