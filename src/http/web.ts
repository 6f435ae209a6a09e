// What every room needs to know about a request, and about the address that the program is reached under.
import type { Context } from "hono";
import type { Source } from "../kernel/source.ts";
import { readClientAddress, type TrustedProxies } from "./client-address.ts";

/** The public address of this installation, and what follows from it. */
export interface Site {
  /** e.g. `https://login.acme.example`; no final slash. */
  origin: string;
  /** Where our pages begin on it, such as `/auth`; nothing where they have it to themselves. */
  path?: string;
  /** https: cookies are Secure and carry the `__Host-` prefix. */
  secure: boolean;
  proxies: TrustedProxies;
}

/** The address of the TCP peer, as the Node adapter gives it; `undefined` where the app is mounted otherwise. */
type NodeBindings = { incoming?: { socket?: { remoteAddress?: string } } };

export function peerAddress(c: Context): string | undefined {
  return (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress;
}

export function sourceOf(c: Context, site: Site): Source {
  return {
    address: readClientAddress(peerAddress(c), c.req.header("x-forwarded-for"), site.proxies),
    userAgent: (c.req.header("user-agent") ?? "").slice(0, 300),
  };
}

/** The host name that the request was made to, without port and final dot, lower case. */
export function hostOf(c: Context): string {
  return (c.req.header("host") ?? "").toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
}

export const wantsJson = (c: Context): boolean => c.req.path.startsWith("/api/");
