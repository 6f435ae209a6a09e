// The three addresses that Duo's client libraries know, and the one where a browser comes back to.
import { type Context, Hono } from "hono";
import { type Visitor, visit } from "../../access/actions.ts";
import { leaveFor } from "../../access/going-on.tsx";
import { type Web, withOrganisation } from "../../access/web.ts";
import { namesOf } from "../../applications/finding.ts";
import { limitBody, readForm } from "../../http/body.ts";
import { clearCookie, readCookie, writeCookie } from "../../http/cookies.ts";
import { hostOf, type Site, sourceOf } from "../../http/web.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { organisationAt, organisationById } from "../../organisations/actions.ts";
import { currentSignIn, type SignInNeeds, signInLength } from "../../sign-in/climbing.ts";
import { bearerOf, keepProgress } from "../../sign-in/web.ts";
import { type Attempt, attemptOf, beginAttempt, exchangeCode, finishAttempt, giveUp } from "./actions.ts";
import { acceptAssertion, type DuoClient, findClient, readSigned, signToken } from "./clients.ts";
import { type AuthorizationRequest, assertionType, backTo, claimsOf, readRequest } from "./rules.ts";

export type DuoNeeds = SignInNeeds & { site: Site; sealer: Sealer };

const health = "/oauth/v1/health_check";
const token = "/oauth/v1/token";

export function duo(needs: DuoNeeds): Hono<Web> {
  const { site, clock } = needs;
  const routes = new Hono<Web>();
  for (const path of [health, token]) routes.use(path, limitBody());

  routes.post(health, async (c) => {
    const form = await readForm(c);
    const client = await findClient(needs, form.get("client_id"));
    const good = client && (await acceptAssertion(needs, client, form.get("client_assertion"), health));
    const timestamp = Math.floor(clock.now() / 1000);
    if (good) return c.json({ response: { timestamp }, stat: "OK" });
    const message_detail = "The client id or its assertion is not good here.";
    return c.json({ code: 40_002, message: "invalid_client", message_detail, stat: "FAIL", timestamp }, 400);
  });

  routes.get("/oauth/v1/authorize", async (c) => {
    const client = await findClient(needs, c.req.query("client_id") ?? "");
    const claims = client && (await readSigned(needs, client, c.req.query("request") ?? "", client.origin));
    const allowed = client?.settings.redirectAddresses ?? [];
    const request = claims && readRequest(claims, { client: client.id, beside: c.req.query(), allowed });
    // Nothing is sent back to an address that this request did not prove to be the application's.
    if (!client || !request) throw refused();
    if (!(await chooseOrganisation(c, client))) throw refused();
    const trustedBrowser = readCookie(c, site, "trusted-browser");
    const begun = await beginAttempt(needs, client, {
      request,
      source: sourceOf(c, site),
      ...(trustedBrowser ? { trustedBrowser } : {}),
    });
    if (begun.outcome === "refused") return c.redirect(denied(request), 303);
    const { progress } = begun;
    keepProgress(c, site, progress);
    if (progress.step === "done") return c.redirect(progress.resume, 303);
    return c.redirect(progress.step === "second-step" ? "/sign-in" : "/set-up", 303);
  });

  routes.get("/oauth/v1/finish", withOrganisation(needs), async (c) => {
    const { organisation, source } = c.var;
    const attempt = await attemptOf(needs, organisation.id, c.req.query("attempt") ?? "");
    const client = attempt && (await clientOf(c, attempt.application));
    if (!attempt || !client) throw refused();
    const visited = await visit(needs, organisation, readCookie(c, site, "vouched"), client.application);
    if (visited.outcome === "signed-in" && isOf(visited.visitor, attempt)) {
      const finished = await finishAttempt(needs, client, { attempt, visitor: visited.visitor, source });
      clearCookie(c, site, "vouched");
      if (!finished) throw refused();
      const { request } = attempt;
      const answer = { [request.codeName]: finished.code, state: request.state };
      return leaveFor(c, backTo(request.redirectAddress, answer), client.application.name);
    }
    // Somebody who looks here while the sign-in is still on its way.
    const climbing = await currentSignIn(needs, bearerOf(c, site));
    if (climbing?.row.resume === c.req.path + new URL(c.req.url).search) return c.redirect("/sign-in", 303);
    if (!(await giveUp(needs, organisation.id, attempt.id))) throw refused();
    return leaveFor(c, denied(attempt.request), client.application.name);
  });

  routes.post(token, async (c) => {
    const form = await readForm(c);
    const client = await findClient(needs, form.get("client_id"));
    const good =
      client &&
      form.get("client_assertion_type") === assertionType &&
      (await acceptAssertion(needs, client, form.get("client_assertion"), token));
    if (!good) return oauthError(c, 401, "invalid_client", "The client id or its assertion is not good here.");
    if (form.get("grant_type") !== "authorization_code")
      return oauthError(c, 400, "unsupported_grant_type", "Codes alone are taken here.");
    const code = form.get("code");
    const exchanged = await exchangeCode(needs, client, { code, redirectAddress: form.get("redirect_uri") });
    if (!exchanged) return oauthError(c, 400, "invalid_grant", "This code is wrong, was used, or is too old.");
    const { person, outcome } = exchanged;
    const about = { person: person.id, email: person.email, client: client.id, application: client.application.name };
    const id_token = await signToken(needs, client, claimsOf(outcome, about));
    // There is nothing that an access token would open: the protocol wants one.
    return c.json({
      access_token: needs.random.bytes(32).toString("base64url"),
      expires_in: 300,
      id_token,
      token_type: "Bearer",
    });
  });
  return routes;

  /** The browser is at an address of the application's organisation, or of none that has one of its own. */
  async function chooseOrganisation(c: Context, { application }: DuoClient): Promise<boolean> {
    const organisation = await organisationById(needs.db, application.organisation);
    const here = organisation && (await organisationAt(needs.db, hostOf(c), organisation.slug));
    if (!organisation || here?.id !== organisation.id) return false;
    if (organisation.host === null)
      writeCookie(c, site, "organisation", organisation.slug, clock.now() + 2 * signInLength);
    return true;
  }

  async function clientOf(c: Context<Web>, application: string): Promise<DuoClient | undefined> {
    const names = await namesOf(needs.db, c.var.organisation.id, application);
    return findClient(needs, names.find(({ kind }) => kind === "client")?.name ?? "");
  }
}

/** Of this very attempt: a session of the person's own proves nothing about what was asked here. */
const isOf = ({ person, session }: Visitor, attempt: Attempt): boolean =>
  person.id === attempt.person && session.vouched_by === attempt.application;

const denied = ({ redirectAddress, state }: AuthorizationRequest): string =>
  backTo(redirectAddress, { error: "access_denied", error_description: "The second step was not passed.", state });

/** RFC 6749, 5.2. */
const oauthError = (c: Context, status: 400 | 401, error: string, error_description: string) =>
  c.json({ error, error_description }, status);

const refused = (): Problem =>
  new Problem("application-request-refused", 400, ({ problems }) => problems.applicationRequest);
