// What the floors share, whatever keeps their rows: tokens, the sealed secret, the code, the answer.
import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";

export const minute = 60_000;

export function answer(routes, request, response) {
  const send = ([status, json]) => {
    const text = JSON.stringify(json);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      "cache-control": "no-store",
    });
    response.end(text);
  };
  const route = routes[`${request.method} ${request.url}`];
  const token = request.headers.authorization?.replace(/^\w+ /, "") ?? "";
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    try {
      if (!route) return send([404, {}]);
      const body = chunks.length > 0 ? JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) : {};
      send(await route({ body, token, address: request.socket.remoteAddress }));
    } catch (error) {
      console.error(error);
      send([500, {}]);
    }
  });
}

export function sha256(text) {
  return hash("sha256", text, "buffer");
}

export function newToken() {
  return randomBytes(32).toString("base64url");
}

export function seal(key, secret) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function unseal(key, sealed) {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const secret = decipher.update(sealed.subarray(28));
  decipher.final();
  return secret;
}

/** RFC 6238 with one step of grace, HMAC from its two halves (RFC 2104): half of the cost of the usual call. */
export function matchingStep(secret, code, now) {
  if (!/^\d{6}$/.test(code)) return undefined;
  const wanted = Number(code);
  const inner = Buffer.alloc(72, 0x36);
  const outer = Buffer.alloc(84, 0x5c);
  for (let i = 0; i < secret.length; i++) {
    inner[i] ^= secret[i];
    outer[i] ^= secret[i];
  }
  const current = Math.floor(now / 30_000);
  let match;
  for (const step of [current, current - 1, current + 1]) {
    inner.writeBigUInt64BE(BigInt(step), 64);
    hash("sha1", inner, "buffer").copy(outer, 64);
    const digest = hash("sha1", outer, "buffer");
    const value = (digest.readUInt32BE(digest[19] & 15) & 0x7fff_ffff) % 1_000_000;
    if (match === undefined && value === wanted) match = step;
  }
  return match;
}
