// English: what every other language has to say as well.
import type { Language } from "../language.ts";
import { type Speech, speech } from "../speech.ts";
import { letters } from "./letters.ts";
import { shared } from "./shared.ts";

const catalogue = { shared, letters };

/** One language, whole: its way of counting and of naming moments, and every sentence. */
export type Catalogue = typeof catalogue;
export type Words = Speech & Catalogue & { readonly language: Language };
export const en: Words = { ...speech("en"), ...catalogue };
