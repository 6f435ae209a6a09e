// What an organisation is, and what it may be called.

export interface Organisation {
  id: string;
  name: string;
  slug: string;
  accent: string;
}

/** Trimmed, one line, 1 to 80 characters; `undefined` where that can't be. */
export function readOrganisationName(text: string): string | undefined {
  const name = text.normalize("NFC").replace(/\s+/gu, " ").trim();
  return name.length >= 1 && name.length <= 80 && !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(name)
    ? name
    : undefined;
}

/** The name in web addresses and file names: ASCII, at most 40 characters, never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return slug === "" ? "organisation" : slug;
}
