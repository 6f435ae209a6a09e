// In which language a page speaks to whoever opens it: their own where they chose one, else the browser's, else the
// organisation's.
import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { Organisation } from "../organisations/rules.ts";
import { Spoken } from "../ui/index.ts";
import { languageOf, negotiated, readLanguage, type Words, words } from "../words/index.ts";
import type { Web } from "./variables.ts";

/** Of somebody who is not known, or has chosen nothing. */
export const wordsFor = (c: Context, organisation: Organisation | undefined): Words =>
  words[negotiated(c.req.header("accept-language")) ?? languageOf(undefined, organisation?.language ?? "en")];

/** The same for a page that must not fail: English where a language can't be loaded, as without files to open. */
export function wordsOrEnglish(c: Context, organisation: Organisation | undefined): Words {
  try {
    return wordsFor(c, organisation);
  } catch {
    return words.en;
  }
}

/** Once it is known who reads: from here on their own language counts. */
export function speakTo(c: Context<Web>, { language }: { language: string }): void {
  const chosen = readLanguage(language);
  if (chosen) c.set("words", words[chosen]);
}

/** Answers with a page in the reader's language. Pages that are not answered by this speak English. */
export const answerPage = (c: Context<Web>, page: Child, status = 200): Response | Promise<Response> =>
  c.html(<Spoken words={c.get("words")}>{page}</Spoken>, status as 200);
