// The register of organisations: lists, suspends and resumes them. A removed one is out of reach at once; its data goes a
// portion at a time.
import type { Database, Queries, Transaction } from "../database/database.ts";
import { notFound } from "../kernel/problem.ts";
import type { Organisation } from "./rules.ts";
import * as store from "./store.ts";

export type ListedOrganisation = Organisation & { created_at: number };

/** @throws Problem `not-found` */
export async function requireOrganisation(queries: Queries, id: string): Promise<ListedOrganisation> {
  return present(await queries.first(store.getById, { id }));
}

/** The same, kept from changing until the transaction ends. @throws Problem `not-found` */
export async function requireLocked(tx: Transaction, id: string): Promise<ListedOrganisation> {
  return present(await tx.first(store.getLocked, { id }));
}

function present(found: ListedOrganisation | undefined): ListedOrganisation {
  if (!found || found.status === "removed") throw notFound("organisation");
  return found;
}

export async function pageOfOrganisations(
  { db }: { db: Database },
  { after, before, limit }: { after?: string | undefined; before?: string | undefined; limit: number },
): Promise<{ organisations: ListedOrganisation[]; next?: string; previous?: string }> {
  const backward = after === undefined && before !== undefined;
  const rows: ListedOrganisation[] = await db.list(
    store.pageBySlug({
      limit: limit + 1,
      ...(after !== undefined ? { after } : {}),
      ...(backward ? { before } : {}),
    }),
  );
  const goesOn = rows.length > limit;
  const organisations = rows.slice(0, limit);
  if (backward) organisations.reverse();
  const [first, last] = [organisations[0], organisations.at(-1)];
  return {
    organisations,
    ...(last && (backward || goesOn) ? { next: last.slug } : {}),
    ...(first && (backward ? goesOn : after !== undefined) ? { previous: first.slug } : {}),
  };
}

export async function peopleIn(queries: Queries, organisation: string): Promise<number> {
  return (await queries.first(store.countPeople, { id: organisation }))?.people ?? 0;
}

/** @returns false where it is so already */
export async function setSuspended(tx: Transaction, organisation: string, suspended: boolean): Promise<boolean> {
  const [from, to] = suspended ? ["active", "suspended"] : ["suspended", "active"];
  return (
    (await tx.first(store.claimStatus, { id: organisation, from: from as string, to: to as string })) !== undefined
  );
}

/** @returns false for all but one who does so */
export async function beginRemoval(tx: Transaction, organisation: string): Promise<boolean> {
  return (await tx.first(store.claimRemoval, { id: organisation, nowhere: `REMOVED-${organisation}` })) !== undefined;
}

export async function setHostName(tx: Transaction, organisation: string, host: string | null): Promise<boolean> {
  const [holder] = host === null ? [] : await tx.all(store.getHolders, { slug: "", host });
  if (holder && holder.id !== organisation) return false;
  await tx.run(store.setHost, { id: organisation, host });
  return true;
}

/** So many rows go in one transaction: no sign-in of others waits long behind it. */
const portions = [
  // First: a link in a letter that goes out meanwhile would lead nowhere, or to whoever has the name by then.
  { statement: store.removeLetters, most: 1000 },
  // With each person a hundred other rows may go.
  { statement: store.removePeople, most: 100 },
  { statement: store.removeTimeSteps, most: 500 },
  // Before the events: with nothing that waits, nothing is chained any more.
  { statement: store.removeWaiting, most: 1000 },
  { statement: store.removeChain, most: 1000 },
  { statement: store.removeEvents, most: 1000 },
  { statement: store.removeAdoption, most: 5 },
] as const;

/**
 * Removes what is left of removed organisations.
 * @param most portions; the rest is for the next time, whoever's
 * @returns whether everything is gone
 */
export async function finishRemovals(
  { db }: { db: Database },
  most = Number.POSITIVE_INFINITY,
  onProgress: (rows: number) => void = () => {},
): Promise<boolean> {
  let left = most;
  let rows = 0;
  for (const { id } of await db.all(store.getRemoved, {})) {
    for (const { statement, most } of portions) {
      for (let gone = -1; gone !== 0; ) {
        if (left-- <= 0) return false;
        gone = await db.transaction((tx) => tx.run(statement, { id, most }));
        rows += gone;
        onProgress(rows);
      }
    }
    await db.transaction((tx) => tx.run(store.remove, { id }));
  }
  return true;
}
