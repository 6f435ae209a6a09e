// What an application asks of a sign-in by OpenID Connect, and what is said to it of one. Pure.
import { day, hour, minute, second } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";

/** The classes of authentication that we know, by what they are called in `acr`. */
export const passwordClass = "urn:countersign:pwd";
export const secondFactorClass = "urn:countersign:2fa";
export const refedsClass = "https://refeds.org/profile/mfa";
export const classes = [passwordClass, secondFactorClass, refedsClass];
const withSecondFactor = [secondFactorClass, refedsClass];

/** The cookie that ties a request on its way to the browser that brought it; and the library's name for our session. */
export const requestCookieOf = ({ secure }: { secure: boolean }): string =>
  `${secure ? "__Secure-" : ""}countersign-openid`;
export const sessionCookie = "session";
/** What the application is called that an answer goes to; never leaves. */
export const applicationHeader = "countersign-application";

export const codeLength = minute;
/** Access tokens and id_tokens; whoever needs longer refreshes, and is looked at again. */
export const tokenLength = 10 * minute;
/** From the application's request to the end of the sign-in that it leads to: one may have to be begun anew on the way. */
export const requestLength = 20 * minute;

/** A signing key signs this long; from then on another one does. */
export const signsFor = 90 * day;
/** And is listed this much longer: for what was signed with it, and for `id_token_hint`. */
export const listedAfter = 7 * day;
export const algorithms = ["RS256", "ES256"] as const;
export type Algorithm = (typeof algorithms)[number];

export interface Request {
  /** `prompt`, taken apart. */
  prompts: ReadonlySet<string>;
  /** Seconds. */
  maxAge: number | undefined;
  /** What `acr_values` or the claim `acr` asks for, in the order of preference. */
  acr: { values: readonly string[]; essential: boolean };
  /** When it arrived; ms since the epoch. */
  at: number;
}

export interface Asked {
  secondFactor: boolean;
  since: number | undefined;
  /** Nothing that it insists on is known here. */
  unmet: boolean;
}

export function askedBy({ prompts, maxAge, acr, at }: Request): Asked {
  const known = acr.values.filter((value) => classes.includes(value));
  const strong = known.filter((value) => withSecondFactor.includes(value));
  // Without a page in between nothing can be raised: then whatever it would take is enough.
  const secondFactor = prompts.has("none")
    ? strong.length > 0 && strong.length === known.length
    : strong.length > 0 && strong[0] === known[0];
  const moments = [
    ...(prompts.has("login") || prompts.has("select_account") ? [at] : []),
    ...(maxAge === undefined ? [] : [at - maxAge * second]),
  ];
  return {
    secondFactor,
    since: moments.length > 0 ? Math.max(...moments) : undefined,
    unmet: acr.essential && acr.values.length > 0 && known.length === 0,
  };
}

/** What `acr` says of a session: the first of those asked for that it reaches, else the highest that it does. */
export function classOf({ second_factor_at }: { second_factor_at: number | null }, wanted: readonly string[]): string {
  const reached = second_factor_at === null ? [passwordClass] : classes;
  return (
    wanted.find((value) => reached.includes(value)) ?? (second_factor_at === null ? passwordClass : secondFactorClass)
  );
}

/** What a claim `acr` in the parameter `claims` asks for; `acr_values` has become one by then. */
export function readAcr(claim: unknown): Request["acr"] {
  const { value, values, essential } = (claim ?? {}) as Record<string, unknown>;
  const given = Array.isArray(values) ? values : value === undefined ? [] : [value];
  return { values: given.filter((one): one is string => typeof one === "string"), essential: essential === true };
}

/** By which a session is called towards one application: nobody can tell from it what it is called elsewhere. */
export const sidOf = (session: string, client: string): string =>
  sha256(`sid\0${session}\0${client}`).toString("base64url").slice(0, 22);

/** What is kept of a code, a token or anything else that its bearer is let in by. */
export const fingerprint = (bearer: string): string => sha256(bearer).toString("base64url");

/** Telling an application that a session has ended: in ms after the try of this number; `undefined` after the last. */
export function waitAfterTelling(tries: number): number | undefined {
  return tries >= 8 ? undefined : Math.min(hour, 10 * second * 4 ** (tries - 1));
}

/** https, or plain http on this very machine where we are in plain http ourselves. */
export function mayBeTold(address: string, { secure }: { secure: boolean }): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:") return true;
  return protocol === "http:" && !secure && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
