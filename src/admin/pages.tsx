// The administrators' pages; helpers may open what `rules.ts` names. Nobody else gets past the first line, whatever the address.
import { Hono, type MiddlewareHandler } from "hono";
import { addKeyPages } from "../access/keys-pages.tsx";
import { operator, signedIn, type Web, withOpenRequests, withOrganisation } from "../access/web.ts";
import { limitBody, mostBytesOfDocument } from "../http/body.ts";
import { addAdoptionPages } from "./adoption/pages.tsx";
import { addApplicationsPages } from "./applications/pages.tsx";
import { addAuditPages } from "./audit/pages.tsx";
import { addBulkPages } from "./bulk/pages.tsx";
import { addEditPages } from "./edit-pages.tsx";
import { addExportPages } from "./exporting/pages.tsx";
import { addImportPages, importPagePath } from "./import/pages.tsx";
import { addMailPages } from "./mail-pages.tsx";
import type { MovingNeeds } from "./moving/moving.ts";
import { addMovingPages, movingPagePath } from "./moving/pages.tsx";
import { addOrganisationPages, logoPath } from "./organisation-pages.tsx";
import { addOrganisationsPages } from "./organisations-pages.tsx";
import { addPeoplePages } from "./people-pages.tsx";
import { addPersonPages } from "./person-pages.tsx";
import { addPolicyPages } from "./policy/pages.tsx";
import { manyRulesPath } from "./policy/rule-pages.tsx";
import { addSingleSignOnPages } from "./single-sign-on/pages.tsx";
import { type AdminNeeds, byRole } from "./web.ts";
import { addWebhookPages } from "./webhooks/pages.tsx";

export function adminPages(needs: AdminNeeds & MovingNeeds) {
  const pages = new Hono<Web>();
  pages.use("/admin/*", limitForms(), withOrganisation(needs), signedIn(needs), byRole(), withOpenRequests(needs));
  addAdoptionPages(pages, needs);
  addImportPages(pages, needs);
  addMovingPages(pages, needs);
  addPeoplePages(pages, needs);
  addBulkPages(pages, needs);
  addPersonPages(pages, needs);
  addEditPages(pages, needs);
  addPolicyPages(pages, needs);
  addSingleSignOnPages(pages, needs);
  addOrganisationPages(pages, needs);
  pages.use("/admin/organisations/*", operator());
  addOrganisationsPages(pages, needs);
  addExportPages(pages, needs);
  addApplicationsPages(pages, needs);
  addKeyPages(pages, needs, { whose: "organisation", address: "/admin/api-keys", current: "/admin/api-keys" });
  addMailPages(pages, needs);
  addAuditPages(pages, needs);
  addWebhookPages(pages, needs);
  return pages;
}

/** Every form is small but those with a file, which have limits of their own, and the one with many rules. */
function limitForms(): MiddlewareHandler {
  const [usual, large] = [limitBody(), limitBody(mostBytesOfDocument)];
  return (c, next) => {
    if ([logoPath, importPagePath, movingPagePath].includes(c.req.path)) return next();
    return (c.req.path === manyRulesPath ? large : usual)(c, next);
  };
}
