// Who people are: the normal forms of addresses and screen names, under which they are stored and matched.
import { toASCII } from "tr46";

export type Role = "administrator" | "operator";
export type PersonStatus = "invited" | "active" | "disabled";

export interface Address {
  /** As the person wrote it, trimmed and NFC. */
  shown: string;
  /** What is compared: NFKC, case-folded, the domain as IDNA A-labels. */
  normal: string;
  local: string;
  domain: string;
}

// What nobody types into an address on purpose and what could hide in one: controls, spaces, invisible and private
// characters, and the specials of RFC 5322 that only quoting would allow.
const notInLocalPart = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}"(),:;<>@[\]\\]/u;

/** @returns `undefined` for what is no e-mail address that we can match safely */
export function readAddress(text: string): Address | undefined {
  if (text.length > 320) return undefined;
  const shown = text.normalize("NFC").trim();
  const parts = fold(shown).split("@");
  const [local, domainText] = parts as [string, string];
  if (parts.length !== 2 || local === "" || local.length > 64 || notInLocalPart.test(local)) return undefined;
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return undefined;
  const domain = readDomain(domainText);
  if (domain === undefined || !domain.includes(".")) return undefined;
  const normal = `${local}@${domain}`;
  return normal.length <= 254 ? { shown, normal, local, domain } : undefined;
}

/** A domain as IDNA A-labels (UTS #46, non-transitional), without a final dot. */
export function readDomain(text: string): string | undefined {
  if (text.length > 255) return undefined;
  const ascii = toASCII(fold(text.trim()).replace(/[.\u3002]$/, ""), {
    checkBidi: true,
    checkHyphens: true,
    checkJoiners: true,
    useSTD3ASCIIRules: true,
    verifyDNSLength: true,
    transitionalProcessing: false,
  });
  return ascii === null || ascii === "" || /^[0-9.]+$/.test(ascii) ? undefined : ascii;
}

export interface ScreenName {
  shown: string;
  normal: string;
}

/** 1 to 64 characters, one line, without '@' (so that it is never an e-mail address). */
export function readScreenName(text: string): ScreenName | undefined {
  if (text.length > 256) return undefined;
  const shown = oneLine(text);
  const normal = fold(shown.replace(/\p{Default_Ignorable_Code_Point}/gu, ""))
    .replace(/\s+/gu, " ")
    .trim();
  if (normal === "" || shown.length > 64 || normal.includes("@") || unprintable.test(shown)) return undefined;
  return { shown, normal };
}

/** 1 to 100 characters, one line. */
export function readDisplayName(text: string): string | undefined {
  const shown = oneLine(text.slice(0, 1000));
  return shown.length >= 1 && shown.length <= 100 && !unprintable.test(shown) ? shown : undefined;
}

/** Lower-case words joined by dashes, at most 40 characters, e.g. `client`. */
export function readAccountType(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(text) ? text : undefined;
}

export type Login = { kind: "address" | "screen-name"; normal: string };

/** What a person typed into the first field of the sign-in: an address when it holds an '@', else a screen name. */
export function readLogin(text: string): Login | undefined {
  if (text.includes("@")) {
    const address = readAddress(text);
    return address && { kind: "address", normal: address.normal };
  }
  const name = readScreenName(text);
  return name && { kind: "screen-name", normal: name.normal };
}

const unprintable = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function oneLine(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/**
 * One form for everything that reads alike to a computer: NFKC, then case folding. Upper case first, because lower case
 * alone leaves pairs apart that folding joins (ß and ss, final and inner sigma).
 */
function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}
