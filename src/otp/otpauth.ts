// Writes and reads the address inside a set-up QR code: the Key Uri Format of Google Authenticator.
import { decodeBase32, encodeBase32 } from "./base32.ts";
import { type Algorithm, checkSecret, codeModulus } from "./hotp.ts";

export interface OtpauthParts {
  /** Who the code is for: the organisation's or service's name. */
  issuer: string;
  /** Whose code it is: usually an e-mail address. */
  account: string;
  /** The shared secret in bytes, at least one. */
  secret: Uint8Array;
  /** `SHA1` by default. Many apps ignore the others and show wrong codes. */
  algorithm?: Algorithm;
  /** Length of the code: 6 (default), 7 or 8. Many apps know 6 only. */
  digits?: number;
  /** Length of a time step in seconds, a whole number; 30 by default. Many apps know 30 only. */
  period?: number;
}

/** What an address says; `issuer` is empty where it names none. */
export type ParsedOtpauth = Required<OtpauthParts>;

const algorithms: readonly string[] = ["SHA1", "SHA256", "SHA512"] satisfies Algorithm[];
const longestAddress = 4096;

/**
 * `otpauth://totp/Issuer:account?secret=…&issuer=…&algorithm=SHA1&digits=6&period=30`.
 *
 * The format has no colons in names: they become spaces, as control characters do; white space is collapsed and
 * trimmed, and half a surrogate pair becomes U+FFFD. Everything else is kept, percent-encoded.
 *
 * @throws TypeError where the secret is not bytes; RangeError where it is empty, nothing is left of a name, or an option
 * is out of its range
 */
export function otpauthAddress(parts: OtpauthParts): string {
  const { secret, algorithm = "SHA1", digits = 6, period = 30 } = parts;
  const issuer = cleanName(parts.issuer);
  const account = cleanName(parts.account);
  if (issuer === "" || account === "") throw new RangeError("an address needs an issuer and an account");
  checkSecret(secret);
  if (!algorithms.includes(algorithm)) throw new RangeError("an algorithm is SHA1, SHA256 or SHA512");
  if (!Number.isSafeInteger(period) || period < 1) throw new RangeError("a period is a whole number of seconds");
  codeModulus(digits);
  const label = `${encode(issuer)}:${encode(account)}`;
  const settings = `algorithm=${algorithm}&digits=${digits}&period=${period}`;
  return `otpauth://totp/${label}?secret=${encodeBase32(secret)}&issuer=${encode(issuer)}&${settings}`;
}

/**
 * Reads an address made by `otpauthAddress` or by another service. Parameters that are missing have the format's
 * defaults.
 *
 * `undefined` where it is not a TOTP address, has no account or no valid secret, names one parameter twice, asks for an
 * algorithm, length or period that we don't know, or has more than 4,096 characters.
 * Where label and parameter name different issuers, the parameter wins. Names are cleaned as in `otpauthAddress`.
 */
export function parseOtpauthAddress(text: string): ParsedOtpauth | undefined {
  if (typeof text !== "string" || text.length > longestAddress) return undefined;
  const [, label = "", query = ""] = /^otpauth:\/\/totp\/([^?#]+)\?([^#]*)$/i.exec(text) ?? [];
  const fullName = decode(label);
  const settings = new URLSearchParams(query);
  if (!fullName || new Set(settings.keys()).size !== settings.size) return undefined;

  const colon = fullName.indexOf(":");
  const issuer = cleanName(settings.get("issuer") || fullName.slice(0, Math.max(colon, 0)));
  const account = cleanName(fullName.slice(colon + 1));
  const secret = decodeBase32(settings.get("secret") ?? "");
  const algorithm = (settings.get("algorithm") ?? "SHA1").toUpperCase();
  const digits = settings.get("digits") ?? "6";
  const period = settings.get("period") ?? "30";
  if (account === "" || !secret || secret.length === 0) return undefined;
  if (!algorithms.includes(algorithm) || !/^[678]$/.test(digits) || !/^[1-9]\d{0,14}$/.test(period)) return undefined;
  return { issuer, account, secret, algorithm: algorithm as Algorithm, digits: Number(digits), period: Number(period) };
}

function cleanName(name: string): string {
  return name
    .toWellFormed()
    .replace(/[\s:\p{Cc}]+/gu, " ")
    .trim();
}

/** Escapes also the five characters that `encodeURIComponent` leaves: RFC 3986 lets readers take them as delimiters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
