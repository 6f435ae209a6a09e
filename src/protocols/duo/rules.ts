// What the Duo Universal Prompt protocol (OIDC Auth API) says in its signed requests, and in the tokens that answer them.
// https://duo.com/docs/oauthapi
import type { Proof } from "../../sessions/rules.ts";

/** The only algorithm that its clients have (RFC 7518, 3.2). */
export const algorithm = "HS512";
/** A request or an assertion is good for so long at most; s. */
export const longestLife = 300;
/** Clocks may differ by so much; s. */
export const leeway = 60;
export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export interface AuthorizationRequest {
  /** As it was sent, and as the token names the person. */
  username: string;
  redirectAddress: string;
  state: string;
  nonce: string | undefined;
  /** Under which name the code goes back. */
  codeName: "duo_code" | "code";
}

type Claims = Readonly<Record<string, unknown>>;

/** @param now ms since the epoch */
export function lastsNoLongerThanAllowed({ exp }: Claims, now: number): boolean {
  return typeof exp === "number" && exp * 1000 <= now + (longestLife + leeway) * 1000;
}

/**
 * Reads a request whose signature, issuer, audience and times were found good.
 * @param beside the parameters that stood beside it: what they repeat has to be the same
 */
export function readRequest(
  claims: Claims,
  { client, beside, allowed }: { client: string; beside: Claims; allowed: readonly string[] },
): AuthorizationRequest | undefined {
  const { duo_uname: username, redirect_uri: redirectAddress, state, nonce, scope, client_id, response_type } = claims;
  if (response_type !== "code" || client_id !== client || !isText(scope, 1, 200)) return undefined;
  if (!(scope as string).split(" ").includes("openid")) return undefined;
  if (!isText(username, 1, 320) || !isText(state, 22, 1024) || !isText(redirectAddress, 1, 500)) return undefined;
  if (nonce !== undefined && !isText(nonce, 16, 1024)) return undefined;
  // Compared character by character (RFC 9700, 2.1).
  if (!allowed.includes(redirectAddress as string)) return undefined;
  const repeated = { client_id, response_type, redirect_uri: redirectAddress, state, nonce, scope };
  for (const [name, value] of Object.entries(repeated))
    if (beside[name] !== undefined && beside[name] !== value) return undefined;
  return {
    username: username as string,
    redirectAddress: redirectAddress as string,
    state: state as string,
    nonce: nonce as string | undefined,
    codeName: claims.use_duo_code_attribute === true ? "duo_code" : "code",
  };
}

const isText = (value: unknown, least: number, most: number): boolean =>
  typeof value === "string" && value.length >= least && value.length <= most && !/\p{Cc}/u.test(value);

/** Where the browser goes back to. */
export function backTo(redirectAddress: string, answer: Record<string, string>): string {
  const url = new URL(redirectAddress);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.href;
}

/** What a sign-in came to, kept with its code. */
export interface Outcome {
  request: AuthorizationRequest;
  proofs: Proof[];
  /** ms since the epoch */
  at: number;
  address: string;
  browser: string;
  transaction: string;
}

/** In the protocol's own words how the second step was passed. */
export function factorOf(proofs: readonly Proof[]): { factor: string; reason: string } {
  if (proofs.includes("totp")) return { factor: "passcode", reason: "user_approved" };
  if (proofs.includes("trusted-browser")) return { factor: "remembered_device", reason: "remembered_device" };
  return { factor: "not_available", reason: "bypass_user" };
}

/** The claims of an id_token, but for issuer, audience and times. */
export function claimsOf(
  { request, proofs, at, address, browser, transaction }: Outcome,
  { person, email, client, application }: { person: string; email: string; client: string; application: string },
): Record<string, unknown> {
  return {
    sub: person,
    preferred_username: request.username,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    auth_time: Math.floor(at / 1000),
    auth_result: { result: "allow", status: "allow", status_msg: "Login Successful" },
    auth_context: {
      txid: transaction,
      timestamp: Math.floor(at / 1000),
      isotimestamp: new Date(at).toISOString(),
      event_type: "authentication",
      result: "success",
      ...factorOf(proofs),
      email,
      user: { key: person, name: request.username },
      application: { key: client, name: application },
      access_device: { ip: address, browser },
    },
  };
}
