// Everything that is said to people, in each language: a room without fall-backs, for the compiler asks every language for
// every sentence that English has.
import { de } from "./de/index.ts";
import { en, type Words } from "./en/index.ts";
import { es } from "./es/index.ts";
import { fr } from "./fr/index.ts";
import type { Language } from "./language.ts";

export type { Words } from "./en/index.ts";
export { type Language, languageNames, languageOf, languages, negotiated, readLanguage } from "./language.ts";
export { isMoment } from "./speech.ts";

export const words: Readonly<Record<Language, Words>> = { en, de, fr, es };
