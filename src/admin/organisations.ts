// What an operator does with organisations: adds, suspends, resumes, removes them. The same for pages, JSON API and
// command line. Nothing of the people within is shown to the operator, and nothing of the operator to them.
import { isApplicationsHost } from "../applications/finding.ts";
import { record } from "../audit/actions.ts";
import type { EventName } from "../audit/events.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { isId } from "../kernel/ids.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { addressIn, type InsertRefused, insertOrganisation } from "../organisations/actions.ts";
import {
  beginRemoval,
  finishRemovals,
  type ListedOrganisation,
  peopleIn,
  requireLocked,
  requireOrganisation,
  setHostName,
  setSuspended,
} from "../organisations/register.ts";
import { type Organisation, readHostName, readOrganisationName, readSlug } from "../organisations/rules.ts";
import { addPerson, type Person, type Refused } from "../people/actions.ts";
import { startPolicy } from "../policy/actions.ts";
import { accents } from "../ui/index.ts";
import { type By, type Invitation, type InvitingNeeds, link } from "./people.ts";

type Needs = InvitingNeeds;

export interface WantedOrganisation {
  name: string;
  /** Made of the name where it is left out or empty. */
  slug?: string | undefined;
  /** A host name of its own; without one it is reached by its short name. */
  hostName?: string | null | undefined;
  accent?: string | undefined;
  /** E-mail address of the first administrator. */
  administrator: string;
  administratorName?: string | undefined;
}

export type OrganisationRefused =
  | { outcome: "bad-organisation-name" }
  | { outcome: "bad-slug" }
  | { outcome: "bad-host-name" }
  | { outcome: "bad-accent" }
  | InsertRefused
  | Refused;

export type OrganisationAdded =
  | { outcome: "added"; organisation: Organisation; person: Person; invitation: Invitation }
  | OrganisationRefused;

/** With its first administrator, who joins by the link that is returned here and nowhere else. */
export async function addOrganisationWithAdministrator(
  needs: Needs,
  by: By,
  wanted: WantedOrganisation,
): Promise<OrganisationAdded> {
  const name = readOrganisationName(wanted.name);
  if (name === undefined) return { outcome: "bad-organisation-name" };
  const slug = wanted.slug ? readSlug(wanted.slug) : undefined;
  if (wanted.slug && slug === undefined) return { outcome: "bad-slug" };
  const host = wanted.hostName ? readHostName(wanted.hostName) : null;
  if (host === undefined) return { outcome: "bad-host-name" };
  if (isInstallations(needs, host) || (await isApplications(needs.db, host))) return { outcome: "host-taken" };
  const { accent = "blue" } = wanted;
  if (!isAccent(accent)) return { outcome: "bad-accent" };

  return rollingBack(needs, async (tx) => {
    const inserted = await insertOrganisation(tx, needs, { name, slug, host, accent });
    if (inserted.outcome !== "added") return inserted;
    const { organisation } = inserted;
    await startPolicy(tx, needs.clock, organisation.id);
    const added = await addPerson(tx, needs, organisation.id, {
      email: wanted.administrator,
      ...(wanted.administratorName ? { displayName: wanted.administratorName } : {}),
      administrator: true,
      status: "invited",
    });
    if (added.outcome !== "added") return added;
    const { person } = added;
    const within = { organisation: organisation.id, actor: null, source: unnamed };
    await record(tx, needs, { ...within, name: "organisation.created", person: null, details: { name } });
    await record(tx, needs, { ...within, name: "person.added", person: person.id, details: { administrator: true } });
    const invitation = await link(tx, needs, person, within);
    await recordWith(tx, needs, by, "organisation.added", organisation);
    return { outcome: "added", organisation, person, invitation };
  });
}

export interface OrganisationOverview {
  organisation: ListedOrganisation;
  people: number;
  /** Where its people sign in. */
  address: string;
  /** The operator's own, which stays. */
  own: boolean;
}

/** @throws Problem `not-found` */
export async function organisationOverview(
  { db, site }: Pick<Needs, "db" | "site">,
  by: Pick<By, "organisation">,
  id: string,
): Promise<OrganisationOverview> {
  const organisation = await requireOrganisation(db, wellFormed(id));
  return {
    organisation,
    people: await peopleIn(db, id),
    address: await addressIn(db, site, id, "/sign-in"),
    own: id === by.organisation,
  };
}

export type StateChanged =
  | { outcome: "changed"; organisation: ListedOrganisation }
  | { outcome: "bad-host-name" }
  | { outcome: "host-taken" };

/**
 * What is not given stays. Of a suspended one nobody is let in, from the next request on, and nothing is lost: when it is
 * resumed its people and their sessions are what they were.
 * @throws Problem `not-found`, `own-organisation`
 */
export async function changeState(
  needs: Needs,
  by: By,
  id: string,
  wanted: { suspended?: boolean | undefined; hostName?: string | null | undefined },
): Promise<StateChanged> {
  const { suspended } = wanted;
  const readHost = wanted.hostName ? readHostName(wanted.hostName) : null;
  if (readHost === undefined) return { outcome: "bad-host-name" };
  return needs.db.transaction(async (tx) => {
    const organisation = await requireLocked(tx, wellFormed(id));
    if (suspended) refuseOwn(by, id);
    const host = wanted.hostName === undefined ? organisation.host : readHost;
    if (host !== organisation.host) {
      if (isInstallations(needs, host) || (await isApplications(tx, host))) return { outcome: "host-taken" };
      if (by.actor !== null) refuseOwn(by, id);
      if (!(await setHostName(tx, id, host))) return { outcome: "host-taken" };
      await recordWith(tx, needs, by, "organisation.address-changed", organisation, { host });
    }
    if (suspended !== undefined && (await setSuspended(tx, id, suspended))) {
      const name = suspended ? "organisation.suspended" : "organisation.resumed";
      await recordWith(tx, needs, by, name, organisation);
      if (id !== by.organisation) {
        await record(tx, needs, { organisation: id, name, actor: null, person: null, source: unnamed });
      }
    }
    return { outcome: "changed", organisation: await requireOrganisation(tx, id) };
  });
}

/** In a request so much of the data goes at once; the housekeeping takes the rest. */
const portionsAtOnce = 20;

/**
 * Nobody reaches it from this moment on, and everything of it goes, its history too.
 * @param typed its name, as a last thought
 * @throws Problem `not-found`, `own-organisation`
 */
export async function removeOrganisation(
  needs: Needs,
  by: By,
  id: string,
  typed: string,
  { portions = portionsAtOnce, onProgress = (_rows: number) => {} } = {},
): Promise<{ outcome: "removed"; organisation: Organisation } | { outcome: "wrong-name" }> {
  const result = await needs.db.transaction(async (tx) => {
    const organisation = await requireLocked(tx, wellFormed(id));
    refuseOwn(by, id);
    if (readOrganisationName(typed) !== organisation.name) return { outcome: "wrong-name" } as const;
    if (!(await beginRemoval(tx, id))) throw notFound("organisation");
    await recordWith(tx, needs, by, "organisation.removed", organisation);
    return { outcome: "removed", organisation } as const;
  });
  if (result.outcome === "removed") await finishRemovals(needs, portions, onProgress);
  return result;
}

/** There the organisations without a host name of their own are reached: none of them may take it from the others. */
const isInstallations = ({ site }: Pick<Needs, "site">, host: string | null): boolean =>
  host !== null && host === new URL(site.origin).hostname;

/** Whoever runs it would get the cookies of whoever signs in there. */
const isApplications = async (queries: Queries, host: string | null): Promise<boolean> =>
  host !== null && (await isApplicationsHost(queries, host));

export const isAccent = (text: string): boolean => accents.some((accent) => accent === text);

/** In the organisation's own history operators have neither name nor address. */
const unnamed = { address: "operator", userAgent: "" };

function recordWith(
  tx: Transaction,
  needs: Needs,
  { organisation, actor, source }: By,
  name: EventName,
  about: Organisation,
  more: Record<string, string | null> = {},
): Promise<void> {
  const details = { organisation: about.id, name: about.name, slug: about.slug, ...more };
  return record(tx, needs, { organisation, actor, source, name, person: null, details });
}

function wellFormed(id: string): string {
  if (!isId(id)) throw notFound("organisation");
  return id;
}

/** @throws Problem `own-organisation` */
export function refuseOwn(by: Pick<By, "organisation">, id: string): void {
  if (id === by.organisation) {
    throw new Problem("own-organisation", 409, ({ failures }) => failures.ownOrganisation);
  }
}

class Undo extends Error {
  readonly result: OrganisationRefused;
  constructor(result: OrganisationRefused) {
    super("undone");
    this.result = result;
  }
}

/** An organisation whose administrator can't be added must not stay behind. */
async function rollingBack(
  { db }: Needs,
  body: (tx: Transaction) => Promise<OrganisationAdded>,
): Promise<OrganisationAdded> {
  try {
    return await db.transaction(async (tx) => {
      const result = await body(tx);
      if (result.outcome !== "added") throw new Undo(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undo) return error.result;
    throw error;
  }
}
