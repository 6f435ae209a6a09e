// Leaves for an identity provider and comes back: by this browser, once, within ten minutes, from the provider it left for.
import { record } from "../../audit/actions.ts";
import type { Transaction } from "../../database/database.ts";
import { networkOf } from "../../http/client-address.ts";
import type { Provider } from "../../identity-providers/actions.ts";
import { callbackPath } from "../../identity-providers/rules.ts";
import { type Clock, hour } from "../../kernel/clock.ts";
import { equalBytes } from "../../kernel/hashing.ts";
import type { Random } from "../../kernel/random.ts";
import { CannotUnseal } from "../../kernel/sealing.ts";
import type { Source } from "../../kernel/source.ts";
import { whenAsked } from "../../kernel/when-asked.ts";
import { addressIn } from "../../organisations/actions.ts";
import { countAsking, type Subject } from "../../throttle/actions.ts";
import {
  askedOf,
  derived,
  type LeftFor,
  lasts,
  type Purpose,
  type Refusal,
  readLeftFor,
  visitLength,
} from "./rules.ts";
import type { Claims, SpeakingNeeds } from "./speaking.ts";
import * as store from "./store.ts";

/** Loaded for the first who leaves: not every organisation has a provider. */
const speaking = whenAsked(() => import("./speaking.ts"));

export type VisitNeeds = SpeakingNeeds & { clock: Clock; random: Random };

export interface Leaving {
  purpose: Purpose;
  destination: Record<string, string>;
  session: string | null;
  /** What was typed, so that nobody types it twice. */
  login: string;
}

/** Where the browser goes, and what it keeps meanwhile. `failure`: the provider can't be spoken to. */
export async function leaveForProvider(
  needs: VisitNeeds,
  provider: Provider,
  { login, ...wanted }: Leaving,
): Promise<{ address: string; kept: string; until: number } | { failure: string }> {
  const { random, clock, sealer } = needs;
  const leftFor: LeftFor = {
    id: random.bytes(16).toString("base64url"),
    secret: random.bytes(32).toString("base64url"),
    provider: provider.id,
    at: clock.now(),
    ...wanted,
  };
  const { addressAt, connection, failureOf } = await speaking();
  try {
    const configuration = await connection(needs, provider);
    const { acr, maxAge } = provider.settings.evidence;
    const address = await addressAt(configuration, {
      redirectAddress: await redirectAddressOf(needs, provider),
      ...namesIn(leftFor),
      more: { ...(login === "" ? {} : { login_hint: login }), ...askedOf(leftFor, { acr, maxAge }) },
    });
    const kept = sealer.seal(Buffer.from(JSON.stringify(leftFor)), cookieContext(provider.organisation));
    return { address, kept: kept.toString("base64url"), until: leftFor.at + visitLength };
  } catch (error) {
    return { failure: failureOf(error).code };
  }
}

export type Returned =
  | { outcome: "claims"; leftFor: LeftFor; claims: Claims }
  | { outcome: "refused"; why: Refusal; code: string; leftFor?: LeftFor };

/**
 * @param kept what the browser kept
 * @param search what the provider has put behind the redirect address
 */
export async function comeBack(
  needs: VisitNeeds,
  provider: Provider,
  { kept, search }: { kept: string | undefined; search: string },
): Promise<Returned> {
  const leftFor = unsealed(needs, provider.organisation, kept);
  // Nothing is used up by an answer to another browser: else anybody could end a sign-in on its way.
  if (!leftFor || leftFor.provider !== provider.id || !lasts(leftFor, needs.clock.now())) return foreign("no-visit");
  const names = namesIn(leftFor);
  const states = new URLSearchParams(search).getAll("state");
  if (states.length !== 1 || !equalBytes(Buffer.from(states[0] ?? ""), Buffer.from(names.state)))
    return foreign("other-state");
  const { claimsBehind, connection, failureOf } = await speaking();
  const visit = { organisation: provider.organisation, id: leftFor.id };
  if (await needs.db.first(store.get, visit)) return foreign("used");
  let claims: Claims;
  try {
    const configuration = await connection(needs, provider);
    const back = new URL(await redirectAddressOf(needs, provider));
    back.search = search;
    claims = await claimsBehind(configuration, back, names);
  } catch (error) {
    return { outcome: "refused", ...failureOf(error), leftFor };
  }
  // Only now, and for one caller: what the provider does not vouch for would otherwise leave a row at every try.
  const claimed = await needs.db.transaction((tx) =>
    tx.first(store.insertIfAbsent, { ...visit, at: needs.clock.now() }),
  );
  return claimed ? { outcome: "claims", leftFor, claims } : foreign("used");
}

const foreign = (code: string): Returned => ({ outcome: "refused", why: "foreign", code });

export async function redirectAddressOf(
  { db, site }: Pick<VisitNeeds, "db" | "site">,
  { organisation, id }: Pick<Provider, "organisation" | "id">,
): Promise<string> {
  // Of organisations without a host of their own the browser knows itself which it is at.
  return new URL(await addressIn(db, site, organisation, "/sign-in")).origin + callbackPath(id);
}

/** Nobody has to sign in to be refused: of many from one network some are enough. */
export async function recordRefusal(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, id }: Pick<Provider, "organisation" | "id">,
  { why, code, person = null, source }: { why: Refusal; code?: string; person?: string | null; source: Source },
): Promise<void> {
  const network: Subject = { organisation, kind: "refused-arrival", subject: networkOf(source.address) };
  if ((await countAsking(tx, needs.clock, network, hour)).may !== "try") return;
  await record(tx, needs, {
    organisation,
    name: "single-sign-on.refused",
    actor: null,
    person,
    outcome: "refused",
    source,
    details: { provider: id, why, ...(code === undefined ? {} : { code }) },
  });
}

export const removeOldVisits = (tx: Transaction, organisation: string, before: number): Promise<number> =>
  tx.run(store.removeOld, { organisation, before });

const namesIn = ({ secret }: LeftFor) => ({
  state: derived(secret, "state"),
  nonce: derived(secret, "nonce"),
  verifier: derived(secret, "verifier"),
});

const cookieContext = (organisation: string): string => `single sign-on visit ${organisation}`;

function unsealed({ sealer }: VisitNeeds, organisation: string, kept: string | undefined): LeftFor | undefined {
  if (kept === undefined || kept.length > 4000) return undefined;
  try {
    return readLeftFor(sealer.unseal(Buffer.from(kept, "base64url"), cookieContext(organisation)).toString());
  } catch (error) {
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
}
