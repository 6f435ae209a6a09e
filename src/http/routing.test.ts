import { TrieRouter } from "hono/router/trie-router";
import { expect, test } from "vitest";
import { RememberingRouter } from "./routing.ts";

const routes: [string, string][] = [
  ["ALL", "/*"],
  ["GET", "/people"],
  ["POST", "/people"],
  ["GET", "/people/new"],
  ["GET", "/people/:id"],
  ["ALL", "/people/:id/*"],
  ["POST", "/people/:id/end"],
  ["GET", "/"],
];
const asked = [
  "/",
  "/people",
  "/people/",
  "/people/new",
  "/people/7",
  "/people/7/end",
  "/people/new/end",
  "/none",
  "/:id",
];

test("an address has the handlers that it has without being remembered, at every look", () => {
  const [remembering, plain] = [new RememberingRouter<string>(), new TrieRouter<string>()];
  for (const [method, path] of routes) {
    for (const router of [remembering, plain]) router.add(method, path, `${method} ${path}`);
  }
  for (let look = 0; look < 3; look++) {
    for (const method of ["GET", "POST", "DELETE", "HEAD", "OPTIONS", "BREW"]) {
      for (const path of asked) expect(remembering.match(method, path)).toEqual(plain.match(method, path));
    }
  }
});

test("a route that comes later is found too", () => {
  const router = new RememberingRouter<string>();
  router.add("GET", "/a", "first");
  expect(router.match("GET", "/a")[0]).toHaveLength(1);
  router.add("ALL", "*", "second");
  expect(router.match("GET", "/a")[0]).toHaveLength(2);
});
