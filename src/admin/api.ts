// The administrators' JSON API: every act of the pages, by the same actions.
import { signedIn, type Web } from "../access/web.ts";
import { createApi } from "../http/api.ts";
import { addBrowserRoutes } from "./browsers-api.ts";
import { addPeopleRoutes } from "./people-api.ts";
import { addPersonRoutes } from "./person-api.ts";
import { addAccountTypeRoutes } from "./policy/account-type-api.ts";
import { addPolicyRoutes } from "./policy/api.ts";
import { type AdminNeeds, byRole } from "./web.ts";

const paths = [
  ...["/people", "/people.csv", "/people/*"],
  ...["/policy", "/policy/*", "/account-types", "/account-types/*"],
];

export function adminApi(needs: AdminNeeds) {
  const api = createApi<Web>();
  for (const path of paths) api.use(path, signedIn(needs), byRole());
  addPeopleRoutes(api, needs);
  addPersonRoutes(api, needs);
  addBrowserRoutes(api, needs);
  addPolicyRoutes(api, needs);
  addAccountTypeRoutes(api, needs);
  return api;
}
