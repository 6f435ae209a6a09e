// Puts the organisation and the visitor behind a request at its handlers' disposal, and turns away who may not go on.
import type { Context, MiddlewareHandler } from "hono";
import { presentedKey } from "../api-keys/rules.ts";
import type { Database } from "../database/database.ts";
import { readCookie } from "../http/cookies.ts";
import type { FindSurroundings } from "../http/problems.tsx";
import { hostOf, type Site, sourceOf, wantsJson } from "../http/web.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { organisationAt, organisationById, organisationSuspended } from "../organisations/actions.ts";
import { type Organisation, organisationHeader, readSlug } from "../organisations/rules.ts";
import { touchSession } from "../sessions/actions.ts";
import { countOpenRequests, missingProof, stepUpRequired, visit } from "./actions.ts";
import { commandLine, commandLineCaller, commandLineOn } from "./command-line.ts";
import type { Embedding } from "./embedding.ts";
import { letInByKey } from "./keys.ts";
import { speakTo, wordsFor, wordsOrEnglish } from "./language.tsx";
import { suspendedPage } from "./suspended.tsx";
import type { Web } from "./variables.ts";

export type { Web } from "./variables.ts";

type Needs = { db: Database; clock: Clock; site: Site; embedding?: Embedding | undefined };

/** The one that the request is for; `undefined` before the first run. @throws Problem `not-found` */
async function organisationOf(
  c: Context,
  { db, site, embedding }: Pick<Needs, "db" | "site" | "embedding">,
): Promise<Organisation | undefined> {
  if (embedding) return organisationById(db, embedding.organisation);
  const chosen = commandLineOn(c);
  if (chosen !== undefined) return organisationById(db, chosen);
  const named = wantsJson(c) ? c.req.header(organisationHeader) : undefined;
  const slug = readSlug(named ?? readCookie(c, site, "organisation"));
  const organisation = await organisationAt(db, hostOf(c), slug);
  // A browser whose organisation is gone begins at the default one; a program must not send its password to another.
  if (named !== undefined && organisation?.slug !== named) throw notFound("organisation");
  return organisation;
}

/** For what is shown whatever becomes of the organisation, such as its logo. */
export function withAnyOrganisation(needs: Needs): MiddlewareHandler<Web> {
  return async (c, next) => {
    const organisation = await organisationOf(c, needs);
    if (!organisation) {
      throw new Problem("not-set-up", 503, ({ failures }) => failures.notSetUp);
    }
    c.set("organisation", organisation);
    c.set("source", sourceOf(c, needs.site));
    c.set("words", wordsFor(c, organisation));
    await next();
  };
}

export function withOrganisation(needs: Needs): MiddlewareHandler<Web> {
  const any = withAnyOrganisation(needs);
  return (c, next) =>
    any(c, async () => {
      // Read with the organisation itself, afresh at every request: a suspension holds from the very next one.
      const organisation = c.get("organisation");
      if (organisation.status === "active" || commandLineOn(c) !== undefined) return next();
      if (wantsJson(c)) throw organisationSuspended();
      c.res = await suspendedPage(c, organisation);
    });
}

/** For pages of failure, those of addresses that there are not included. */
export function surroundings({ db, site, embedding }: Needs): FindSurroundings {
  const look = (c: Context) => organisationOf(c, { db, site, embedding }).catch(() => undefined);
  return async (c, known) => {
    const organisation = c.get("organisation") ?? (known ? undefined : await look(c));
    return {
      organisation,
      words: c.get("words") ?? wordsOrEnglish(c, organisation),
      // Whether it still counts is for the account's page to say.
      signedIn: readCookie(c, site, "session") !== undefined,
    };
  };
}

/** The token of a session: from the header where programs put it, else from the cookie. */
export function sessionToken(c: Context, site: Site): string | undefined {
  const header = c.req.header("authorization");
  if (header === undefined) return readCookie(c, site, "session");
  return /^Bearer ([\w.-]+)$/i.exec(header)?.[1] ?? "";
}

/** By a session, or, on the JSON API, by an API key for what its scopes open. */
export function signedIn(needs: Needs & { random: Random }): MiddlewareHandler<Web> {
  return async (c, next) => {
    if (commandLineOn(c) !== undefined) {
      c.set("source", commandLine);
      c.set("caller", commandLineCaller);
      return next();
    }
    const presented = wantsJson(c) ? presentedKey(c.req.header("authorization")) : undefined;
    if (presented !== undefined) {
      await letInByKey(c, needs, presented);
      return next();
    }
    const found = await visit(needs, c.get("organisation"), sessionToken(c, needs.site));
    if (found.outcome !== "signed-in") {
      if (!wantsJson(c)) return c.redirect(signInAddress(c, needs.site, found.outcome), 303);
      throw found.outcome === "signed-out"
        ? new Problem("signed-out", 401, "Sign in first.")
        : new Problem("second-factor-required", 401, "A second factor is required by now. Sign in again.");
    }
    c.set("visitor", found.visitor);
    c.set("caller", found.visitor);
    speakTo(c, found.visitor.person);
    await touchSession(needs, found.visitor.session, c.get("source"));
    await next();
  };
}

function signInAddress(c: Context, site: Site, outcome: "signed-out" | "second-factor-required"): string {
  const query = new URLSearchParams();
  // Only what a link could have asked for is worth going back to.
  if (c.req.method === "GET") query.set("resume", c.req.path + new URL(c.req.url).search);
  if (outcome === "second-factor-required") query.set("because", outcome);
  else if (readCookie(c, site, "session") !== undefined) query.set("because", "session-ended");
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`;
}

export function administrator(): MiddlewareHandler<Web> {
  return async (c, next) => {
    if (!c.var.caller.roles.has("administrator")) throw administratorsOnly();
    await next();
  };
}

/** For what helpers may look at, too. */
export function helperOrAdministrator(): MiddlewareHandler<Web> {
  return async (c, next) => {
    const { roles } = c.var.caller;
    if (!roles.has("helper") && !roles.has("administrator")) {
      throw new Problem("helpers-only", 403, ({ failures }) => failures.helpersOnly);
    }
    await next();
  };
}

/** For the navigation of their pages: how many requests for help wait. Comes after the check of the role. */
export function withOpenRequests(needs: Needs): MiddlewareHandler<Web> {
  return async (c, next) => {
    c.var.visitor.openHelpRequests = await countOpenRequests(needs, c.var.organisation.id);
    await next();
  };
}

export const administratorsOnly = (): Problem =>
  new Problem("administrators-only", 403, ({ failures }) => failures.administratorsOnly);

/** Who looks after the installation: adds, suspends and removes organisations. */
export function operator(): MiddlewareHandler<Web> {
  return async (c, next) => {
    const { roles } = c.var.caller;
    if (!roles.has("operator") || !roles.has("administrator")) {
      throw new Problem("operators-only", 403, ({ failures }) => failures.operatorsOnly);
    }
    await next();
  };
}

/** For dangerous acts: a fresh proof, or (pages) a detour to give one, or (API) 403 `step-up-required`. */
export function freshProof(needs: Needs, resume?: (c: Context) => string): MiddlewareHandler<Web> {
  return async (c, next) => {
    // Its scope was given by whoever proved themselves when it was made; there is nobody to ask now.
    if (c.var.source.apiKey !== undefined || commandLineOn(c) !== undefined) return next();
    const missing = await missingProof(needs, c.var.visitor);
    if (missing === undefined) return next();
    if (wantsJson(c)) throw stepUpRequired(missing);
    const back = resume ? resume(c) : c.req.path;
    return c.redirect(`/sign-in/confirm?${new URLSearchParams({ resume: back })}`, 303);
  };
}
