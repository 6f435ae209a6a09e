// The ways in through identity providers that a sign-in page shows, and whom an address belongs to there.
import { type Destination, destinationFields } from "../access/destination.ts";
import type { Queries } from "../database/database.ts";
import { providersOf, type Serving, servingOf } from "../identity-providers/actions.ts";
import { readAddress } from "../people/rules.ts";

export interface Doors {
  /** With a button each: those for everybody, and the one that the session came through. */
  providers: { id: string; name: string }[];
  /** There are others, each for its own domains; which, only the address tells. */
  byAddress: boolean;
}

export async function doorsOf(queries: Queries, organisation: string, cameThrough?: { id: string }): Promise<Doors> {
  const active = (await providersOf(queries, organisation)).filter((provider) => provider.active);
  const shown = active.filter(({ id, domains }) => domains.length === 0 || id === cameThrough?.id);
  return {
    providers: shown.map(({ id, name }) => ({ id, name })),
    byAddress: active.some(({ domains }) => domains.length > 0),
  };
}

/** The provider of what was typed. */
export async function doorFor(queries: Queries, organisation: string, typed: string): Promise<Serving | undefined> {
  const address = readAddress(typed);
  return address && servingOf(queries, organisation, address.normal);
}

/** The address that leads to an identity provider, and from there on. */
export function wayTo(provider: string, destination: Destination, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(more);
  for (const [name, value] of Object.entries(destinationFields(destination)))
    if (value !== null) query.set(name, value);
  return `/single-sign-on/at/${provider}${query.size === 0 ? "" : `?${query}`}`;
}
