// Who is behind a request about identity providers.
import type { Context } from "hono";
import type { Web } from "../../access/web.ts";
import { by } from "../web.ts";
import type { Acting } from "./actions.ts";

export const acting = (c: Context<Web>): Acting => ({
  ...by(c),
  // Neither a key nor the command line came in by a session.
  cameThrough: c.get("visitor")?.session.provider_id ?? null,
});
