import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Algorithm } from "./hotp.ts";
import { matchTimeStep, timeStep, totp } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");
const at = Date.UTC(2026, 0, 2, 3, 4, 15);
const now = timeStep(at);
const seconds = 1000;

/** The code that is shown so many steps after the current one. */
const codeOf = (steps: number) => totp({ secret, at: at + steps * 30 * seconds });

// RFC 6238, appendix B, with the secrets of 20, 32 and 64 bytes of its erratum 2866.
const secrets: Record<Algorithm, Buffer> = {
  SHA1: secret,
  SHA256: Buffer.from("12345678901234567890".repeat(2).slice(0, 32)),
  SHA512: Buffer.from("12345678901234567890".repeat(4).slice(0, 64)),
};
const vectors: [number, string, Record<Algorithm, string>][] = [
  [59, "0000000000000001", { SHA1: "94287082", SHA256: "46119246", SHA512: "90693936" }],
  [1111111109, "00000000023523EC", { SHA1: "07081804", SHA256: "68084774", SHA512: "25091201" }],
  [1111111111, "00000000023523ED", { SHA1: "14050471", SHA256: "67062674", SHA512: "99943326" }],
  [1234567890, "000000000273EF07", { SHA1: "89005924", SHA256: "91819424", SHA512: "93441116" }],
  [2000000000, "0000000003F940AA", { SHA1: "69279037", SHA256: "90698825", SHA512: "38618901" }],
  [20000000000, "0000000027BC86AA", { SHA1: "65353130", SHA256: "77737706", SHA512: "47863826" }],
];

describe("totp", () => {
  test.each(vectors)(
    "second %i has the step and the codes of RFC 6238, of 8 digits and cut to 6",
    (second, step, codes) => {
      expect(timeStep(second * seconds)).toBe(Number.parseInt(step, 16));
      for (const algorithm of ["SHA1", "SHA256", "SHA512"] as const) {
        const options = { secret: secrets[algorithm], at: second * seconds, algorithm };
        expect(totp({ ...options, digits: 8 })).toBe(codes[algorithm]);
        expect(totp(options)).toBe(codes[algorithm].slice(2));
        expect(matchTimeStep({ ...options, digits: 8, code: codes[algorithm] })).toBe(Number.parseInt(step, 16));
      }
    },
  );

  test("a step lasts from its first millisecond to its last", () => {
    expect([0, 29_999, 30_000, 59_999.9].map((moment) => timeStep(moment))).toEqual([0, 0, 1, 1]);
    expect(timeStep(119_999, 60)).toBe(1);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("the time %d is refused", (moment) => {
    expect(() => timeStep(moment)).toThrow(RangeError);
  });

  test.each([0, -30, 0.5, Number.NaN])("a period of %d seconds is refused", (period) => {
    expect(() => timeStep(at, period)).toThrow(RangeError);
  });
});

describe("matchTimeStep", () => {
  test.each([
    ["current", 0],
    ["previous", -1],
    ["next", 1],
  ])("a code of the %s step is accepted", (_, steps) => {
    expect(matchTimeStep({ secret, code: codeOf(steps), at })).toBe(now + steps);
  });

  test("codes two steps away are not accepted", () => {
    for (const steps of [-2, 2]) expect(matchTimeStep({ secret, code: codeOf(steps), at })).toBeUndefined();
  });

  test("the window moves at the first millisecond of a step", () => {
    const start = now * 30 * seconds;
    const code = totp({ secret, at: start });
    const accepted = (moment: number) => matchTimeStep({ secret, code, at: moment }) === now;
    expect(accepted(start - 30_001)).toBe(false);
    expect(accepted(start - 30_000)).toBe(true);
    expect(accepted(start + 59_999)).toBe(true);
    expect(accepted(start + 60_000)).toBe(false);
  });

  test("the window is as wide as asked on each side", () => {
    const accepted = (past: number, future: number) =>
      [-3, -2, -1, 0, 1, 2, 3].filter(
        (steps) => matchTimeStep({ secret, code: codeOf(steps), at, past, future }) === now + steps,
      );
    expect(accepted(0, 0)).toEqual([0]);
    expect(accepted(2, 0)).toEqual([-2, -1, 0]);
    expect(accepted(0, 3)).toEqual([0, 1, 2, 3]);
    expect(accepted(3, 1)).toEqual([-3, -2, -1, 0, 1]);
  });

  // Steps of the RFC's secret that happen to share a code, found by search.
  test("where steps share a code, the current one wins, then the earlier", () => {
    const stepAt = (step: number, code: string) => matchTimeStep({ secret, code, at: step * 30 * seconds });
    expect(stepAt(910_738, "911617")).toBe(910_738);
    expect(stepAt(910_737, "911617")).toBe(910_737);
    expect(stepAt(910_736, "911617")).toBe(910_737);
    expect(stepAt(910_739, "911617")).toBe(910_738);
    expect(stepAt(153_568, "468457")).toBe(153_567);
  });

  test("at the beginning of time there is no step before the first", () => {
    expect(matchTimeStep({ secret, code: "755224", at: 0, past: 5 })).toBe(0);
    expect(matchTimeStep({ secret, code: "287082", at: 0, past: 5 })).toBe(1);
    expect(matchTimeStep({ secret, code: "755224", at: 30_000 })).toBe(0);
  });

  test("a step before the first is not looked at, even by its bit pattern", () => {
    const digest = createHmac("sha1", secret).update(Buffer.alloc(8, 0xff)).digest();
    const bits = digest.readUInt32BE((digest[19] as number) & 15) & 0x7fff_ffff;
    const code = String(bits % 1_000_000).padStart(6, "0");
    expect(matchTimeStep({ secret, code, at: 0 })).toBeUndefined();
  });

  test("a long secret leaves nothing in the code of a short one", () => {
    expect(matchTimeStep({ secret: Buffer.alloc(64, 0xa5), code: "755224", at: 0 })).toBeUndefined();
    expect(totp({ secret, at: 0 })).toBe("755224");
  });

  test("codes of another algorithm, length or period are not accepted", () => {
    const code = codeOf(0);
    expect(matchTimeStep({ secret, code, at, algorithm: "SHA256" })).toBeUndefined();
    expect(matchTimeStep({ secret, code, at, digits: 8 })).toBeUndefined();
    expect(matchTimeStep({ secret, code, at, period: 60 })).toBeUndefined();
    expect(matchTimeStep({ secret: Buffer.alloc(20), code, at })).toBeUndefined();
  });

  test.each(["", "75522", "7552240", " 755224", "75522a", "75522:", "75522/", "-55224", "7.5e22", "٧٥٥٢٢٤", "75522\0"])(
    "%j matches nothing",
    (code) => {
      expect(matchTimeStep({ secret, code, at: 0 })).toBeUndefined();
    },
  );

  test.each([{ past: -1 }, { future: 0.5 }, { past: 1001 }, { digits: 4 }, { secret: new Uint8Array() }])(
    "%o is refused",
    (wrong) => {
      expect(() => matchTimeStep({ secret, code: "755224", at, ...wrong })).toThrow(RangeError);
    },
  );
});
