// What the routes need, and who is acting in a request.
import type { Context } from "hono";
import type { Web } from "../access/web.ts";
import type { Database } from "../database/database.ts";
import type { Decision } from "./deciding.ts";
import type { LetterNeeds } from "./letters.ts";

export type HelpNeeds = LetterNeeds & { db: Database };

/** The person behind a request, as the one who decides. */
export function by(c: Context<Web>): Pick<Decision, "organisation" | "decider" | "source"> {
  return { organisation: c.var.organisation.id, decider: c.var.visitor.person, source: c.var.source };
}
