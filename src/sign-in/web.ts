// How sign-ins travel over HTTP: the tokens in cookies or headers, and what is set once a step is done.
import type { Context } from "hono";
import type { Web } from "../access/web.ts";
import { clearCookie, readCookie, writeCookie } from "../http/cookies.ts";
import type { Site } from "../http/web.ts";
import { Problem } from "../kernel/problem.ts";
import type { Bearer, Progress, SignInNeeds } from "./climbing.ts";

export type SignInWebNeeds = SignInNeeds & { site: Site };

/** Programs put the token into the header (`Authorization: SignIn …`), browsers have it in a cookie. */
export function bearerOf(c: Context<Web>, site: Site): Bearer {
  const header = c.req.header("authorization");
  const token = header === undefined ? readCookie(c, site, "sign-in") : (/^SignIn ([\w.-]+)$/i.exec(header)?.[1] ?? "");
  return { organisation: c.var.organisation, token, source: c.var.source };
}

/** Puts what a step yielded into the browser's cookies. */
export function keepProgress(c: Context, site: Site, { signIn, session, vouched, trust }: Progress): void {
  if (signIn) writeCookie(c, site, "sign-in", signIn.token);
  if (session) {
    // Beside a session of the person's own, which it is not.
    writeCookie(c, site, vouched ? "vouched" : "session", session.token, vouched ? session.until : undefined);
    clearCookie(c, site, "sign-in");
  }
  if (trust) writeCookie(c, site, "trusted-browser", trust.token, trust.until);
}

/** Whether a page of ours sent this request, and so wants cookies beside the JSON answer. */
export const fromOurPage = (c: Context): boolean => c.req.header("sec-fetch-site") === "same-origin";

/** A problem that the form itself can show; every other one goes on to the general page. */
export function shownInPlace(error: unknown, ...codes: string[]): Problem {
  if (error instanceof Problem && codes.includes(error.code)) return error;
  throw error;
}

export function answerIn(c: Context, { extras }: Problem): void {
  if (extras.retryAfter !== undefined) c.header("retry-after", String(Math.max(1, Math.ceil(extras.retryAfter))));
}
