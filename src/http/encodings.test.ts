import { describe, expect, test } from "vitest";
import { encodingFor } from "./encodings.ts";

describe("the coding that a client gets", () => {
  test.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["x-gzip", "gzip"],
    ["GZIP", "gzip"],
    ["br;q=0.5, gzip;q=0.9", "gzip"],
    ["br; q=1.0 , gzip", "br"],
    ["br;q=0, gzip;q=0.001", "gzip"],
    ["br;q=0, gzip;q=0", "identity"],
    ["*", "br"],
    ["*;q=0.1, br;q=0", "gzip"],
    ["gzip;q=0.5, *", "br"],
    ["*;q=0", "identity"],
    ["identity", "identity"],
    ["identity;q=1, br;q=0.5", "identity"],
    ["identity;q=0.5, br;q=0.5", "br"],
    ["identity;q=0", "identity"],
    ["br;q=2", "identity"],
    ["br;q=1.0001, gzip", "gzip"],
    ["br;q=", "identity"],
    ["brotli, gzipped, deflate", "identity"],
    ["br;q=0, br", "identity"],
    [",,;,;;q=1,", "identity"],
    [`${" ".repeat(1000)}br`, "identity"],
  ] as const)("of %j is %s", (header, encoding) => {
    expect(encodingFor(header)).toBe(encoding);
  });
});
