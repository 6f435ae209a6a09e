// `/admin/organisation`: name, accent and logo of one's own organisation.
import type { Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { limitBody, mostBytes, readForm } from "../http/body.ts";
import { mostPictureBytes, readUpload } from "../http/picture.ts";
import { Problem } from "../kernel/problem.ts";
import { changeLogo, changeOrganisation, removeLogo } from "./organisation.ts";
import { OrganisationPage, type OrganisationPageProps } from "./organisation-views.tsx";
import { organisationRefusal } from "./organisation-words.ts";
import { type AdminNeeds, by } from "./web.ts";

export const logoPath = "/admin/organisation/logo";

export function addOrganisationPages(pages: Hono<Web>, needs: AdminNeeds): void {
  // The picture, and what a form wraps around it.
  const limitUpload = limitBody(mostPictureBytes + mostBytes);

  pages.get("/admin/organisation", (c) => page(c, { done: c.req.query("done") }));
  // What a phone asks for that has put the page with an error away, and has only its address left.
  pages.get(logoPath, (c) => c.redirect("/admin/organisation", 303));

  pages.post("/admin/organisation", async (c) => {
    const form = await readForm(c);
    const typed = {
      name: form.get("name"),
      accent: form.get("accent"),
      // What was not on the form stays.
      language: form.get("language") || undefined,
    };
    const { outcome } = await changeOrganisation(needs, by(c), typed);
    if (outcome === "changed") return done(c, "saved");
    return page(c, { error: organisationRefusal(outcome, c.var.words), typed }, 400);
  });

  pages.post(logoPath, async (c) => {
    const { refusedLogo } = c.var.words.consoleOrganisation;
    try {
      await limitUpload(c, async () => {});
      const { outcome } = await changeLogo(needs, by(c), await readUpload(c, "picture"));
      if (outcome === "drawn") return done(c, "logo");
      return wrongLogo(c, refusedLogo[outcome], outcome === "too-large" ? 413 : 400);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "too-large") return wrongLogo(c, refusedLogo["too-large"], 413);
      if (error.code !== "busy") throw error;
      c.header("retry-after", String(error.extras.retryAfter));
      return wrongLogo(c, error.messageIn(c.var.words), 503);
    }
  });

  pages.post(`${logoPath}/removal`, async (c) => {
    await removeLogo(needs, by(c));
    return done(c, "logo-removed");
  });

  const done = (c: Context<Web>, what: string) => c.redirect(`/admin/organisation?done=${what}`, 303);
  const wrongLogo = (c: Context<Web>, message: string, status: number) =>
    page(c, { error: { field: "picture", message } }, status);
  const page = (c: Context<Web>, shown: Omit<OrganisationPageProps, "visitor">, status = 200) =>
    answerPage(c, <OrganisationPage visitor={c.var.visitor} {...shown} />, status);
}
