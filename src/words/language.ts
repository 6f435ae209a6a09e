// The languages there are, and which of them a browser's `Accept-Language` asks for.

export const languages = ["en", "de", "fr", "es", "ja", "ar"] as const;
export type Language = (typeof languages)[number];

/** Each as those call it who speak it. */
export const languageNames: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ja: "日本語",
  ar: "العربية",
};

/** `undefined` for what is none of ours, the empty text included. */
export const readLanguage = (text: string | null | undefined): Language | undefined =>
  languages.find((language) => language === text);

/** What was kept of a person, or else of the organisation, which always has one. */
export const languageOf = (person: string | undefined, organisation: string): Language =>
  readLanguage(person) ?? readLanguage(organisation) ?? "en";

const longest = 1000;

/**
 * The one of ours that an `Accept-Language` (RFC 9110, section 12.5.4) likes best: of equal weight the one named first;
 * `de-AT` is content with `de`. `*` says no more than that anything will do. `undefined` where it names none of ours.
 */
export function negotiated(header: string | undefined): Language | undefined {
  if (!header) return undefined;
  let best: Language | undefined;
  let weight = 0;
  for (const range of header.slice(0, longest).split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const language = readLanguage(tag) ?? readLanguage(tag.split("-")[0]);
    const quality = qualityIn(parameters);
    if (language === undefined || quality <= weight) continue;
    best = language;
    weight = quality;
  }
  return best;
}

/** How much one of a list is liked (RFC 9110, section 12.4.2); 0 where it is refused, or can't be read. */
export function qualityIn(parameters: string[]): number {
  const given = parameters.find((one) => one.startsWith("q="));
  if (given === undefined) return 1;
  return /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(given) ? Number(given.slice(2)) : 0;
}
