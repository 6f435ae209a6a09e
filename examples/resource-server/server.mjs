// An API that looks at the access tokens of its callers, and asks for a second factor where one is worth it (RFC 9470).
// ISSUER=https://login.acme.example/openid/acme CLIENT_ID=… CLIENT_SECRET=… ACCEPTS=… node server.mjs
import { createServer } from "node:http";
import * as oidc from "openid-client";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ACCEPTS, PORT = "4001" } = process.env;
const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: ISSUER.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
});

const secondFactor = ["urn:countersign:2fa", "https://refeds.org/profile/mfa"];

/** What each address asks for: nothing beyond being signed in, or a second factor of at most five minutes ago. */
const asked = { "/reports": {}, "/payments": { acr: secondFactor, maxAge: 300 } };

/** @returns the header `WWW-Authenticate` of a refusal, or nothing */
function refusalFor(token, { acr, maxAge }) {
  // A token that was given to another application says nothing here.
  if (!token?.active || token.client_id !== ACCEPTS) return `Bearer error="invalid_token"`;
  const strong = !acr || acr.includes(token.acr);
  const fresh = maxAge === undefined || Date.now() / 1000 - token.auth_time <= maxAge;
  if (strong && fresh) return undefined;
  return [
    `Bearer error="insufficient_user_authentication"`,
    ...(acr ? [`acr_values="${acr[0]}"`] : []),
    ...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
  ].join(", ");
}

createServer(async (request, response) => {
  const wanted = Object.hasOwn(asked, request.url) ? asked[request.url] : undefined;
  if (!wanted) return response.writeHead(404).end();
  const bearer = /^Bearer ([\w.~+/=-]+)$/.exec(request.headers.authorization ?? "")?.[1];
  // Nobody who can't be looked at is let in.
  const token = bearer && (await oidc.tokenIntrospection(config, bearer).catch(console.error));
  const refusal = refusalFor(token, wanted);
  if (refusal) return response.writeHead(401, { "www-authenticate": refusal }).end();
  response.writeHead(200, { "content-type": "text/plain" }).end(`Here you are, ${token.sub}.`);
}).listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
