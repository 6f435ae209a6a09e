// Finds applications: by id, by the name that people know, and by what they are called from outside.
import type { Queries, Transaction } from "../database/database.ts";
import { isId } from "../kernel/ids.ts";
import type { Application, ApplicationKind } from "./rules.ts";
import * as store from "./store.ts";

type Row = NonNullable<(typeof store.get)["row"]>;

/** One of this organisation's, whether it is active or not. */
export async function applicationById(
  queries: Queries,
  organisation: string,
  id: string | null | undefined,
): Promise<Application | undefined> {
  if (!id || !isId(id)) return undefined;
  const row = await queries.first(store.get, { organisation, id });
  return row && shown(row);
}

/** The same, kept from changing until the transaction ends. */
export async function lockedApplication(
  tx: Transaction,
  organisation: string,
  id: string,
): Promise<Application | undefined> {
  const row = isId(id) ? await tx.first(store.getLocked, { organisation, id }) : undefined;
  return row && shown(row);
}

/** By its name, as people know it. */
export async function applicationCalled(
  queries: Queries,
  organisation: string,
  name: string,
): Promise<Application | undefined> {
  const row = await queries.first(store.getCalled, { organisation, name });
  return row && shown(row);
}

/** The same as the first while it is active: what a sign-in may lead to. */
export async function activeApplication(
  queries: Queries,
  organisation: string,
  id: string | null | undefined,
): Promise<Application | undefined> {
  const found = await applicationById(queries, organisation, id);
  return found?.active ? found : undefined;
}

export interface FoundApplication {
  application: Application;
  /** The organisation is suspended. */
  suspended: boolean;
  secretHash: Uint8Array | null;
  sealedSecret: Uint8Array | null;
}

/** By what it is called from outside, where it is active. `kind`: `client` for a client id, `host` for a host name. */
export async function applicationByName(
  queries: Queries,
  kind: "client" | "host",
  name: string,
): Promise<FoundApplication | undefined> {
  // Whoever asks may send anything; what can be nobody's name never reaches the database.
  const holder = /^[\x21-\x7e]{1,300}$/.test(name) ? await queries.first(store.getHolder, { kind, name }) : undefined;
  const row =
    holder &&
    (await queries.first(store.getWithSecret, { organisation: holder.organisation_id, id: holder.application_id }));
  if (row?.status !== "active") return undefined;
  return {
    application: shown(row),
    suspended: row.organisation_status !== "active",
    secretHash: row.secret_hash,
    sealedSecret: row.sealed_secret,
  };
}

/** Those of them know people by the screen name: behind a proxy as `Remote-User`, with Duo's protocol as the name that is asked for. */
const knowScreenNames: readonly ApplicationKind[] = ["forward-auth", "duo"];

/** Whether a screen name says at some application who somebody is. */
export async function knowsScreenNames(queries: Queries, organisation: string): Promise<boolean> {
  const all = await queries.all(store.getAll, { organisation });
  return all.some(({ kind, status }) => status === "active" && knowScreenNames.includes(kind as ApplicationKind));
}

export function namesOf(queries: Queries, organisation: string, id: string) {
  return queries.all(store.getNames, { organisation, id });
}

/** What each of an organisation's applications is found by, in the order of the names. */
export function allNamesOf(queries: Queries, organisation: string) {
  return queries.all(store.getAllNames, { organisation });
}

/** Whether an application, whosever it is, has a host of this name, with any port or none. */
export async function isApplicationsHost(queries: Queries, host: string): Promise<boolean> {
  return (await queries.first(store.getAtHost, { host, withPort: `${host}:%` })) !== undefined;
}

/** As its row says. */
export const shown = (row: Row): Application => ({
  organisation: row.organisation_id,
  id: row.id,
  name: row.name,
  kind: row.kind as ApplicationKind,
  // Whatever else stands there takes part: nothing fails open.
  participation:
    row.takes_part === "not-yet" ? { takesPart: "not-yet", from: row.takes_part_from } : { takesPart: "yes" },
  note: row.note,
  active: row.status === "active",
  settings: JSON.parse(row.settings) as unknown,
  createdAt: row.created_at,
});
