// Every language says everything: no sentence is missing, no parameter is forgotten, none was left in English.
import { describe, expect, test } from "vitest";
import { type Language, languages, words } from "./index.ts";

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
  const { language, counted, date, moment, relative, ...catalogue } = words[of];
  return catalogue;
}

const english = sentences(own("en"));

/** What a sentence says of marks that stand for what it is told. */
function said(leaf: Leaf, parameters: number): string {
  if (typeof leaf === "string") return leaf;
  return leaf(...(Array.from({ length: parameters }, (_, i) => `⟦${i}⟧`) as never[]));
}

// What is to be counted comes back as no number.
const marksIn = (text: string) => [...new Set(text.match(/⟦\d⟧|NaN/g) ?? [])].sort();

describe.each(languages)("in %s", (language) => {
  const all = sentences(own(language));

  test("there is what there is in English, and nothing else", () => {
    expect([...all.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("every sentence tells all that it is told", () => {
    for (const [path, leaf] of english) {
      const parameters = typeof leaf === "function" ? leaf.length : 0;
      const translated = all.get(path) as Leaf;
      expect([path, marksIn(said(translated, parameters))]).toEqual([path, marksIn(said(leaf, parameters))]);
      expect([path, marksIn(said(leaf, parameters)).length]).toEqual([path, parameters]);
    }
  });

  test("every sentence is whole: one line, no stray spaces, ending as the English one does", () => {
    for (const [path, leaf] of english) {
      const parameters = typeof leaf === "function" ? leaf.length : 0;
      const [here, there] = [said(all.get(path) as Leaf, parameters), said(leaf, parameters)];
      expect([path, here.trim(), here.includes("\n"), /\s{2}/.test(here)]).toEqual([path, here, false, false]);
      expect([path, /[.]$/.test(here.replace(/[“”»]$/, ""))]).toEqual([path, /[.]$/.test(there.replace(/[“”»]$/, ""))]);
    }
  });
});

// A single word may well be the same.
test.each(languages.filter((language) => language !== "en"))("nothing was left in English in %s", (language) => {
  const all = sentences(own(language));
  expect([...english].filter(([path, leaf]) => all.get(path) === leaf && String(leaf).includes(" "))).toEqual([]);
});

test("French marks keep their word: no line is broken before them", () => {
  const { cannotSignIn, help } = words.fr.letters;
  expect(cannotSignIn).toMatch(/\u00a0\?/);
  expect(help.note("oui")).toContain("«\u00a0oui\u00a0»");
});
