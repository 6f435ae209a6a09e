import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Algorithm, hotp, loadSecret, truncatedMac, wipeSecret } from "./hotp.ts";

const secret = Buffer.from("12345678901234567890");

// RFC 4226, appendix D: the truncated value and the code of each counter.
const vectors = [
  [0, 1284755224, "755224"],
  [1, 1094287082, "287082"],
  [2, 137359152, "359152"],
  [3, 1726969429, "969429"],
  [4, 1640338314, "338314"],
  [5, 868254676, "254676"],
  [6, 1918287922, "287922"],
  [7, 82162583, "162583"],
  [8, 673399871, "399871"],
  [9, 645520489, "520489"],
] as const;

/** RFC 4226, section 5.3, on Node's own HMAC. */
function reference(key: Uint8Array, counter: number, digits: number, algorithm: Algorithm): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac(algorithm, key).update(message).digest();
  const bits = digest.readUInt32BE((digest.at(-1) as number) & 15) & 0x7fff_ffff;
  return String(bits % 10 ** digits).padStart(digits, "0");
}

describe("hotp", () => {
  test.each(vectors)("counter %i has the value and the code of RFC 4226", (counter, truncated, code) => {
    expect(hotp({ secret, counter })).toBe(code);
    for (const digits of [6, 7, 8])
      expect(hotp({ secret, counter, digits })).toBe(String(truncated).padStart(8, "0").slice(-digits));
    const mac = loadSecret("SHA1", secret);
    expect(truncatedMac(mac, counter)).toBe(truncated);
    wipeSecret(mac);
  });

  test("any secret, counter, length and algorithm gives what Node's HMAC gives", () => {
    const secrets = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const algorithms = fc.constantFrom<Algorithm>("SHA1", "SHA256", "SHA512");
    fc.assert(
      fc.property(
        secrets,
        fc.maxSafeNat(),
        fc.integer({ min: 6, max: 8 }),
        algorithms,
        (key, counter, digits, algorithm) => {
          const code = hotp({ secret: key, counter, digits, algorithm });
          expect(code).toBe(reference(key, counter, digits, algorithm));
          expect(code).toHaveLength(digits);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each(["SHA1", "SHA256", "SHA512"] as const)("secrets around the block length of %s are right", (algorithm) => {
    for (const length of [1, 63, 64, 65, 127, 128, 129, 200, 1, 64]) {
      const key = Buffer.alloc(length, 0xa5);
      expect(hotp({ secret: key, counter: 7, algorithm })).toBe(reference(key, 7, 6, algorithm));
    }
  });

  test("counters beyond 32 bits are right, up to 2^53 - 1", () => {
    for (const counter of [2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER]) {
      expect(hotp({ secret, counter })).toBe(reference(secret, counter, 6, "SHA1"));
    }
  });

  test("no secret stays in the buffers", () => {
    for (const algorithm of ["SHA1", "SHA256", "SHA512"] as const) {
      for (const key of [secret, Buffer.alloc(300, 0xa5)]) {
        const mac = loadSecret(algorithm, key);
        truncatedMac(mac, 1);
        wipeSecret(mac);
        expect(new Set(mac.inner.subarray(0, mac.blockLength))).toEqual(new Set([0x36]));
        expect(new Set(mac.outer.subarray(0, mac.blockLength))).toEqual(new Set([0x5c]));
      }
    }
  });

  test("the secret that was given is not changed", () => {
    const long = Buffer.alloc(300, 0xa5);
    hotp({ secret: long, counter: 1 });
    expect(long.equals(Buffer.alloc(300, 0xa5))).toBe(true);
  });

  test("a secret that is still base32 text is refused", () => {
    expect(() => hotp({ secret: "JBSWY3DPEHPK3PXP" as unknown as Uint8Array, counter: 0 })).toThrow(TypeError);
  });

  test.each([
    { secret: new Uint8Array() },
    { counter: -1 },
    { counter: 1.5 },
    { counter: 2 ** 53 },
    { counter: Number.NaN },
    { digits: 5 },
    { digits: 9 },
    { digits: 6.5 },
    { algorithm: "MD5" as Algorithm },
    { algorithm: "toString" as Algorithm },
  ])("%o is refused", (wrong) => {
    expect(() => hotp({ secret, counter: 0, ...wrong })).toThrow(RangeError);
  });
});
