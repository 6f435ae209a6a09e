// What the routes need, and who is acting in a request.
import type { Context } from "hono";
import type { Web } from "../access/web.ts";
import type { Database } from "../database/database.ts";
import type { Decision } from "./deciding.ts";
import type { LetterNeeds } from "./letters.ts";

export type HelpNeeds = LetterNeeds & { db: Database };

/** Who is behind a request, as the one who decides. */
export function by(c: Context<Web>): Pick<Decision, "organisation" | "decider" | "actor" | "source"> {
  const { organisation, caller, source } = c.var;
  const decider = caller.person;
  return {
    organisation: organisation.id,
    decider,
    actor: caller.person?.id ?? (caller as { key: string | null }).key,
    source,
  };
}
