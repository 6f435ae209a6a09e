// `/admin/organisations`: what operators do with the organisations of the installation.
import type { Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { readForm } from "../http/body.ts";
import { pageOfOrganisations } from "../organisations/register.ts";
import { readSlug } from "../organisations/rules.ts";
import { NewOrganisationPage, type NewOrganisationValues, OrganisationInvitedPage } from "./new-organisation-views.tsx";
import { organisationRefusal } from "./organisation-words.ts";
import {
  addOrganisationWithAdministrator,
  changeState,
  organisationOverview,
  refuseOwn,
  removeOrganisation,
} from "./organisations.ts";
import { OneOrganisationPage, OrganisationsPage, RemovalOverlay } from "./organisations-views.tsx";
import { pageLength } from "./rules.ts";
import { type AdminNeeds, by } from "./web.ts";

const blank: NewOrganisationValues = {
  name: "",
  slug: "",
  hostName: "",
  accent: "blue",
  administrator: "",
  administratorName: "",
};

export function addOrganisationsPages(pages: Hono<Web>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);
  // What was pressed on an organisation's page is pressed again there.
  const freshAtOne = freshProof(needs, (c) => c.req.path.replace(/\/[^/]*$/, ""));

  pages.get("/admin/organisations", async (c) => {
    const place = { after: readSlug(c.req.query("after")), before: readSlug(c.req.query("before")) };
    const page = await pageOfOrganisations(needs, { ...place, limit: pageLength });
    const removed = c.req.query("done") === "removed";
    return answerPage(c, <OrganisationsPage visitor={c.var.visitor} page={page} removed={removed} site={needs.site} />);
  });

  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use("/admin/organisations/new", fresh);
  pages.get("/admin/organisations/new", (c) =>
    answerPage(c, <NewOrganisationPage visitor={c.var.visitor} values={blank} />),
  );

  pages.post("/admin/organisations/new", async (c) => {
    const form = await readForm(c);
    const values = Object.fromEntries(
      Object.keys(blank).map((name) => [name, form.get(name)]),
    ) as unknown as NewOrganisationValues;
    const added = await addOrganisationWithAdministrator(needs, by(c), values);
    const { visitor } = c.var;
    if (added.outcome !== "added") {
      const error = organisationRefusal(added.outcome, c.var.words);
      return answerPage(c, <NewOrganisationPage visitor={visitor} values={values} error={error} />, 400);
    }
    return answerPage(c, <OrganisationInvitedPage visitor={visitor} added={added} />, 201);
  });

  pages.get("/admin/organisations/:id", (c) => onePage(c, c.req.param("id")));

  pages.post("/admin/organisations/:id/suspension", freshAtOne, (c) =>
    change(c, c.req.param("id"), { suspended: true }),
  );
  pages.post("/admin/organisations/:id/resumption", freshAtOne, (c) =>
    change(c, c.req.param("id"), { suspended: false }),
  );

  pages.post("/admin/organisations/:id/host-name", freshAtOne, async (c) => {
    const form = await readForm(c);
    return change(c, c.req.param("id"), { hostName: form.get("hostName").trim() || null });
  });

  pages.use("/admin/organisations/:id/removal", fresh);
  pages.get("/admin/organisations/:id/removal", (c) => onePage(c, c.req.param("id"), { removing: true }));
  pages.post("/admin/organisations/:id/removal", async (c) => {
    const form = await readForm(c);
    const id = c.req.param("id");
    const { outcome } = await removeOrganisation(needs, by(c), id, form.get("name"));
    if (outcome === "wrong-name") return onePage(c, id, { removing: true, wrongName: true }, 400);
    return c.redirect("/admin/organisations?done=removed", 303);
  });

  async function change(c: Context<Web>, id: string, wanted: { suspended?: boolean; hostName?: string | null }) {
    const changed = await changeState(needs, by(c), id, wanted);
    if (changed.outcome !== "changed") {
      const error = organisationRefusal(changed.outcome, c.var.words).message;
      return onePage(c, id, { hostError: error, typedHost: wanted.hostName ?? "" }, 400);
    }
    const done = wanted.suspended === undefined ? "saved" : wanted.suspended ? "suspended" : "resumed";
    return c.redirect(`/admin/organisations/${id}?done=${done}`, 303);
  }

  async function onePage(
    c: Context<Web>,
    id: string,
    shown: { removing?: boolean; wrongName?: boolean; hostError?: string; typedHost?: string } = {},
    status = 200,
  ) {
    const overview = await organisationOverview(needs, by(c), id);
    if (shown.removing) refuseOwn(by(c), id);
    return answerPage(
      c,
      <OneOrganisationPage
        visitor={c.var.visitor}
        overview={overview}
        done={c.req.query("done")}
        hostError={shown.hostError}
        typedHost={shown.typedHost}
        overlay={shown.removing ? <RemovalOverlay overview={overview} wrong={shown.wrongName === true} /> : undefined}
      />,
      status,
    );
  }
}
