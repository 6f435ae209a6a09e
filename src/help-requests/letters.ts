// Whom a request is told by mail: the person at every address they had lately, and those who may decide it.
import type { Queries, Transaction } from "../database/database.ts";
import type { Site } from "../http/web.ts";
import { type Clock, day } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import { enqueue, enqueueWithLink, type Letter } from "../mail/actions.ts";
import { addressIn } from "../organisations/actions.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { mayDecide } from "./rules.ts";
import * as store from "./store.ts";

export type LetterNeeds = { clock: Clock; random: Random; sealer: Sealer; site: Site };
type Details = NonNullable<Letter["details"]>;

/** An address that was left this short a time ago is told too: whoever changed it may not be its owner. */
export const formerFor = 30 * day;

/** The addresses that were the person's within the last 30 days, without the present one. */
export async function formerAddresses(
  queries: Queries,
  { clock }: { clock: Clock },
  person: Person,
): Promise<string[]> {
  const since = clock.now() - formerFor;
  const rows = await queries.all(store.detailsOf, { ...keyOf(person), name: "person.address-changed", since });
  const former = rows.map(({ details }) => (JSON.parse(details) as { former?: unknown }).former);
  return [...new Set(former.filter((address) => typeof address === "string" && address !== person.email))] as string[];
}

export async function tellPerson(
  tx: Transaction,
  needs: LetterNeeds,
  person: Person,
  { kind, details = {}, link }: { kind: string; details?: Details; link?: string },
): Promise<void> {
  const own: Letter = { organisation: person.organisation_id, person: person.id, kind, details };
  const letters = [own, ...(await formerAddresses(tx, needs, person)).map((to): Letter => ({ ...own, to }))];
  for (const letter of letters) {
    if (link === undefined) await enqueue(tx, needs, letter);
    else await enqueueWithLink(tx, needs, letter, link);
  }
}

/**
 * Tells those who may decide it. What the asker wrote is not in the letter: for all that is known at this point it may
 * come from a stranger with a stolen password.
 */
export async function tellDeciders(
  tx: Transaction,
  needs: LetterNeeds,
  { request, asker, kind }: { request: string; asker: Person; kind: string },
): Promise<void> {
  const organisation = asker.organisation_id;
  const found = [
    ...(await tx.all(store.administrators, { organisation })),
    ...(await tx.all(store.helpers, { organisation })),
  ].filter((decider) => decider.status === "active" && mayDecide(decider, asker) === "may");
  const details = { name: asker.display_name, request, at: needs.clock.now() };
  const link = await addressIn(tx, needs.site, organisation, `/admin/help-requests/${request}`);
  for (const id of new Set(found.map((one) => one.id)))
    await enqueueWithLink(tx, needs, { organisation, person: id, kind, details }, link);
}

export const cancellationPath = (token: string): string => `/help-requests/cancellation?token=${token}`;
