import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase32, encodeBase32 } from "./base32.ts";

// RFC 4648, section 10.
const vectors = [
  ["", ""],
  ["f", "MY======"],
  ["fo", "MZXQ===="],
  ["foo", "MZXW6==="],
  ["foob", "MZXW6YQ="],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI======"],
] as const;

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("latin1");

describe("base32", () => {
  test.each(vectors)("writes the RFC 4648 vector %j, without its padding", (plain, encoded) => {
    expect(encodeBase32(Buffer.from(plain))).toBe(encoded.replace(/=+$/, ""));
  });

  test.each(vectors)("reads the RFC 4648 vector %j, with and without padding", (plain, encoded) => {
    expect(text(decodeBase32(encoded))).toBe(plain);
    expect(text(decodeBase32(encoded.replace(/=+$/, "")))).toBe(plain);
  });

  test("whatever was written is read back the same, in any case and with spaces, dashes and padding", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(8), (bytes, padding) => {
        const encoded = encodeBase32(bytes);
        expect(encoded).toMatch(/^[A-Z2-7]*$/);
        expect(encoded.length).toBe(Math.ceil((bytes.length * 8) / 5));
        const typed = `${encoded.toLowerCase().replace(/(.{4})/g, "$1 -\u00a0")}\n${"=".repeat(padding)}`;
        expect(decodeBase32(encoded)).toEqual(bytes);
        expect(decodeBase32(typed)).toEqual(bytes);
      }),
    );
  });

  test("no text makes it throw, and what it accepts is stable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (anything) => {
        const bytes = decodeBase32(anything);
        if (bytes) expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(["0", "1AAA", "AAA8", "AA=AAAAA", "AAAA\0AAA", "AAAAAAAÄ", "AAAAAAAſ", "AAAAAAA２"])(
    "%j is malformed",
    (malformed) => {
      expect(decodeBase32(malformed)).toBeUndefined();
    },
  );

  test("lengths that no bytes encode to are malformed", () => {
    const accepted = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((length) => decodeBase32("A".repeat(length)));
    expect(accepted).toEqual([0, 2, 4, 5, 7, 8]);
  });

  test("bits left over at the end are dropped, as authenticator apps do", () => {
    expect(decodeBase32("MZ")).toEqual(decodeBase32("MY"));
    expect(decodeBase32("77")).toEqual(Uint8Array.of(255));
  });

  test("a text of more than 4,096 characters is refused before any work", () => {
    expect(decodeBase32("A".repeat(4096))?.length).toBe(2560);
    expect(decodeBase32("A".repeat(4104))).toBeUndefined();
    expect(decodeBase32(" ".repeat(10_000_000))).toBeUndefined();
  });
});
