// The administrators' JSON API: every act of the pages, by the same actions.
import { addKeyRoutes } from "../access/keys-api.ts";
import { operator, signedIn, type Web } from "../access/web.ts";
import { createApi } from "../http/api.ts";
import { addAdoptionRoutes } from "./adoption/api.ts";
import { addApplicationsRoutes } from "./applications/api.ts";
import { addAuditRoutes } from "./audit/api.ts";
import { addBrowserRoutes } from "./browsers-api.ts";
import { addBulkRoutes } from "./bulk/api.ts";
import { addExportRoutes } from "./exporting/api.ts";
import { addImportRoutes } from "./import/api.ts";
import { addMailRoutes } from "./mail-api.ts";
import { addMovingRoutes } from "./moving/api.ts";
import type { MovingNeeds } from "./moving/moving.ts";
import { addOrganisationRoutes } from "./organisation-api.ts";
import { addOrganisationsRoutes } from "./organisations-api.ts";
import { addPeopleRoutes } from "./people-api.ts";
import { addPersonRoutes } from "./person-api.ts";
import { addAccountTypeRoutes } from "./policy/account-type-api.ts";
import { addPolicyRoutes } from "./policy/api.ts";
import { addSingleSignOnRoutes } from "./single-sign-on/api.ts";
import { type AdminNeeds, byRole } from "./web.ts";
import { addWebhookRoutes } from "./webhooks/api.ts";

// `/people/*` is `/people` as well; named beside it, everything would be asked twice.
const paths = [
  ...["/people/*", "/people.csv", "/policy/*", "/account-types/*", "/organisation/*", "/mail/*"],
  ...["/applications/*", "/api-keys/*", "/identity-providers/*", "/webhooks/*"],
  ...["/adoption", "/adoption.csv"],
  ...["/audit-events", "/audit-events.csv", "/audit-events.jsonl"],
];

export function adminApi(needs: AdminNeeds & MovingNeeds) {
  const api = createApi<Web>();
  for (const path of paths) api.use(path, signedIn(needs), byRole());
  api.use("/organisations/*", signedIn(needs), operator());
  addPeopleRoutes(api, needs);
  addImportRoutes(api, needs);
  addMovingRoutes(api, needs);
  addBulkRoutes(api, needs);
  addPersonRoutes(api, needs);
  addBrowserRoutes(api, needs);
  addPolicyRoutes(api, needs);
  addExportRoutes(api, needs);
  addOrganisationRoutes(api, needs);
  addOrganisationsRoutes(api, needs);
  addApplicationsRoutes(api, needs);
  addKeyRoutes(api, needs, { whose: "organisation", path: "/api-keys" });
  addMailRoutes(api, needs);
  addAuditRoutes(api, needs);
  addAdoptionRoutes(api, needs);
  addAccountTypeRoutes(api, needs);
  addSingleSignOnRoutes(api, needs);
  addWebhookRoutes(api, needs);
  return api;
}
