// Our cookies: never readable by scripts, never sent by another site's requests but its links.
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { parse, serialize } from "hono/utils/cookie";
import type { Site } from "./web.ts";

export type CookieName =
  | "vouched"
  | "sign-in"
  | "session"
  | "trusted-browser"
  | "organisation"
  /** On the way to an identity provider and back. */
  | "single-sign-on"
  /** Which application's pass was handed out last, and when. */
  | "forward-round"
  /** A link with an identity provider that waits for its person. */
  | "identity-link";

/** `__Host-` binds a cookie to this very host over https; over plain http browsers refuse the prefix. */
const nameOf = (site: Site, name: CookieName): string => `${site.secure ? "__Host-" : ""}countersign-${name}`;

export function readCookie(c: Context, site: Site, name: CookieName): string | undefined {
  return getCookie(c, nameOf(site, name));
}

/** @param until ms since the epoch; without it the cookie ends with the browser's session */
export function writeCookie(c: Context, site: Site, name: CookieName, value: string, until?: number): void {
  setCookie(c, nameOf(site, name), value, kept(site, until));
}

export function clearCookie(c: Context, site: Site, name: CookieName): void {
  setCookie(c, nameOf(site, name), "", { ...kept(site), maxAge: 0 });
}

/** The same outside of our own routes: of the value of a `Cookie` header. */
export function cookieIn(header: string, site: Site, name: CookieName): string | undefined {
  return parse(header, nameOf(site, name))[nameOf(site, name)];
}

/** The value of a `Set-Cookie` header; without `value` it takes the cookie away. */
export function cookieLine(site: Site, name: CookieName, value: string | undefined, until?: number): string {
  if (value === undefined) return serialize(nameOf(site, name), "", { ...kept(site), maxAge: 0 });
  return serialize(nameOf(site, name), value, kept(site, until));
}

const kept = (site: Site, until?: number) => ({
  path: "/",
  httpOnly: true,
  sameSite: "Lax" as const,
  secure: site.secure,
  // Browsers cap at 400 days; a trust of 365 days fits.
  ...(until === undefined ? {} : { expires: new Date(until) }),
});
