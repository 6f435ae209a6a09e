// Who people are: the normal forms of addresses and screen names, under which they are stored and matched.
import { toASCII } from "tr46";
import { isSeen } from "../kernel/names.ts";

/** The helper sees people and decides help requests; the administrator manages the organisation, the operator the installation. */
export type Role = "helper" | "administrator" | "operator";
export const roles: readonly Role[] = ["helper", "administrator", "operator"];

export const rolesOf = (person: Readonly<Record<Role, number>>): ReadonlySet<Role> =>
  new Set(roles.filter((role) => person[role] === 1));

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

/** The commercial at and what NFKC makes into one. */
const anyAt = /[@\ufe6b\uff20]/;

/** @returns `undefined` for what is no e-mail address that we can match safely */
export function readAddress(text: string): Address | undefined {
  if (text.length > 320) return undefined;
  const shown = text.normalize("NFC").trim();
  const parts = shown.split(anyAt);
  const [localText, domainText] = parts as [string, string];
  const local = fold(localText);
  if (parts.length !== 2 || local === "" || local.length > 64 || notInLocalPart.test(local)) return undefined;
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return undefined;
  const domain = readDomain(domainText);
  if (domain === undefined || !domain.includes(".")) return undefined;
  const normal = `${local}@${domain}`;
  return normal.length <= 254 ? { shown, normal, local, domain } : undefined;
}

/**
 * A domain as IDNA A-labels (UTS #46, non-transitional), without a final dot. Its mapping does all the folding there is:
 * ours would make one of domains that have different owners, such as faß.example and fass.example.
 */
export function readDomain(text: string): string | undefined {
  if (text.length > 255) return undefined;
  const ascii = toASCII(text.trim().replace(/[.\u3002\uff0e\uff61]$/, ""), {
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
  if (!isSeen(normal) || shown.length > 64 || normal.includes("@") || unprintable.test(shown)) return undefined;
  return { shown, normal };
}

/** 1 to 100 characters, one line. */
export function readDisplayName(text: string): string | undefined {
  const shown = oneLine(text.slice(0, 1000));
  return isSeen(shown) && shown.length <= 100 && !unprintable.test(shown) ? shown : undefined;
}

/** By which names stand in a list: without regard to case and accents, and the same in every database. */
export const sortName = (displayName: string): string => searchable(displayName);

/** Lower-case words joined by dashes, at most 40 characters, e.g. `client`. */
export function readAccountType(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(text) ? text : undefined;
}

export type Login = { kind: "address" | "screen-name"; normal: string };

/** What a person typed into the first field of the sign-in: an address when it holds an '@', else a screen name. */
export function readLogin(text: string): Login | undefined {
  if (anyAt.test(text)) {
    const address = readAddress(text);
    return address && { kind: "address", normal: address.normal };
  }
  const name = readScreenName(text);
  return name && { kind: "screen-name", normal: name.normal };
}

export interface Findable {
  displayName: string;
  screenName: string;
  email: string;
}

const mostWords = 60;
export const longestWord = 64;

/**
 * What a person is found by: their names and address from every place where somebody would begin to type them, e.g. for
 * the address kim.larsen@acme.example: itself, larsen@acme.example and acme.example.
 */
export function wordsOf({ displayName, screenName, email }: Findable): string[] {
  const names = [displayName, screenName].flatMap((name) =>
    searchable(name)
      .split(" ")
      .flatMap((word) => beginnings(word)),
  );
  const normal = readAddress(email)?.normal ?? "";
  // Not from within the domain: everybody's words would fill up with the same few endings.
  const addresses = [email, normal].map(searchable).flatMap((address) => beginnings(address, address.indexOf("@") + 1));
  return [...new Set([...names, ...addresses].map(shortened))].filter((word) => word !== "").slice(0, mostWords);
}

/** What was typed to search for people: each of these has to begin one of a person's words. The longest comes first. */
export function searchTerms(text: string): string[] {
  const terms = searchable(text.slice(0, 300))
    .split(" ")
    .map((term) => shortened(term.replace(/^@(?=.)/, "")));
  const distinct = [...new Set(terms)].filter((term) => term !== "");
  return distinct.sort((a, b) => b.length - a.length).slice(0, 5);
}

/** Without accents, so that they may be left out when searching. */
const searchable = (text: string): string =>
  fold(text)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, (character) => (/\s/u.test(character) ? " " : ""))
    .replace(/\s+/gu, " ")
    .trim();

function beginnings(word: string, last = word.length): string[] {
  const starts = [0, ...[...word.matchAll(/[\p{L}\p{N}]+/gu)].map((run) => run.index)];
  return starts.filter((start) => start <= last).map((start) => word.slice(start));
}

const shortened = (word: string): string => [...word].slice(0, longestWord).join("");

const unprintable = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function oneLine(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/**
 * One form for everything that reads alike to a computer: NFKC, then case folding. By way of upper case, because lower
 * case alone leaves pairs apart that folding joins (ß and ss, final and inner sigma), and of lower case before that,
 * because capital ẞ has nothing above it.
 */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}
