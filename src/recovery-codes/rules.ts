// What recovery codes look like, and how typed ones are read.
import { latinDigits } from "../kernel/digits.ts";

/** Crockford's base32: no I, L, O or U, so that what is read off paper can't be mistaken. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codesInSet = 10;
/** Characters of 5 bits each: 80 bits a code. */
const codeLength = 16;
/** At this many left, people are told to make new ones. */
export const few = 3;

/** @param bytes random, `codesInSet` x 10 of them */
export function codesFrom(bytes: Uint8Array): string[] {
  const codes: string[] = [];
  for (let i = 0; i < codesInSet; i++) {
    let bits = 0n;
    for (const byte of bytes.subarray(i * 10, i * 10 + 10)) bits = (bits << 8n) | BigInt(byte);
    let code = "";
    for (let shift = 75n; shift >= 0n; shift -= 5n) code += alphabet[Number((bits >> shift) & 31n)];
    codes.push(code.replace(/(.{4})(?=.)/g, "$1-"));
  }
  return codes;
}

export const randomBytesForCodes = codesInSet * 10;

/**
 * A typed code in the form that is hashed: upper case without dashes and spaces, O read as 0, I and L as 1, as Crockford
 * has it. `undefined` for what no recovery code can be.
 */
export function readRecoveryCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const code = latinDigits(typed)
    .normalize("NFKC")
    .replace(/[\s\p{Pd}\p{Cf}]/gu, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return code.length === codeLength && [...code].every((character) => alphabet.includes(character)) ? code : undefined;
}

/** How the codes of a set look: ours, or brought along from another system, one of which keeps only their SHA-512. */
export type CodeForm = "own" | "brought" | "brought-sha512";

/** Fewer characters would be too easy to guess, even at the few tries that there are. */
export const shortestBrought = 8;

/**
 * The same for a code of whatever form another system gave it: without dashes and spaces, and whatever its case.
 * `undefined` where it is too short or too long.
 */
export function readBroughtCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const code = typed
    .normalize("NFKC")
    .replace(/[\s\p{Pd}\p{Cf}]/gu, "")
    .toUpperCase();
  return code.length >= shortestBrought && code.length <= 64 ? code : undefined;
}

/** Codes as a form carries them from the page that shows them to the file; only real sets pass. */
export function readShownCodes(text: string): string[] | undefined {
  const codes = text.split(" ");
  const shape = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
  return codes.length === codesInSet && codes.every((code) => shape.test(code)) ? codes : undefined;
}

export type SavedHow = "downloaded" | "copied" | "printed";

export function readSavedHow(text: string): SavedHow | undefined {
  return text === "downloaded" || text === "copied" || text === "printed" ? text : undefined;
}
