// One line a request at level debug: the route's pattern, never the address itself, which may carry a token.
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";

export function logRequests(log: Logger, clock: Clock): MiddlewareHandler {
  const tell: MiddlewareHandler = async (c, next) => {
    const began = clock.now();
    await next();
    log.debug(
      { method: c.req.method, route: routePath(c, -1), status: c.res.status, ms: clock.now() - began },
      "request",
    );
  };
  return (c, next) => (log.isLevelEnabled("debug") ? tell(c, next) : next());
}
