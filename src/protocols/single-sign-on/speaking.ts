// Speaks with an identity provider: finds out about it, sends browsers there, and asks what an answer is worth.
import * as client from "openid-client";
import type { Database } from "../../database/database.ts";
import type { Site } from "../../http/web.ts";
import { type Provider, secretOf } from "../../identity-providers/actions.ts";
import { isSubject } from "../../identity-providers/rules.ts";
import { minute, second } from "../../kernel/clock.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { isThisMachine } from "../../kernel/shapes.ts";

export interface SpeakingNeeds {
  db: Database;
  sealer: Sealer;
  site: Site;
}

/** Of any one answer. */
const mostBytes = 512 * 1024;
/** Seconds for any one request, its answer included. */
const patience = 10;
/** What a provider says of itself, and its keys, are asked for anew after this. */
const knownFor = 5 * minute;
const mostKnown = 200;

/** One that could not be reached is not tried again at once by everybody who asks. */
const sparedFor = 3 * second;

interface Known {
  configuration: Promise<client.Configuration>;
  until: number;
}
const known = new Map<string, Known>();

/** @throws whatever went wrong on the way; nothing of it is for people */
export async function connection(needs: SpeakingNeeds, provider: Provider): Promise<client.Configuration> {
  const { organisation, id, changedAt, issuer, clientId } = provider;
  // A change of the provider is another name, in every process at once.
  const name = `${organisation} ${id} ${changedAt} ${issuer} ${clientId}`;
  const found = known.get(name);
  if (found && found.until > performance.now()) return found.configuration;
  if (known.size >= mostKnown) known.clear();
  const entry = { configuration: discover(needs, provider), until: performance.now() + knownFor };
  known.set(name, entry);
  entry.configuration.catch(() => {
    entry.until = performance.now() + sparedFor;
  });
  return entry.configuration;
}

async function discover(needs: SpeakingNeeds, provider: Provider): Promise<client.Configuration> {
  const secret = await secretOf(needs.db, needs, provider);
  const loopback = isAtHome(needs.site);
  return client.discovery(
    new URL(provider.issuer),
    provider.clientId,
    { [client.clockTolerance]: 30 },
    secret === undefined ? client.None() : authentication(secret),
    {
      timeout: patience,
      [client.customFetch]: careful(loopback),
      // Signatures are checked although the answer comes straight from the provider: its TLS is not all we go by.
      execute: [client.enableNonRepudiationChecks, ...(loopback ? [client.allowInsecureRequests] : [])],
    },
  );
}

/** As the provider understands it; where it says nothing, HTTP Basic (OpenID Connect Discovery, 3). */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, metadata, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const choose = methods && !methods.includes("client_secret_basic") ? post : basic;
    return choose(server, metadata, body, headers);
  };
}

/** Plain http to this very machine is for trying things out there, and for nothing else. */
export const isAtHome = ({ origin, secure }: Pick<Site, "origin" | "secure">): boolean =>
  !secure && isThisMachine(new URL(origin));

/**
 * Follows no redirects, and reads no more and waits no longer than an answer is worth. Private addresses may be spoken to, for
 * that is where companies have their providers; only over TLS, so that nothing else there answers.
 */
function careful(loopback: boolean): client.CustomFetch {
  return async (url, { body, ...options }) => {
    const to = new URL(url);
    if (to.protocol !== "https:" && !(loopback && isThisMachine(to))) throw new Error("an address without TLS");
    const response = await fetch(to, {
      ...options,
      ...(body ? { body: body as NonNullable<RequestInit["body"]> } : {}),
      redirect: "manual",
    });
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      throw new Error("the identity provider answered with a redirect");
    }
    return new Response(status === 204 || status === 304 ? null : await bounded(response), { status, headers });
  };
}

async function bounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > mostBytes) throw new Error("the identity provider's answer is too long");
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

export interface Sending {
  redirectAddress: string;
  state: string;
  nonce: string;
  verifier: string;
  more: Record<string, string>;
}

/** Where the browser goes. */
export async function addressAt(
  configuration: client.Configuration,
  { redirectAddress, state, nonce, verifier, more }: Sending,
): Promise<string> {
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectAddress,
    scope: "openid profile email",
    response_type: "code",
    response_mode: "query",
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  }).href;
}

export type Claims = Readonly<Record<string, unknown>> & { sub: string };

/**
 * What the provider says of who came back, checked: issuer, audience, signature, nonce, state, time.
 * @param back the redirect address with what the provider has put behind it
 * @throws whatever is wrong with the answer
 */
export async function claimsBehind(
  configuration: client.Configuration,
  back: URL,
  { state, nonce, verifier }: Pick<Sending, "state" | "nonce" | "verifier">,
): Promise<Claims> {
  const tokens = await client.authorizationCodeGrant(configuration, back, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims || !isSubject(claims.sub)) throw new Error("no subject");
  if (claims.email !== undefined || !configuration.serverMetadata().userinfo_endpoint) return claims;
  // Some keep the address out of the token. What it says there is of the same subject, or nothing.
  const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return { ...more, ...claims };
}

export type Failure = "cancelled" | "answer" | "unreachable";

/** What to tell people, and the library's own short name for it, which holds nothing of the answer. */
export function failureOf(error: unknown): { why: Failure; code: string } {
  const code = nameIn(error);
  if (error instanceof client.AuthorizationResponseError) return { why: "cancelled", code: readCode(error.error) };
  if (error instanceof client.ClientError && code !== "OAUTH_TIMEOUT") return { why: "answer", code };
  if (error instanceof client.ResponseBodyError || error instanceof client.WWWAuthenticateChallengeError)
    return { why: "answer", code };
  return { why: "unreachable", code };
}

function nameIn(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return readCode(typeof code === "string" ? code : String(name ?? ""));
}

/** Of what may come from outside, only what looks like a name. */
const readCode = (text: string): string => (/^[\w.-]{1,60}$/.test(text) ? text : "unknown");
