// The real server over real sockets: lengths that lie, bodies without an end, methods and addresses that nobody uses.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Answer } from "../support/world.ts";
import { credentials } from "./matrix/calls.ts";
import { type Cast, createCast } from "./matrix/cast.ts";
import { carelessness } from "./matrix/hostile.ts";
import { chunked, listen, request, type Wire } from "./matrix/wire.ts";

let cast: Cast;
let wire: Wire;
let own: Record<string, string>;
beforeAll(async () => {
  cast = await createCast();
  wire = await listen(cast);
  own = {
    host: wire.host,
    connection: "close",
    "sec-fetch-site": "same-origin",
    ...credentials(cast, cast.callers.person, "cookie"),
  };
});
afterEach(async () => {
  expect(await wire.send(request("GET /health/live HTTP/1.1", own))).toMatchObject({ status: 200 });
  expect(wire.logged.splice(0).filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  expect(await cast.reset()).toEqual([]);
});
afterAll(async () => {
  await wire.stop();
  await cast.world.close();
});

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const uploads = [
  { path: "/sign-in", type: form, most: 16_384 },
  { path: "/account/profile", type: form, most: 16_384 },
  { path: "/admin/policy", type: form, most: 16_384 },
  { path: "/admin/policy/rules/many", type: form, most: 900 * 1024 },
  { path: "/api/v1/policy/preview", type: json, most: 900 * 1024 },
  { path: "/invitation", type: form, most: 16_384 },
  { path: "/first-run", type: form, most: 16_384 },
  { path: "/api/v1/sign-ins", type: json, most: 16_384 },
  { path: "/api/v1/me/recovery-codes", type: json, most: 16_384 },
  { path: "/account/picture", type: { "content-type": "multipart/form-data; boundary=x" }, most: 1024 * 1024 + 16_384 },
];

async function refused(what: string, bytes: Buffer | string, ...statuses: number[]): Promise<Answer> {
  const answer = await wire.send(bytes);
  expect({ what, careless: carelessness(answer) }).toEqual({ what, careless: [] });
  if (answer.status >= 400) {
    // Also what Node or its adapter refuse before we see it.
    const { headers } = answer;
    expect([what, headers.get("x-content-type-options"), headers.get("cache-control")]).toEqual([
      what,
      "nosniff",
      "no-store",
    ]);
  }
  expect(statuses, `${what}: ${answer.status}`).toContain(answer.status);
  return answer;
}

test.each(uploads)("a body that is too large for $path is refused, however it comes", async ({ path, type, most }) => {
  const line = `POST ${path} HTTP/1.1`;
  const body = Buffer.alloc(most + 1, "a");
  await refused("in pieces", request(line, { ...own, ...type, "transfer-encoding": "chunked" }, chunked(body)), 413);
  await refused("announced", request(line, { ...own, ...type, "content-length": `${body.length}` }, body), 413);
  await refused(
    "announced, and not sent",
    request(line, { ...own, ...type, "content-length": "1000000000" }, "a=1"),
    413,
  );
});

test("a picture by JSON API is as bounded", async () => {
  const line = "PUT /api/v1/me/picture HTTP/1.1";
  const type = { "content-type": "image/png" };
  const body = Buffer.alloc(1024 * 1024 + 1);
  await refused("in pieces", request(line, { ...own, ...type, "transfer-encoding": "chunked" }, chunked(body)), 413);
  await refused("announced", request(line, { ...own, ...type, "content-length": "9999999999" }), 413);
});

test("a small body in pieces is read like any other", async () => {
  const body = Buffer.from(JSON.stringify({ login: "kim", password: "wrong" }));
  const answer = await wire.send(
    request("POST /api/v1/sign-ins HTTP/1.1", { ...own, ...json, "transfer-encoding": "chunked" }, chunked(body)),
  );
  expect(answer).toMatchObject({ status: 401, json: { code: "wrong-credentials" } });
  const untyped = request("POST /api/v1/sign-ins HTTP/1.1", { ...own, "transfer-encoding": "chunked" }, chunked(body));
  await refused("without its type", untyped, 415);
});

test("lengths that contradict or lie are refused", async () => {
  const line = "POST /api/v1/sign-ins HTTP/1.1";
  for (const length of ["-1", "+1", "1, 2", "0x10", "1e3", "9".repeat(30), "", "abc"]) {
    await refused(
      `a length of ${length}`,
      request(line, { ...own, ...json, "content-length": length }, "{}"),
      400,
      413,
    );
  }
  const twice = `${line}\r\nHost: ${wire.host}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} `;
  await refused("two lengths", twice, 400);
  const both = { ...own, ...json, "content-length": "2", "transfer-encoding": "chunked" };
  await refused("a length and pieces", request(line, both, chunked(Buffer.from("{}"))), 400);
  for (const encoding of ["gzip", "chunked, gzip", "identity", "xchunked", "chunked\x0b"]) {
    await refused(
      `in ${JSON.stringify(encoding)}`,
      request(line, { ...own, ...json, "transfer-encoding": encoding }, chunked(Buffer.from("{}"))),
      400,
      501,
    );
  }
  for (const piece of ["g\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "1;ext\r\n"]) {
    await refused(
      `a piece of ${JSON.stringify(piece)}`,
      request(line, { ...own, ...json, "transfer-encoding": "chunked" }, `${piece}a\r\n0\r\n\r\n`),
      400,
      413,
    );
  }
  await refused("no body at all", request(line, { ...own, ...json }), 400);
  await refused("no body and no type", request(line, own), 400, 415);
});

test("whoever breaks off in the middle leaves nothing behind, not even in the log", async () => {
  const part = JSON.stringify({ login: "kim", password: "wrong" }).slice(0, 10);
  for (const { path, type } of uploads) {
    const line = `POST ${path} HTTP/1.1`;
    await wire.breakOff(request(line, { ...own, ...type, "content-length": "100" }, part));
    await wire.breakOff(request(line, { ...own, ...type, "transfer-encoding": "chunked" }, `a\r\n${part}\r\n`));
  }
  await wire.breakOff("GET /sign-in HTTP/1.1\r\nHost: ");
});

test("methods that nobody uses are refused", async () => {
  for (const method of ["TRACE", "TRACK", "OPTIONS", "PROPFIND", "M-SEARCH", "PURGE", "LINK", "QUERY"]) {
    for (const path of ["/", "/sign-in", "/account", "/api/v1/sign-ins", "/api/v1/me", "/health/live"]) {
      const answer = await refused(
        `${method} ${path}`,
        request(`${method} ${path} HTTP/1.1`, { ...own, cookie: "" }),
        303,
        400,
        401,
        403,
        404,
        405,
      );
      expect(answer.text).not.toContain("sec-fetch-site");
    }
  }
  await refused("OPTIONS *", request("OPTIONS * HTTP/1.1", own), 400, 404);
  await refused("get", request("get /sign-in HTTP/1.1", own), 400);
  await refused("no method", request("HELLO /sign-in HTTP/1.1", own), 400);
  expect((await wire.send(request("CONNECT evil.example:443 HTTP/1.1", own))).status).toBe(0);
  const head = await wire.send(request("HEAD /sign-in HTTP/1.1", { ...own, cookie: "" }));
  expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: "" });
});

test("no address leads out of what is served", async () => {
  const paths = [
    ...[
      "/../package.json",
      "/assets/../package.json",
      "/assets/..%2fpackage.json",
      "/assets/%2e%2e/%2e%2e/package.json",
      "/assets/",
    ],
    ...[
      "/assets/..\\package.json",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..;/etc/passwd",
      "/assets//etc/passwd",
      "/.git/config",
      "/data/keys",
    ],
    ...[
      "//evil.example/%2f..",
      "/\\evil.example",
      "/%5cevil.example",
      "/%00",
      "/%",
      "/%ff%fe",
      "/%zz",
      "/sign-in/%2e%2e/admin",
      "/sign-in%00",
    ],
    ...[
      "/sign-in/",
      "/SIGN-IN",
      "/sign-in;x=1",
      "/api/v1/../../sign-in",
      "/api/v1//me",
      "/account/..;/admin",
      `/${"a".repeat(8000)}`,
      "/api/v1/me/",
    ],
  ];
  for (const path of paths) {
    const { text, location } = await refused(
      path,
      request(`GET ${path} HTTP/1.1`, { ...own, cookie: "" }),
      200,
      303,
      400,
      401,
      404,
    );
    expect(text).not.toMatch(/"dependencies"|root:|\[core\]/);
    if (location) expect(new URL(location, `http://${wire.host}/`).host).toBe(wire.host);
  }
  const elsewhere = await refused(
    "another server's",
    request("GET http://evil.example/account HTTP/1.1", { ...own, cookie: "" }),
    303,
  );
  expect(elsewhere.location).toBe("/sign-in?resume=%2Faccount");
  for (const target of ["sign-in", "http://", "http://[::1", "ftp://evil.example/", "?", "*"]) {
    await refused(target, request(`GET ${target} HTTP/1.1`, own), 400, 404);
  }
});

test("a request that is none is refused before anybody reads it", async () => {
  const line = "GET /sign-in HTTP/1.1";
  await refused("no host", request(line, { connection: "close" }), 400);
  const hosts = ["[::1", "a b", "a/b", "a@b", "%00", "http://x", "localhost:99999", "\u00e9"];
  for (const host of hosts) await refused(`the host ${host}`, request(line, { ...own, host }), 400);
  await refused("two hosts", `${line}\r\nHost: ${wire.host}\r\nHost: evil.example\r\n\r\n`, 200, 400);
  await refused("huge headers", request(line, { ...own, "x-a": "a".repeat(20_000) }), 431);
  await refused(
    "many headers",
    request(line, { ...own, ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`x-${i}`, "a"])) }),
    431,
  );
  await refused("NUL in a header", request(line, { ...own, "user-agent": "a\0b" }), 400);
  await refused("a line break in a header", request(line, { ...own, "user-agent": "a\rb" }), 400);
  await refused("a folded header", request(line, { ...own, "user-agent": "a\r\n b" }), 200, 400);
  await refused("a name with blanks", request(line, { ...own, "x a": "b" }), 400);
  await refused("another version", request("GET /sign-in HTTP/9.9", own), 400, 505);
  await refused("no version", "GET /sign-in\r\n\r\n", 200, 400);
  await refused("a greeting in another language", Buffer.from("16030100a5010000a10303", "hex"), 400);
  await refused("nothing but noise", Buffer.from("\r\n\0\xff\xfe\r\n\r\n", "latin1"), 400);
});
