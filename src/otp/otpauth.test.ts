import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Algorithm } from "./hotp.ts";
import { otpauthAddress, parseOtpauthAddress } from "./otpauth.ts";

const secret = Buffer.from("Hello!\xde\xad\xbe\xef", "latin1");
const address = (issuer: string, account: string) => otpauthAddress({ issuer, account, secret });
const parsed = (text: string) => parseOtpauthAddress(text) ?? expect.fail(`not read: ${text}`);

describe("otpauthAddress", () => {
  test("it names every setting, in the order apps expect", () => {
    expect(address("ACME Co", "ann@example.com")).toBe(
      "otpauth://totp/ACME%20Co:ann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
    );
    expect(otpauthAddress({ issuer: "A", account: "b", secret, algorithm: "SHA512", digits: 8, period: 60 })).toBe(
      "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A&algorithm=SHA512&digits=8&period=60",
    );
  });

  test.each([
    ["Ops: Tools", "Ops Tools"],
    ["  many \t\n spaces ", "many spaces"],
    ["a\0b\x7fc", "a b c"],
    ["R&D &secret=AAAA", "R&D &secret=AAAA"],
    ["100% #1 /?+", "100% #1 /?+"],
    ["Zoë's (best) café*!", "Zoë's (best) café*!"],
    ["🔐 Team 👩‍💻", "🔐 Team 👩‍💻"],
    ["half \ud83d pair", "half \ufffd pair"],
    ["%3A%26", "%3A%26"],
    ["..", ".."],
  ])("the name %j is read back as %j, as issuer and as account", (given, read) => {
    expect(parsed(address(given, "ann"))).toMatchObject({ issuer: read, account: "ann" });
    expect(parsed(address("ACME", given))).toMatchObject({ issuer: "ACME", account: read });
  });

  test("any names at all make an address of plain characters that other readers split the same way", () => {
    const names = fc.string({ unit: "binary", minLength: 1 }).map((name) => `x${name}`);
    fc.assert(
      fc.property(names, names, fc.uint8Array({ minLength: 1, maxLength: 64 }), (issuer, account, key) => {
        const text = otpauthAddress({ issuer, account, secret: key });
        expect(text).toMatch(
          /^otpauth:\/\/totp\/[\w.~%-]+:[\w.~%-]+\?secret=[A-Z2-7]+&issuer=[\w.~%-]+&algorithm=SHA1&digits=6&period=30$/,
        );
        const url = new URL(text);
        expect([...url.searchParams.keys()]).toEqual(["secret", "issuer", "algorithm", "digits", "period"]);
        const read = parsed(text);
        expect(url.searchParams.get("issuer")).toBe(read.issuer);
        expect(decodeURIComponent(url.pathname)).toBe(`/${read.issuer}:${read.account}`);
        expect(read.secret).toEqual(key);
        expect(otpauthAddress(read)).toBe(text);
      }),
    );
  });

  test.each(["", " ", ":", " : \n", "\0"])("the name %j is refused, because nothing is left of it", (name) => {
    expect(() => address(name, "ann")).toThrow(RangeError);
    expect(() => address("ACME", name)).toThrow(RangeError);
  });

  test.each([
    { secret: new Uint8Array() },
    { digits: 5 },
    { period: 0 },
    { period: 1.5 },
    { algorithm: "MD5" as Algorithm },
  ])("%o is refused", (wrong) => {
    expect(() => otpauthAddress({ issuer: "ACME", account: "ann", secret, ...wrong })).toThrow(RangeError);
  });
});

describe("parseOtpauthAddress", () => {
  test("missing settings have the format's defaults", () => {
    expect(parsed("otpauth://totp/ann?secret=jbsw y3dp-ehpk3pxp")).toEqual({
      issuer: "",
      account: "ann",
      secret: new Uint8Array(secret),
      algorithm: "SHA1",
      digits: 6,
      period: 30,
    });
  });

  test.each([
    ["otpauth://totp/ACME:ann?secret=MZXW6", "ACME", "ann"],
    ["otpauth://totp/ACME%3A%20ann?secret=MZXW6", "ACME", "ann"],
    ["OTPAUTH://TOTP/ACME:ann?issuer=&secret=MZXW6", "ACME", "ann"],
    ["otpauth://totp/Old:ann?secret=MZXW6&issuer=New+Name", "New Name", "ann"],
    ["otpauth://totp/A/B:ann:b?secret=MZXW6&algorithm=sha256&image=x", "A/B", "ann b"],
  ])("%s is of %j for %j", (text, issuer, account) => {
    expect(parsed(text)).toMatchObject({ issuer, account });
  });

  test.each([
    "",
    "otpauth://hotp/A:b?secret=MZXW6&counter=1",
    "https://totp/A:b?secret=MZXW6",
    "otpauth://totp/?secret=MZXW6",
    "otpauth://totp/A:?secret=MZXW6",
    "otpauth://totp/A:b",
    "otpauth://totp/A:b?secret=",
    "otpauth://totp/A:b?secret=0189",
    "otpauth://totp/%zz?secret=MZXW6",
    "otpauth://totp/A:b?secret=MZXW6&secret=MZXW7",
    "otpauth://totp/A:b?secret=MZXW6&algorithm=MD5",
    "otpauth://totp/A:b?secret=MZXW6&digits=5",
    "otpauth://totp/A:b?secret=MZXW6&digits=6.0",
    "otpauth://totp/A:b?secret=MZXW6&period=0",
    "otpauth://totp/A:b?secret=MZXW6&period=-30",
    `otpauth://totp/A:b?secret=MZXW6&image=${"x".repeat(5000)}`,
  ])("%.60s is not read", (text) => {
    expect(parseOtpauthAddress(text)).toBeUndefined();
  });

  test("no text makes it throw", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }).map((rest) => `otpauth://totp/${rest}`),
      fc.string().map((rest) => `otpauth://totp/A:b?secret=MZXW6&${rest}`),
    );
    fc.assert(fc.property(texts, (text) => void parseOtpauthAddress(text)));
  });
});
