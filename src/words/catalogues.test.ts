// Every language says everything: no sentence is missing, no parameter is forgotten, none was left in English.
import { describe, expect, test } from "vitest";
import { categories, type Language, languages, words } from "./index.ts";

type Leaf = string | ((...given: never[]) => string);

/** Sentences by the path of their names. */
function sentences(of: object, path = ""): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [name, one] of Object.entries(of)) {
    const here = path ? `${path}.${name}` : name;
    if (typeof one === "object") for (const [inner, leaf] of sentences(one, here)) found.set(inner, leaf);
    else found.set(here, one);
  }
  return found;
}

/** The sentences without the ways of counting and naming moments. */
function own(of: Language): object {
  return Object.fromEntries(Object.entries(words[of]).filter(([, one]) => typeof one === "object"));
}

const english = sentences(own("en"));
const parametersOf = (path: string): number => {
  const leaf = english.get(path);
  return typeof leaf === "function" ? leaf.length : 0;
};

/** What a sentence says of marks that stand for what it is told; one of them may be a number. */
function said(leaf: Leaf, parameters: number, number?: number): string {
  if (typeof leaf === "string") return leaf;
  return leaf(...(Array.from({ length: parameters }, (_, i) => (i === number ? 47 : `⟦${i}⟧`)) as never[]));
}

/** Which of what it is told comes out: as it is, or counted. */
function told(leaf: Leaf, parameters: number): number[] {
  return Array.from({ length: parameters }, (_, i) => i).filter(
    (i) => said(leaf, parameters).includes(`⟦${i}⟧`) || said(leaf, parameters, i).includes("47"),
  );
}

/** Without what only sets names apart from a line that runs the other way, and without closing quotation marks. */
const bare = (text: string): string => text.replace(/[\u2066-\u2069]/g, "").replace(/[”»」“]$/, "");

describe.each(languages)("in %s", (language) => {
  const all = sentences(own(language));

  test("there is what there is in English, and nothing else", () => {
    expect([...all.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("every sentence tells all that it is told", () => {
    for (const path of english.keys()) {
      const parameters = parametersOf(path);
      const everything = Array.from({ length: parameters }, (_, i) => i);
      expect([path, told(all.get(path) as Leaf, parameters)]).toEqual([path, everything]);
    }
  });

  test("every sentence is whole: one line, no stray spaces, ending as the English one does", () => {
    for (const [path, leaf] of english) {
      const parameters = parametersOf(path);
      const [here, there] = [said(all.get(path) as Leaf, parameters), said(leaf, parameters)];
      expect([path, here.trim(), here.includes("\n"), /\s{2}/.test(here)]).toEqual([path, here, false, false]);
      // In Japanese an example stands after a colon, and what leads to something ends as any sentence does.
      const ends = /[.。]$/.test(bare(here)) && !(language === "ja" && there.endsWith(":"));
      expect([path, ends || here.includes("例: ")]).toEqual([path, /[.]$/.test(bare(there))]);
    }
  });

  test("counts in every form that the language has, and in no other", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    expect([...categories[language]].sort()).toEqual([...pluralCategories].sort());
    const seconds = [0, 1, 2, 3, 11, 100, 1_000_000].map((n) => words[language].shared.seconds(n));
    expect(new Set(seconds).size).toBe(seconds.length);
    expect(seconds.join()).not.toMatch(/undefined|#/);
  });

  test("writes digits as codes are written", () => {
    const { shared, date, moment, relative } = words[language];
    const written = [shared.days(1234), date(0), moment(0), relative(0, 59 * 86_400_000), shared.code(8)].join();
    expect(written).toMatch(/[0-9]/);
    expect(written).not.toMatch(/(?![0-9])\p{Nd}/u);
  });
});

/** Proper names, and words that a language writes as English does. */
const shared: Partial<Record<Language, string[]>> = {
  de: [
    ...[
      "Administrator",
      "Authenticator",
      "Authenticators",
      "Browser",
      "Domain",
      "Domains",
      "Filter",
      "Hosts",
      "Logo",
      "Name",
    ],
    ...["Orange", "Organisation", "Person", "Status", "Webhook", "Webhooks"],
  ],
  fr: [
    ...[
      "Actions",
      "Active",
      "Adoption",
      "Application",
      "Applications",
      "Date",
      "E-mail",
      "Logo",
      "Message",
      "NaN minutes",
      "Note",
    ],
    ...["Orange", "Organisation", "Organisations", "Secret", "Sessions", "Violet", "Webhook", "Webhooks", "code"],
  ],
  es: ["Hosts", "No", "Roles", "Webhook", "Webhooks"],
  ja: ["Webhook"],
  ar: ["Webhook"],
};

test.each(languages.filter((language) => language !== "en"))("nothing was left in English in %s", (language) => {
  const all = sentences(own(language));
  const left = [...english.keys()].map((path) => {
    const [here, there] = [all, english].map((of) => said(of.get(path) as Leaf, parametersOf(path)));
    return here === there && /\p{L}/u.test((here ?? "").replace(/⟦\d⟧|NaN/g, "")) ? here : undefined;
  });
  expect([...new Set(left)].filter((text) => text && !shared[language]?.includes(text)).sort()).toEqual([]);
});

test("Arabic and Japanese are written in their own letters", () => {
  for (const [language, letters] of [
    ["ar", /\p{Script=Arabic}/u],
    ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
  ] as const) {
    for (const [path, leaf] of sentences(own(language))) {
      const text = said(leaf, parametersOf(path)).replace(/⟦\d⟧/g, "");
      const foreign = !/\p{L}/u.test(text) || text === "Webhook";
      expect([path, letters.test(text)]).toEqual([path, !foreign]);
    }
  }
});

describe("Arabic", () => {
  const { shared, signIn, setUp } = words.ar;

  test("has its own words for none, one, two, few and many", () => {
    const days = [0, 1, 2, 3, 10, 11, 99, 100, 103].map(shared.days);
    expect(days).toEqual([
      "0 يوم",
      "يوم واحد",
      "يومين",
      "3 أيام",
      "10 أيام",
      "11 يومًا",
      "99 يومًا",
      "100 يوم",
      "103 أيام",
    ]);
    expect(signIn.wrongCodeLeft(2)).toContain("محاولتان");
    expect(setUp.codesLeft(1)).toContain("رمز واحد");
  });

  test("sets apart whatever it is told, so that an address or a name keeps its order", () => {
    expect(shared.sheetAccount("kim@acme.example")).toBe("الحساب: \u2068kim@acme.example\u2069");
    for (const [path, leaf] of sentences(own("ar"))) {
      const text = said(leaf, parametersOf(path));
      for (const mark of text.match(/⟦\d⟧/g) ?? [])
        expect([path, text]).toEqual([path, expect.stringContaining(`\u2068${mark}\u2069`)]);
      // Its own direction can be seen from what is not set apart: else by a mark.
      const itsOwn = text.replace(/\u2068[^\u2069]*\u2069/g, "");
      if (itsOwn !== text) expect([path, itsOwn]).toEqual([path, expect.stringMatching(/[\u200f\p{Script=Arabic}]/u)]);
      expect([path, text.match(/[\u2066-\u2068]/g)?.length]).toEqual([path, text.match(/\u2069/g)?.length]);
    }
  });
});

test("millions are counted with their preposition in French and Spanish", () => {
  expect(words.fr.shared.days(2_000_000).replace(/\s/g, " ")).toBe("2 000 000 de jours");
  expect(words.fr.shared.hours(1_000_000).replace(/\s/g, " ")).toBe("1 000 000 d’heures");
  expect(words.es.shared.days(1_000_000)).toBe("1.000.000 de días");
});

test("French marks keep their word: no line is broken before them", () => {
  const { cannotSignIn, help } = words.fr.letters;
  expect(cannotSignIn).toMatch(/\u00a0\?/);
  expect(help.note("oui")).toContain("«\u00a0oui\u00a0»");
});
