// What is wrong with a line of an import. It is kept and told to programs in English; pages say it in their reader's language.
import { type Words, words } from "../../words/index.ts";

type Wrong = Words["consoleImport"]["wrong"];

/** In English. */
export const wrong: Wrong = words.en.consoleImport.wrong;

/** The same in the reader's language; what is none of ours stays as it was written. */
export function wrongIn(message: string, { consoleImport }: Words): string {
  for (const [name, english] of Object.entries(wrong)) {
    const theirs = consoleImport.wrong[name as keyof Wrong];
    if (english === message && typeof theirs === "string") return theirs;
    if (typeof english !== "function" || typeof theirs !== "function") continue;
    const named = between(message, english(mark).split(mark));
    if (named !== undefined) return theirs(named);
  }
  return message;
}

/** From a private part of Unicode, in no file and no sentence of ours. */
const mark = "\ue000";

function between(message: string, [before = "", after = ""]: string[]): string | undefined {
  const fits = message.startsWith(before) && message.endsWith(after) && message.length > before.length + after.length;
  return fits ? message.slice(before.length, message.length - after.length) : undefined;
}
