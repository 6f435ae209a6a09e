import { expect, test } from "vitest";
import { searchTerms, wordsOf } from "./rules.ts";

const kim = { displayName: "Kim Smith-Jones", screenName: "kj", email: "Kim.Jones@Acme.Example" };

test("a person is found from every place where somebody would begin to type", () => {
  expect(wordsOf(kim)).toEqual([
    "kim",
    "smith-jones",
    "jones",
    "kj",
    "kim.jones@acme.example",
    "jones@acme.example",
    "acme.example",
  ]);
});

test("accents, case and width are no obstacle", () => {
  expect(wordsOf({ ...kim, displayName: "Zoë Ünal STRASSE" })).toEqual(
    expect.arrayContaining(["zoe", "unal", "strasse"]),
  );
  expect(searchTerms("ZOË  Straße ｋｉｍ")).toEqual(["strasse", "zoe", "kim"]);
});

test("an address with a foreign domain is found in either spelling", () => {
  const words = wordsOf({ ...kim, email: "kim@bücher.example" });
  expect(words).toEqual(expect.arrayContaining(["bucher.example", "xn--bcher-kva.example"]));
});

test("names of nothing but breaks, or of a great many, stay within bounds", () => {
  expect(
    wordsOf({ displayName: "a.".repeat(50), screenName: "b-".repeat(32), email: "c@d.example" }).length,
  ).toBeLessThanOrEqual(60);
  expect(
    wordsOf({ displayName: "\u{1f600}".repeat(100), screenName: "x", email: "x@d.example" }).every(
      (word) => [...word].length <= 64,
    ),
  ).toBe(true);
  expect(searchTerms(" \0 \u200b @ ")).toEqual(["@"]);
});
