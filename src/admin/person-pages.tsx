// `/admin/people/{id}` and what an administrator does to one person from there.
import type { Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { sessionsOfPerson, trustedBrowsersOfPerson } from "../access/browsers.ts";
import { answerPage } from "../access/language.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { readForm } from "../http/body.ts";
import { identitiesOf } from "../identities/actions.ts";
import { keyOf } from "../people/actions.ts";
import { endSessionOf, endTrustOf, signOutEverywhere } from "./browsers.ts";
import { InvitationPage } from "./new-person-views.tsx";
import { inviteAgain } from "./people.ts";
import { overviewOf, recentHistory } from "./person.ts";
import { PersonPage } from "./person-views.tsx";
import { ResetOverlay } from "./reset-views.tsx";
import { notYourOwnFactor, resetSecondFactor } from "./second-factor.ts";
import { deletePerson, disablePerson, enablePerson, unlockPerson } from "./standing.ts";
import { type StandingAct, StandingOverlay, standingActs } from "./standing-views.tsx";
import { notYourself, requireMayActOn } from "./subject.ts";
import { type AdminNeeds, by } from "./web.ts";

type Of = Context<Web, "/admin/people/:id">;

export function addPersonPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/people/:id", async (c) =>
    answerPage(c, await personPage(c, c.req.param("id"), { done: c.req.query("done") })),
  );

  pages.post("/admin/people/:id/invitation", freshProof(needs, backToPerson), async (c) => {
    const { person, invitation } = await inviteAgain(needs, { ...by(c), person: c.req.param("id") });
    return answerPage(
      c,
      <InvitationPage visitor={c.var.visitor} person={person} invitation={invitation} added={false} />,
      201,
    );
  });

  pages.use("/admin/people/:id/reset", freshProof(needs));
  pages.get("/admin/people/:id/reset", async (c) => {
    const id = c.req.param("id");
    if (id === c.var.visitor.person.id) throw notYourOwnFactor();
    return answerPage(c, await personPage(c, id, { warn: "reset" }));
  });

  pages.post("/admin/people/:id/reset", async (c) => {
    const form = await readForm(c);
    const id = c.req.param("id");
    await resetSecondFactor(needs, { ...by(c), person: id, reason: form.get("reason") });
    return c.redirect(`/admin/people/${id}?done=reset`, 303);
  });

  for (const act of standingActs) {
    pages.use(`/admin/people/:id/${act}`, freshProof(needs));
    pages.get(`/admin/people/:id/${act}`, async (c) => {
      const id = c.req.param("id");
      if (id === c.var.visitor.person.id) throw notYourself();
      return answerPage(c, await personPage(c, id, { warn: act }));
    });
  }

  pages.post("/admin/people/:id/disable", async (c) => {
    const reason = (await readForm(c)).get("reason");
    await disablePerson(needs, { ...by(c), person: c.req.param("id"), reason });
    return c.redirect(`/admin/people/${c.req.param("id")}?done=disabled`, 303);
  });

  pages.post("/admin/people/:id/enable", async (c) => {
    await enablePerson(needs, { ...by(c), person: c.req.param("id") });
    return c.redirect(`/admin/people/${c.req.param("id")}?done=enabled`, 303);
  });

  pages.post("/admin/people/:id/unlock", async (c) => {
    await unlockPerson(needs, { ...by(c), person: c.req.param("id") });
    return c.redirect(`/admin/people/${c.req.param("id")}?done=unlocked`, 303);
  });

  pages.post("/admin/people/:id/delete", async (c) => {
    await deletePerson(needs, { ...by(c), person: c.req.param("id") });
    return c.redirect("/admin/people?done=deleted", 303);
  });

  pages.post("/admin/people/:id/sign-out", async (c) => {
    const id = c.req.param("id");
    await signOutEverywhere(needs, { ...by(c), person: id });
    return c.redirect(`/admin/people/${id}?done=signed-out`, 303);
  });

  pages.post("/admin/people/:id/sessions/:session/end", async (c) => {
    const id = c.req.param("id");
    await endSessionOf(needs, { ...by(c), person: id }, c.req.param("session"));
    return c.redirect(`/admin/people/${id}?done=session-ended`, 303);
  });

  pages.post("/admin/people/:id/trusted-browsers/:browser/end", async (c) => {
    const id = c.req.param("id");
    await endTrustOf(needs, { ...by(c), person: id }, c.req.param("browser"));
    return c.redirect(`/admin/people/${id}?done=trust-ended`, 303);
  });

  async function personPage(
    c: Context<Web>,
    id: string,
    { done, warn }: { done?: string | undefined; warn?: "reset" | StandingAct },
  ) {
    const { visitor, organisation } = c.var;
    const overview = await overviewOf(needs, organisation.id, id);
    const { person, policy } = overview;
    const sessions = await sessionsOfPerson(needs.db, needs, person);
    const trustedBrowsers = await trustedBrowsersOfPerson(needs.db, needs, person, policy);
    const history = await recentHistory(needs.db.reports, person);
    let overlay: Child;
    if (warn) {
      await requireMayActOn(needs.db, by(c), person);
      overlay =
        warn === "reset" ? (
          <ResetOverlay overview={overview} trustedBrowsers={trustedBrowsers.length} sessions={sessions.length} />
        ) : (
          <StandingOverlay act={warn} person={person} />
        );
    }
    return (
      <PersonPage
        visitor={visitor}
        overview={overview}
        sessions={sessions}
        identities={await identitiesOf(needs.db, keyOf(person))}
        trustedBrowsers={trustedBrowsers}
        history={history}
        now={needs.clock.now()}
        done={done}
        overlay={overlay}
      />
    );
  }
}

/** A link is made by a click on the person's page, so that is where the way goes on. */
const backToPerson = (c: Context): string => (c as Of).req.path.replace(/\/[^/]*$/, "");
