// Who comes along from another system, and with what: the one form into which every format is read. It holds secrets, and
// goes nowhere but into the judge and the writer.
import type { TotpSettings } from "../../authenticators/totp/rules.ts";
import type { HashRead } from "../../kernel/password-hashes.ts";
import { type Algorithm, decodeBase32 } from "../../otp/index.ts";
import type { CodeForm } from "../../recovery-codes/rules.ts";

/** Why something of a line is not taken, or what is to be known of it. Each has a sentence in `words/`. */
export type NoteCode =
  | "unreadable"
  | "no-address"
  | "bad-address"
  | "not-here"
  | "disabled-there"
  | "disabled-here"
  | "has-role"
  | "with-line"
  | "hotp"
  | "bad-secret"
  | "short-secret"
  | "weak-secret"
  | "bad-settings"
  | "cannot-decrypt"
  | "unconfirmed"
  | "clock-drift"
  | "too-many"
  | "no-such-type"
  | "meanwhile"
  | "unknown-hash"
  | "costly-hash"
  | "password-kept"
  | "no-password"
  | "authenticator-kept"
  | "codes-kept"
  | "codes-alone"
  | "codes-unreadable"
  | "codes-short"
  | "passkeys-stay";

export interface Note {
  code: NoteCode;
  /** The line that it is about. */
  line?: number;
}

export interface ComingAuthenticator {
  name: string;
  secret: Uint8Array;
  settings: TotpSettings;
}

/** Codes of a set that was written down already as we keep them: our own export's. */
export interface KeptCodes {
  salt: Buffer;
  hashing: string;
  hashes: Buffer[];
  form: CodeForm;
}

export interface Coming {
  /** Of the file, from 1; where it has no lines, which one it is. */
  line: number;
  email?: string;
  /** What they sign in with where they come from: a screen name, where it is no address. */
  login?: string;
  displayName?: string;
  accountType?: string;
  language?: string;
  /** As `kernel/password-hashes.ts` reads them. */
  password?: string;
  authenticators: ComingAuthenticator[];
  /** As they were given out, or their SHA-512. */
  codes: string[];
  codesAs: "brought" | "brought-sha512";
  keptCodes?: KeptCodes;
  /** Nothing at all is taken of it. */
  refused: boolean;
  notes: Note[];
}

export const coming = (line: number): Coming => ({
  line,
  authenticators: [],
  codes: [],
  codesAs: "brought",
  refused: false,
  notes: [],
});

/** Says once why something is not taken. */
export function note(one: Coming, code: NoteCode): void {
  if (!one.notes.some((known) => known.code === code)) one.notes.push({ code });
}

export function refuse(one: Coming, code: NoteCode): Coming {
  note(one, code);
  one.refused = true;
  return one;
}

/** A file that is none of its format, or not to be opened; nothing of it is taken. */
export class NotReadable extends Error {
  readonly reason: FileReason;
  constructor(reason: FileReason) {
    super(reason);
    this.reason = reason;
  }
}

export type FileReason =
  | "unknown-format"
  | "not-utf8"
  | "not-of-format"
  | "too-large"
  | "secret-needed"
  | "wrong-secret"
  | "sealed";

/** 80 bits: the least that authenticator apps were ever given. RFC 4226 asks for 128. */
const shortest = 10;
const advised = 16;
const longest = 128;
/** Of one person, whichever lines they come in: each is one more code that is right at any moment. */
export const mostAuthenticators = 10;

interface SettingsFound {
  algorithm?: unknown;
  digits?: unknown;
  period?: unknown;
}

/** Puts an authenticator to a person, or says why not. */
export function bring(
  one: Coming,
  secret: Uint8Array | undefined,
  { algorithm, digits, period }: SettingsFound = {},
  name?: unknown,
): void {
  const settings = {
    algorithm: readAlgorithm(algorithm),
    digits: whole(digits, 6),
    period: whole(period, 30),
  };
  if (!secret || secret.length > longest) {
    note(one, "bad-secret");
    return;
  }
  if (secret.length < shortest) {
    note(one, "short-secret");
    return;
  }
  const { algorithm: read, digits: length, period: seconds } = settings;
  if (read === undefined || ![6, 7, 8].includes(length) || !(seconds >= 15 && seconds <= 300)) {
    note(one, "bad-settings");
    return;
  }
  if (one.authenticators.length >= mostAuthenticators) {
    note(one, "too-many");
    return;
  }
  if (secret.length < advised) note(one, "weak-secret");
  const label = typeof name === "string" ? name : "";
  one.authenticators.push({ name: label, secret, settings: { algorithm: read, digits: length, period: seconds } });
}

/** Puts a password hash to a person, or says why not. */
export function bringHash(one: Coming, found: HashRead): void {
  if (found.outcome === "read") one.password = found.encoded;
  else note(one, found.outcome === "unknown" ? "unknown-hash" : "costly-hash");
}

export const secretOfBase32 = (text: unknown): Uint8Array | undefined => {
  const bytes = typeof text === "string" ? decodeBase32(text) : undefined;
  return bytes && bytes.length > 0 ? bytes : undefined;
};

export const secretOfHex = (text: unknown): Uint8Array | undefined =>
  typeof text === "string" && /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : undefined;

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

/** SHA1, HmacSHA256, SHA-512, sha1 … */
function readAlgorithm(value: unknown): Algorithm | undefined {
  if (value === undefined || value === null || value === "") return "SHA1";
  const [, bits] = /^(?:Hmac)?SHA-?(1|256|512)$/i.exec(typeof value === "string" ? value : "") ?? [];
  return bits === undefined ? undefined : (`SHA${bits}` as Algorithm);
}

function whole(value: unknown, usual: number): number {
  if (value === undefined || value === null || value === "") return usual;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : Number.NaN;
}

/** A label of the form of `issuer:account`, or the account alone: who it is for. */
export function bringLabel(one: Coming, account: string): void {
  if (account.includes("@")) one.email ??= account;
  else if (account !== "") one.login ??= account;
}
