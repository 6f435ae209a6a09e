import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { type Clock, systemClock } from "./clock.ts";
import { equalBytes, sha256 } from "./hashing.ts";
import { isId, newId } from "./ids.ts";
import { type Random, systemRandom } from "./random.ts";
import { mintToken, readToken } from "./tokens.ts";

/** Hands out the given bytes over and over. */
const giving = (byte: number): Random => ({ bytes: (count) => Buffer.alloc(count, byte) });

const clock: Clock = { now: () => 0 };
const needs = { clock: systemClock, random: systemRandom };

describe("a token", () => {
  test("is read back as the id and the hash that were stored, and holds neither in clear", () => {
    for (let i = 0; i < 100; i++) {
      const { id, token, hash } = mintToken(needs);
      expect(token).toHaveLength(66);
      expect(readToken(token)).toEqual({ id, hash });
      expect(token).not.toContain(hash.toString("base64url"));
      expect(hash).toHaveLength(32);
    }
  });

  test("is another one each time; its row keeps its id where that is given", () => {
    const minted = Array.from({ length: 1000 }, () => mintToken(needs));
    expect(new Set(minted.map(({ token }) => token)).size).toBe(1000);
    expect(new Set(minted.map(({ id }) => id)).size).toBe(1000);
    const { id, hash } = minted[0] as ReturnType<typeof mintToken>;
    const next = mintToken(needs, id);
    expect(next.id).toBe(id);
    expect(readToken(next.token)?.hash).not.toEqual(hash);
  });

  test("begins with the time, so that rows made together lie together", () => {
    const at = (now: number) => mintToken({ clock: { now: () => now }, random: systemRandom }).id.slice(0, 6);
    const now = Date.UTC(2027, 2, 1, 9);
    expect(at(now + 1)).toBe(at(now));
    expect(at(now + 24 * 60 * 60 * 1000)).not.toBe(at(now));
  });

  test("holds 256 random bits beside its id", () => {
    const low = mintToken({ clock, random: giving(0) }).token;
    const high = mintToken({ clock, random: giving(255) }).token;
    expect(low).toBe(`${"A".repeat(22)}.${"A".repeat(43)}`);
    expect(Buffer.from(high.split(".")[1] as string, "base64url")).toEqual(Buffer.alloc(32, 255));
  });

  const good = mintToken(needs).token;
  test.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["a character less", good.slice(1)],
    ["a character more", `${good}A`],
    ["a line end", `${good}\n`],
    ["a line end in place of the last character", `${good.slice(0, -1)}\n`],
    ["no dot", good.replace(".", "A")],
    ["two dots", `${good.slice(0, 64)}.A`],
    ["the dot elsewhere", `${"A".repeat(21)}.${"A".repeat(44)}`],
    ["characters of the other base64", `+${good.slice(1)}`],
    ["a quote", `'${good.slice(1)}`],
    ["other digits", `１${good.slice(1)}`],
    ["a megabyte", "A".repeat(1e6)],
  ])("%s is none", (_what, text) => {
    expect(readToken(text)).toBeUndefined();
  });

  test("nothing that anybody presents makes reading throw", () => {
    fc.assert(
      fc.property(anyText({ minLength: 60, maxLength: 70 }), (text) => readToken(text) === undefined),
      { numRuns: 300, seed: 20_270_301 },
    );
  });
});

describe("an id", () => {
  const at = (now: number, random: Random = systemRandom) => newId({ clock: { now: () => now }, random });

  test("is a UUID of version 7: the time, then random bits (RFC 9562, 5.7)", () => {
    const bytes = Buffer.from("ffffffffffff04c398c4dc0c0c07398f", "hex");
    expect(at(0x017f22e279b0, { bytes: () => Buffer.from(bytes) })).toBe("017f22e2-79b0-74c3-98c4-dc0c0c07398f");
    expect(at(0x017f22e279b1, giving(0))).toBe("017f22e2-79b1-7000-8000-000000000000");
    expect(at(0x017f22e279b2, giving(255))).toMatch(/^017f22e2-79b2-7[0-9a-f]ff-bfff-ffffffffffff$/);
    expect(at(0x017f22e279b3)).toMatch(/^017f22e2-79b3-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("sorts by the time at which it was made, and follows a clock that is set back", () => {
    const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(moment, moment, (one, other) => Math.abs(one - other) < 1000 || at(one) < at(other) === one < other),
      { numRuns: 2000, seed: 20_270_301, endOnFailure: true },
    );
  });

  test("sorts by the order in which they were made, where a clock was set back by less than a second", () => {
    const start = Date.UTC(2027, 2, 1, 9);
    const ids = [0, 1, 999, 500, 0, 999, 1000, 1].map((by) => at(start + by));
    expect(ids.toSorted()).toEqual(ids);
  });

  test("is made also by a clock that stands before 1970", () => {
    expect(at(-5000)).toMatch(/^00000000-0000-7/);
  });

  test("is another one each time, and stands behind those before it, also within a millisecond", () => {
    const ids = Array.from({ length: 10_000 }, () => at(1_000_000));
    expect(new Set(ids).size).toBe(10_000);
    expect(ids.every((id, i) => i === 0 || (ids[i - 1] as string) < id)).toBe(true);
  });

  test("is told from everything else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => isId(at(now))),
      { seed: 20_270_301 },
    );
    const one = at(1);
    const others = ["", one.toUpperCase(), ` ${one}`, `${one}\n`, one.replaceAll("-", ""), `{${one}}`, one.slice(1)];
    others.push("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff");
    others.push("017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f", "x".repeat(1e6));
    expect(others.filter(isId)).toEqual([]);
  });
});

describe("fast hashes", () => {
  test("are SHA-256, of text as UTF-8", () => {
    expect(sha256("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256("bücher")).toEqual(createHash("sha256").update("bücher", "utf8").digest());
    expect(sha256(Buffer.from("abc"))).toEqual(sha256("abc"));
  });

  test("are equal in every byte or not at all, and of another length is not equal", () => {
    const hash = sha256("abc");
    expect(equalBytes(hash, Buffer.from(hash))).toBe(true);
    expect(equalBytes(hash, hash.subarray(1))).toBe(false);
    expect(equalBytes(hash, Buffer.alloc(0))).toBe(false);
    for (let i = 0; i < 32; i++) {
      const other = Buffer.from(hash);
      other[i] = (other[i] as number) ^ 1;
      expect(equalBytes(hash, other)).toBe(false);
    }
  });
});
