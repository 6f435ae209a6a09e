// Which language a browser's wishes lead to.
import { describe, expect, test } from "vitest";
import { type Language, languageOf, languages, negotiated, speech, words } from "./index.ts";

describe("what a browser asks for", () => {
  const cases: [header: string | undefined, language: Language | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["de", "de"],
    ["DE-at", "de"],
    ["de-CH-1996", "de"],
    ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
    ["en;q=0.3, es;q=0.9", "es"],
    ["en;q=0.9, es;q=0.9", "en"],
    ["sv-SE, sv;q=0.9, de;q=0.8, en;q=0.7", "de"],
    ["de;q=0, en;q=0.1", "en"],
    ["de;q=0", undefined],
    ["de;q=0.0, *", undefined],
    ["*", undefined],
    ["sv, *;q=0.1", undefined],
    [" es-419 ; q=0.5 , en ; q=0.4 ", "es"],
    // No weight that RFC 9110 knows.
    ["de;q=2", undefined],
    ["de;q=-1", undefined],
    ["de;q=high, fr;q=0.1", "fr"],
    ["de;q=0.12345, fr;q=0.1", "fr"],
    // No such languages, whatever they begin with.
    ["deutsch, english", undefined],
    ["constructor, __proto__", undefined],
    [",,;;=;q=1,", undefined],
    ["ja-JP, en;q=0.5", "ja"],
    ["ar-EG, ar;q=0.9, en;q=0.8", "ar"],
    [`${"x,".repeat(10_000)}de`, undefined],
  ];
  test.each(cases)("%s", (header, language) => expect(negotiated(header)).toBe(language));
});

test("a person's own language wins over the organisation's, and what was kept wrongly over nothing", () => {
  expect(languageOf("fr", "de")).toBe("fr");
  expect(languageOf("", "de")).toBe("de");
  expect(languageOf(undefined, "de")).toBe("de");
  expect(languageOf("xx", "de")).toBe("de");
  expect(languageOf("", "xx")).toBe("en");
});

describe("moments", () => {
  const at = Date.UTC(2027, 2, 1, 4, 5);
  const expected: Record<Language, string[]> = {
    en: ["1 March 2027, 04:05 UTC", "3 minutes ago", "in 5 days", "just now"],
    de: ["1. März 2027, 04:05 UTC", "vor 3 Minuten", "in 5 Tagen", "gerade eben"],
    fr: ["1er mars 2027, 04:05 UTC", "il y a 3 minutes", "dans 5 jours", "à l’instant"],
    es: ["1 de marzo de 2027, 04:05 UTC", "hace 3 minutos", "dentro de 5 días", "ahora mismo"],
    ja: ["2027年3月1日 04:05 UTC", "3分前", "5日後", "たった今"],
    ar: ["1 مارس 2027، 04:05 UTC", "قبل 3 دقائق", "خلال 5 أيام", "الآن"],
  };
  test.each(languages)("%s", (language) => {
    const { moment, relative } = words[language];
    const ago = (minutes: number) => relative(at, at + minutes * 60_000);
    expect([moment(at), ago(3.9), ago(-5 * 1440), ago(0)]).toEqual(expected[language]);
    expect(ago(61 * 1440)).toBe(words[language].date(at));
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(moment(wrong)).not.toContain("Invalid");
      expect(relative(wrong, at)).not.toContain("NaN");
    }
  });

  test("are counted as each language counts", () => {
    expect(speech("en").counted(0, "code", "codes")).toBe("0 codes");
    expect(speech("fr").counted(0, "code", "codes")).toBe("0 code");
    expect(speech("de").counted(1234, "Code", "Codes")).toBe("1.234 Codes");
    expect(speech("ja").counted(1234, { other: "#個" })).toBe("1,234個");
  });
});
