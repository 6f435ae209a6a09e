// Every route of the program in one readable list.
import { createRequire } from "node:module";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { organisationPages } from "./access/pages.ts";
import { surroundings, type Web, withOrganisation } from "./access/web.ts";
import { adminApi } from "./admin/api.ts";
import { importPath } from "./admin/import/api.ts";
import { movingPath } from "./admin/moving/api.ts";
import { logoUploadPath } from "./admin/organisation-api.ts";
import { adminPages } from "./admin/pages.tsx";
import { policyDocumentPaths } from "./admin/policy/api.ts";
import { addApiDocument } from "./api-document.tsx";
import { firstRunPages, leadingToFirstRun } from "./first-run/pages.tsx";
import { helpRequestsApi } from "./help-requests/api.ts";
import { helpRequestPages } from "./help-requests/pages.tsx";
import { createApi } from "./http/api.ts";
import { asset } from "./http/assets.ts";
import { jsonBodies } from "./http/body.ts";
import { refuseForgeries } from "./http/forgery.ts";
import { secureHeaders } from "./http/headers.ts";
import { logRequests } from "./http/log.ts";
import { methodsOf } from "./http/methods.ts";
import { answerProblem, answerProblems } from "./http/problems.tsx";
import { traceRequests } from "./http/traced.ts";
import { forgottenPages } from "./joining/forgotten-pages.tsx";
import { joiningPages } from "./joining/pages.tsx";
import { methodNotAllowed, notFound } from "./kernel/problem.ts";
import { measureRequests } from "./metrics/requests.ts";
import { myAccountApi, pictureUploadPath } from "./my-account/api.ts";
import { myAccountPages } from "./my-account/pages.tsx";
import type { Needs } from "./opening.ts";
import { firstRunIsOver } from "./organisations/actions.ts";
import { duo } from "./protocols/duo/routes.ts";
import { embedded } from "./protocols/embedded/pages.ts";
import { forwardAuth, forwardAuthEntry } from "./protocols/forward-auth/pages.tsx";
import { openIdPages, takesNoCookies } from "./protocols/openid-provider/pages.tsx";
import { singleSignOnPages } from "./protocols/single-sign-on/pages.tsx";
import { signInApi } from "./sign-in/api.ts";
import { signInPages } from "./sign-in/pages.tsx";
import { assets } from "./ui/index.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

export type App = OpenAPIHono<Web>;

export function createApp(needs: Needs): App {
  const app = createApi<Web>();
  app.use(secureHeaders(needs.site));
  if (needs.traces) app.use(traceRequests(needs.traces, needs.site));
  app.use(logRequests(needs.log, needs.clock));
  if (needs.metrics) app.use(measureRequests(needs.metrics));
  app.use(refuseForgeries(needs.site, takesNoCookies));
  const around = surroundings(needs);
  app.onError(leadingToFirstRun(needs, answerProblems(needs.log, around)));
  const methods = methodsOf(() => app.routes);
  app.notFound((c) => {
    const own = methods(c.req.path);
    if (own.length === 0 || own.includes(c.req.method)) return answerProblem(c, notFound(), around);
    c.header("allow", own.join(", "));
    return answerProblem(c, methodNotAllowed(), around);
  });

  for (const one of assets) app.get(one.path, asset(one));
  app.get("/", (c) => c.redirect(forwardAuthEntry(c) ?? "/account", 303));
  app.get("/health/live", (c) => c.json({ status: "live" }));
  app.get("/health/ready", async (c) => {
    try {
      await firstRunIsOver(needs.db);
      return c.json({ status: "ready" });
    } catch (error) {
      needs.log.error({ err: error }, "the database can't be reached");
      return c.json({ status: "unavailable" }, 503);
    }
  });

  app.use(
    "/api/v1/*",
    jsonBodies({
      except: [pictureUploadPath, logoUploadPath, importPath, movingPath].map((path) => `/api/v1${path}`),
      documents: policyDocumentPaths.map((path) => `/api/v1${path}`),
    }),
    withOrganisation(needs),
  );
  app.route("/api/v1", signInApi(needs));
  app.route("/api/v1", helpRequestsApi(needs));
  app.route("/api/v1", adminApi(needs));
  app.route("/api/v1", myAccountApi(needs));
  app.route("/", embedded(needs));
  // Within an application there is that application alone: others are served by a program of its own over the same data.
  const alone = needs.embedding === undefined;
  if (alone) app.route("/", duo(needs));
  if (alone) app.route("/", forwardAuth(needs));
  app.route("/", organisationPages(needs));
  app.route("/", signInPages(needs));
  // Before the other pages of administration: helpers may see these.
  app.route("/", helpRequestPages(needs));
  app.route("/", adminPages(needs));
  // After the other pages of administration: they have looked at who tests a provider.
  if (alone) app.route("/", singleSignOnPages(needs));
  app.route("/", myAccountPages(needs));
  app.route("/", firstRunPages(needs));
  app.route("/", joiningPages(needs));
  app.route("/", forgottenPages(needs));
  if (alone) app.route("/", openIdPages(needs));
  addApiDocument(app, { site: needs.site, version });
  return app;
}
