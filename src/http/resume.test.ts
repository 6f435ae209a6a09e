import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { readResume } from "./body.ts";

describe("where to go on", () => {
  test.each([
    "/",
    "/account",
    "/account/security?tab=codes#new",
    "/a//b",
    "/%2F%2Fevil.example",
    "/%09/evil.example",
    "/%5Cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/@evil.example",
    "/:80",
    "/https://evil.example",
  ])("%s stays with us", (path) => {
    expect(readResume(path)).toBe(path);
    expect(new URL(path, "https://login.acme.example/sign-in").origin).toBe("https://login.acme.example");
  });

  test.each([
    "",
    "account",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/a\\..\\evil",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /account",
    "/account ",
    "/account\r\nSet-Cookie: a=b",
    "/account\n",
    "/account\0",
    "/bücher",
    "/\u2028",
    "/\u3000/evil.example",
    "／／evil.example",
    "/\ud800",
    "https://evil.example",
    "https:/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "?next=/",
    "#",
    "@evil.example",
    ".evil.example",
    `/${"a".repeat(2000)}`,
    "/".repeat(1e6),
  ])("%j is left", (text) => {
    expect(readResume(text)).toBe("/account");
    expect(readResume(text, "/elsewhere")).toBe("/elsewhere");
  });

  test("is the account where nothing was said", () => {
    expect(readResume(undefined)).toBe("/account");
  });

  test("is always on our own origin, in one line", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      "//",
      "\t",
      "\r",
      "\n",
      "%09",
      "%0d%0a",
      "evil.example",
      "@",
      ":",
      "..",
      ".",
      "?",
      "#",
      "https:",
      "a",
      " ",
    );
    const text = fc.oneof(
      anyText(),
      fc.array(piece).map((parts) => `/${parts.join("")}`),
    );
    let kept = 0;
    fc.assert(
      fc.property(text, (typed) => {
        const path = readResume(typed);
        if (path === typed) kept++;
        const url = new URL(path, "https://login.acme.example/sign-in");
        return url.origin === "https://login.acme.example" && url.username === "" && !/[\s\\]/.test(path);
      }),
      { numRuns: 10_000, seed: 20_270_301 },
    );
    expect(kept).toBeGreaterThan(500);
  });
});
