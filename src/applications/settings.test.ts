import { describe, expect, test } from "vitest";
import { readReturnAddress } from "./settings.ts";

describe("an address to return to", () => {
  const good = [
    "https://app.acme.example/callback",
    "https://app.acme.example:8443/cb?tenant=1",
    "https://app.acme.example",
    "http://localhost:3000/cb",
    "http://127.0.0.1/cb",
    "http://[::1]:9000/cb",
  ];
  test.each(good)("%s", (text) => expect(readReturnAddress(` ${text} `)).toBe(text));

  const bad = [
    ...["", "callback", "//evil.example/cb", "/\\evil.example", "javascript:alert(1)", "data:text/html,x"],
    ...["http://app.acme.example/cb", "http://localhost.evil.example/cb", "http://127.0.0.1.evil.example/"],
    ...["https://app.acme.example/cb#fragment", "https://user@app.acme.example/cb", "https://a:b@app.acme.example/"],
    ...["https://app.acme.example/a/../cb", "https://APP.acme.example/cb", "https://app.acme.example/%2e%2e/cb"],
    ...["https://*.acme.example/cb", "https://app.acme.example\\cb", "https://app.acme.example/c b"],
    ...["https://app.acme.example/cb\r\nset-cookie: x", "https://bücher.example/cb", "com.acme.app:/cb"],
    `https://app.acme.example/${"x".repeat(500)}`,
  ];
  test.each(bad)("not %j", (text) => expect(readReturnAddress(text)).toBeUndefined());

  test("an app on a phone has a scheme of its own, with a dot in it", () => {
    expect(readReturnAddress("com.acme.app:/cb", { ownScheme: true })).toBe("com.acme.app:/cb");
    for (const text of ["myapp:/cb", "javascript:alert(1)", "file:///etc/passwd"])
      expect(readReturnAddress(text, { ownScheme: true })).toBeUndefined();
  });
});
