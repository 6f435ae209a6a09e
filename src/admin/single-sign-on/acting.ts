// Who is behind a request about identity providers.
import type { Context } from "hono";
import type { Web } from "../../access/web.ts";
import { by } from "../web.ts";
import type { Acting } from "./actions.ts";

export const acting = (c: Context<Web>): Acting => ({ ...by(c), cameThrough: c.var.visitor.session.provider_id });
