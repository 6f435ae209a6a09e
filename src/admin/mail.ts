// The letters of an organisation that are still on their way, or were given up: an administrator sees why.
import { record } from "../audit/actions.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { isId } from "../kernel/ids.ts";
import { invalid, notFound } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { titleOf } from "../letters/rules.ts";
import { sendAgain, type UnsentLetter, unsentLetters } from "../mail/actions.ts";
import { type Words, words } from "../words/index.ts";
import type { By } from "./people.ts";
import { longestPage, pageLength } from "./rules.ts";

export interface ListedLetter extends UnsentLetter {
  title: string;
}

/** Newest first, with their titles in that language. @throws Problem `invalid` */
export async function listUnsent(
  { db }: { db: Database },
  { organisation, after, limit: asked = pageLength }: { organisation: string; after?: string; limit?: number },
  spoken: Words = words.en,
): Promise<{ letters: ListedLetter[]; next?: string }> {
  if (after !== undefined && !isId(after)) throw invalid(({ failures }) => failures.placeUnreadable);
  const limit = Math.min(Math.max(1, asked), longestPage);
  const found = await unsentLetters(db, { organisation, after, limit });
  const letters = found.slice(0, limit).map((letter) => ({ ...letter, title: titleOf(letter.kind, spoken) }));
  const last = letters.at(-1);
  return found.length > limit && last ? { letters, next: last.id } : { letters };
}

/** For a letter that was given up. @throws Problem `not-found` */
export async function sendLetterAgain(
  needs: { db: Database; clock: Clock; random: Random },
  { organisation, actor, source, letter: id }: By & { letter: string },
): Promise<void> {
  if (!isId(id)) throw notFound("letter that was given up");
  await needs.db.transaction(async (tx) => {
    const letter = await sendAgain(tx, needs, { organisation, id });
    if (!letter) throw notFound("letter that was given up");
    const { kind, person_id: person } = letter;
    await record(tx, needs, { organisation, name: "letter.sent-again", actor, person, source, details: { kind } });
  });
}
