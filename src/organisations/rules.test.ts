import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { readOrganisationName, slugOf } from "./rules.ts";

describe("the name in addresses", () => {
  test.each([
    ["Acme", "acme"],
    ["Acme Ltd.", "acme-ltd"],
    ["  Acme -- Co & Sons  ", "acme-co-sons"],
    ["Crème Brûlée", "creme-brulee"],
    ["İstanbul", "istanbul"],
    ["ＡＣＭＥ", "acme"],
    ["ﬁrma №1", "firma-no1"],
    ["Ørsted", "rsted"],
    ["株式会社", "organisation"],
    ["!!!", "organisation"],
    ["", "organisation"],
    ["-", "organisation"],
    ["../../etc/passwd", "etc-passwd"],
    ["a\r\nSet-Cookie: b", "a-set-cookie-b"],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
    ["a".repeat(1000), "a".repeat(40)],
    ["\u212Aelvin", "kelvin"],
  ])("%j: %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test("is never empty, and never anything but small letters, digits and single dashes between them", () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        const slug = slugOf(name);
        return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 40 && slugOf(slug) === slug;
      }),
      { numRuns: 5000, seed: 20_270_301 },
    );
  });
});

describe("an organisation's name", () => {
  test("is one line of 1 to 80 characters", () => {
    expect(readOrganisationName("  Acme \n Ltd ")).toBe("Acme Ltd");
    expect(readOrganisationName("a".repeat(80))).toHaveLength(80);
    for (const text of ["", " \n ", "a".repeat(81), "a\0", "a\u202eb", "\u200b\u3164", "\ud800", "a".repeat(1e6)]) {
      expect(readOrganisationName(text)).toBeUndefined();
    }
  });

  test("never throws, and stays as it was read", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const name = readOrganisationName(text);
        return name === undefined || readOrganisationName(name) === name;
      }),
      { numRuns: 5000, seed: 20_270_301 },
    );
  });
});
