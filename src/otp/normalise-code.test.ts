import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normaliseCode } from "./totp.ts";

describe("normaliseCode", () => {
  test.each([
    "123456",
    " 123 456 ",
    "123-456",
    "12 34 56\r\n",
    "123\u00a0456",
    "123\u2009456",
    "123\u202f456",
    "\ufeff123\u200b456",
    "\u2066123456\u2069",
    "123–456",
    "123—456",
    "123‑456",
    "123−456",
    "12\u00ad3456",
    "1-2-3-4-5-6",
  ])("%j is the code 123456", (pasted) => {
    expect(normaliseCode(pasted)).toBe("123456");
  });

  test.each([
    ["too short", "12345"],
    ["too long", "1234567"],
    ["empty", ""],
    ["only spaces", "   "],
    ["with a letter", "12345a"],
    ["with a NUL", "123456\x00"],
    ["with a NUL between", "123\x00456"],
    ["with Arabic digits", "١٢٣٤٥٦"],
    ["with full-width digits", "１２３４５６"],
    ["with mathematical digits", "\u{1d7cf}\u{1d7d0}\u{1d7d1}\u{1d7d2}\u{1d7d3}\u{1d7d4}"],
    ["with a sign", "+12345"],
    ["with a colon", "12345:"],
    ["with a slash", "12345/"],
    ["with a point", "123.456"],
    ["with half a surrogate pair", "123456\ud800"],
  ])("a text %s is no code", (_, text) => {
    expect(normaliseCode(text)).toBeUndefined();
  });

  test("leading zeros stay", () => {
    expect(normaliseCode("000 012")).toBe("000012");
  });

  test("codes of 7 and 8 digits are read where they are asked for", () => {
    expect(normaliseCode("1234 5678", 8)).toBe("12345678");
    expect(normaliseCode("123 4567", 7)).toBe("1234567");
    expect(normaliseCode("123456", 8)).toBeUndefined();
  });

  test("a huge text is refused before any work", () => {
    expect(normaliseCode(`${" ".repeat(58)}123456`)).toBe("123456");
    expect(normaliseCode(`${" ".repeat(59)}123456`)).toBeUndefined();
    expect(normaliseCode("1".repeat(50_000_000))).toBeUndefined();
  });

  test("no text makes it throw, and all it ever returns is six ASCII digits", () => {
    const marks = fc.constantFrom(..." -\u00a0\u2013\u200b\0１٣a\ud800");
    const digits = fc.constantFrom(..."0123456789");
    const likely = fc.array(fc.oneof({ weight: 4, arbitrary: digits }, { weight: 1, arbitrary: marks }), {
      maxLength: 10,
    });
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      likely.map((parts) => parts.join("")),
    );
    let accepted = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const code = normaliseCode(text);
        if (code === undefined) return;
        accepted++;
        expect(code).toMatch(/^[0-9]{6}$/);
        expect(text.replace(/[^0-9]/g, "")).toBe(code);
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  test("what is not a text is no code", () => {
    for (const wrong of [undefined, null, 123456, ["123456"], { length: 6 }]) {
      expect(normaliseCode(wrong as unknown as string)).toBeUndefined();
    }
  });
});
