// Forward-auth over HTTP, under the paths and with the headers that proxies have for Authelia: a proxy asks about every
// request, and people are led to the sign-in and back. https://www.authelia.com/integration/proxies/introduction/
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { visit } from "../../access/actions.ts";
import { signInAddressTo } from "../../access/destination.ts";
import { leaveFor } from "../../access/going-on.tsx";
import { answerPage } from "../../access/language.tsx";
import { sessionToken, type Web, withOrganisation } from "../../access/web.ts";
import { sharedDomain } from "../../applications/rules.ts";
import type { Database } from "../../database/database.ts";
import { longestResume } from "../../http/body.ts";
import { clearCookie, readCookie, writeCookie } from "../../http/cookies.ts";
import { hostOf, type Site, sourceOf } from "../../http/web.ts";
import { type Clock, second } from "../../kernel/clock.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import { addressIn } from "../../organisations/actions.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { touchSession } from "../../sessions/actions.ts";
import { Button, Notice, Page, useWords } from "../../ui/index.ts";
import { applicationAt, enter, mayOpen } from "./actions.ts";
import {
  eitherTarget,
  forwardedTarget,
  headerValue,
  originalTarget,
  readTargetUrl,
  refusalStatus,
  type Target,
} from "./rules.ts";

type Needs = { db: Database; clock: Clock; random: Random; site: Site };
type Header = (name: string) => string | undefined;

/** People come to our front page where a proxy sends them there with `rd`. */
export function forwardAuthEntry(c: Context): string | undefined {
  const wanted = c.req.query("rd");
  return wanted === undefined ? undefined : addressOf(wanted);
}

export function forwardAuth(needs: Needs): Hono<Web> {
  const { site } = needs;
  const routes = new Hono<Web>();

  const asked =
    (read: (header: Header) => Target | undefined, refuse: (target: Target, header: Header) => 302 | 303 | 401) =>
    async (c: Context<Web>) => {
      const header: Header = (name) => c.req.header(name);
      const target = read(header);
      if (!target || !isProtected(target)) throw refused();
      const answer = await mayOpen(needs, target, getCookie(c, cookieName(site)));
      if (answer.outcome === "refused") throw refused();
      if (answer.outcome === "sign-in") {
        c.header("location", await addressIn(needs.db, site, answer.application.organisation, addressOf(target.url)));
        return c.body(null, refuse(target, header));
      }
      const { person, session } = answer.visitor;
      await touchSession(needs, session, sourceOf(c, site));
      // Each of them always: a proxy that copies a header leaves the client's own where ours is missing.
      c.header("remote-user", headerValue(person.screen_name));
      c.header("remote-name", headerValue(person.display_name));
      c.header("remote-email", headerValue(person.email));
      c.header("remote-groups", headerValue(person.account_type));
      return c.body(null, 200);
    };

  routes.get("/api/authz/forward-auth", asked(forwardedTarget, refusalStatus));
  routes.get(
    "/api/authz/auth-request",
    asked(originalTarget, () => 401),
  );
  // As Authelia had it before; still in many snippets.
  routes.get(
    "/api/verify",
    asked((header) => withoutMethod(header, eitherTarget), refusalOfVerify),
  );

  routes.get("/forward-auth", withOrganisation(needs), async (c) => {
    const target = readTargetUrl(c.req.query("rd"));
    const application = target && isProtected(target) ? await applicationAt(needs, target.host) : undefined;
    if (!target || !application) throw notFound();
    const here = addressOf(target.url);
    const { organisation, source } = c.var;
    if (application.organisation !== organisation.id)
      return c.redirect(await addressIn(needs.db, site, application.organisation, here), 303);
    const domain = sharedDomain(hostOf(c), target.host);
    if (domain === undefined) throw notFound();

    const visited = await visit(needs, organisation, sessionToken(c, site), application);
    const destination = { resume: here, application, secondFactor: false };
    if (visited.outcome !== "signed-in") return c.redirect(signInAddressTo(destination), 303);
    const token = getCookie(c, cookieName(site));
    const now = needs.clock.now();
    // Back within moments and without the pass: the browser does not keep it, and would go round and round.
    if (token === undefined && isLater(readCookie(c, site, "forward-round"), application.id, now)) {
      clearCookie(c, site, "forward-round");
      const page = { organisation, application: application.name, again: here };
      return answerPage(c, <CookieRefusedPage {...page} />, 403);
    }
    const entered = await enter(needs, { visitor: visited.visitor, application, token, source });
    if (entered.outcome === "session-ended") return c.redirect(signInAddressTo(destination), 303);
    if (entered.pass) {
      setCookie(c, cookieName(site), entered.pass.token, {
        domain,
        path: "/",
        httpOnly: true,
        sameSite: "Lax",
        secure: site.secure,
      });
      writeCookie(c, site, "forward-round", `${application.id}.${now}`, now + roundLength);
    }
    return leaveFor(c, target.url, application.name);
  });
  return routes;

  /** Over plain http only where we are reached by it ourselves, to try things out. */
  function isProtected(target: { scheme: string }): boolean {
    return target.scheme === "https" || !site.secure;
  }
}

/** Whoever got the pass is not here again for the same application so soon. */
const roundLength = 20 * second;

function isLater(kept: string | undefined, application: string, now: number): boolean {
  const [of, at] = (kept ?? "").split(".");
  const passed = now - Number(at);
  return of === application && passed >= 0 && passed < roundLength;
}

interface CookieRefusedProps {
  organisation: Organisation;
  application: string;
  /** Where the next round begins. */
  again: string;
}

function CookieRefusedPage({ organisation, application, again }: CookieRefusedProps) {
  const { signIn, problems } = useWords();
  return (
    <Page kind="card" title={signIn.cookieRefusedTitle} organisation={organisation}>
      <Notice kind="warning">{signIn.cookieRefused(application)}</Notice>
      <Button kind="primary" href={again} full>
        {problems.tryAgain}
      </Button>
    </Page>
  );
}

/** Not `__Host-`: the applications' hosts have to get it. It opens nothing but them. */
const cookieName = (site: Site): string => `${site.secure ? "__Secure-" : ""}countersign-forward`;

function addressOf(url: string): string {
  const whole = `/forward-auth?${new URLSearchParams({ rd: url })}`;
  if (whole.length <= longestResume) return whole;
  // Too long to be carried through a sign-in: the front page.
  const front = readTargetUrl(url);
  return `/forward-auth?${new URLSearchParams({ rd: front ? `${front.scheme}://${front.host}/` : "" })}`;
}

/** nginx's snippets for `/api/verify` name no method. */
const withoutMethod = (header: Header, read: (header: Header) => Target | undefined): Target | undefined =>
  read((name) => header(name) ?? (name.endsWith("-method") ? "GET" : undefined));

/** nginx can do nothing with a redirect, the others nothing with a 401. */
const refusalOfVerify = (target: Target, header: Header) =>
  header("x-original-url") === undefined ? refusalStatus(target, header) : (401 as const);

const refused = (): Problem => new Problem("not-protected", 403, ({ failures }) => failures.notProtected);
