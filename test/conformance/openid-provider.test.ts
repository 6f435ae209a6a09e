// The OpenID Connect provider as a real client library sees it, over a real HTTP server.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeNames, keyOf, proveAddress } from "../../src/people/actions.ts";
import { rotateSigningKeys } from "../../src/protocols/openid-provider/keys.ts";
import { tellDue } from "../../src/protocols/openid-provider/telling.ts";
import {
  addOpenIdApplication,
  callback,
  follow,
  issuerAt,
  oidc,
  request,
  type ServedWorld,
  secretOf,
  serveWorld,
} from "../support/openid.ts";
import { type Client, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let served: ServedWorld;
  let world: World;
  let config: oidc.Configuration;
  beforeAll(async () => {
    served = await serveWorld({ dialect });
    world = served.world;
    await addOpenIdApplication(world, "wiki");
    config = await discover("wiki");
  });
  afterAll(() => served.close());

  const discover = (client: string, secret: string | undefined = secretOf(client)) =>
    oidc.discovery(new URL(issuerAt(world)), client, undefined, oidc.ClientSecretBasic(secret), {
      execute: [oidc.allowInsecureRequests],
    });
  let n = 0;
  const somebody = (enrolled = true) => world.addPerson({ email: `kim${++n}@acme.example`, enrolled });

  /** Signs in where the browser was sent to, and goes on from there. */
  async function signIn(browser: Client, who: TestPerson, at: string, text: string) {
    const fields = Object.fromEntries(
      [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map((match) => [
        match[1] as string,
        (match[2] as string).replaceAll("&amp;", "&"),
      ]),
    );
    expect(at).toContain("/sign-in");
    let answer = await browser.form("/sign-in", { login: who.person.email, password: who.password, ...fields });
    if (answer.location === "/sign-in") answer = await browser.form("/sign-in/code", { code: world.code(who) });
    expect([answer.status, answer.text.slice(0, 2000)]).toEqual([303, ""]);
    return follow(browser, world, answer.location as string);
  }

  test("discovery says what there is, and nothing else", async () => {
    const metadata = config.serverMetadata();
    expect(metadata).toMatchObject({
      issuer: issuerAt(world),
      code_challenge_methods_supported: ["S256"],
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      acr_values_supported: ["urn:countersign:pwd", "urn:countersign:2fa", "https://refeds.org/profile/mfa"],
      request_uri_parameter_supported: false,
      backchannel_logout_supported: true,
      end_session_endpoint: `${issuerAt(world)}/sign-out`,
    });
    expect(metadata.registration_endpoint).toBeUndefined();
    expect(metadata.device_authorization_endpoint).toBeUndefined();
  });

  test("an address is called verified once it is proven, and no more when an administrator changes it", async () => {
    const verified = async (who: TestPerson) => {
      const browser = world.client();
      const flow = await request(config);
      const page = await follow(browser, world, flow.url.href);
      const back = await signIn(browser, who, page.at, page.text);
      const tokens = await oidc.authorizationCodeGrant(config, new URL(back.at), {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
      });
      const info = await oidc.fetchUserInfo(config, tokens.access_token, who.person.id);
      return [tokens.claims()?.email_verified, info.email_verified];
    };
    await world.setPolicy({ organisation: "off" });
    const who = await somebody(false);
    expect(await verified(who)).toEqual([false, false]);
    await world.needs.db.transaction((tx) => proveAddress(tx, world.needs, keyOf(who.person)));
    expect(await verified(who)).toEqual([true, true]);
    const email = "another@acme.example";
    await world.needs.db.transaction((tx) => changeNames(tx, world.needs, who.person, { email }));
    expect(await verified({ ...who, person: { ...who.person, email } })).toEqual([false, false]);
    await world.setPolicy({});
  });

  test("a person is signed in, with what was proven, and signs out again", async () => {
    const who = await somebody();
    const browser = world.client();
    const flow = await request(config);
    const page = await follow(browser, world, flow.url.href);
    const back = await signIn(browser, who, page.at, page.text);
    expect(back.at).toContain(`${callback}?`);
    const tokens = await oidc.authorizationCodeGrant(config, new URL(back.at), {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
    });
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      sub: who.person.id,
      acr: "urn:countersign:2fa",
      amr: ["pwd", "otp", "mfa"],
      email: who.person.email,
      preferred_username: who.person.screen_name,
    });
    expect(Math.abs((claims?.auth_time ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    expect(await oidc.fetchUserInfo(config, tokens.access_token, who.person.id)).toMatchObject({
      sub: who.person.id,
      name: who.person.display_name,
      email: who.person.email,
    });
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token as string);
    expect(refreshed.claims()).toMatchObject({ sub: who.person.id, acr: "urn:countersign:2fa" });
    expect(await oidc.tokenIntrospection(config, refreshed.access_token)).toMatchObject({
      active: true,
      client_id: "wiki",
      sub: who.person.id,
      acr: "urn:countersign:2fa",
    });
  });

  /** Through the sign-in to the application, and the code changed into tokens there. */
  async function enter(of = config, parameters: Record<string, string> = {}) {
    const who = await somebody();
    const browser = world.client();
    const flow = await request(of, parameters);
    const page = await follow(browser, world, flow.url.href);
    const back = await signIn(browser, who, page.at, page.text);
    const checks = { pkceCodeVerifier: flow.verifier, expectedState: flow.state, expectedNonce: flow.nonce };
    return { who, browser, tokens: await oidc.authorizationCodeGrant(of, new URL(back.at), checks) };
  }

  test("another process goes on with what this one handed out, and signs with the same keys", async () => {
    const { tokens, who } = await enter();
    const beside = await serveWorld({ beside: world });
    try {
      const there = new URL(issuerAt(world)).pathname;
      const asked = await fetch(`http://localhost:${portOf(beside)}${there}/userinfo`, {
        headers: { authorization: `Bearer ${tokens.access_token}` },
      });
      expect(await asked.json()).toMatchObject({ sub: who.person.id });
      const refreshed = await fetch(`http://localhost:${portOf(beside)}${there}/token`, {
        method: "POST",
        body: new URLSearchParams({
          ...{ grant_type: "refresh_token", refresh_token: tokens.refresh_token as string },
          ...{ client_id: "wiki", client_secret: secretOf("wiki") },
        }),
      });
      expect(refreshed.status).toBe(200);
      const kids = async (port: string) => {
        const { keys } = (await (await fetch(`http://localhost:${port}${there}/jwks`)).json()) as { keys: Jwk[] };
        return keys.map(({ kid }) => kid).sort();
      };
      expect(await kids(portOf(beside))).toEqual(await kids(new URL(world.origin).port));
    } finally {
      await new Promise((resolve) => beside.server.close(resolve));
      await beside.world.needs.db.close();
    }
  });

  test("keys are exchanged while applications go on, and the old ones stay listed for a while", async () => {
    const { tokens } = await enter();
    const listed = async () =>
      ((await (await fetch(`${issuerAt(world)}/jwks`)).json()) as { keys: Jwk[] }).keys.map(({ kid, alg }) => ({
        kid,
        alg,
      }));
    const before = await listed();
    await rotateSigningKeys(world.needs, {
      organisation: world.organisation.id,
      actor: null,
      source: { address: "", userAgent: "" },
    });
    const after = await listed();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBe(before.length + 2);
    const again = await discover("wiki");
    const refreshed = await oidc.refreshTokenGrant(again, tokens.refresh_token as string);
    const [header = ""] = (refreshed.id_token as string).split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString()) as Jwk;
    expect(before.map((one) => one.kid)).not.toContain(kid);
    expect(after.map((one) => one.kid)).toContain(kid);
    // No private part is ever shown.
    const text = await (await fetch(`${issuerAt(world)}/jwks`)).text();
    for (const part of ["d", "p", "q", "dp", "dq", "qi"]) expect(text).not.toContain(`"${part}":`);
  });

  test("an application is told of a session that ended, whichever way it did, in a token that says which", async () => {
    const told: string[] = [];
    let status = 500;
    const listener = createServer((asked, answer) => {
      let body = "";
      asked.on("data", (chunk) => {
        body += chunk;
      });
      asked.on("end", () => {
        told.push(new URLSearchParams(body).get("logout_token") ?? "");
        answer.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end();
      });
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    try {
      await addOpenIdApplication(world, "desk", {
        backChannelAddress: `http://127.0.0.1:${port}/told`,
        signedWith: "ES256",
      });
      const desk = await oidc.discovery(
        new URL(issuerAt(world)),
        "desk",
        { id_token_signed_response_alg: "ES256" },
        oidc.ClientSecretPost(secretOf("desk")),
        { execute: [oidc.allowInsecureRequests] },
      );
      const { tokens, who, browser } = await enter(desk);
      expect(await tellDue(world.needs)).toBe(0);
      expect(told).toEqual([]);
      await browser.form("/account/sign-out", {});
      // Not taken, and then led elsewhere: neither counts as told.
      expect(await tellDue(world.needs)).toBe(0);
      await soon();
      status = 302;
      expect(await tellDue(world.needs)).toBe(0);
      await soon();
      status = 200;
      const rounds = await Promise.all([tellDue(world.needs), tellDue(world.needs)]);
      expect(rounds.reduce((sum, one) => sum + one, 0)).toBe(1);
      expect(told.length).toBe(3);
      const { payload, protectedHeader } = await jwtVerify(
        told[2] as string,
        createRemoteJWKSet(new URL(`${issuerAt(world)}/jwks`)),
        { issuer: issuerAt(world), audience: "desk", typ: "logout+jwt" },
      );
      expect(protectedHeader.alg).toBe("ES256");
      expect(payload).toMatchObject({
        sub: who.person.id,
        sid: tokens.claims()?.sid,
        events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      });
      expect(payload.nonce).toBeUndefined();
      expect(await tellDue(world.needs)).toBe(0);
    } finally {
      listener.close();
    }
  });

  /** As if the time until the next try were over. */
  const soon = () =>
    world.needs.db.transaction((tx) => tx.list((query) => query.updateTable("openid_entries").set({ next_try_at: 0 })));
});

interface Jwk {
  kid: string;
  alg: string;
}

const portOf = ({ server }: ServedWorld): string => String((server.address() as AddressInfo).port);
