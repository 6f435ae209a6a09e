// Which passwords are accepted (NIST SP 800-63B-4, 3.1.1): long enough, not commonly breached, not the person's own names.
import { type Words, words } from "../words/index.ts";

export const shortestWithSecondFactor = 8;
export const shortestAlone = 15;
/** Bytes; bounds the work of hashing. */
export const longest = 1024;

export type PasswordVerdict = "good" | "too-short" | "too-long" | "common" | "own-name";

export async function judgePassword(
  typed: string,
  { shortest, names }: { shortest: number; names: string[] },
): Promise<PasswordVerdict> {
  if (Buffer.byteLength(typed) > longest) return "too-long";
  // In the form that is hashed, in which it may be shorter.
  const password = normalisePassword(typed);
  if ([...password].length < shortest) return "too-short";
  const lower = password.toLowerCase();
  // Loaded when the first password is chosen: the list takes some megabytes.
  const { default: commonPasswords } = await import("fxa-common-password-list");
  if (commonPasswords.test(password) || commonPasswords.test(lower) || /^(.)\1*$/su.test(password)) return "common";
  return names.some((name) => name.length >= 3 && lower === normalisePassword(name).toLowerCase())
    ? "own-name"
    : "good";
}

export function passwordMessage(
  verdict: Exclude<PasswordVerdict, "good">,
  shortest: number,
  { joining }: Words = words.en,
): string {
  switch (verdict) {
    case "too-short":
      return joining.tooShort(shortest);
    case "too-long":
      return joining.tooLong(longest);
    case "common":
      return joining.common;
    case "own-name":
      return joining.ownName;
  }
}

/** One form for the same typed characters (RFC 8265, OpaqueString): otherwise a password depends on the keyboard. */
export const normalisePassword = (typed: string): string => typed.normalize("NFC");
