// The administrators' JSON API: every act of the pages, by the same actions.
import { administrator, signedIn, type Web } from "../access/web.ts";
import { createApi } from "../http/api.ts";
import { addBrowserRoutes } from "./browsers-api.ts";
import { addPeopleRoutes } from "./people-api.ts";
import { addAccountTypeRoutes } from "./policy/account-type-api.ts";
import { addPolicyRoutes } from "./policy/api.ts";
import type { AdminNeeds } from "./web.ts";

export function adminApi(needs: AdminNeeds) {
  const api = createApi<Web>();
  for (const path of ["/people", "/people/*", "/policy", "/policy/*", "/account-types", "/account-types/*"])
    api.use(path, signedIn(needs), administrator());
  addPeopleRoutes(api, needs);
  addBrowserRoutes(api, needs);
  addPolicyRoutes(api, needs);
  addAccountTypeRoutes(api, needs);
  return api;
}
