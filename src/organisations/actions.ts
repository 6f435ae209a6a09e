// Finds the organisation that a request is for, makes new ones, and changes how they look.
import type { Database, Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { equalBytes, sha256 } from "../kernel/hashing.ts";
import { newId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { mintToken, readToken } from "../kernel/tokens.ts";
import type { Language } from "../words/index.ts";
import { type Organisation, slugOf } from "./rules.ts";
import * as store from "./store.ts";

/** The organisation that a host name claims; where none does, the one with this short name, else the default one. */
export function organisationAt(
  queries: Queries,
  host: string,
  slug?: string | undefined,
): Promise<Organisation | undefined> {
  return queries.first(store.getForRequest, { host, slug: slug ?? null });
}

/** The organisation with this short name, or the default one. */
export function organisationCalled(queries: Queries, slug?: string): Promise<Organisation | undefined> {
  return slug === undefined ? queries.first(store.getDefault, {}) : queries.first(store.getBySlug, { slug });
}

export function organisationById(queries: Queries, id: string): Promise<Organisation | undefined> {
  return queries.first(store.getById, { id });
}

/** The one that was made first: what is done to others from the machine itself is recorded with it. */
export function firstOrganisation(queries: Queries): Promise<Organisation | undefined> {
  return queries.first(store.getFirst, {});
}

export const organisationSuspended = (): Problem =>
  new Problem("organisation-suspended", 403, ({ failures }) => failures.suspended);

/** Neither suspended nor on its way out. */
export async function isActive(queries: Queries, organisation: string): Promise<boolean> {
  return (await queries.first(store.getById, { id: organisation }))?.status === "active";
}

/** Where our pages begin: the origin, and the path where they are mounted. */
type Base = { origin: string; path?: string };

/** The address of one of our pages within an organisation, wherever the organisation is reached. */
export async function addressIn(queries: Queries, site: Base, organisation: string, path: string): Promise<string> {
  return (await addressesIn(queries, site, organisation))(path);
}

/** The same for any number of pages. */
export async function addressesIn(
  queries: Queries,
  { origin, path: begins = "" }: Base,
  organisation: string,
): Promise<(path: string) => string> {
  const found = await queries.first(store.getById, { id: organisation });
  const base = origin + begins;
  if (!found) return (path) => base + path;
  if (found.host !== null) {
    const address = new URL(origin);
    address.hostname = found.host;
    return (path) => address.origin + begins + path;
  }
  const isDefault = (await queries.first(store.getDefault, {}))?.id === organisation;
  if (isDefault) return (path) => base + path;
  const chosen = `${base}/o/${found.slug}`;
  return (path) => (path === "/sign-in" ? chosen : `${chosen}?${new URLSearchParams({ to: path })}`);
}

export interface NewOrganisation {
  name: string;
  /** Made of the name where it is left out. */
  slug?: string | undefined;
  host?: string | null | undefined;
  accent?: string | undefined;
  /** English where it is left out. */
  language?: Language | undefined;
}

/** Whether an organisation answers under this host name. */
export async function isOrganisationsHost(queries: Queries, host: string): Promise<boolean> {
  return (await queries.all(store.getHolders, { slug: "", host })).length > 0;
}

export type InsertRefused = { outcome: "slug-taken" } | { outcome: "host-taken" };

export async function insertOrganisation(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { name, slug, host = null, accent = "blue", language = "en" }: NewOrganisation,
): Promise<{ outcome: "added"; organisation: Organisation } | InsertRefused> {
  const id = newId(needs);
  let short = slug ?? slugOf(name);
  const held = await holders(tx, short, host);
  if (held.host) return { outcome: "host-taken" };
  if (held.slug && slug !== undefined) return { outcome: "slug-taken" };
  if (held.slug) short = `${short.slice(0, 33)}-${id.slice(-6)}`;
  // The one made first is the default: a clock that was set back must not put another in its place.
  const newest = (await tx.first(store.getNewest, {}))?.at ?? 0;
  const at = Math.max(needs.clock.now(), newest + 1);
  const added = await tx.first(store.insertIfAbsent, { id, name, slug: short, host, accent, language, at });
  // Another one came in between.
  if (!added) return (await holders(tx, short, host)).host ? { outcome: "host-taken" } : { outcome: "slug-taken" };
  return {
    outcome: "added",
    organisation: { id, name, slug: short, accent, language, status: "active", host, logo: null },
  };
}

async function holders(tx: Transaction, slug: string, host: string | null): Promise<{ slug: boolean; host: boolean }> {
  const rows = await tx.all(store.getHolders, { slug, host });
  return {
    slug: rows.some((row) => row.slug === slug),
    host: host !== null && rows.some((row) => row.host_name === host),
  };
}

/** The same where its names are known to be free. @throws Problem `conflict` */
export async function addOrganisation(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  wanted: NewOrganisation,
): Promise<Organisation> {
  const added = await insertOrganisation(tx, needs, wanted);
  if (added.outcome !== "added") throw new Problem("conflict", 409, "Another organisation has this name already.");
  return added.organisation;
}

/** Name and accent. */
export async function changeLooks(
  tx: Transaction,
  organisation: string,
  looks: { name: string; accent: string; language: Language },
): Promise<void> {
  await tx.run(store.setLooks, { id: organisation, ...looks });
}

export async function setLogo(
  tx: Transaction,
  organisation: string,
  logo: { type: string; body: Uint8Array } | undefined,
): Promise<void> {
  if (logo) await tx.run(store.putLogo, { id: organisation, ...logo });
  else await tx.run(store.removeLogo, { id: organisation });
  const hash = logo ? sha256(logo.body).toString("hex").slice(0, 16) : null;
  await tx.run(store.setLogoHash, { id: organisation, hash });
}

export function logoOf(queries: Queries, organisation: string) {
  return queries.first(store.getLogo, { id: organisation });
}

/** Opens the first run and returns its token, or `undefined` when it is over. An earlier token stops working. */
export async function openTheFirstRun(needs: {
  db: Database;
  clock: Clock;
  random: Random;
}): Promise<string | undefined> {
  const { db } = needs;
  if (await firstRunIsOver(db)) return undefined;
  const { token, hash } = mintToken(needs);
  const opened = await db.transaction((tx) => tx.run(store.openFirstRun, { hash }));
  return opened === 1 ? token : undefined;
}

export async function firstRunIsOver(queries: Queries): Promise<boolean> {
  const installation = await queries.first(store.getInstallation, {});
  return installation?.completed_at != null;
}

export async function isFirstRunToken(queries: Queries, token: string | undefined): Promise<boolean> {
  const presented = readToken(token);
  const expected = (await queries.first(store.getInstallation, {}))?.first_run_token_hash;
  return presented !== undefined && expected != null && equalBytes(presented.hash, expected);
}

/** True for exactly one caller, ever. */
export async function claimTheFirstRun(tx: Transaction, clock: Clock): Promise<boolean> {
  return (await tx.first(store.claimFirstRun, { at: clock.now() })) !== undefined;
}

export async function organisationIds(queries: Queries): Promise<string[]> {
  return (await queries.all(store.getAllIds, {})).map((row) => row.id);
}
