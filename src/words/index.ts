// Everything that is said to people, in each language: a room without fall-backs, for the compiler asks every language for
// every sentence that English has.
import { createRequire } from "node:module";
import { en, type Words } from "./en/index.ts";
import type { Language } from "./language.ts";

export type { Words } from "./en/index.ts";
export { type Language, languageNames, languageOf, languages, negotiated, readLanguage } from "./language.ts";
export { categories, isMoment, speech } from "./speech.ts";

const require = createRequire(import.meta.url);
/** `.ts`, or `.js` where it is built. */
const extension = /\.[jt]s(?=$|\?)/.exec(import.meta.url)?.[0];

/** What each language's room exports: the compiler compares them with English there. */
type Room<L extends Language> = { [one in L]: Words };

/** Loaded when somebody first reads it: all of them take some 12 MiB and a tenth of a second, and few installations speak all. */
function whenRead<L extends Language>(language: L): PropertyDescriptor {
  let loaded: Words | undefined;
  return {
    enumerable: true,
    get: () => (loaded ??= (require(`./${language}/index${extension}`) as Room<L>)[language]),
  };
}

const others = {
  de: whenRead("de"),
  fr: whenRead("fr"),
  es: whenRead("es"),
  ja: whenRead("ja"),
  ar: whenRead("ar"),
} satisfies Record<Exclude<Language, "en">, PropertyDescriptor>;

export const words: Readonly<Record<Language, Words>> = Object.defineProperties(
  { en } as Record<Language, Words>,
  others,
);
