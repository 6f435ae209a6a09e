// The providers of the organisations that were asked for last. What they are made of is large, and loaded for the first.
import type { Provider } from "oidc-provider";
import { issuerOf } from "../../applications/rules.ts";
import { whenAsked } from "../../kernel/when-asked.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { signingKeys } from "./keys.ts";
import type { ProviderNeeds } from "./provider.ts";

export type { ProviderNeeds };
export type Providers = (organisation: Organisation) => Promise<Provider>;

const most = 20;
const library = whenAsked(() => import("./provider.ts"));

export function createProviders(needs: ProviderNeeds): Providers {
  const kept = new Map<string, { stamp: string; provider: Provider }>();
  return async (organisation) => {
    const { id } = organisation;
    const [keys, { createProvider }] = await Promise.all([signingKeys(needs, id), library()]);
    const issuer = issuerOf(needs.site, organisation);
    const stamp = [issuer, keys.stamp, ...needs.sealer.keys].join("\n");
    let found = kept.get(id);
    if (found?.stamp !== stamp) found = { stamp, provider: createProvider(needs, organisation, issuer, keys) };
    kept.delete(id);
    kept.set(id, found);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return found.provider;
  };
}
