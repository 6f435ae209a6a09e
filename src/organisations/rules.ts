// What an organisation is, what it may be called, and which one a request may mean.
import { isSeen, turns } from "../kernel/names.ts";

export interface Organisation {
  id: string;
  name: string;
  slug: string;
  accent: string;
  /** In which it speaks to those who chose none: one of `words/`. */
  language: string;
  /** `active`, `suspended`, or `removed` while the last of its data goes. */
  status: string;
  /** The host name that it answers under; null where it is reached by its short name. */
  host: string | null;
  /** Changes with the logo; null where there is none. */
  logo: string | null;
}

/** Trimmed, one line, 1 to 80 characters; `undefined` where that can't be. */
export function readOrganisationName(text: string): string | undefined {
  const name = text.normalize("NFC").replace(/\s+/gu, " ").trim();
  return isSeen(name) && name.length <= 80 && !turns.test(name) && !/[\p{Cc}\p{Cs}]/u.test(name) ? name : undefined;
}

export const longestSlug = 40;

/** The name in web addresses and file names: ASCII, at most 40 characters, never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, longestSlug)
    .replace(/-+$/, "");
  return slug === "" ? "organisation" : slug;
}

/** A short name as it stands in an address; `undefined` for what can be none. */
export function readSlug(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= longestSlug && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) ? text : undefined;
}

/** A host name as `Host` gives it: letters, digits and dashes, with a dot in it; no port, no address by number. */
export function readHostName(text: string): string | undefined {
  const host = text.trim().toLowerCase().replace(/\.$/, "");
  const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  if (host.length > 253 || !new RegExp(`^(${label}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`).test(host)) return undefined;
  return host;
}

/** Where an organisation's pages and protocols are: under its own host name, or ours. */
export function originOf({ origin }: { origin: string }, { host }: Pick<Organisation, "host">): string {
  const address = new URL(origin);
  if (host !== null) address.hostname = host;
  return address.origin;
}

/** How programs choose an organisation without a host name of its own. */
export const organisationHeader = "countersign-organisation";
