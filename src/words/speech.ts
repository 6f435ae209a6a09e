// How a language counts things and names moments: by the rules that come with the program (CLDR's, by `Intl`), always in UTC.
import type { Language } from "./language.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Speech {
  language: Language;
  /** In which its lines run. */
  direction: "ltr" | "rtl";
  /** A name, an address or a code in plain text of this language: where lines run from right to left, kept in its own order. */
  apart(text: string): string;
  /** "10,000". */
  number(count: number): string;
  /** "65%", of a hundred. */
  percent(share: number): string;
  /** "3 March 2027"; milliseconds since 1970, as all of these. */
  date(at: number): string;
  /** "3 March 2027, 14:05 UTC". */
  moment(at: number): string;
  /** "3 minutes ago", "in 5 days"; past 60 days the date itself. */
  relative(at: number, now: number): string;
}

/** Which forms a language has for what is counted: the plural categories of CLDR. */
export const categories = {
  en: ["one", "other"],
  de: ["one", "other"],
  fr: ["one", "many", "other"],
  es: ["one", "many", "other"],
  ja: ["other"],
  ar: ["zero", "one", "two", "few", "many", "other"],
} as const satisfies Record<Language, readonly Intl.LDMLPluralRule[]>;

/** Every form that the language has, with `#` where the number stands; the compiler asks for each. */
export type Forms<L extends Language> = Readonly<Record<(typeof categories)[L][number], string>>;

/** The languages whose number stands before one of two words; what millions need besides (French, Spanish) is added. */
type OfTwoForms = "en" | "de" | "fr" | "es";

interface Counting<L extends Language> {
  /** "1 code", "3 codes". */
  counted: L extends OfTwoForms
    ? (count: number, one: string, other: string) => string
    : (count: number, forms: Forms<L>) => string;
}

/**
 * In English as it is written in Britain: the day first. In Arabic with the digits that codes, addresses and keys have as
 * well, so that a page shows one kind.
 */
const locales: Record<Language, string> = { en: "en-GB", de: "de", fr: "fr", es: "es", ja: "ja", ar: "ar-u-nu-latn" };

/** What the rules have no words for. */
const words: Record<Language, { justNow: string; soon: string; noDate: string; noTime: string; sometime: string }> = {
  en: {
    justNow: "just now",
    soon: "in less than a minute",
    noDate: "unknown date",
    noTime: "unknown time",
    sometime: "at an unknown time",
  },
  de: {
    justNow: "gerade eben",
    soon: "in weniger als einer Minute",
    noDate: "unbekanntes Datum",
    noTime: "unbekannte Zeit",
    sometime: "zu unbekannter Zeit",
  },
  fr: {
    justNow: "à l’instant",
    soon: "dans moins d’une minute",
    noDate: "date inconnue",
    noTime: "heure inconnue",
    sometime: "à un moment inconnu",
  },
  es: {
    justNow: "ahora mismo",
    soon: "en menos de un minuto",
    noDate: "fecha desconocida",
    noTime: "hora desconocida",
    sometime: "en un momento desconocido",
  },
  ja: {
    justNow: "たった今",
    soon: "1分以内",
    noDate: "日付不明",
    noTime: "時刻不明",
    sometime: "不明な時刻",
  },
  ar: {
    justNow: "الآن",
    soon: "خلال أقل من دقيقة",
    noDate: "تاريخ غير معروف",
    noTime: "وقت غير معروف",
    sometime: "في وقت غير معروف",
  },
};

/** What stands between a day and its hour. */
const between: Partial<Record<Language, string>> = { ja: " ", ar: "، " };

export function speech<L extends Language>(language: L): Speech & Counting<L>;
export function speech(language: Language): Speech & Counting<"en"> & Counting<"ar"> {
  const locale = locales[language];
  const { justNow, soon, noDate, noTime, sometime } = words[language];
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent" });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const distances = new Intl.RelativeTimeFormat(locale);

  const counted = (count: number, forms: string | Forms<"ar">, other = ""): string => {
    const all = typeof forms === "string" ? formsOf(language, forms, other) : forms;
    return all[plurals.select(count)].replace("#", numbers.format(count));
  };

  const number = (count: number): string => numbers.format(count);
  const percent = (share: number): string => percents.format(share / 100);

  const date = (at: number): string => {
    if (!isMoment(at)) return noDate;
    const written = dates.format(at);
    // The first of a month is an ordinal in French, which the rules don't know.
    return language === "fr" ? written.replace(/^1 /, "1er ") : written;
  };

  const moment = (at: number): string =>
    isMoment(at) ? `${date(at)}${between[language] ?? ", "}${new Date(at).toISOString().slice(-13, -8)} UTC` : noTime;

  const distance = (count: number, unit: "minute" | "hour" | "day"): string => {
    const written = distances.format(count, unit);
    // As the rest of the page writes it: no space between a number and what it counts.
    return language === "ja" ? written.replaceAll(" ", "") : written;
  };

  const relative = (at: number, now: number): string => {
    const away = Math.abs(at - now);
    if (!Number.isFinite(away)) return sometime;
    if (away > 60 * day) return date(at);
    if (away < minute) return at > now ? soon : justNow;
    // What is to come to the nearest: "in 7 days" for what was given for seven days a moment ago.
    const whole = at > now ? Math.round : Math.floor;
    const sign = at > now ? 1 : -1;
    const [minutes, hours, days] = [minute, hour, day].map((unit) => whole(away / unit)) as [number, number, number];
    if (minutes < 60) return distance(sign * minutes, "minute");
    return hours < 24 ? distance(sign * hours, "hour") : distance(sign * days, "day");
  };

  const direction = language === "ar" ? "rtl" : "ltr";
  return {
    language,
    direction,
    apart: direction === "rtl" ? isolated : (text) => text,
    number,
    percent,
    counted,
    date,
    moment,
    relative,
  };
}

/** Between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9): `<bdi>` for text that has no marks. */
function isolated(text: string): string {
  return text === "" ? "" : `\u2068${text}\u2069`;
}

/** The number, then one of two words. */
function formsOf(language: Language, one: string, other: string): Forms<"ar"> {
  const plural = `# ${other}`;
  // "1 000 000 de codes", "1 000 000 d’essais".
  const joint = language === "fr" && /^[aeiouyhàâéèêëîïôûœ]/i.test(other) ? "d’" : "de ";
  const many = language === "fr" || language === "es" ? `# ${joint}${other}` : plural;
  return { zero: plural, one: `# ${one}`, two: plural, few: plural, many, other: plural };
}

/** Whether `Date` can hold it at all; `toISOString` throws on anything else. */
export function isMoment(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}
