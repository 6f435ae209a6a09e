// `/account/security` and what is done there to a second factor that is set up, to browsers and to sessions.
import type { Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { answerPage } from "../access/language.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import { lengthsOfCodes } from "../authenticators/totp/rules.ts";
import { readForm } from "../http/body.ts";
import { readCookie } from "../http/cookies.ts";
import { notFound } from "../kernel/problem.ts";
import { readToken } from "../kernel/tokens.ts";
import { keyOf } from "../people/actions.ts";
import { ActivityPage, activityPath } from "./activity-views.tsx";
import { endOwnOtherSessions, endOwnSession, endOwnTrust } from "./browsers.ts";
import { DisableOverlay, NameOverlay, RemoveOverlay } from "./overlays.tsx";
import { activityOf, overviewOf } from "./overview.ts";
import { disable, removeOwnAuthenticator, renameOwnAuthenticator } from "./second-factor.ts";
import { SecurityPage } from "./security-views.tsx";
import { type AccountWebNeeds, changeOf, keepSession, orConfirm, troubleOf } from "./web.ts";
import { type Done, readTold, type Told, toldFields } from "./words.ts";

const authenticatorPath = "/account/security/authenticators/:id";

export function addSecurityPages(pages: Hono<Web>, needs: AccountWebNeeds): void {
  pages.get("/account/security", (c) => showSecurity(c, needs, { done: readTold(c.req.query()) }));

  pages.get(activityPath, async (c) => {
    const { visitor } = c.var;
    const before = c.req.query("before");
    const page = await activityOf(needs, visitor, { before });
    const first = before === undefined;
    return answerPage(c, <ActivityPage visitor={visitor} page={page} first={first} now={needs.clock.now()} />);
  });

  pages.get(`${authenticatorPath}/name`, async (c) => {
    const { name } = await ownAuthenticator(c, needs);
    return showSecurity(c, needs, { overlay: <NameOverlay action={c.req.path} name={name} purpose="rename" /> });
  });

  pages.post(`${authenticatorPath}/name`, async (c) => {
    const name = (await readForm(c)).get("name");
    const result = await renameOwnAuthenticator(needs, changeOf(c), { id: c.req.param("id"), name });
    if (result.outcome === "renamed") return goBack(c, "renamed");
    const overlay = (
      <NameOverlay action={c.req.path} name={name} purpose="rename" error={c.var.words.security.badName} />
    );
    return showSecurity(c, needs, { overlay }, 400);
  });

  pages.get(`${authenticatorPath}/removal`, freshProof(needs), async (c) => {
    const authenticator = await ownAuthenticator(c, needs);
    return showSecurity(c, needs, { overlay: <RemoveOverlay authenticator={authenticator} /> });
  });

  pages.post(`${authenticatorPath}/removal`, (c) =>
    orConfirm(c, c.req.path, async () => {
      const signedOut = await removeOwnAuthenticator(needs, changeOf(c), c.req.param("id"));
      return goBack(c, { done: "removed", elsewhere: signedOut > 0 });
    }),
  );

  pages.get("/account/security/disable", async (c) => {
    const { person, requirement } = c.var.visitor;
    const authenticators = await authenticatorsOf(needs.db, keyOf(person));
    const none = authenticators.length === 0;
    if (none || requirement.level === "required") return c.redirect("/account/security", 303);
    return showSecurity(c, needs, {
      overlay: <DisableOverlay asleep={requirement.level === "off"} lengths={lengthsOfCodes(authenticators)} />,
    });
  });

  pages.post("/account/security/disable", async (c) => {
    const form = await readForm(c);
    let trouble = { message: c.var.words.problems.wrongCode, status: 401 };
    try {
      const result = await disable(needs, changeOf(c), form.get("code"));
      if (result.outcome === "disabled") {
        keepSession(c, needs.site, result.session);
        return goBack(c, { done: "disabled", elsewhere: result.signedOut > 0 });
      }
      if (result.outcome === "session-ended") return c.redirect("/sign-in?because=wrong-codes", 303);
    } catch (error) {
      trouble = troubleOf(c, error);
    }
    const asleep = c.var.visitor.requirement.level === "off";
    const lengths = lengthsOfCodes(await authenticatorsOf(needs.db, keyOf(c.var.visitor.person)));
    const overlay = <DisableOverlay asleep={asleep} error={trouble.message} lengths={lengths} />;
    return showSecurity(c, needs, { overlay }, trouble.status);
  });

  pages.post("/account/security/trusted-browsers/:id/removal", async (c) => {
    await endOwnTrust(needs, changeOf(c), c.req.param("id"));
    return goBack(c, "trust-ended");
  });

  pages.post("/account/security/sessions/removal", async (c) => {
    await endOwnOtherSessions(needs, changeOf(c));
    return goBack(c, "others-ended");
  });

  pages.post("/account/security/sessions/:id/removal", async (c) => {
    await endOwnSession(needs, changeOf(c), c.req.param("id"));
    return goBack(c, "session-ended");
  });
}

/** The page, with a dialog over it where one is given. */
export async function showSecurity(
  c: Context<Web>,
  needs: AccountWebNeeds,
  shown: { overlay?: Child; done?: Told | undefined; trouble?: string } = {},
  status = 200,
) {
  const { visitor } = c.var;
  const overview = await overviewOf(needs, visitor);
  const trustedHere = readToken(readCookie(c, needs.site, "trusted-browser"))?.id;
  const page = { visitor, overview, now: needs.clock.now(), trustedHere, ...shown };
  return answerPage(c, <SecurityPage {...page} />, status);
}

/** The authenticator that the address names, if it is the visitor's. @throws Problem `not-found` */
export async function ownAuthenticator(c: Context<Web>, { db }: AccountWebNeeds) {
  const all = await authenticatorsOf(db, keyOf(c.var.visitor.person));
  const found = all.find((authenticator) => authenticator.id === c.req.param("id"));
  if (!found) throw notFound("authenticator");
  return found;
}

export function goBack(c: Context, done?: Done | Told): Response {
  const told = typeof done === "string" ? { done, elsewhere: false } : done;
  return c.redirect(`/account/security${told ? `?${new URLSearchParams(toldFields(told))}` : ""}`, 303);
}
