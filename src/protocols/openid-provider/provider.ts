// An organisation's OpenID Connect provider: how the library is set up, and what we decide in its place.

import { type Configuration, type KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Logger } from "pino";
import { second } from "../../kernel/clock.ts";
import { equalBytes, sha256 } from "../../kernel/hashing.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { personOf } from "../../people/actions.ts";
import { sessionLength } from "../../sessions/rules.ts";
import { artifactsOf } from "./artifacts.ts";
import { acrOf, arrival, promptsOf, signInFor, wantsPage } from "./asking.ts";
import { type KeyNeeds, privateKeyOf, type SigningKeys } from "./keys.ts";
import { type ArtifactNeeds, presence } from "./presence.ts";
import {
  applicationHeader,
  classes,
  classOf,
  codeLength,
  requestCookieOf,
  requestLength,
  sessionCookie,
  sidOf,
  tokenLength,
} from "./rules.ts";

const unusedCookie = "countersign-openid-page";

export type ProviderNeeds = ArtifactNeeds & KeyNeeds & { site: { origin: string; secure: boolean }; log: Logger };

export function createProvider(
  needs: ProviderNeeds,
  organisation: Organisation,
  issuer: string,
  keys: SigningKeys,
): Provider {
  const provider = new Provider(issuer, configurationOf(needs, organisation, issuer, keys));
  // The bridge says under which address it was reached.
  provider.proxy = true;
  for (const event of ["server_error", "error"] as const) {
    (provider as { on(name: string, heard: (...given: unknown[]) => void): void }).on(event, (...given) => {
      const err = given.find((one) => one instanceof Error);
      needs.log.error({ err }, "the OpenID Connect provider failed");
    });
  }
  provider.use(async (ctx, next) => {
    await next();
    const { client } = ctx.oidc ?? {};
    if (client?.clientName) ctx.set(applicationHeader, encodeURIComponent(client.clientName));
    // The library lists what it could, not what we let through.
    if (ctx.oidc?.route === "discovery") (ctx.body as Record<string, unknown>).response_modes_supported = ["query"];
  });
  const { prototype } = provider.Client;
  prototype.compareClientSecret = function (given: string) {
    return equalBytes(Buffer.from(this.clientSecret ?? "", "base64url"), sha256(given));
  };
  // Character by character, also where the library would let a port differ.
  prototype.redirectUriAllowed = function (address: string) {
    return this.redirectUris?.includes(address) ?? false;
  };
  // Every application can tell one session from another, to sign out of the right one.
  (prototype as unknown as { includeSid(): boolean }).includeSid = () => true;
  return provider;
}

function configurationOf(
  needs: ProviderNeeds,
  organisation: Organisation,
  issuer: string,
  keys: SigningKeys,
): Configuration {
  const { sealer, clock } = needs;
  const seconds = (ms: number) => Math.floor(ms / second);
  return {
    adapter: artifactsOf(needs, organisation),
    acrValues: classes,
    claims: {
      openid: ["sub", "acr", "amr", "auth_time", "sid"],
      profile: ["name", "preferred_username", "locale"],
      email: ["email", "email_verified"],
    },
    scopes: ["openid"],
    responseTypes: ["code"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256"], userinfoSigningAlgValues: ["RS256", "ES256"] },
    jwks: { keys: keys.rows.map((row) => privateKeyOf(needs, organisation.id, row)) as never },
    // Applications look for the address in the id_token, wherever the standard would rather have it.
    conformIdTokenClaims: false,
    clockTolerance: 5,
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },
    cookies: {
      names: { session: sessionCookie, interaction: unusedCookie, resume: requestCookieOf(needs.site) },
      long: { signed: false },
      short: { signed: true, httpOnly: true, sameSite: "lax" },
      keys: sealer.keys.map((key) => sealer.authenticator("openid cookies", key)?.digest("base64url") as string),
    },
    discovery: { end_session_endpoint: `${issuer}/sign-out` },
    routes: {
      authorization: "/authorize",
      token: "/token",
      userinfo: "/userinfo",
      jwks: "/jwks",
      introspection: "/introspect",
      revocation: "/revoke",
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      dPoP: { enabled: false },
      introspection: {
        enabled: true,
        // An API may ask about what it was called with; about refresh tokens only whose they are.
        allowedPolicy: (_ctx, client, token) =>
          client.clientAuthMethod !== "none" && (token.kind === "AccessToken" || token.clientId === client.clientId),
      },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true },
      userinfo: { enabled: true },
    },
    ttl: {
      AuthorizationCode: seconds(codeLength),
      AccessToken: seconds(tokenLength),
      IdToken: seconds(tokenLength),
      RefreshToken: seconds(sessionLength),
      Grant: seconds(sessionLength),
      Session: seconds(sessionLength),
      Interaction: seconds(requestLength),
    },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    // Looked at with every use, by ourselves.
    expiresWithSession: async () => false,
    // Who revokes one token is done with all that came of that authorization.
    revokeGrantPolicy: () => true,
    extraParams: {
      [arrival]: (ctx) => {
        (ctx.oidc.params as Record<string, unknown>)[arrival] = String(clock.now());
      },
    },
    extraTokenClaims: async (ctx) => {
      const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
      const source = code ?? refresh;
      return { acr: source?.acr, amr: source?.amr, auth_time: source?.authTime };
    },
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === "none" && originsOf(client.redirectUris ?? []).has(origin),
    interactions: { policy: promptsOf(needs, organisation), url: (ctx) => signInFor(needs, organisation, ctx) },
    findAccount: async (ctx, sub) => accountOf(needs, organisation, ctx, sub),
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      const ours = presence.getStore()?.session;
      if (!session?.accountId || !client || !ours) return undefined;
      session.acr = classOf(ours, acrOf(ctx).values);
      const sid = sidOf(ours.id, client.clientId);
      (session as unknown as { sidFor(client: string, sid: string): void }).sidFor(client.clientId, sid);
      // One for each authorization, so that revoking what came of one leaves the others alone. An organisation's own
      // applications need nobody's consent: whoever adds them gives it.
      const grant = new ctx.oidc.provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(" "));
      grant.addOIDCClaims([...ctx.oidc.requestParamClaims]);
      const wants = await wantsPage(needs, organisation, ctx);
      if (wants === undefined) await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.type = "json";
      ctx.body = out;
    },
  };
}

/** Origins of the pages that a client in a browser runs on. */
function originsOf(addresses: readonly string[]): ReadonlySet<string> {
  const web = addresses.filter((address) => /^https?:/.test(address));
  return new Set(web.map((address) => new URL(address).origin));
}

/** What is said of a person, by scope: the library leaves out what was not asked for. */
async function accountOf(needs: ProviderNeeds, { id }: Organisation, ctx: KoaContextWithOIDC, sub: string) {
  const person = await personOf(needs.db, { organisation: id, person: sub });
  if (person?.status !== "active") return undefined;
  const token = ctx.oidc.entities.AccessToken as { extra?: Record<string, unknown> } | undefined;
  return {
    accountId: person.id,
    claims: async (use: string) => ({
      ...(use === "userinfo" ? token?.extra : {}),
      sub: person.id,
      name: person.display_name,
      preferred_username: person.screen_name,
      ...(person.language ? { locale: person.language } : {}),
      email: person.email,
      email_verified: person.address_proven_at !== null,
    }),
  };
}
