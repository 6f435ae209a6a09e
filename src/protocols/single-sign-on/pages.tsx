// `/single-sign-on`: to an identity provider and back, and what has to be shown before an account is linked with it.
import { type Context, Hono } from "hono";
import { visit } from "../../access/actions.ts";
import { destinationFields, readDestination, signInAddressTo } from "../../access/destination.ts";
import { answerPage, speakTo } from "../../access/language.tsx";
import { sessionToken, type Web, withOrganisation } from "../../access/web.ts";
import { limitBody, readResume } from "../../http/body.ts";
import { clearCookie, readCookie, writeCookie } from "../../http/cookies.ts";
import { waitingLink } from "../../identities/actions.ts";
import { type Provider, providerById } from "../../identity-providers/actions.ts";
import type { Said } from "../../identity-providers/rules.ts";
import { notFound } from "../../kernel/problem.ts";
import { readToken } from "../../kernel/tokens.ts";
import { personOf } from "../../people/actions.ts";
import { keepProgress, type SignInWebNeeds } from "../../sign-in/web.ts";
import { arrive } from "./arriving.ts";
import { confirmWith } from "./confirming.ts";
import { linkNow, linkPath, standing } from "./linking.ts";
import { isFreshAsked, type LeftFor, type Purpose, type Refusal, saidAnew, saidIn } from "./rules.ts";
import type { Claims } from "./speaking.ts";
import { recordTest, tested } from "./testing.ts";
import { LinkPage, ProvePage, RefusedPage, TestedPage } from "./views.tsx";
import { comeBack, leaveForProvider, recordRefusal } from "./visits.ts";

export function singleSignOnPages(needs: SignInWebNeeds) {
  const { site } = needs;
  const pages = new Hono<Web>();
  pages.use("/single-sign-on/*", limitBody(), withOrganisation(needs));

  pages.get(linkPath, async (c) => {
    const waiting = await waitingHere(c);
    if (!waiting) return refuse(c, undefined, "linkOver", 410);
    const { link, provider, person, stands } = waiting;
    speakTo(c, person);
    if (stands.presence === "somebody-else") return refuse(c, provider, "signedInAsOther", 403);
    const page = { organisation: c.var.organisation, provider, email: link.email };
    return stands.presence === "proven"
      ? answerPage(c, <LinkPage {...page} />)
      : answerPage(c, <ProvePage {...page} address={signInAddressTo(stands.destination)} />);
  });

  pages.post(linkPath, async (c) => {
    const waiting = await waitingHere(c);
    if (!waiting) return refuse(c, undefined, "linkOver", 410);
    const { person, presented, provider, stands } = waiting;
    if (stands.presence !== "proven") return c.redirect(linkPath, 303);
    const { session } = stands;
    const linked = await linkNow(needs, person, { presented, session, source: c.var.source });
    clearCookie(c, site, "identity-link");
    if (!linked) return refuse(c, provider, "clash", 409);
    const fields = JSON.parse(linked.destination) as Record<string, string>;
    return c.redirect(readResume(fields.resume), 303);
  });

  pages.get("/single-sign-on/at/:id", async (c) => {
    const provider = await providerHere(c);
    const purpose: Purpose = c.req.query("confirm") === "yes" ? "confirm" : "sign-in";
    if (!provider.active) return refuse(c, provider, "turnedOff", 403);
    const session = purpose === "confirm" ? await ownSession(c) : null;
    if (session === undefined) return c.redirect("/sign-in", 303);
    return leave(c, provider, purpose, session);
  });

  // The administrators' pages have looked at who asks: these come after them, under the same addresses.
  pages.get("/admin/single-sign-on/:id/test", async (c) => {
    const provider = await providerHere(c);
    return leave(c, provider, "test", c.var.visitor.session.id);
  });

  pages.get("/single-sign-on/at/:id/callback", async (c) => {
    const provider = await providerHere(c);
    const kept = readCookie(c, site, "single-sign-on");
    const back = await comeBack(needs, provider, { kept, search: new URL(c.req.url).search });
    if (back.outcome === "refused") {
      if (back.why !== "foreign") clearCookie(c, site, "single-sign-on");
      if (back.leftFor?.purpose === "test") return showTest(c, provider, back.leftFor.session, { failure: back.code });
      const status = back.why === "unreachable" ? 502 : 403;
      // Anybody may call this without ever having left for a provider: that leaves no event, or the trail could be filled.
      return kept === undefined
        ? answerRefused(c, provider, back.why, status)
        : refuse(c, provider, back.why, status, { code: back.code });
    }
    clearCookie(c, site, "single-sign-on");
    const { leftFor, claims } = back;
    const said = saidIn(claims, needs.clock.now());
    if (leftFor.purpose === "test") return showTest(c, provider, leftFor.session, { claims, said });
    if (!provider.active) return refuse(c, provider, "turnedOff", 403);
    const counted = isFreshAsked(leftFor) ? saidAnew(said, leftFor.at) : said;
    if (!counted) return refuse(c, provider, "notFresh", 403);
    return leftFor.purpose === "confirm"
      ? confirm(c, provider, leftFor, { claims, said: counted })
      : signIn(c, provider, leftFor, { claims, said: counted });
  });

  return pages;

  async function providerHere(c: Context<Web>): Promise<Provider> {
    const provider = await providerById(needs.db, c.var.organisation.id, c.req.param("id"));
    if (!provider) throw notFound();
    return provider;
  }

  async function leave(c: Context<Web>, provider: Provider, purpose: Purpose, session: string | null) {
    const { organisation } = c.var;
    const read = await readDestination(needs.db, organisation.id, (name) => c.req.query(name));
    const fields = Object.entries(destinationFields(read)).filter(
      (field): field is [string, string] => field[1] !== null,
    );
    const destination = Object.fromEntries(fields);
    const login = purpose === "sign-in" ? (c.req.query("login") ?? "").slice(0, 320) : "";
    const left = await leaveForProvider(needs, provider, { purpose, destination, session, login });
    if ("failure" in left) {
      if (purpose === "test") return showTest(c, provider, session, left);
      return refuse(c, provider, "unreachable", 502, { code: left.failure });
    }
    writeCookie(c, site, "single-sign-on", left.kept, left.until);
    return c.redirect(left.address, 303);
  }

  async function signIn(c: Context<Web>, provider: Provider, leftFor: LeftFor, back: { claims: Claims; said: Said }) {
    const { organisation, source } = c.var;
    const destination = await readDestination(needs.db, organisation.id, (name) => leftFor.destination[name]);
    const trustedBrowser = readCookie(c, site, "trusted-browser");
    const arrival = { provider, ...back, destination, fields: leftFor.destination, trustedBrowser, source };
    const arrived = await needs.db.transaction((tx) => arrive(tx, needs, arrival));
    switch (arrived.outcome) {
      case "progress": {
        keepProgress(c, site, arrived.progress);
        const { step, resume } = arrived.progress;
        if (step === "done") return c.redirect(resume, 303);
        return c.redirect(step === "second-step" ? "/sign-in" : "/set-up", 303);
      }
      case "link":
        writeCookie(c, site, "identity-link", arrived.token, arrived.until);
        return c.redirect(linkPath, 303);
      case "refused":
        return refuse(c, provider, arrived.why, 403, { person: arrived.person ?? null });
    }
  }

  async function confirm(c: Context<Web>, provider: Provider, leftFor: LeftFor, back: { claims: Claims; said: Said }) {
    const visited = await visit(needs, c.var.organisation, sessionToken(c, site));
    if (visited.outcome !== "signed-in" || visited.visitor.session.id !== leftFor.session)
      return c.redirect("/sign-in?because=session-ended", 303);
    const confirmed = await confirmWith(needs, provider, visited.visitor, { ...back, source: c.var.source });
    if (confirmed.outcome !== "raised") return refuse(c, provider, confirmed.outcome, 403);
    writeCookie(c, site, "session", confirmed.session.token);
    return c.redirect(readResume(leftFor.destination.resume), 303);
  }

  async function showTest(
    c: Context<Web>,
    provider: Provider,
    session: string | null,
    back: { failure: string } | { claims: Claims; said: Said },
  ) {
    const visited = await visit(needs, c.var.organisation, sessionToken(c, site));
    // Only the very session that began it sees what came of it, while it is an administrator's.
    const own = visited.outcome === "signed-in" && visited.visitor.session.id === session;
    if (!own || !visited.visitor.roles.has("administrator"))
      return refuse(c, provider, "foreign", 403, { code: "no-administrator" });
    const { visitor } = visited;
    await recordTest(needs, provider, visitor, {
      ...("failure" in back ? { code: back.failure } : {}),
      source: c.var.source,
    });
    speakTo(c, visitor.person);
    return answerPage(c, <TestedPage visitor={visitor} provider={provider} result={tested(provider, back)} />);
  }

  async function ownSession(c: Context<Web>): Promise<string | undefined> {
    const visited = await visit(needs, c.var.organisation, sessionToken(c, site));
    return visited.outcome === "signed-in" ? visited.visitor.session.id : undefined;
  }

  async function waitingHere(c: Context<Web>) {
    const { organisation } = c.var;
    const presented = readToken(readCookie(c, site, "identity-link"));
    const link = await waitingLink(needs.db, needs, organisation.id, presented);
    if (!presented || !link) return undefined;
    const provider = await providerById(needs.db, organisation.id, link.provider_id);
    const person = await personOf(needs.db, { organisation: organisation.id, person: link.person_id });
    if (!provider?.active || person?.status !== "active") return undefined;
    const visited = await visit(needs, organisation, sessionToken(c, site));
    return { link, provider, person, presented, stands: standing(link, visited, person, needs.clock.now()) };
  }

  async function refuse(
    c: Context<Web>,
    provider: Provider | undefined,
    why: Refusal,
    status: number,
    more: { code?: string; person?: string | null } = {},
  ) {
    if (provider) {
      const refusal = { why, source: c.var.source, ...more };
      await needs.db.transaction((tx) => recordRefusal(tx, needs, provider, refusal));
    }
    return answerRefused(c, provider, why, status);
  }
}

function answerRefused(c: Context<Web>, provider: Provider | undefined, why: Refusal, status: number) {
  const { organisation } = c.var;
  return answerPage(c, <RefusedPage organisation={organisation} why={why} provider={provider?.name ?? ""} />, status);
}
