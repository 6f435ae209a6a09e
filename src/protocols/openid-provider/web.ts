// How requests come to the provider and its answers go out: what of a request it gets to see, and what of its answers leaves.
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Provider } from "oidc-provider";
import { wordsFor } from "../../access/language.tsx";
import { suspendedPage } from "../../access/suspended.tsx";
import type { Web } from "../../access/web.ts";
import { mountOf } from "../../applications/rules.ts";
import type { Database } from "../../database/database.ts";
import { readCookie, writeCookie } from "../../http/cookies.ts";
import { hostOf, type Site, sourceOf } from "../../http/web.ts";
import type { Clock } from "../../kernel/clock.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { readToken } from "../../kernel/tokens.ts";
import { organisationAt } from "../../organisations/actions.ts";
import { readSlug } from "../../organisations/rules.ts";
import { findSession, type Session } from "../../sessions/actions.ts";
import { type Answered, ask } from "./bridge.ts";
import { presence } from "./presence.ts";
import { applicationHeader, requestCookieOf, sessionCookie } from "./rules.ts";

type WebNeeds = { db: Database; clock: Clock; site: Site };

/** Programs call these with credentials of their own; no cookie of anybody reaches them, so no site can misuse one. */
const ofPrograms = /^\/openid\/[^/]+\/(token|userinfo|introspect|revoke)$/;
export const takesNoCookies = (path: string): boolean => ofPrograms.test(path);

/** The organisation that the address names, where it is at home under this very host name. */
export function ofOrganisation({ db, site }: WebNeeds): MiddlewareHandler<Web> {
  return async (c, next) => {
    const slug = readSlug(c.req.param("slug"));
    const organisation = await organisationAt(db, hostOf(c), slug);
    if (slug === undefined || organisation?.slug !== slug) throw notFound();
    c.set("organisation", organisation);
    c.set("source", sourceOf(c, site));
    c.set("words", wordsFor(c, organisation));
    if (organisation.status === "active") return next();
    c.res = takesNoCookies(c.req.path)
      ? c.json({ error: "access_denied", error_description: "this organisation is suspended" }, 403)
      : await suspendedPage(c, organisation);
  };
}

/** The session of the browser that asks. */
export function sessionHere(c: Context<Web>, { db, clock, site }: WebNeeds): Promise<Session | undefined> {
  const presented = readToken(readCookie(c, site, "session"));
  return findSession(db, { clock }, c.var.organisation.id, presented);
}

/** Of a browser: with its session, and the cookie that ties it to its request. */
export async function askForBrowser(
  c: Context<Web>,
  needs: WebNeeds,
  provider: Provider,
): Promise<Answered & { session: Session | undefined }> {
  const session = await sessionHere(c, needs);
  const cookies = ownCookies(needs.site).flatMap((name) => {
    const value = getCookie(c, name);
    // Decoded by now: what was written as `%3B` would begin another cookie.
    return value === undefined || !/^[\w-]+$/.test(value) ? [] : [`${name}=${value}`];
  });
  if (session) cookies.push(`${sessionCookie}=${session.id}`);
  const token = session && readCookie(c, needs.site, "session");
  const answered = await presence.run({ token, session, source: c.var.source }, () =>
    through(c, provider, { cookie: cookies.join("; ") }),
  );
  return { ...answered, session };
}

const passedOn = [
  "authorization",
  "content-type",
  "origin",
  "access-control-request-method",
  "access-control-request-headers",
];

/** Of a program: with the credentials that it sends, and no cookie. */
export function askForProgram(c: Context<Web>, provider: Provider): Promise<Answered> {
  const headers = passedOn.flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value]];
  });
  return presence.run({ token: undefined, session: undefined, source: c.var.source }, () =>
    through(c, provider, Object.fromEntries(headers)),
  );
}

async function through(c: Context<Web>, provider: Provider, headers: Record<string, string>): Promise<Answered> {
  const { protocol, host } = new URL(provider.issuer);
  const mount = mountOf(c.var.organisation.slug);
  const { search } = new URL(c.req.url);
  const hasBody = c.req.method === "POST";
  const body = hasBody ? new Uint8Array(await c.req.arrayBuffer()) : new Uint8Array();
  return ask(provider.callback(), {
    method: c.req.method === "HEAD" ? "GET" : c.req.method,
    mount,
    url: c.req.path.slice(mount.length) + search,
    headers: {
      ...headers,
      accept: "application/json",
      host,
      "x-forwarded-proto": protocol.slice(0, -1),
      ...(hasBody ? { "content-length": String(body.length) } : {}),
    },
    body,
  });
}

/** What of an answer's headers goes out: nothing of ours is overridden by what the library thinks of caching and cookies. */
const goesOut = /^(content-type|www-authenticate|vary)$/;
const ownCookies = (site: Site): string[] => {
  const name = requestCookieOf(site);
  return [name, `${name}.sig`];
};

/** @param crossOrigin another site's page may be let in: only who says where it comes from is answered about that */
export function headersOf({ headers }: Answered, site: Site, crossOrigin = false): [string, string][] {
  return headers.filter(([name, value]) => {
    if (name === "set-cookie") return ownCookies(site).includes(value.split("=", 1)[0] as string);
    return goesOut.test(name) || (crossOrigin && name.startsWith("access-control-"));
  });
}

export const headerOf = ({ headers }: Answered, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1];

/** What the application is called that an answer goes to. */
export function applicationOf(answered: Answered, address: string): string {
  const name = headerOf(answered, applicationHeader);
  return name === undefined ? new URL(address).host : decodeURIComponent(name);
}

/** The sign-in is one for all organisations of a host name: it has to show the right one. */
export async function chooseOrganisation(c: Context<Web>, { db, site }: WebNeeds): Promise<void> {
  const { organisation } = c.var;
  const shown = await organisationAt(db, hostOf(c), readSlug(readCookie(c, site, "organisation")));
  if (shown?.id !== organisation.id) writeCookie(c, site, "organisation", organisation.slug);
}

/** What an application asked for by a browser, and can't be told of itself. */
export const refused = (why: string): Problem =>
  new Problem("openid-request", 400, ({ problems }) => problems.openIdRequest(`${why}.`));
