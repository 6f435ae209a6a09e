// Finds, connects, changes and removes identity providers. Who may do so is decided above.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { isId, newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import {
  mostProviders,
  type Provider,
  type ProviderSettings,
  type ProviderStanding,
  providerSecretContext,
  readSettings,
} from "./rules.ts";
import * as store from "./store.ts";

export type { Provider } from "./rules.ts";

type Needs = { clock: Clock; random: Random; sealer: Sealer };
/** Who does it, and from where. */
type By = { actor: string | null; source: Source };
type Row = NonNullable<(typeof store.get)["row"]>;

/** One of this organisation's, whether it is active or not. */
export async function providerById(
  queries: Queries,
  organisation: string,
  id: string | null | undefined,
): Promise<Provider | undefined> {
  if (!id || !isId(id)) return undefined;
  const row = await queries.first(store.get, { organisation, id });
  return row && shown(row, await domainsOf(queries, organisation));
}

/** The same, kept from changing until the transaction ends: whoever changes it keeps what they do not mean to change. */
export async function providerLocked(tx: Transaction, organisation: string, id: string): Promise<Provider | undefined> {
  const row = isId(id) ? await tx.first(store.getLocked, { organisation, id }) : undefined;
  return row && shown(row, await domainsOf(tx, organisation));
}

/** What a session or a sign-in that came through it is judged by; `undefined` where there is none by that name any more. */
export async function providerStanding(
  queries: Queries,
  organisation: string,
  id: string,
): Promise<ProviderStanding | undefined> {
  const row = await queries.first(store.get, { organisation, id });
  return row && { active: row.status === "active", exempts: row.exempts === 1, evidence: evidenceIn(row.settings) };
}

/** The same from a row that was read beside others. */
export const evidenceIn = (settings: string) => readSettings(settings).evidence;

export async function providersOf(queries: Queries, organisation: string): Promise<Provider[]> {
  const rows = await queries.all(store.getAll, { organisation });
  if (rows.length === 0) return [];
  const domains = await domainsOf(queries, organisation);
  return rows.map((row) => shown(row, domains));
}

export interface Serving {
  id: string;
  name: string;
  /** Passwords count for nothing at this domain. */
  onlyWay: boolean;
}

/** The active provider that serves the domain of an address in normal form. */
export async function servingOf(queries: Queries, organisation: string, address: string): Promise<Serving | undefined> {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const row = await queries.first(store.getServing, { organisation, domain });
  return row && { id: row.id, name: row.name, onlyWay: row.only_way === 1 };
}

export interface WantedProvider {
  name: string;
  clientId: string;
  exempts: boolean;
  onlyWay: boolean;
  domains: readonly string[];
  settings: ProviderSettings;
}

export type ProviderClash =
  | { outcome: "name-taken" }
  | { outcome: "domain-taken"; domain: string }
  | { outcome: "too-many" };

export async function connectProvider(
  tx: Transaction,
  needs: Needs,
  wanted: WantedProvider & By & { organisation: string; issuer: string; secret: string },
): Promise<{ outcome: "connected"; id: string } | ProviderClash> {
  const { organisation, name, issuer, clientId, domains, secret, actor, source } = wanted;
  const others = await tx.all(store.getAll, { organisation });
  if (others.length >= mostProviders) return { outcome: "too-many" };
  if (others.some((row) => row.name === name)) return { outcome: "name-taken" };
  const taken = await takenDomain(tx, organisation, domains);
  if (taken !== undefined) return { outcome: "domain-taken", domain: taken };
  const id = newId(needs);
  const inserted = await tx.first(store.insertIfAbsent, {
    organisation,
    id,
    name,
    issuer,
    clientId,
    sealedSecret: sealed(needs, organisation, id, secret),
    exempts: wanted.exempts ? 1 : 0,
    onlyWay: wanted.onlyWay ? 1 : 0,
    settings: JSON.stringify(wanted.settings),
    at: needs.clock.now(),
  });
  if (!inserted) return { outcome: "name-taken" };
  for (const domain of domains) await tx.first(store.insertDomainIfAbsent, { organisation, domain, provider: id });
  await record(tx, needs, {
    organisation,
    name: "identity-provider.connected",
    actor,
    person: null,
    source,
    details: { provider: id, issuer, ...told(wanted) },
  });
  return { outcome: "connected", id };
}

/** @param wanted.secret a new one; `undefined` leaves the one that there is */
export async function changeProvider(
  tx: Transaction,
  needs: Needs,
  wanted: WantedProvider & By & { organisation: string; id: string; active: boolean; secret?: string | undefined },
): Promise<{ outcome: "changed" } | { outcome: "gone" } | ProviderClash> {
  const { organisation, id, name, clientId, active, domains, secret, actor, source } = wanted;
  const others = (await tx.all(store.getAll, { organisation })).filter((row) => row.id !== id);
  if (others.some((row) => row.name === name)) return { outcome: "name-taken" };
  const taken = await takenDomain(tx, organisation, domains, id);
  if (taken !== undefined) return { outcome: "domain-taken", domain: taken };
  const at = needs.clock.now();
  const changed = await tx.first(store.update, {
    organisation,
    id,
    name,
    clientId,
    status: active ? "active" : "disabled",
    exempts: wanted.exempts ? 1 : 0,
    onlyWay: wanted.onlyWay ? 1 : 0,
    settings: JSON.stringify(wanted.settings),
    at,
  });
  if (!changed) return { outcome: "gone" };
  if (secret !== undefined)
    await tx.first(store.setSecret, { organisation, id, sealedSecret: sealed(needs, organisation, id, secret), at });
  await tx.run(store.removeDomains, { organisation, id });
  for (const domain of domains) await tx.first(store.insertDomainIfAbsent, { organisation, domain, provider: id });
  await record(tx, needs, {
    organisation,
    name: "identity-provider.changed",
    actor,
    person: null,
    source,
    details: { provider: id, active, secret: secret === undefined ? "kept" : "replaced", ...told(wanted) },
  });
  return { outcome: "changed" };
}

/** With it goes who anybody is there; the people stay. @returns false where there is no such provider */
export async function removeProvider(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, id, actor, source }: By & { organisation: string; id: string },
): Promise<boolean> {
  const found = await tx.first(store.get, { organisation, id });
  if (!found || !(await tx.first(store.remove, { organisation, id }))) return false;
  const details = { provider: id, name: found.name, issuer: found.issuer };
  await record(tx, needs, { organisation, name: "identity-provider.removed", actor, person: null, source, details });
  return true;
}

/** What we prove to the provider who we are by; `undefined` where PKCE alone does. @throws CannotUnseal */
export async function secretOf(
  queries: Queries,
  { sealer }: { sealer: Sealer },
  { organisation, id }: Pick<Provider, "organisation" | "id">,
): Promise<string | undefined> {
  const sealedSecret = (await queries.first(store.get, { organisation, id }))?.sealed_secret;
  return sealedSecret ? sealer.unseal(sealedSecret, providerSecretContext(organisation, id)).toString() : undefined;
}

const dayOf = (ms: number): number => Math.floor(ms / day);
const countedDays = 30;

/** Rows that one day's sign-ins are spread over. */
const parts = 16;

/** Counts a sign-in through a provider, in the transaction that accepts it. */
export async function noteArrival(
  tx: Transaction,
  { clock, random }: { clock: Clock; random: Random },
  { organisation, id }: Pick<Provider, "organisation" | "id">,
  { evidence }: { evidence: boolean },
): Promise<void> {
  const at = clock.now();
  const part = (random.bytes(1)[0] as number) % parts;
  const counted = { withEvidence: evidence ? 1 : 0, without: evidence ? 0 : 1 };
  await tx.run(store.countUse, { organisation, id, day: dayOf(at), part, ...counted, at });
}

export interface Arrivals {
  withEvidence: number;
  without: number;
  /** ms since the epoch */
  lastAt: number;
}

/** Of the last 30 days, by the provider's id. */
export async function arrivalsOf(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
): Promise<Map<string, Arrivals>> {
  const rows = await queries.all(store.getUses, { organisation, since: dayOf(clock.now()) - countedDays });
  return new Map(
    rows.map((row) => [
      row.provider_id,
      { withEvidence: Number(row.with_evidence), without: Number(row.without), lastAt: row.last_at },
    ]),
  );
}

export const arrivalsKeptFor = 366 * day;

export async function removeOldArrivals(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeUsesBefore, { organisation, before: dayOf(before) });
}

const domainsOf = (queries: Queries, organisation: string) => queries.all(store.getDomains, { organisation });

async function takenDomain(
  tx: Transaction,
  organisation: string,
  wanted: readonly string[],
  id?: string,
): Promise<string | undefined> {
  const held = await domainsOf(tx, organisation);
  return wanted.find((domain) => held.some((row) => row.domain === domain && row.provider_id !== id));
}

const sealed = ({ sealer }: Pick<Needs, "sealer">, organisation: string, id: string, secret: string) =>
  secret === "" ? null : sealer.seal(Buffer.from(secret), providerSecretContext(organisation, id));

const told = ({ name, exempts, onlyWay, domains, settings }: WantedProvider) => ({
  name,
  exempts,
  onlyWay,
  domains: domains.join(" "),
  evidence: JSON.stringify(settings.evidence),
});

const shown = (row: Row, domains: readonly { domain: string; provider_id: string }[]): Provider => ({
  organisation: row.organisation_id,
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id,
  hasSecret: row.sealed_secret !== null,
  active: row.status === "active",
  exempts: row.exempts === 1,
  onlyWay: row.only_way === 1,
  domains: domains.filter(({ provider_id }) => provider_id === row.id).map(({ domain }) => domain),
  othersDomains: domains.filter(({ provider_id }) => provider_id !== row.id).map(({ domain }) => domain),
  settings: readSettings(row.settings),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});
