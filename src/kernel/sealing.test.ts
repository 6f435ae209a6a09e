import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import type { Random } from "./random.ts";
import { CannotUnseal, createSealer, readKeyRing } from "./sealing.ts";

/** Foreseeable, and never the same twice. */
function seededRandom(seed: string): Random {
  let drawn = 0;
  return {
    bytes(count) {
      const blocks: Buffer[] = [];
      for (let i = 0; i < count; i += 32) blocks.push(createHash("sha256").update(`${seed} ${drawn++}`).digest());
      return Buffer.concat(blocks).subarray(0, count);
    },
  };
}

const random = seededRandom("sealing");
const [oldest, older, newest] = [1, 2, 3].map((fill) => Buffer.alloc(32, fill)) as [Buffer, Buffer, Buffer];
const sealer = createSealer([newest, older], random);
const secret = Buffer.from("a secret of twenty b");
const context = "totp\0acme\0ana\x001";

describe("what was sealed", () => {
  test("opens in its own row, as it was, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anyText(), (plain, row) => {
        const sealed = sealer.seal(plain, row);
        return sealer.unseal(sealed, row).equals(plain) && sealed.length === plain.length + 37;
      }),
      { numRuns: 200, seed: 20_270_301 },
    );
  });

  test("opens as the part of a larger buffer that a database hands out", () => {
    const sealed = sealer.seal(secret, context);
    const page = Buffer.concat([randomBytes(13), sealed, randomBytes(7)]);
    expect(sealer.unseal(page.subarray(13, 13 + sealed.length), context)).toEqual(secret);
    expect(sealer.unseal(new Uint8Array(sealed), context)).toEqual(secret);
  });

  test("does not open in another row", () => {
    const sealed = sealer.seal(secret, context);
    for (const other of ["", "totp\0acme\0bo\x001", `${context} `, context.toUpperCase(), "totp\0acme\0ana1"]) {
      expect(() => sealer.unseal(sealed, other)).toThrow(CannotUnseal);
    }
  });

  test("does not open once any one bit of it was changed", () => {
    const sealed = sealer.seal(secret, context);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => sealer.unseal(changed, context)).toThrow(CannotUnseal);
    }
  });

  test("does not open shortened or lengthened, by any number of bytes", () => {
    const sealed = sealer.seal(secret, context);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => sealer.unseal(sealed.subarray(0, length), context)).toThrow(CannotUnseal);
    }
    expect(() => sealer.unseal(Buffer.concat([sealed, Buffer.alloc(1)]), context)).toThrow(CannotUnseal);
  });

  test("any bytes at all are refused in the same way", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => sealer.unseal(bytes, context)).toThrow(CannotUnseal);
      }),
      { numRuns: 200, seed: 20_270_301 },
    );
  });

  test("is another value each time, and shows nothing of the secret", () => {
    const values = Array.from({ length: 100 }, () => sealer.seal(secret, context));
    expect(new Set(values.map((value) => value.toString("hex"))).size).toBe(100);
    expect(new Set(values.map((value) => value.toString("hex", 9, 21))).size).toBe(100);
    for (const value of values) expect(value.includes(secret.subarray(0, 4))).toBe(false);
  });
});

describe("a ring of keys", () => {
  const byOldest = createSealer([oldest], random).seal(secret, context);

  test("opens what any of its keys sealed, wherever it stands", () => {
    for (const ring of [[oldest], [newest, oldest], [newest, older, oldest], [oldest, newest]]) {
      expect(createSealer(ring, random).unseal(byOldest, context)).toEqual(secret);
    }
  });

  test("opens nothing that another key sealed", () => {
    expect(() => createSealer([newest, older], random).unseal(byOldest, context)).toThrow(CannotUnseal);
  });

  test("seals with its first key", () => {
    const sealed = createSealer([newest, oldest], random).seal(secret, context);
    expect(createSealer([newest], random).unseal(sealed, context)).toEqual(secret);
    expect(() => createSealer([oldest], random).unseal(sealed, context)).toThrow(CannotUnseal);
  });

  test("does not take a key's name for the key", () => {
    const named = Buffer.from(createSealer([newest], random).seal(secret, context));
    byOldest.copy(named, 1, 1, 9);
    expect(() => createSealer([newest, oldest], random).unseal(named, context)).toThrow(CannotUnseal);
  });

  test("is not made of nothing, nor of keys of another length", () => {
    for (const keys of [[], [Buffer.alloc(31)], [newest, Buffer.alloc(33)], [Buffer.alloc(0)]]) {
      expect(() => createSealer(keys, random)).toThrow("32 bytes");
    }
  });
});

describe("a written ring", () => {
  const [one, two] = [newest.toString("base64"), older.toString("base64")];

  test.each([
    ["a key", one, 1],
    ["a key and a line end", `${one}\n`, 1],
    ["two lines", `${one}\r\n${two}\r\n`, 2],
    ["commas", `${one},${two}`, 2],
    ["commas and blanks", `  ${one} , ${two} ,`, 2],
    ["a byte order mark", `\ufeff${one}`, 1],
  ])("%s", (_what, text, count) => {
    expect(readKeyRing(text).keys).toEqual([newest, older].slice(0, count));
  });

  test.each([
    ["nothing", ""],
    ["blanks", " \n "],
    ["a word", "hunter2"],
    ["hex", newest.toString("hex")],
    ["a key that is cut off", one.slice(0, -4)],
    ["a key too long", `${one.slice(0, -1)}AAAA`],
    ["a good key and a bad one", `${one},hunter2`],
  ])("%s is refused, without being repeated", (_what, text) => {
    expect(() => readKeyRing(text)).toThrow(/^a key ring is one or more keys of 32 bytes in base64/);
    expect(() => readKeyRing(text)).not.toThrow(/hunter2/);
  });
});
