// The OpenID Connect provider as a real client library sees it, over a real HTTP server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
});
