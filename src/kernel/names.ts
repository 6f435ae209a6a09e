// Reads the names that people give to things: applications, keys, identity providers. And what no name and no line of
// anybody's may be: unseen, or able to turn the words of ours around it.

/** Marks that turn the direction of what follows, past the end of what they stand in (UAX #9). */
export const turns = /[\u202a-\u202e\u2066-\u2069]/u;

/** Whether there is anything to see: a list would show an empty line, and nobody could say who that is. */
export const isSeen = (text: string): boolean => /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

/** In one form, on one line, 1 to 60 characters. */
export function readName(text: string): string | undefined {
  const name = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  return isSeen(name) && name.length <= 60 && !/\p{C}/u.test(name) ? name : undefined;
}
