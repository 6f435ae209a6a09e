// Finds what a page of another language says in English: its texts, and the attributes that are read out.
import { type Language, languageNames } from "../../src/words/index.ts";

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/** What is read of a page, or read out: its texts, and the attributes that hold some. */
export function textsOf(html: string): string[] {
  const attributes = [
    ...html.matchAll(/\s(?:aria-label|title|alt|placeholder|data-label|data-confirm-copy)="([^"]*)"/g),
  ];
  return [...html.split(/<[^>]*>/), ...attributes.map(([, text]) => text ?? "")]
    .map((text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (one) => entities[one] as string))
    .map((text) =>
      text
        .replace(/[\u2066-\u2069]/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((text) => /\p{L}/u.test(text));
}

/** Addresses, and names of events as programs know them. */
const isWritten = (text: string): boolean =>
  /^\.[\w-]+$|^[\w.+-]*@?[\w-]+([.:][\w-]+)+$|^https?:\/\/\S*$|^@[\w.]+$|^[\w.:/-]+\/[\w./-]*$/.test(text);

/**
 * @param names what people wrote, and what is written alike everywhere
 * @returns what stands on the English page as well; in Japanese and Arabic also whatever else has two English words in a row
 */
export function leftInEnglish(
  page: string,
  { english, language, names }: { english: string; language: Language; names: readonly string[] },
): string[] {
  const there = new Set(textsOf(english));
  const foreign = language === "ja" || language === "ar";
  const known = [...names, ...Object.values(languageNames)].sort((a, b) => b.length - a.length);
  const bare = (text: string): string => {
    const without = text.replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+|\b(?:[\w-]+\.)+[\w-]+(?::[\w/-]+)?/g, "");
    return known.reduce((left, name) => left.replaceAll(name, ""), without);
  };
  return textsOf(page).filter((text) => {
    if (isWritten(text)) return false;
    const own = bare(text);
    const same = there.has(text) && (foreign ? /[A-Za-z]{3}/.test(own) : /[A-Za-z]{2,}( [A-Za-z]{2,}){2}/.test(own));
    return same || (foreign && /[A-Za-z]{2,} [A-Za-z]{2,}/.test(own));
  });
}
