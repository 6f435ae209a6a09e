// Answers with the stylesheet and the script: compressed once for the whole life of the process, and kept by browsers for good.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Handler } from "hono";
import type { Asset } from "../ui/index.ts";
import { type Encoding, encodingFor } from "./encodings.ts";

type Body = Uint8Array<ArrayBuffer>;
type Compressed = Record<Exclude<Encoding, "identity">, Promise<Body>>;

/** What holds no secret and is the same for everybody; see docs/decisions/0038 for why pages are not among it. */
export function asset({ path, body, type }: Asset): Handler {
  const tag = (path.split("/").at(-1) as string).split(".")[1];
  let compressed: Compressed | undefined;
  return async (c) => {
    const encoding = encodingFor(c.req.header("accept-encoding"));
    const etag = `"${tag}-${encoding}"`;
    const kept = { etag, vary: "accept-encoding", "cache-control": "public, max-age=31536000, immutable" };
    if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304, kept);
    // At the first question, and beside the thread that answers: the best of both takes some ten milliseconds.
    compressed ??= compress(body);
    const sent = encoding === "identity" ? body : await compressed[encoding];
    const headers = { ...kept, "content-type": type, "content-length": String(sent.length) };
    return c.body(sent, 200, encoding === "identity" ? headers : { ...headers, "content-encoding": encoding });
  };
}

function compress(body: Body): Compressed {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY,
    // Wide enough for the larger one, and a hundredth of what it would take unasked.
    [BROTLI_PARAM_LGWIN]: 16,
    [BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  return {
    br: promisify(brotliCompress)(body, { params }).then(bytesOf),
    gzip: promisify(gzip)(body, { level: 9 }).then(bytesOf),
  };
}

/** Without the rest of the room that it was written into. */
const bytesOf = (buffer: Buffer): Body => new Uint8Array(buffer);

/** Compared weakly (RFC 9110, section 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .slice(0, 1000)
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""))
    .some((one) => one === etag || one === "*");
}
