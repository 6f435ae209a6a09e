import { expect, test } from "vitest";
import { Canaries, forms } from "./canaries.ts";

const secret = 'a "quiet" harbour & dawn/ü';

test("a secret is found in every encoding, wherever in a longer text it begins", () => {
  const canaries = new Canaries();
  canaries.add("password", secret);
  for (let before = 0; before < 6; before++) {
    const longer = Buffer.from(`${"x".repeat(before)}${secret}yz`);
    const hidden = [
      longer.toString(),
      longer.toString("base64"),
      longer.toString("base64url"),
      longer.toString("hex").toUpperCase(),
      encodeURIComponent(longer.toString()),
      new URLSearchParams({ password: longer.toString() }).toString(),
      JSON.stringify({ password: longer.toString() }),
    ];
    for (const text of hidden) expect(canaries.foundIn(text), text).not.toEqual([]);
  }
  expect(canaries.foundIn("a quiet harbour at dusk")).toEqual([]);
});

test("bytes behind a text are found too, and six digits only where they stand alone", () => {
  const canaries = new Canaries();
  canaries.addToken("session", `id.${Buffer.alloc(32, 0xe9).toString("base64url")}`);
  canaries.add("code", "123456");
  expect(canaries.foundIn(Buffer.concat([Buffer.from("blob"), Buffer.alloc(40, 0xe9)]))).toHaveLength(1);
  expect(canaries.foundIn('{"at":1234567890123,"code":"123456"}')).toEqual(["code, raw: 123456"]);
  expect(canaries.foundIn('{"at":1123456}', { except: ["session"] })).toEqual([]);
  expect(canaries.foundIn("123456", { except: ["code"] })).toEqual([]);
  expect(Math.min(...forms(Buffer.from("123456")).map(([, needle]) => needle.length))).toBeGreaterThan(5);
});
