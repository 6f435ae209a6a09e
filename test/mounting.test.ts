import { describe, expect, test } from "vitest";
import { isBelow, mountedAt, prefixed, readMountPath } from "../src/mounting.ts";

describe("a path to mount at", () => {
  test.each([["/auth"], ["/a/b"], ["/sign_in.v2"]])("%s", (path) => expect(readMountPath(path)).toBe(path));
  test("the root is none", () => expect([readMountPath(""), readMountPath("/")]).toEqual(["", ""]));
  test("a final slash goes", () => expect(readMountPath("/auth/")).toBe("/auth"));
  test.each([
    "auth",
    "//auth",
    "/auth//x",
    "/../x",
    "/.",
    "/a%2fb",
    '/a"b',
    "/a b",
    "/a?b",
    "/a#b",
    "https://x",
    `/${"a".repeat(100)}`,
  ])("not %j", (path) => expect(readMountPath(path)).toBeUndefined());
});

test("below is what is within, and nothing that only begins alike", () => {
  expect(["/auth", "/auth/", "/auth/sign-in"].every((path) => isBelow(path, "/auth"))).toBe(true);
  expect(["/", "/authors", "/auth2/x", "/x/auth", "//auth"].some((path) => isBelow(path, "/auth"))).toBe(false);
});

describe("a page below a prefix", () => {
  const at = (html: string) => prefixed(html, "/auth");
  test("has its own addresses there, and leaves every other one", () => {
    expect(at('<a href="/account">A</a><form method="post" action="/sign-in"><button formaction="/x">')).toBe(
      '<a href="/auth/account">A</a><form method="post" action="/auth/sign-in"><button formaction="/auth/x">',
    );
    for (const same of [
      '<a href="https://other.example/x">',
      '<a href="//other.example/x">',
      '<a href="#codes">',
      '<link rel="icon" href="data:image/svg+xml,x"/>',
      '<input name="resume" value="/account"/>',
      '<a data-href="/x" hreflang="/de">',
    ])
      expect(at(same)).toBe(same);
  });

  test("is never taken apart at what people typed: no value ends, and no attribute begins in it", () => {
    // As the renderer writes them: every quotation mark that is typed is escaped, in text as in values.
    for (const same of [
      '<input value="x href="/>',
      '<input value="x href=" name="/evil"/>',
      '<input value="action=&quot;/evil&quot;"/>',
      "<p>&quot;&gt;&lt;a href=&quot;/evil&quot;&gt; href=&quot;/x&quot;</p>",
      "<p>href='/evil' src=/evil</p>",
    ])
      expect(at(same)).toBe(same);
  });
});

describe("what goes out", () => {
  const answer = (headers: Record<string, string>, body = "") =>
    mountedAt("/auth", () => new Response(body, { status: 200, headers }))(new Request("https://a.example/auth/x"), {});
  test.each([
    ["/sign-in", "/auth/sign-in"],
    ["/", "/auth/"],
    ["https://a.example/orders", "https://a.example/orders"],
    ["//evil.example", "//evil.example"],
    ["/\\evil.example", "/\\evil.example"],
  ])("a location %s is %s", async (location, sent) => {
    expect((await answer({ location })).headers.get("location")).toBe(sent);
  });
  test("a refresh to a page of ours is below too", async () => {
    expect((await answer({ refresh: "0; url=/x" })).headers.get("refresh")).toBe("0; url=/auth/x");
    expect((await answer({ refresh: "0; url=https://b.example/" })).headers.get("refresh")).toBe(
      "0; url=https://b.example/",
    );
  });
  test("what is no page is sent as it is", async () => {
    const text = 'say href="/x"';
    expect(await (await answer({ "content-type": "text/plain" }, text)).text()).toBe(text);
  });
  test("every cookie goes on, as it was", async () => {
    const fetch = mountedAt("/auth", () => {
      const sent = new Response();
      sent.headers.append("set-cookie", "a=1; Path=/");
      sent.headers.append("set-cookie", "b=2; Path=/");
      return sent;
    });
    const { headers } = await fetch(new Request("https://a.example/auth/x"), {});
    expect(headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
  });
});

test("what comes in has lost the prefix, and keeps method, query, headers and body", async () => {
  const fetch = mountedAt("/auth", async (request) => {
    const { pathname, search } = new URL(request.url);
    return Response.json([request.method, pathname, search, request.headers.get("x-a"), await request.text()]);
  });
  const sent = new Request("https://a.example/auth/x/%2F?y=1", {
    method: "POST",
    body: "b=1",
    headers: { "x-a": "1" },
  });
  expect(await (await fetch(sent, {})).json()).toEqual(["POST", "/x/%2F", "?y=1", "1", "b=1"]);
  expect((await fetch(new Request("https://a.example/auth/../x"), {})).status).toBe(404);
  expect((await fetch(new Request("https://a.example/auth/%2e%2e/x"), {})).status).toBe(404);
  expect((await fetch(new Request("https://a.example/authors"), {})).status).toBe(404);
});
