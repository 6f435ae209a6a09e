// How changes to one's own account travel over HTTP.
import type { Context } from "hono";
import type { Web } from "../access/web.ts";
import { writeCookie } from "../http/cookies.ts";
import type { Site } from "../http/web.ts";
import { Problem } from "../kernel/problem.ts";
import type { SessionToken } from "../sessions/actions.ts";
import type { AccountNeeds, Change } from "./actions.ts";

export type AccountWebNeeds = AccountNeeds & { site: Site };

export const changeOf = (c: Context<Web>): Change => ({ visitor: c.var.visitor, source: c.var.source });

/** Whoever came with a cookie goes on with a cookie; programs find the new token in the answer. */
export function keepSession(c: Context, site: Site, session: SessionToken): void {
  if (c.req.header("authorization") === undefined) writeCookie(c, site, "session", session.token);
}

/** What a form shows beside its field instead of the general page of problems. */
export interface Trouble {
  message: string;
  status: number;
}

const shownInPlace = new Set(["wait", "busy", "second-step-unavailable"]);

export function troubleOf(c: Context<Web>, error: unknown): Trouble {
  if (!(error instanceof Problem && shownInPlace.has(error.code))) throw error;
  const { retryAfter } = error.extras;
  if (retryAfter !== undefined) c.header("retry-after", String(Math.max(1, Math.ceil(retryAfter))));
  return { message: error.messageIn(c.var.words), status: error.status };
}

/** Does what needs a fresh proof, or takes the browser through giving one and back to `resume`. */
export async function orConfirm(c: Context, resume: string, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem && error.code === "step-up-required")) throw error;
    return c.redirect(`/sign-in/confirm?${new URLSearchParams({ resume })}`, 303);
  }
}
