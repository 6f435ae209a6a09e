// Everything that is said to people, in each language: a room without fall-backs, for the compiler asks every language for
// every sentence that English has.
import { ar } from "./ar/index.ts";
import { de } from "./de/index.ts";
import { en, type Words } from "./en/index.ts";
import { es } from "./es/index.ts";
import { fr } from "./fr/index.ts";
import { ja } from "./ja/index.ts";
import type { Language } from "./language.ts";

export type { Words } from "./en/index.ts";
export { type Language, languageNames, languageOf, languages, negotiated, readLanguage } from "./language.ts";
export { categories, isMoment, speech } from "./speech.ts";

export const words: Readonly<Record<Language, Words>> = { en, de, fr, es, ja, ar };
