// How a language counts things and names moments: by the rules that come with the program, always in UTC.
import type { Language } from "./language.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Speech {
  language: Language;
  /** "1 code", "3 codes": `one` and `many` are what the number stands before. */
  counted(count: number, one: string, many: string): string;
  /** "3 March 2027"; milliseconds since 1970, as all of these. */
  date(at: number): string;
  /** "3 March 2027, 14:05 UTC". */
  moment(at: number): string;
  /** "3 minutes ago", "in 5 days"; past 60 days the date itself. */
  relative(at: number, now: number): string;
}

/** In English as it is written in Britain: the day first. */
const locales: Record<Language, string> = { en: "en-GB", de: "de", fr: "fr", es: "es" };

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
};

export function speech(language: Language): Speech {
  const locale = locales[language];
  const { justNow, soon, noDate, noTime, sometime } = words[language];
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const distances = new Intl.RelativeTimeFormat(locale);

  const counted = (count: number, one: string, many: string): string =>
    `${numbers.format(count)} ${plurals.select(count) === "one" ? one : many}`;

  const date = (at: number): string => {
    if (!isMoment(at)) return noDate;
    const written = dates.format(at);
    // The first of a month is an ordinal in French, which the rules don't know.
    return language === "fr" ? written.replace(/^1 /, "1er ") : written;
  };

  const moment = (at: number): string =>
    isMoment(at) ? `${date(at)}, ${new Date(at).toISOString().slice(-13, -8)} UTC` : noTime;

  const relative = (at: number, now: number): string => {
    const away = Math.abs(at - now);
    if (!Number.isFinite(away)) return sometime;
    if (away > 60 * day) return date(at);
    if (away < minute) return at > now ? soon : justNow;
    // What is to come to the nearest: "in 7 days" for what was given for seven days a moment ago.
    const whole = at > now ? Math.round : Math.floor;
    const sign = at > now ? 1 : -1;
    const [minutes, hours, days] = [minute, hour, day].map((unit) => whole(away / unit)) as [number, number, number];
    if (minutes < 60) return distances.format(sign * minutes, "minute");
    return hours < 24 ? distances.format(sign * hours, "hour") : distances.format(sign * days, "day");
  };

  return { language, counted, date, moment, relative };
}

/** Whether `Date` can hold it at all; `toISOString` throws on anything else. */
export function isMoment(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}
