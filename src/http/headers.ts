// The headers of every answer: nothing is cached, framed, sniffed or run that we did not send ourselves.
import type { MiddlewareHandler } from "hono";
import type { Site } from "./web.ts";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function secureHeaders(site: Site): MiddlewareHandler {
  const fixed: [string, string][] = [
    ["content-security-policy", contentSecurityPolicy],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "no-referrer"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=()"],
  ];
  // Within an application, what holds for its whole host is not ours to say.
  if (site.secure && site.path === undefined)
    fixed.push(["strict-transport-security", "max-age=63072000; includeSubDomains"]);
  return async (c, next) => {
    const { outgoing } = (c.env ?? {}) as { outgoing?: { setHeader?(name: string, value: string): void } };
    if (typeof outgoing?.setHeader === "function") {
      // Under Node they go straight to the socket's answer, which may still override them: touching the web Response
      // would make the adapter build it in full for every request.
      for (const [name, value] of fixed) outgoing.setHeader(name, value);
      outgoing.setHeader("cache-control", "no-store");
      return next();
    }
    await next();
    const { headers } = c.res;
    for (const [name, value] of fixed) headers.set(name, value);
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };
}
