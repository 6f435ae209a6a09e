// The administrators' JSON API without a server: for commands that work on the installation of this machine.
import { asCommandLine } from "../access/command-line.ts";
import { surroundings, type Web, withOrganisation } from "../access/web.ts";
import { adminApi } from "../admin/api.ts";
import { type Client, createClient } from "../client/index.ts";
import { helpRequestsApi } from "../help-requests/api.ts";
import { createApi } from "../http/api.ts";
import { answerProblems } from "../http/problems.tsx";
import type { Needs } from "../opening.ts";

export function apiOn(needs: Needs, organisation: string): Client {
  const app = createApi<Web>();
  app.onError(answerProblems(needs.log, surroundings(needs)));
  app.use("/api/v1/*", withOrganisation(needs));
  app.route("/api/v1", helpRequestsApi(needs));
  app.route("/api/v1", adminApi(needs));
  const pass = asCommandLine(organisation);
  return createClient({
    url: "http://localhost",
    retries: 0,
    fetch: async (request) => app.fetch(request, pass),
  });
}
