import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { Problem } from "../kernel/problem.ts";
import { readTrustedProxies } from "./client-address.ts";
import { isForged, refuseForgeries, type Signs } from "./forgery.ts";

const ours = "https://login.acme.example";
const post: Signs = {
  method: "POST",
  secFetchSite: undefined,
  origin: undefined,
  host: "login.acme.example",
  authorization: false,
};

describe("a request that changes something", () => {
  const cases: [what: string, signs: Partial<Signs>, forged: boolean][] = [
    ["from a page of ours", { secFetchSite: "same-origin", origin: ours }, false],
    ["typed or from a bookmark", { secFetchSite: "none" }, false],
    ["from another site", { secFetchSite: "cross-site", origin: "https://evil.example" }, true],
    ["from a sister host", { secFetchSite: "same-site", origin: "https://www.acme.example" }, true],
    ["from another site that claims our origin", { secFetchSite: "cross-site", origin: ours }, true],
    ["with an unknown word", { secFetchSite: "sideways" }, true],
    ["with an empty word", { secFetchSite: "" }, true],
    ["with a word in capitals", { secFetchSite: "SAME-ORIGIN" }, true],
    ["with two words", { secFetchSite: "same-origin, cross-site" }, true],
    ["of an older browser, from a page of ours", { origin: ours }, false],
    ["of an older browser, from another site", { origin: "https://evil.example" }, true],
    ["of an older browser, from a frame without origin", { origin: "null" }, true],
    ["of an older browser, with an empty origin", { origin: "" }, true],
    ["of an older browser, from a longer host", { origin: "https://login.acme.example.evil.example" }, true],
    ["of an older browser, from a host below ours", { origin: "https://x.login.acme.example" }, true],
    ["of an older browser, from another port", { origin: "https://login.acme.example:8443" }, true],
    ["of a program, with neither", {}, false],
    ["of a program with a token, whatever it says", { authorization: true, origin: "https://evil.example" }, false],
  ];
  test.each(cases)("%s", (_what, signs, forged) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "TRACE", "post"]) {
      expect(isForged({ ...post, ...signs, method }, ours)).toBe(forged);
    }
  });

  test("and one that only looks may come from anywhere", () => {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      expect(isForged({ ...post, method, secFetchSite: "cross-site", origin: "https://evil.example" }, ours)).toBe(
        false,
      );
    }
  });
});

describe("through the server", () => {
  const app = new Hono();
  app.use(refuseForgeries({ origin: ours, secure: true, proxies: readTrustedProxies([]) }));
  app.all("/", (c) => c.text("done"));
  app.onError((error, c) => c.text(error instanceof Problem ? error.code : "broken", 403));
  const answer = async (headers: Record<string, string>) =>
    (await app.request("/", { method: "POST", headers: { host: "login.acme.example", ...headers } })).text();

  test("a forged request reaches nothing", async () => {
    expect(await answer({ "sec-fetch-site": "cross-site" })).toBe("forgery");
    expect(await answer({ origin: "https://evil.example" })).toBe("forgery");
    expect(await answer({ "sec-fetch-site": "same-origin" })).toBe("done");
  });

  test("a token that only programs send lets it through", async () => {
    for (const authorization of ["Bearer abc.def", "bearer abc.def", "SignIn abc.def"]) {
      expect(await answer({ "sec-fetch-site": "cross-site", authorization })).toBe("done");
    }
  });

  test("credentials that browsers add by themselves do not", async () => {
    for (const authorization of [
      "Basic YW5hOmFuYQ==",
      "basic YW5hOmFuYQ==",
      "Negotiate YII=",
      "Digest username=ana",
      "",
    ]) {
      expect(await answer({ "sec-fetch-site": "cross-site", authorization })).toBe("forgery");
    }
  });
});
