import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { codesFrom, codesInSet, randomBytesForCodes, readRecoveryCode, readSavedHow, readShownCodes } from "./rules.ts";

const bytes = fc.uint8Array({ minLength: randomBytesForCodes, maxLength: randomBytesForCodes });
const seeded = { numRuns: 2000, seed: 20_270_301 };
const code = "0123-4567-89AB-CDEF";

describe("codes from random bytes", () => {
  test("are ten of four groups of four, without I, L, O and U", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const codes = codesFrom(random);
        return codes.length === codesInSet && codes.every((one) => /^([0-9A-HJKMNP-TV-Z]{4}(-|$)){4}$/.test(one));
      }),
      seeded,
    );
  });

  test("spell the bytes in Crockford's base32, first bit first", () => {
    const one = Uint8Array.from([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
    const random = new Uint8Array(randomBytesForCodes).fill(255);
    random.set(one, 10);
    const codes = codesFrom(random);
    expect(codes[1]).toBe(code);
    expect(codes[0]).toBe("ZZZZ-ZZZZ-ZZZZ-ZZZZ");
  });

  test("use all 80 bits of their ten bytes: any one of them makes another code, and no other code", () => {
    const random = randomBytes(randomBytesForCodes);
    const codes = codesFrom(random);
    for (let bit = 0; bit < randomBytesForCodes * 8; bit++) {
      const flipped = Buffer.from(random);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const changed = codesFrom(flipped).flatMap((one, i) => (one === codes[i] ? [] : [i]));
      expect(changed).toEqual([Math.floor(bit / 80)]);
    }
  });

  test("are read as they are shown", () => {
    fc.assert(
      fc.property(bytes, (random) =>
        codesFrom(random).every((one) => readRecoveryCode(one) === one.replaceAll("-", "")),
      ),
      seeded,
    );
  });
});

describe("a typed code", () => {
  const read = "0123456789ABCDEF";
  test.each([
    ["as shown", code],
    ["without dashes", "0123456789ABCDEF"],
    ["in small letters", "0123-4567-89ab-cdef"],
    ["with blanks", " 0123 4567 89AB CDEF\n"],
    ["with other blanks", "0123\u00a04567\u200389AB\u3000CDEF"],
    ["with en dashes", "0123–4567–89AB–CDEF"],
    ["with em dashes", "0123—4567—89AB—CDEF"],
    ["with no-break hyphens", "0123‑4567‑89AB‑CDEF"],
    ["with a soft hyphen and a zero-width space", "0123\u00ad4567\u200b89ABCDEF"],
    ["in fullwidth characters", "０１２３－４５６７－８９ＡＢ－ＣＤＥＦ"],
    ["with O for 0", "O123-4567-89AB-CDEF"],
    ["with o for 0", "o123-4567-89AB-CDEF"],
    ["with I for 1", "0I23-4567-89AB-CDEF"],
    ["with l for 1", "0l23-4567-89AB-CDEF"],
    ["with i for 1", "0i23-4567-89AB-CDEF"],
  ])("%s", (_how, typed) => {
    expect(readRecoveryCode(typed)).toBe(read);
  });

  test.each([
    "",
    "123456",
    "0123-4567-89AB-CDE",
    "0123-4567-89AB-CDEF0",
    "U123-4567-89AB-CDEF",
    "0123_4567_89AB_CDEF",
    "0123.4567.89AB.CDEF",
    "0123-4567-89AB-CDÉF",
    "0123-4567-89AB-CD💥",
    "\ud800123-4567-89AB-CDEF",
    `${code}${" ".repeat(100)}`,
    "0".repeat(1e6),
  ])("%j is none", (typed) => {
    expect(readRecoveryCode(typed)).toBeUndefined();
  });

  test("nothing throws, and whatever is read is sixteen characters of the alphabet", () => {
    const pieces = fc.constantFrom(..."0Oo1Il9AZzU-– ﬁß²½Ⅷ\u200b\ud800\udc00\u0345ſı");
    const texts = fc.oneof(
      anyText(),
      fc.array(pieces, { minLength: 14, maxLength: 20 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (typed) => {
        const found = readRecoveryCode(typed);
        return found === undefined || (/^[0-9A-HJKMNP-TV-Z]{16}$/.test(found) && readRecoveryCode(found) === found);
      }),
      { numRuns: 10_000, seed: 20_270_301 },
    );
  });
});

describe("codes that a form carries", () => {
  const codes = codesFrom(Uint8Array.from({ length: randomBytesForCodes }, (_, i) => (i * 37) % 256));

  test("are a whole set in the form in which it was shown", () => {
    expect(readShownCodes(codes.join(" "))).toEqual(codes);
  });

  test.each([
    ["nothing", ""],
    ["nine of them", codes.slice(1).join(" ")],
    ["eleven of them", [...codes, code].join(" ")],
    ["two blanks", codes.join("  ")],
    ["lines", codes.join("\n")],
    ["small letters", codes.join(" ").toLowerCase()],
    ["markup", [...codes.slice(1), "<script>"].join(" ")],
    ["one with a line after it", [...codes.slice(1), `${code}\n`].join(" ")],
  ])("%s is none", (_what, text) => {
    expect(readShownCodes(text)).toBeUndefined();
  });

  test("say how they were saved in one of three words", () => {
    expect(["downloaded", "copied", "printed", "Copied", "", "constructor"].map(readSavedHow)).toEqual([
      ...["downloaded", "copied", "printed"],
      ...[undefined, undefined, undefined],
    ]);
  });
});
