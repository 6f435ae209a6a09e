// Every answer by its route's pattern: the address itself may carry a token, and there are as many as callers make up.
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "./registry.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function measureRequests(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const began = performance.now();
    await next();
    const pattern = routePath(c, -1);
    // What no route is for ends at a pattern that stands for everything.
    const route = pattern.includes("*") ? "none" : pattern;
    const method = methods.has(c.req.method) ? c.req.method : "other";
    metrics.request(method, route, c.res.status, (performance.now() - began) / 1000);
  };
}
