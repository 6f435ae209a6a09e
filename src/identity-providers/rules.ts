// What an identity provider is, what its sign-ins must show to count as a second step, and what it may say of whom.
import { minute, second } from "../kernel/clock.ts";
import { areTexts, isThisMachine } from "../kernel/shapes.ts";

/** What a sign-in must show, beyond that it happened, for the provider to stand in for our own second step. */
export interface Evidence {
  /** At least one of these in `amr` (RFC 8176), or `acr` being one of those below; both empty: nothing is asked. */
  amr: string[];
  acr: string[];
  /** At most so many minutes since the provider itself asked (`auth_time`); null for any time. */
  maxAge: number | null;
}

export interface ProviderSettings {
  evidence: Evidence;
  /** The claim with the name that people see. */
  nameClaim: string;
  /** The claim that decides the account type, and what its values stand for; '' for none. */
  typeClaim: string;
  types: Record<string, string>;
  /** Of those whose claim stands for none. */
  accountType: string;
  /** Whoever comes for the first time, and is known by nobody's address, is added. */
  addsPeople: boolean;
  /** Addresses count as verified where the provider does not say so (`email_verified`); never where it says that they are not. */
  vouches: boolean;
}

export interface Provider {
  organisation: string;
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  active: boolean;
  exempts: boolean;
  onlyWay: boolean;
  /** Sorted; none: it may speak of every address but those at `othersDomains`. */
  domains: string[];
  /** Which others of the organisation serve, turned off or not. */
  othersDomains: string[];
  settings: ProviderSettings;
  createdAt: number;
  changedAt: number;
}

/** What a provider said of one sign-in, kept with the session and judged again at every request. */
export interface Said {
  amr: string[];
  acr: string | null;
  /** ms since the epoch, in whole seconds; null where it did not say. */
  authTime: number | null;
  /** When it came, by our clock. */
  at: number;
}

export const noEvidenceAsked = ({ amr, acr, maxAge }: Evidence): boolean =>
  amr.length === 0 && acr.length === 0 && maxAge === null;

/** Clocks of two companies differ. */
const skew = minute;

/** Whether a sign-in showed what is asked. The age is that at the sign-in: a session does not lose it by lasting. */
export function showsEvidence(asked: Evidence, said: Said): boolean {
  const { amr, acr, maxAge } = asked;
  const method = amr.some((one) => said.amr.includes(one)) || (said.acr !== null && acr.includes(said.acr));
  if ((amr.length > 0 || acr.length > 0) && !method) return false;
  return maxAge === null || (said.authTime !== null && isWithin(said.authTime, said.at, maxAge * minute));
}

const isWithin = (at: number, now: number, length: number): boolean => now - at <= length + second && at <= now + skew;

/** What of a provider a session is judged by. */
export interface ProviderStanding {
  active: boolean;
  exempts: boolean;
  evidence: Evidence;
}

/** Whether the provider stands in for our own second step. */
export const handlesSecondStep = ({ active, exempts, evidence }: ProviderStanding, said: Said): boolean =>
  active && exempts && showsEvidence(evidence, said);

/** When the person last proved to the provider who they are; 0 where it does not say: then nothing counts as fresh. */
export const provenAt = ({ authTime, at }: Said): number => (authTime === null ? 0 : Math.min(authTime, at));

export const writeSaid = (said: Said): string => JSON.stringify(said);

/** @returns `undefined` for what is none: then it shows nothing */
export function readSaid(text: string | null): Said | undefined {
  if (text === null) return undefined;
  try {
    const { amr, acr, authTime, at } = JSON.parse(text) as Said;
    if (!areTexts(amr) || typeof at !== "number") return undefined;
    return {
      amr,
      acr: typeof acr === "string" ? acr : null,
      authTime: typeof authTime === "number" ? authTime : null,
      at,
    };
  } catch {
    return undefined;
  }
}

/** @throws Error where what is stored can't be read: then nobody is let in by it */
export function readSettings(text: string): ProviderSettings {
  const read = JSON.parse(text) as ProviderSettings;
  const { amr, acr, maxAge } = read.evidence;
  if (!areTexts(amr) || !areTexts(acr) || !(maxAge === null || typeof maxAge === "number"))
    throw new Error("the evidence that an identity provider has to show can't be read");
  return read;
}

/** Whether a provider may speak of this address. @param address in normal form */
export function serves(
  { domains, othersDomains }: Pick<Provider, "domains" | "othersDomains">,
  address: string,
): boolean {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return domains.length === 0 ? !othersDomains.includes(domain) : domains.includes(domain);
}

/** Whether an address is proven by what a provider said. */
export const isVerified = ({ settings }: Pick<Provider, "settings">, emailVerified: unknown): boolean =>
  // Some providers write it as a text.
  emailVerified === true || emailVerified === "true" || (emailVerified === undefined && settings.vouches);

/** What the claims stand for, of those account types that there are. */
export function accountTypeOf(
  { typeClaim, types, accountType }: ProviderSettings,
  claims: Readonly<Record<string, unknown>>,
): string {
  const value = typeClaim === "" || !Object.hasOwn(claims, typeClaim) ? undefined : claims[typeClaim];
  const values = Array.isArray(value) ? value : [value];
  // In the order in which they were written down: of several groups, the first one that counts.
  const found = Object.keys(types).find((one) => values.includes(one));
  return found === undefined ? accountType : (types[found] as string);
}

export function nameOf({ nameClaim }: ProviderSettings, claims: Readonly<Record<string, unknown>>): string | undefined {
  const value = Object.hasOwn(claims, nameClaim) ? claims[nameClaim] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 100) : undefined;
}

const longestIssuer = 300;

/**
 * The address by which a provider names itself: https, or plain http on this very machine while we are at home there
 * ourselves. As it is written, for `iss` is compared character by character.
 */
export function readIssuer(text: string, { loopback }: { loopback: boolean }): string | undefined {
  const typed = text.trim().replace(/\/\.well-known\/openid-configuration$/, "");
  if (typed.length > longestIssuer || !/^[\x21-\x7e]+$/.test(typed) || /[\\#?*"'<>`{}|^@]/.test(typed))
    return undefined;
  if (!URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  if (url.href !== typed && url.href !== `${typed}/`) return undefined;
  if (url.protocol === "https:") return typed;
  return loopback && url.protocol === "http:" && isThisMachine(url) ? typed : undefined;
}

/** One line of what providers call things: claim names, values, methods. */
export function readWord(text: string): string | undefined {
  const word = text.trim();
  return word.length > 0 && word.length <= 200 && !/[\p{C}\s]/u.test(word) ? word : undefined;
}

/** What providers tell as an identifier (OpenID Connect Core, 2: at most 255 characters). */
export const isSubject = (value: unknown): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= 255;

export const mostProviders = 50;
export const mostDomains = 100;
export const mostWords = 50;

/** Where a provider sends people back to. One for each, so that an answer of one is never taken for another's (RFC 9700, 4.4.2). */
export const callbackPath = (provider: string): string => `/single-sign-on/at/${provider}/callback`;

/** What ties a sealed client secret to its provider. */
export const providerSecretContext = (organisation: string, id: string): string =>
  `identity provider ${organisation} ${id}`;
