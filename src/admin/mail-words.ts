// Why a letter was not taken: kept in English, and said in its reader's language.
import { type Words, words } from "../words/index.ts";

type Failure = keyof Words["consoleMail"]["failures"];

const kept = words.en.consoleMail.failures;

/** What the mail server itself said stays as it is. */
export function failureIn(failure: string, { consoleMail: { failures, failed, failedSaying } }: Words): string {
  for (const name of Object.keys(kept) as Failure[]) {
    if (failure === `${kept[name]}.`) return failed(failures[name]);
    const before = `${kept[name]}: `;
    if (failure.startsWith(before)) return failedSaying(failures[name], failure.slice(before.length));
  }
  return failure;
}
