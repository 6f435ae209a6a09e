// The provider's addresses, each organisation's below `/openid/{short name}`.
import { type Context, Hono } from "hono";
import { leaveFor } from "../../access/going-on.tsx";
import type { Web } from "../../access/web.ts";
import { limitBody } from "../../http/body.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { touchSession } from "../../sessions/actions.ts";
import type { Answered } from "./bridge.ts";
import { createProviders, type ProviderNeeds } from "./providers.ts";
import { addSignOutPages } from "./sign-out.tsx";
import {
  applicationOf,
  askForBrowser,
  askForProgram,
  chooseOrganisation,
  headerOf,
  headersOf,
  ofOrganisation,
  refused,
  takesNoCookies,
} from "./web.ts";

export { takesNoCookies };

type Needs = ProviderNeeds & Parameters<typeof ofOrganisation>[0];

/** Far more than any application asks; it is kept while somebody signs in, and anybody may ask. */
const longestRequest = 4096;

export function openIdPages(needs: Needs) {
  const pages = new Hono<Web>();
  const providers = createProviders(needs);
  pages.use("/openid/:slug/*", limitBody(), ofOrganisation(needs));

  const program = async (c: Context<Web>) => {
    const type = c.req.header("content-type") ?? "";
    const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
    // The token of a question about somebody may stand in the header alone.
    if (c.req.method === "POST" && !isForm && !(type === "" && c.req.path.endsWith("/userinfo")))
      return c.json({ error: "invalid_request", error_description: "send a URL-encoded form" }, 415);
    const answered = await askForProgram(c, await providers(c.var.organisation));
    return answer(c, needs, answered);
  };
  for (const path of ["/.well-known/openid-configuration", "/jwks", "/userinfo"])
    pages.get(`/openid/:slug${path}`, program);
  for (const path of ["/token", "/userinfo", "/introspect", "/revoke"]) pages.post(`/openid/:slug${path}`, program);
  // Before anything of that kind is sent from a page of somebody else's, the browser asks whether it may be.
  pages.use("/openid/:slug/*", (c, next) => (isPreflight(c) ? program(c) : next()));

  // A request of an application, and the same once more when the browser is back from signing in.
  for (const path of ["/authorize", "/authorize/:request"]) {
    pages.get(`/openid/:slug${path}`, async (c) => {
      if (new URL(c.req.url).search.length > longestRequest) throw refused("invalid_request, it is too long");
      // The others would put the code where scripts and other pages find it, or ask for a script of ours.
      if (![undefined, "query"].includes(c.req.query("response_mode"))) throw refused("unsupported response_mode");
      const answered = await askForBrowser(c, needs, await providers(c.var.organisation));
      const { session } = answered;
      const address = headerOf(answered, "location");
      if (answered.status >= 400 || address === undefined) throw problemOf(c, answered);
      for (const [name, value] of headersOf(answered, needs.site))
        c.header(name, value, { append: name === "set-cookie" });
      if (address.startsWith("/")) {
        await chooseOrganisation(c, needs);
        return c.redirect(address, 303);
      }
      if (session) await touchSession(needs, session, c.var.source);
      return leaveFor(c, address, applicationOf(answered, address));
    });
  }

  addSignOutPages(pages, needs, providers);
  return pages;
}

/** Only what its own page may read is answered like that: the others have nothing to ask for. */
function isPreflight(c: Context): boolean {
  if (c.req.method !== "OPTIONS" || c.req.header("access-control-request-method") === undefined) return false;
  return /^\/openid\/[^/]+\/(token|userinfo|revoke|jwks|\.well-known\/openid-configuration)$/.test(c.req.path);
}

function answer(c: Context<Web>, { site }: Pick<Needs, "site">, answered: Answered): Response {
  // Asked for by a method, or in a way, that it has nothing for.
  if (answered.status === 404) throw notFound();
  return c.newResponse(
    answered.body === "" ? null : answered.body,
    answered.status as 200,
    Object.fromEntries(headersOf(answered, site, c.req.header("origin") !== undefined)),
  );
}

/** What could not be told to the application itself, because its address is not known or not its own. */
function problemOf(c: Context<Web>, { status, body }: Answered): Problem {
  if (status >= 500) return new Problem("internal", 500, ({ problems }) => problems.internal);
  const { error = "invalid_request", error_description: why } = JSON.parse(body) as Record<string, string>;
  // Nothing is left of the request that it went on with: it took too long, or is another browser's.
  if (c.req.param("request") !== undefined && error === "invalid_request")
    return new Problem("sign-in-ended", 410, ({ problems }) => problems.signInEnded);
  return refused(why === undefined ? error : `${error}, ${why}`);
}
