// Finds the organisation that a request is for, and makes new ones.
import type { Database, Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import { mintToken, readToken } from "../kernel/tokens.ts";
import { type Organisation, slugOf } from "./rules.ts";
import {
  claimFirstRun,
  getAllIds,
  getBySlug,
  getDefault,
  getForHost,
  getHostName,
  getInstallation,
  insert,
  openFirstRun,
} from "./store.ts";

/** The organisation that answers under a host name; the default one where none claims it. */
export function organisationAt(queries: Queries, host: string): Promise<Organisation | undefined> {
  return queries.first(getForHost, { host });
}

/** The organisation with this short name, or the default one. */
export function organisationCalled(queries: Queries, slug?: string): Promise<Organisation | undefined> {
  return slug === undefined ? queries.first(getDefault, {}) : queries.first(getBySlug, { slug });
}

/** What an organisation's links begin with, e.g. `https://login.acme.example`. */
export async function originOf(queries: Queries, site: { origin: string }, organisation: string): Promise<string> {
  const host = (await queries.first(getHostName, { organisation }))?.host_name;
  const origin = new URL(site.origin);
  if (host) origin.hostname = host;
  return origin.origin;
}

export async function addOrganisation(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { name, host = null, accent = "blue" }: { name: string; host?: string | null; accent?: string },
): Promise<Organisation> {
  const id = newId(needs);
  let slug = slugOf(name);
  if (await tx.first(getBySlug, { slug })) slug = `${slug}-${id.slice(-6)}`;
  await tx.run(insert, { id, name, slug, host, accent, at: needs.clock.now() });
  return { id, name, slug, accent };
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
  const opened = await db.transaction((tx) => tx.run(openFirstRun, { hash }));
  return opened === 1 ? token : undefined;
}

export async function firstRunIsOver(queries: Queries): Promise<boolean> {
  const installation = await queries.first(getInstallation, {});
  return installation?.completed_at != null;
}

export async function isFirstRunToken(queries: Queries, token: string | undefined): Promise<boolean> {
  const presented = readToken(token);
  const expected = (await queries.first(getInstallation, {}))?.first_run_token_hash;
  return presented !== undefined && expected != null && equalBytes(presented.hash, expected);
}

/** True for exactly one caller, ever. */
export async function claimTheFirstRun(tx: Transaction, clock: Clock): Promise<boolean> {
  return (await tx.first(claimFirstRun, { at: clock.now() })) !== undefined;
}

export async function organisationIds(queries: Queries): Promise<string[]> {
  return (await queries.all(getAllIds, {})).map((row) => row.id);
}
