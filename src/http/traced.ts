// A span for every request, under its route's pattern: the address itself may carry a token.
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { problem, type Tracing, within } from "../kernel/spans.ts";
import { isTrusted, plain } from "./client-address.ts";
import { asProblem } from "./problems.tsx";
import { peerAddress, type Site } from "./web.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function traceRequests(tracing: Tracing, { proxies, secure }: Site): MiddlewareHandler {
  return (c, next) => {
    const method = methods.has(c.req.method) ? c.req.method : "_OTHER";
    // Whoever else named a trace could put requests into somebody's, or have every one of theirs kept.
    const caller = isTrusted(plain(peerAddress(c) ?? ""), proxies) ? c.req.header("traceparent") : undefined;
    const attributes = { "http.request.method": method, "url.scheme": secure ? "https" : "http" };
    const span = tracing.begin(method, undefined, { kind: "server", caller, attributes });
    return within(tracing, span, async () => {
      await next();
      const route = routePath(c, -1);
      const { status } = c.res;
      // What no route is for ends at a pattern that stands for everything.
      if (!route.includes("*")) {
        span.rename(`${method} ${route}`);
        span.add({ "http.route": route });
      }
      span.add({ "http.response.status_code": status });
      const code = c.error && asProblem(c.error).code;
      if (code !== undefined) span.add({ [problem]: code });
      if (status >= 500) span.failed(code ?? String(status));
    });
  };
}
