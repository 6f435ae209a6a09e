// An identity provider made by hand, for answers that no real one gives: it signs anybody in at once, as the test says, and
// does each thing wrong that a test names. The real one is `openid-provider.ts`'s.
import { createHmac, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Wrong {
  /** In place of what belongs there. */
  audience?: string;
  issuer?: string;
  nonce?: string;
  algorithm?: "none" | "HS256";
  expired?: boolean;
  issuedAhead?: boolean;
  /** Signs with a key that nobody published. */
  otherKey?: boolean;
  withoutNonce?: boolean;
  withoutIdToken?: boolean;
  withoutSubject?: boolean;
  /** Of the userinfo endpoint. */
  otherSubjectThere?: string;
  /** At these paths. */
  huge?: string;
  redirect?: { at: string; to: string };
  slow?: string;
  notJson?: string;
  /** Added to the answer at the redirect address. */
  answered?: Record<string, string>;
}

export interface MadeProvider {
  issuer: string;
  server: Server;
  wrong: Wrong;
  /** Of whom it signs in next. */
  claims: Record<string, unknown>;
  clientId: string;
  clientSecret: string;
  /** Requests by path. */
  asked: string[];
  /** What the browser was sent with, last. */
  sent: URLSearchParams;
  /** What it sends the browser back with. */
  answerTo(address: string): Promise<string>;
  close(): Promise<void>;
}

const seconds = () => Math.floor(Date.now() / 1000);
const base64 = (of: unknown) => Buffer.from(typeof of === "string" ? of : JSON.stringify(of)).toString("base64url");

export async function makeProvider(): Promise<MadeProvider> {
  const [pair, other] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  if (!pair || !other) throw new Error("no keys");
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: MadeProvider = {
    ...{ issuer, server, wrong: {}, claims: {}, clientId: "countersign", clientSecret: "a secret of the provider" },
    ...{ asked: [], sent: new URLSearchParams() },
    async answerTo(address) {
      const response = await fetch(address, { redirect: "manual" });
      return response.headers.get("location") as string;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return made;

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? "/", issuer);
    const { wrong } = made;
    made.asked.push(url.pathname);
    if (wrong.slow === url.pathname) return;
    if (wrong.redirect?.at === url.pathname) return response.writeHead(302, { location: wrong.redirect.to }).end();
    if (wrong.notJson === url.pathname)
      return response.writeHead(200, { "content-type": "text/html" }).end("<p>no</p>");
    if (wrong.huge === url.pathname) {
      response.writeHead(200, { "content-type": "application/json" });
      for (let i = 0; i < 64 && !response.destroyed; i++) response.write(`"${"x".repeat(64 * 1024)}"`);
      return response.end();
    }
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
          authorization_response_iss_parameter_supported: true,
        });
      case "/keys":
        return json({ keys: [{ ...pair?.publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] });
      case "/authorize": {
        made.sent = url.searchParams;
        const code = randomBytes(16).toString("hex");
        codes.set(code, url.searchParams);
        const back = new URL(url.searchParams.get("redirect_uri") as string);
        back.search = new URLSearchParams({
          code,
          state: url.searchParams.get("state") as string,
          iss: issuer,
          ...wrong.answered,
        }).toString();
        return response.writeHead(302, { location: back.href }).end();
      }
      case "/token": {
        const body = new URLSearchParams(await textOf(request));
        const begun = codes.get(body.get("code") ?? "");
        codes.delete(body.get("code") ?? "");
        const basic = `Basic ${Buffer.from(`${made.clientId}:${encodeURIComponent(made.clientSecret).replaceAll("%20", "+")}`).toString("base64")}`;
        if (request.headers.authorization !== basic) return json({ error: "invalid_client" }, 401);
        if (!begun || !(await isVerifier(begun, body.get("code_verifier") ?? "")))
          return json({ error: "invalid_grant" }, 400);
        const token = wrong.withoutIdToken ? {} : { id_token: idToken(begun) };
        return json({ access_token: "opaque", token_type: "Bearer", expires_in: 60, ...token });
      }
      case "/me":
        return json({ ...made.claims, sub: wrong.otherSubjectThere ?? made.claims.sub });
      default:
        return response.writeHead(404).end();
    }
    function json(body: unknown, status = 200) {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    }
  }

  async function isVerifier(begun: URLSearchParams, verifier: string): Promise<boolean> {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    return Buffer.from(digest).toString("base64url") === begun.get("code_challenge");
  }

  function idToken(begun: URLSearchParams): string {
    const { wrong, claims, clientId, clientSecret } = made;
    const now = seconds();
    const { email, email_verified, ...rest } = claims;
    // The address stands in the token, but where the userinfo endpoint is what is tried out.
    const address = wrong.otherSubjectThere === undefined ? { email, email_verified } : {};
    const payload = {
      iss: wrong.issuer ?? issuer,
      aud: wrong.audience ?? clientId,
      iat: wrong.issuedAhead ? now + 3600 : now,
      exp: wrong.expired ? now - 3600 : now + 300,
      ...(wrong.withoutNonce ? {} : { nonce: wrong.nonce ?? begun.get("nonce") }),
      ...address,
      ...rest,
      ...(wrong.withoutSubject ? { sub: undefined } : {}),
    };
    const alg = wrong.algorithm ?? "RS256";
    const text = `${base64({ alg, ...(alg === "RS256" ? { kid: "one" } : {}), typ: "JWT" })}.${base64(payload)}`;
    if (alg === "none") return `${text}.`;
    if (alg === "HS256") return `${text}.${createHmac("sha256", clientSecret).update(text).digest("base64url")}`;
    const key = (wrong.otherKey ? other : pair)?.privateKey;
    return `${text}.${createSign("sha256")
      .update(text)
      .sign(key as never, "base64url")}`;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}
