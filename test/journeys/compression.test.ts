// What is sent compressed, and that nothing that could hold a secret is.
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assets } from "../../src/ui/index.ts";
import { answerTo, methodOf, requestOf, routesOf } from "./matrix/calls.ts";
import { type Cast, createCast } from "./matrix/cast.ts";
import { listen, request, type Wire } from "./matrix/wire.ts";

describe("over the wire", () => {
  let cast: Cast;
  let wire: Wire;
  beforeAll(async () => {
    cast = await createCast();
    wire = await listen(cast);
  });
  afterAll(async () => {
    await wire.stop();
    await cast.world.close();
  });
  const kept = "public, max-age=31536000, immutable";
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`http://${wire.host}${path}`, { method, headers });
  /** As they are sent: `fetch` would unpack them. */
  const raw = (path: string, encoding: string, method = "GET") =>
    wire.send(
      request(`${method} ${path} HTTP/1.1`, { host: wire.host, connection: "close", "accept-encoding": encoding }, ""),
    );

  test.each(assets)(
    "$path is the same in every coding, and smaller where it is compressed",
    async ({ path, body, type }) => {
      const text = Buffer.from(body).toString();
      const tags = new Set<string | null>();
      for (const [accepted, unpack] of [
        ["br", brotliDecompressSync],
        ["gzip", gunzipSync],
        ["identity", (bytes: Uint8Array) => bytes],
      ] as const) {
        const { headers } = await raw(path, accepted, "HEAD");
        const answer = await ask(path, { "accept-encoding": accepted });
        expect(await answer.text()).toBe(text);
        expect(headers.get("content-encoding")).toBe(accepted === "identity" ? null : accepted);
        expect(headers.get("vary")).toBe("accept-encoding");
        expect(headers.get("cache-control")).toBe(kept);
        expect(headers.get("content-type")).toBe(type);
        const app = await cast.world.app.request(path, { headers: { "accept-encoding": accepted } });
        const sent = new Uint8Array(await app.arrayBuffer());
        expect(Buffer.from(unpack(sent)).toString()).toBe(text);
        expect(headers.get("content-length")).toBe(String(sent.length));
        if (accepted !== "identity") expect(sent.length).toBeLessThan(text.length / 2);
        tags.add(headers.get("etag"));
      }
      expect(tags.size).toBe(3);
      expect(tags).not.toContain(null);
    },
  );

  test("what a browser has already is not sent again, in that coding alone", async () => {
    const { path } = assets[0] as (typeof assets)[number];
    const etag = (await ask(path, { "accept-encoding": "br" })).headers.get("etag") as string;
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const answer = await ask(path, { "accept-encoding": "br", "if-none-match": known });
      expect(answer.status).toBe(304);
      expect(await answer.text()).toBe("");
      expect(answer.headers.get("etag")).toBe(etag);
      expect(answer.headers.get("vary")).toBe("accept-encoding");
      expect(answer.headers.get("cache-control")).toBe(kept);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect((await ask(path, { "accept-encoding": "gzip", "if-none-match": etag })).status).toBe(200);
    expect((await ask(path, { "accept-encoding": "br", "if-none-match": `${etag.slice(0, -1)}` })).status).toBe(200);
  });

  test("pages, the JSON API, its document and failures are never compressed", { timeout: 60_000 }, async () => {
    const compressed: string[] = [];
    let asked = 0;
    for (const route of routesOf(cast).filter((one) => methodOf(one) === "GET" && !one.includes("/assets/"))) {
      for (const name of ["administrator", "set-up", "nobody"] as const) {
        const request = requestOf(cast, route, cast.callers[name], {
          means: "cookie",
          things: cast.kim.things,
          sent: {},
        });
        for (const encoding of ["gzip, br", "*"]) {
          request.headers.set("accept-encoding", encoding);
          const { headers } = await answerTo(cast, request.clone());
          if (headers.has("content-encoding")) compressed.push(`${route} to ${name}`);
          asked++;
        }
      }
    }
    expect(compressed).toEqual([]);
    expect(asked).toBeGreaterThan(300);
    for (const path of ["/sign-in", "/api/v1/session", "/no/such/page"]) {
      expect((await raw(path, "gzip, br")).headers.get("content-encoding")).toBeNull();
    }
  });
});
