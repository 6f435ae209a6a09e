// A web application that signs people in through Countersign, and asks an API for them: examples/resource-server.
// ISSUER=https://login.acme.example/openid/acme CLIENT_ID=… CLIENT_SECRET=… ADDRESS=https://app.acme.example node app.mjs
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import * as oidc from "openid-client";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ADDRESS, API, PORT = "4000" } = process.env;

const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  // Only where Countersign runs on this very machine, without https.
  execute: ISSUER.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
});

/** What this application remembers of a browser; a real one keeps it in its database. */
const browsers = new Map();

async function signIn(browser, goOnTo, more = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  browser.request = { verifier, state: oidc.randomState(), nonce: oidc.randomNonce(), goOnTo };
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${ADDRESS}/callback`,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: browser.request.state,
    nonce: browser.request.nonce,
    ...more,
  }).href;
}

async function signedIn(browser, url) {
  const { verifier, state, nonce, goOnTo } = browser.request;
  browser.tokens = await oidc.authorizationCodeGrant(config, new URL(url, ADDRESS), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  return goOnTo;
}

function signOut(browser) {
  const { id_token } = browser.tokens;
  delete browser.tokens;
  return oidc.buildEndSessionUrl(config, { id_token_hint: id_token, post_logout_redirect_uri: `${ADDRESS}/` }).href;
}

async function payments(browser) {
  const answer = await fetch(`${API}/payments`, {
    headers: { authorization: `Bearer ${browser.tokens.access_token}` },
  });
  const challenge = challengeOf(answer);
  if (challenge.error !== "insufficient_user_authentication") return { text: await answer.text() };
  const { acr_values, max_age } = challenge;
  return { leadTo: await signIn(browser, "/payments", { acr_values, ...(max_age ? { max_age } : {}) }) };
}

/** The parameters of `WWW-Authenticate: Bearer error="…", acr_values="…"`. */
function challengeOf({ headers }) {
  const header = headers.get("www-authenticate") ?? "";
  return Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

createServer(async (request, response) => {
  const known = /(?:^|; )app=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  const id = browsers.has(known) ? known : randomUUID();
  if (id !== known) browsers.set(id, {});
  const browser = browsers.get(id);
  response.setHeader("set-cookie", `app=${id}; HttpOnly; SameSite=Lax; Path=/`);
  const goTo = (location) => response.writeHead(303, { location }).end();
  const show = (...lines) => response.writeHead(200, { "content-type": "text/html" }).end(page(lines));
  try {
    const { pathname } = new URL(request.url, ADDRESS);
    if (pathname === "/callback") return goTo(await signedIn(browser, request.url));
    if (pathname === "/sign-in") return goTo(await signIn(browser, "/"));
    if (!browser.tokens) return show(`<a href="/sign-in">Sign in with Countersign</a>`);
    if (pathname === "/sign-out") return goTo(signOut(browser));
    if (pathname === "/payments") {
      const { text, leadTo } = await payments(browser);
      return leadTo ? goTo(leadTo) : show(escaped(text));
    }
    const { name, acr, amr } = browser.tokens.claims();
    return show(
      `Hello ${escaped(name)}`,
      `Signed in by ${escaped(`${acr} (${amr.join(", ")})`)}`,
      `<a href="/payments">Payments</a>`,
      `<a href="/sign-out">Leave</a>`,
    );
  } catch (error) {
    console.error(error);
    response.writeHead(400, { "content-type": "text/plain" }).end("That did not work.");
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log("ready"));

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (lines) =>
  `<!doctype html><html lang="en"><title>Application</title><link rel="icon" href="data:,"><p>${lines.join("<p>")}`;
