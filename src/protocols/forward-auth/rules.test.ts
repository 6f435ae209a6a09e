import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forwardedTarget, headerValue, originalTarget, readTargetUrl, refusalStatus } from "./rules.ts";

const headers =
  (values: Record<string, string>) =>
  (name: string): string | undefined =>
    values[name];

describe("the address that is asked about", () => {
  test.each([
    ["https://wiki.acme.example", "wiki.acme.example", "https://wiki.acme.example/"],
    ["https://wiki.acme.example/a?b=c,d&e=%20", "wiki.acme.example", "https://wiki.acme.example/a?b=c,d&e=%20"],
    ["HTTPS://WIKI.acme.example/A", "wiki.acme.example", "https://wiki.acme.example/A"],
    ["https://wiki.acme.example:443/a", "wiki.acme.example", "https://wiki.acme.example/a"],
    ["https://wiki.acme.example:8443/a", "wiki.acme.example:8443", "https://wiki.acme.example:8443/a"],
    ["http://wiki.acme.example:443/", "wiki.acme.example:443", "http://wiki.acme.example:443/"],
    ["https://wiki.acme.example//a", "wiki.acme.example", "https://wiki.acme.example//a"],
    ["https://wiki.acme.example/@evil.example", "wiki.acme.example", "https://wiki.acme.example/@evil.example"],
  ])("%s", (text, host, url) => {
    expect(readTargetUrl(text)).toMatchObject({ host, url });
    expect(new URL(url).host).toBe(host);
  });

  const zoo = [
    ...["", "/", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil.example", "https:evil.example"],
    ...["https:/wiki.acme.example", "https:///wiki.acme.example/", "ftp://wiki.acme.example/", "javascript:alert(1)"],
    ...[
      "https://wiki.acme.example@evil.example/",
      "https://a:b@wiki.acme.example/",
      "https://wiki.acme.example\\@evil/",
    ],
    ...["https://wiki.acme.example#@evil.example/", "https://wiki.acme.example/#a", "https://wiki.acme.example?a"],
    ...["https://wiki.acme.example%2fevil/", "https://%77iki.acme.example/", "https://wiki.acme.example:/"],
    ...["https://wiki.acme.example:0/", "https://wiki.acme.example:65536/", "https://wiki.acme.example:08/"],
    ...["https://wiki.acme.example:443:80/", "https://wiki.acme.example./", "https://.acme.example/", "https://a..b/"],
    ...["https://-a.example/", "https://wiki.acme.example/\r\nset-cookie: a=b", "https://wiki.acme.example/\t"],
    ...["https://wiki.acme.example/ a", " https://wiki.acme.example/", "https://wiki.acme.example/\0"],
    ...["https://wíki.acme.example/", "https://wiki。acme.example/", "https://ｗiki.acme.example/", "https://[::1]/"],
    ...["https://wiki.acme.example/, https://evil.example/", "https://wiki.acme.example/\\..\\x"],
    ...["https://10.0.0.1/", "https://443/", "https://0x7f.1/", "https://wiki.1/"],
    `https://wiki.acme.example/${"a".repeat(8192)}`,
    `https://${"a".repeat(64)}.example/`,
    `https://${"a.".repeat(140)}example/`,
  ];
  test.each(zoo)("not %j", (text) => {
    expect(readTargetUrl(text)).toBeUndefined();
    expect(originalTarget(headers({ "x-original-url": text, "x-original-method": "GET" }))).toBeUndefined();
  });

  test("whatever is read leads a browser to the host that was read, and to no other", () => {
    const piece = fc.constantFrom(
      ...[
        "https://",
        "http://",
        "//",
        "/",
        "\\",
        "@",
        ":",
        "443",
        "wiki.acme.example",
        "evil.example",
        "%2f",
        "?",
        "#",
      ],
      ...["\t", "\r\n", " ", ".", "..", "a", "，", "[::1]", ",", ";"],
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const found = readTargetUrl(`https://${pieces.join("")}`);
        if (!found) return;
        read++;
        const url = new URL(found.url);
        expect([url.host, url.username, url.password, url.hash]).toEqual([found.host, "", "", ""]);
        expect(found.url).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 20_000, seed: 20_270_301 },
    );
    expect(read).toBeGreaterThan(200);
  });

  const whole = {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "wiki.acme.example",
    "x-forwarded-uri": "/a?b",
    "x-forwarded-method": "GET",
  };
  test("as Caddy and Traefik say it, each part once", () => {
    expect(forwardedTarget(headers(whole))).toMatchObject({ host: "wiki.acme.example", method: "GET" });
    const spoiled: [string, string | undefined][] = [
      ...Object.keys(whole).map((name): [string, undefined] => [name, undefined]),
      ...Object.keys(whole).map((name): [string, string] => [name, ""]),
      // As two headers of one name are read.
      ...Object.entries(whole).map(([name, value]): [string, string] => [name, `${value}, ${value}`]),
      ["x-forwarded-proto", "ftp"],
      ["x-forwarded-host", "wiki.acme.example/evil"],
      ["x-forwarded-host", "wiki.acme.example?"],
      ["x-forwarded-host", "evil.example@wiki.acme.example"],
      ["x-forwarded-uri", "a"],
      ["x-forwarded-uri", "@evil.example"],
      ["x-forwarded-uri", ":8443/"],
      ["x-forwarded-method", "get"],
      ["x-forwarded-method", "GET\r\n"],
    ];
    for (const [name, value] of spoiled) {
      const changed: Record<string, string> = { ...whole };
      if (value === undefined) delete changed[name];
      else changed[name] = value;
      expect([name, value, forwardedTarget(headers(changed))]).toEqual([name, value, undefined]);
    }
  });

  test("each proxy's headers are read alone: a client's own of the other kind count for nothing", () => {
    expect(originalTarget(headers(whole))).toBeUndefined();
    const original = { "x-original-url": "https://wiki.acme.example/", "x-original-method": "GET" };
    expect(forwardedTarget(headers(original))).toBeUndefined();
    expect(originalTarget(headers({ ...original, "x-forwarded-host": "evil.example" }))?.host).toBe(
      "wiki.acme.example",
    );
  });
});

test.each([
  ["GET", { accept: "text/html,*/*" }, 302],
  ["HEAD", { accept: "text/html" }, 302],
  ["POST", { accept: "text/html" }, 303],
  ["GET", { accept: "application/json" }, 401],
  ["GET", {}, 401],
  ["GET", { accept: "text/html", "x-requested-with": "XMLHttpRequest" }, 401],
])("%s with %j is answered %i", (method, given, status) => {
  const target = { scheme: "https" as const, host: "a.example", url: "https://a.example/", method };
  expect(refusalStatus(target, headers(given))).toBe(status);
});

test("a header's value stays on its line, whatever a name holds", () => {
  expect(headerValue("Zoë\r\nRemote-User: root\u2028x")).toBe("ZoÃ«  Remote-User: root x");
  for (const text of ["\0", "\n", "日本", "\u0085"]) expect(headerValue(text)).not.toMatch(/[\0\r\n]/);
});
