// The normal forms that people are found and matched by.
import { describe, expect, test } from "vitest";
import { readAccountType, readAddress, readDisplayName, readDomain, readLogin, readScreenName } from "./rules.ts";

const normal = (text: string): string | undefined => readAddress(text)?.normal;
const name = (text: string): string | undefined => readScreenName(text)?.normal;

describe("an address", () => {
  const alike: [what: string, typed: string, normal: string][] = [
    ["plain", "ana@acme.example", "ana@acme.example"],
    ["in capitals", "ANA.Maria@ACME.Example", "ana.maria@acme.example"],
    ["with blanks around", "  ana@acme.example\t", "ana@acme.example"],
    ["with a final dot", "ana@acme.example.", "ana@acme.example"],
    ["with an ideographic full stop", "ana@acme。example", "ana@acme.example"],
    ["with a final ideographic full stop", "ana@acme.example。", "ana@acme.example"],
    ["with a halfwidth ideographic full stop", "ana@acme｡example｡", "ana@acme.example"],
    ["in fullwidth letters", "ａｎａ＠ａｃｍｅ．ｅｘａｍｐｌｅ", "ana@acme.example"],
    ["with a fullwidth final stop", "ana@acme.example．", "ana@acme.example"],
    ["with a small commercial at", "ana﹫acme.example", "ana@acme.example"],
    ["with the Kelvin sign", "\u212Aim@acme.example", "kim@acme.example"],
    ["with the Kelvin sign in the domain", "kim@\u212Aiel.example", "kim@kiel.example"],
    ["with a ligature", "ﬁona@acme.example", "fiona@acme.example"],
    ["with mathematical letters", "𝐚𝑛𝒶@𝕒𝕔𝕞𝕖.example", "ana@acme.example"],
    ["with sharp s", "groß@acme.example", "gross@acme.example"],
    ["with capital sharp s", "GROẞ@acme.example", "gross@acme.example"],
    ["with final sigma", "νίκος@acme.example", "νίκοσ@acme.example"],
    ["with capital sigma", "ΝΊΚΟΣ@acme.example", "νίκοσ@acme.example"],
    ["with dotless i", "ınes@acme.example", "ines@acme.example"],
    ["with dotted capital i", "İnes@acme.example", "i̇nes@acme.example"],
    ["with decomposed accents", "jose\u0301@acme.example", "jos\u00e9@acme.example"],
    ["with an international domain", "ana@Bücher.example", "ana@xn--bcher-kva.example"],
    ["with its A-label", "ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"],
    ["with its A-label in fullwidth letters", "ana@ｘｎ--bcher-kva.example", "ana@xn--bcher-kva.example"],
    ["with a soft hyphen in the domain", "ana@ac\u00adme.example", "ana@acme.example"],
    ["with a zero-width space in the domain", "ana@ac\u200bme.example", "ana@acme.example"],
    ["with a tag", "ana+list@acme.example", "ana+list@acme.example"],
    ["with an apostrophe", "o'hara@acme.example", "o'hara@acme.example"],
  ];
  test.each(alike)("%s: %j is %j", (_what, typed, wanted) => {
    expect(normal(typed)).toBe(wanted);
    expect(normal(wanted)).toBe(wanted);
  });

  const refused: [what: string, typed: string][] = [
    ["nothing", ""],
    ["no at", "ana.acme.example"],
    ["two of them", "ana@acme@example.test"],
    ["two of them, one of them fullwidth", "ana＠acme@example.test"],
    ["an at in a quoted part", '"ana@home"@acme.example'],
    ["a quoted part", '"ana"@acme.example'],
    ["nothing before the at", "@acme.example"],
    ["nothing after it", "ana@"],
    ["a domain of one label", "ana@localhost"],
    ["a dot at the beginning", ".ana@acme.example"],
    ["a dot at the end", "ana.@acme.example"],
    ["two dots in a row", "ana..maria@acme.example"],
    ["dots that NFKC makes", "ana…maria@acme.example"],
    ["two dots in the domain", "ana@acme..example"],
    ["two final dots", "ana@acme.example.."],
    ["a blank inside", "ana maria@acme.example"],
    ["a no-break space inside", "ana\u00a0maria@acme.example"],
    ["a line break inside", "ana\n@acme.example"],
    ["a line break in the domain", "ana@acme\r\n.example"],
    ["a header behind a line break", "ana@acme.example\r\nBcc: bo@acme.example"],
    ["a NUL", "ana\0@acme.example"],
    ["a zero-width space", "a\u200bna@acme.example"],
    ["a zero-width joiner", "a\u200dna@acme.example"],
    ["a byte order mark inside", "a\ufeffna@acme.example"],
    ["a soft hyphen", "a\u00adna@acme.example"],
    ["a variation selector", "a\ufe0fna@acme.example"],
    ["a Hangul filler", "a\u3164na@acme.example"],
    ["a turn of direction", "a\u202ena@acme.example"],
    ["a turn of direction in the domain", "ana@acme\u202e.example"],
    ["a mark of direction in the domain", "ana@acme\u200e.example"],
    ["a lone surrogate", "a\ud800na@acme.example"],
    ["a lone surrogate in the domain", "ana@ac\udfffme.example"],
    ["a private character", "a\ue000na@acme.example"],
    ["a name around it", "Ana <ana@acme.example>"],
    ["two addresses", "ana@acme.example,bo@acme.example"],
    ["a comment", "ana(work)@acme.example"],
    ["a backslash", "ana\\@acme.example"],
    ["a network address", "ana@10.0.0.1"],
    ["a network address in brackets", "ana@[10.0.0.1]"],
    ["a network address in fullwidth digits", "ana@１０.0.0.1"],
    ["digits alone", "ana@1.2"],
    ["an underscore in the domain", "ana@ac_me.example"],
    ["a dash at the beginning of a label", "ana@-acme.example"],
    ["a dash at the end of a label", "ana@acme-.example"],
    ["an A-label that decodes to nothing", "ana@xn--.example"],
    ["an A-label that needs none", "ana@xn--acme-.example"],
    ["an A-label in disguise", "ana@xn--a.example"],
    ["65 characters before the at", `${"a".repeat(65)}@acme.example`],
    ["64 characters that NFKC makes more", `${"ﬁ".repeat(33)}@acme.example`],
    ["a label of 64", `ana@${"a".repeat(64)}.example`],
    ["more than 254 in all", `ana@${"a.".repeat(122)}example`],
    ["a megabyte", `${"a".repeat(1e6)}@acme.example`],
  ];
  test.each(refused)("%s is refused", (_what, typed) => {
    expect(readAddress(typed)).toBeUndefined();
  });

  test("is shown as it was written, and taken apart in its normal form", () => {
    expect(readAddress(" Ana@Bücher.example ")).toEqual({
      shown: "Ana@Bücher.example",
      normal: "ana@xn--bcher-kva.example",
      local: "ana",
      domain: "xn--bcher-kva.example",
    });
  });

  test("may have 64 characters before the at and 254 in all", () => {
    expect(normal(`${"a".repeat(64)}@acme.example`)).toBeDefined();
    expect(normal(`ana@${`${"a".repeat(49)}.`.repeat(4)}${"a".repeat(50)}`)).toHaveLength(254);
    expect(normal(`anna@${`${"a".repeat(49)}.`.repeat(4)}${"a".repeat(50)}`)).toBeUndefined();
  });
});

describe("a domain", () => {
  // UTS #46 without transitional processing, as browsers have it: these are names that different people can own.
  const apart: [one: string, other: string][] = [
    ["faß.example", "fass.example"],
    ["βόλος.example", "βόλοσ.example"],
    ["acme.example", "аcme.example"],
    ["ıst.example", "ist.example"],
  ];
  test.each(apart)("%s is not %s", (one, other) => {
    expect(readDomain(one)).not.toBe(readDomain(other));
    expect(normal(`ana@${one}`)).not.toBe(normal(`ana@${other}`));
  });

  test("has the A-labels that UTS #46 names for the letters that older rules mapped away", () => {
    expect(["faß.de", "FAẞ.de", "βόλος.com", "ΒΌΛΟΣ.com"].map(readDomain)).toEqual([
      "xn--fa-hia.de",
      "xn--fa-hia.de",
      "xn--nxasmm1c.com",
      "xn--nxasmq6b.com",
    ]);
  });

  test("of a rule and of an address have the same form, however either is written", () => {
    const ways = [
      "BÜCHER.Example",
      "bu\u0308cher.example.",
      "xn--bcher-kva.example",
      "ｂücher。example",
      "bü\u00adcher.example",
    ];
    for (const way of ways) {
      expect(readDomain(` ${way} `)).toBe("xn--bcher-kva.example");
      expect(readAddress(`ana@${way}`)?.domain).toBe("xn--bcher-kva.example");
    }
  });

  test.each([
    "",
    " ",
    ".",
    "..",
    "1",
    "1.2.3.4",
    "a b",
    "a/b",
    "a:8080",
    "*.acme.example",
    `${"a".repeat(256)}`,
    "\ud800",
  ])("%j is refused", (text) => {
    expect(readDomain(text)).toBeUndefined();
  });
});

describe("a screen name", () => {
  test.each([
    ["in capitals", "ANA", "ana"],
    ["with blanks", "  Ana \t  Maria ", "ana maria"],
    ["in fullwidth letters", "Ａｎａ", "ana"],
    ["with capital sharp s", "GROẞ", "gross"],
    ["with final sigma", "ΝΊΚΟΣ", "νίκοσ"],
    ["with something invisible", "a\u200bn\u00ada\ufe0f", "ana"],
    ["with blanks of other widths", "Ana\u2003Maria", "ana maria"],
    ["of 64 characters", "a".repeat(64), "a".repeat(64)],
  ])("%s: %j is %j", (_what, typed, wanted) => {
    expect(name(typed)).toBe(wanted);
    expect(name(wanted)).toBe(wanted);
  });

  test.each([
    "",
    " ",
    "\u200b",
    "ana@home",
    "ana＠home",
    "ana﹫home",
    "a\u202eb",
    "a\0b",
    "a\ud800b",
    "a\ue000b",
    "a".repeat(65),
  ])("%j is refused", (typed) => {
    expect(readScreenName(typed)).toBeUndefined();
  });
});

describe("a login", () => {
  test.each([
    ["Ana", { kind: "screen-name", normal: "ana" }],
    ["ANA@acme.example", { kind: "address", normal: "ana@acme.example" }],
    ["ana＠acme.example", { kind: "address", normal: "ana@acme.example" }],
    ["ana@", undefined],
    ["ana＠", undefined],
    ["@ana", undefined],
    ["", undefined],
    ["a".repeat(400), undefined],
  ])("%j", (typed, login) => {
    expect(readLogin(typed)).toEqual(login);
  });
});

test("a display name is one line of 1 to 100 characters", () => {
  expect(readDisplayName("  Ana \n Maria ")).toBe("Ana Maria");
  expect(readDisplayName("a".repeat(100))).toHaveLength(100);
  for (const text of ["", "  ", "a".repeat(101), "a\0b", "a\u202eb", "\ud83d"]) {
    expect(readDisplayName(text)).toBeUndefined();
  }
});

test("a name that nobody could see is none", () => {
  for (const text of [
    "\u200b",
    "\u200e \u200f",
    "\u3164",
    "\u00ad\u2060",
    "\u2800\u2800",
    "\u034f",
    "\ufe0f\u{e0041}",
  ]) {
    expect([text, readDisplayName(text)]).toEqual([text, undefined]);
    expect([text, readScreenName(text)]).toEqual([text, undefined]);
  }
  for (const text of ["Zoë", "محمد", "李", "नेहा", "O’Neil", "🦊", "-"]) expect(readDisplayName(text)).toBe(text);
});

test("an account type is words of small letters and digits", () => {
  for (const text of ["client", "staff", "tier-2", "0", "a".repeat(40)]) expect(readAccountType(text)).toBe(text);
  for (const text of ["", "Client", "-a", "a b", "a_b", "a".repeat(41), "__proto__", "a\n", "ａ", "é"]) {
    expect(readAccountType(text)).toBeUndefined();
  }
});
