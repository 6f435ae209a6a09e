// Reads the names that people give to things: applications, keys, identity providers.

/** In one form, on one line, 1 to 60 characters. */
export function readName(text: string): string | undefined {
  const name = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  return name.length > 0 && name.length <= 60 && !/\p{C}/u.test(name) ? name : undefined;
}
