// Refuses requests that another site makes a browser send: by Sec-Fetch-Site, and where that is missing, by Origin.
import type { MiddlewareHandler } from "hono";
import { Problem } from "../kernel/problem.ts";
import type { Site } from "./web.ts";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

export interface Signs {
  method: string;
  secFetchSite: string | undefined;
  origin: string | undefined;
  /** The Host header: where the browser believed to send this. */
  host: string | undefined;
  /** Credentials that no browser adds by itself: a token of ours, and not such as Basic, which browsers remember. */
  authorization: boolean;
}

/**
 * Every browser of the last years sends at least one of the two headers with an unsafe request, and a page can forge
 * neither; a request with neither is no browser's, so it carries nobody's cookies but its own.
 */
export function isForged({ method, secFetchSite, origin, host, authorization }: Signs, siteOrigin: string): boolean {
  if (safe.has(method) || authorization) return false;
  if (secFetchSite !== undefined) return secFetchSite !== "same-origin" && secFetchSite !== "none";
  if (origin === undefined || origin === siteOrigin) return false;
  // A page on the very host that was asked, under a name that is not the public one, such as 127.0.0.1.
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin);
  // Whoever sits on the line can answer for our name over plain http, but not over https.
  return from.host !== host || (from.protocol !== "https:" && siteOrigin.startsWith("https:"));
}

/** @param takesNoCookies paths at which a browser's cookies count for nothing: what another site sends there is its own affair */
export function refuseForgeries(
  site: Site,
  takesNoCookies: (path: string) => boolean = () => false,
): MiddlewareHandler {
  return (c, next) => {
    if (safe.has(c.req.method) || takesNoCookies(c.req.path)) return next();
    const signs: Signs = {
      method: c.req.method,
      secFetchSite: c.req.header("sec-fetch-site"),
      origin: c.req.header("origin"),
      host: c.req.header("host"),
      authorization: /^(Bearer|SignIn) /i.test(c.req.header("authorization") ?? ""),
    };
    if (isForged(signs, site.origin)) {
      throw new Problem("forgery", 403, ({ problems }) => problems.forgery);
    }
    return next();
  };
}
