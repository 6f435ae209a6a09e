// What a request that reached the application says of the browser behind it, and what is sent back to it.
import { readResume } from "../../http/body.ts";
import { readClientAddress } from "../../http/client-address.ts";
import { cookieIn, cookieLine } from "../../http/cookies.ts";
import type { Site } from "../../http/web.ts";
import type { Progress } from "../../sign-in/climbing.ts";
import type { Borne } from "./actions.ts";

/** A web-standard request, Node's own, or anything with its headers. */
export interface Asking {
  headers: Headers | Record<string, string | string[] | undefined>;
  /** As Node's own requests have it. */
  socket?: { remoteAddress?: string | undefined } | null;
}

/** A path of the origin that both share; whatever could lead elsewhere becomes `home`. */
export const readPath = (path: unknown, home: string): string =>
  typeof path === "string" ? readResume(path, home) : home;

export function borneBy(asking: Asking | undefined, site: Site, address?: string): Borne {
  const header = (name: string): string => {
    if (!asking) return "";
    const { headers } = asking;
    const value = typeof headers.get === "function" ? headers.get(name) : (headers as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  const cookies = header("cookie");
  const peer = address ?? asking?.socket?.remoteAddress;
  return {
    session: cookieIn(cookies, site, "session"),
    trustedBrowser: cookieIn(cookies, site, "trusted-browser"),
    source: {
      address: readClientAddress(peer, header("x-forwarded-for") || undefined, site.proxies),
      userAgent: header("user-agent").slice(0, 300),
    },
  };
}

/** What the browser keeps of a step, and where it goes on: a path of ours. */
export function headersOf(site: Site, { step, signIn, session, trust, resume }: Progress) {
  const headers = new Headers();
  if (session) {
    headers.append("set-cookie", cookieLine(site, "session", session.token));
    headers.append("set-cookie", cookieLine(site, "sign-in", undefined));
  } else headers.append("set-cookie", cookieLine(site, "session", undefined));
  if (signIn) headers.append("set-cookie", cookieLine(site, "sign-in", signIn.token));
  if (trust) headers.append("set-cookie", cookieLine(site, "trusted-browser", trust.token, trust.until));
  headers.set("cache-control", "no-store");
  const redirect = step === "done" ? resume : step === "second-step" ? "/sign-in" : "/set-up";
  return { step, headers, redirect };
}

export function takeAway(site: Site): Headers {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const name of ["session", "sign-in"] as const) headers.append("set-cookie", cookieLine(site, name, undefined));
  return headers;
}
