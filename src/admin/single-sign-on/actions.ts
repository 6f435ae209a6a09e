// What administrators do with identity providers, and with the links of people to them.
import { endSignInsOf } from "../../access/actions.ts";
import { endKeysOf } from "../../api-keys/actions.ts";
import type { Database, Transaction } from "../../database/database.ts";
import type { Site } from "../../http/web.ts";
import { identitiesOf, type ShownIdentity, unlinkIdentity } from "../../identities/actions.ts";
import {
  type Arrivals,
  arrivalsOf,
  changeProvider,
  connectProvider,
  type Provider,
  type ProviderClash,
  providerById,
  providerLocked,
  providersOf,
  removeProvider,
} from "../../identity-providers/actions.ts";
import { callbackPath } from "../../identity-providers/rules.ts";
import type { Clock } from "../../kernel/clock.ts";
import { isId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { isThisMachine } from "../../kernel/shapes.ts";
import { addressIn } from "../../organisations/actions.ts";
import { keyOf } from "../../people/actions.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { endSessionsOfProvider } from "../../sessions/actions.ts";
import { type Words, words } from "../../words/index.ts";
import { type By, requireLocked, requireMayActOn, rolesActing } from "../subject.ts";
import { type Reading, readProvider, type TypedProvider } from "./rules.ts";
import { requireNoMoreTrust } from "./trusting.ts";

export interface Needs {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  site: Site;
}

export interface Acting extends By {
  /** The identity provider that whoever acts came in through themselves. */
  cameThrough: string | null;
}

export interface ListedProvider extends Provider {
  arrivals: Arrivals | undefined;
}

export async function listProviders(
  needs: Pick<Needs, "db" | "clock">,
  organisation: string,
): Promise<ListedProvider[]> {
  const providers = await providersOf(needs.db, organisation);
  const arrivals = providers.length === 0 ? new Map() : await arrivalsOf(needs.db, needs, organisation);
  return providers.map((provider) => ({ ...provider, arrivals: arrivals.get(provider.id) }));
}

/** @throws Problem `not-found` */
export async function requireProvider(db: Database | Transaction, organisation: string, id: string): Promise<Provider> {
  const provider = await providerById(db, organisation, id);
  if (!provider) throw notFound("identity provider");
  return provider;
}

async function requireProviderLocked(tx: Transaction, organisation: string, id: string): Promise<Provider> {
  const provider = await providerLocked(tx, organisation, id);
  if (!provider) throw notFound("identity provider");
  return provider;
}

/** What an administrator gives the provider: where it sends people back to. */
export async function redirectAddress(
  { db, site }: Pick<Needs, "db" | "site">,
  { organisation, id }: Pick<Provider, "organisation" | "id">,
): Promise<string> {
  return new URL(callbackPath(id), await addressIn(db, site, organisation, "/sign-in")).href;
}

type Bad = Extract<Reading, { outcome: "bad" }>;

export async function connect(
  needs: Needs,
  by: Acting,
  typed: TypedProvider,
): Promise<{ outcome: "connected"; id: string } | ProviderClash | Bad> {
  const { organisation, actor, source } = by;
  return needs.db.transaction(async (tx) => {
    await requireStillAdministrator(tx, by);
    const read = await reading(tx, needs, organisation, typed);
    if (read.outcome === "bad") return read;
    return connectProvider(tx, needs, { ...read.provider, organisation, actor, source });
  });
}

/** Names what a form was filled from: another administrator may have withdrawn the exemption since. */
export const asSeen = ({ changedAt }: Provider): string => String(changedAt);

/**
 * What it says of the issuer counts for nothing: people are known by it. A secret of '' stays as it is.
 * @param changed made of what it is by then, so that nobody undoes what others changed at the same moment
 * @param seen what a form was filled from, which sends everything back
 * @throws Problem `not-found`, `own-way-in`, `not-by-key`
 */
export async function change(
  needs: Needs,
  by: Acting,
  id: string,
  changed: (before: Provider) => TypedProvider & { active: boolean; dropSecret?: boolean },
  seen?: string,
): Promise<{ outcome: "changed" } | { outcome: "changed-meanwhile" } | ProviderClash | Bad> {
  const { organisation, actor, source } = by;
  return needs.db.transaction(async (tx) => {
    await requireStillAdministrator(tx, by);
    const before = await requireProviderLocked(tx, organisation, id);
    if (seen !== undefined && seen !== asSeen(before)) return { outcome: "changed-meanwhile" };
    const typed = changed(before);
    if (before.active && !typed.active) requireOtherWay(by, id);
    const read = await reading(tx, needs, organisation, { ...typed, issuer: before.issuer });
    if (read.outcome === "bad") return read;
    requireNoMoreTrust(by, before, { ...read.provider, active: typed.active });
    const { secret: given, ...provider } = read.provider;
    const secret = typed.dropSecret ? "" : given === "" ? undefined : given;
    const wanted = { ...provider, organisation, id, active: typed.active, secret, actor, source };
    const done = await changeProvider(tx, needs, wanted);
    if (done.outcome === "gone") throw notFound("identity provider");
    return done;
  });
}

/** The same as it is, turned on or off: whatever else of it would be refused by now. @throws Problem `not-found`, `own-way-in` */
export async function turn(needs: Needs, by: Acting, id: string, active: boolean): Promise<void> {
  const { organisation, actor, source } = by;
  await needs.db.transaction(async (tx) => {
    await requireStillAdministrator(tx, by);
    const before = await requireProviderLocked(tx, organisation, id);
    if (!active) requireOtherWay(by, id);
    const changed = await changeProvider(tx, needs, { ...before, active, actor, source });
    if (changed.outcome !== "changed") throw notFound("identity provider");
  });
}

/** @throws Problem `not-found`, `own-way-in` */
export async function remove(needs: Needs, by: Acting, id: string): Promise<void> {
  const { organisation, actor, source } = by;
  await needs.db.transaction(async (tx) => {
    await requireStillAdministrator(tx, by);
    await requireProvider(tx, organisation, id);
    requireOtherWay(by, id);
    await removeProvider(tx, needs, { organisation, id, actor, source });
  });
}

export async function identitiesOfPerson(db: Database, organisation: string, person: string): Promise<ShownIdentity[]> {
  return identitiesOf(db, { organisation, person });
}

/**
 * With it ends what whoever came through it may have begun: sessions, sign-ins on their way, API keys.
 * @throws Problem `not-found`, `administrators-only`, `operators-only`
 */
export async function unlink(
  needs: Pick<Needs, "db" | "clock" | "random">,
  by: By,
  { person: id, provider }: { person: string; provider: string },
): Promise<void> {
  const { organisation, actor, source } = by;
  await needs.db.transaction(async (tx) => {
    const person = await requireLocked(tx, organisation, id);
    await requireMayActOn(tx, by, person);
    if (!isId(provider) || !(await unlinkIdentity(tx, needs, { ...keyOf(person), provider, actor, source })))
      throw notFound("link with an identity provider");
    await endSessionsOfProvider(tx, keyOf(person), provider);
    await endSignInsOf(tx, person);
    await endKeysOf(tx, keyOf(person));
  });
}

/** As a form or a program would have said it. */
export const typedOf = ({ settings, ...provider }: Provider): TypedProvider => ({
  name: provider.name,
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: "",
  domains: provider.domains,
  exempts: provider.exempts,
  onlyWay: provider.onlyWay,
  addsPeople: settings.addsPeople,
  vouches: settings.vouches,
  nameClaim: settings.nameClaim,
  typeClaim: settings.typeClaim,
  types: Object.entries(settings.types),
  accountType: settings.accountType,
  ...settings.evidence,
});

/** @throws Problem `administrators-only` */
async function requireStillAdministrator(tx: Transaction, by: By): Promise<void> {
  await rolesActing(tx, by);
}

async function reading(tx: Transaction, { site }: Needs, organisation: string, typed: TypedProvider): Promise<Reading> {
  return readProvider(typed, {
    accountTypes: await accountTypesOf(tx, organisation),
    // As where it is spoken to: plain http within one machine alone.
    loopback: !site.secure && isThisMachine(new URL(site.origin)),
  });
}

/** Whoever turned off the way they came in by would be outside at once, maybe for good. */
function requireOtherWay({ cameThrough }: Acting, id: string): void {
  if (cameThrough !== id) return;
  throw new Problem("own-way-in", 409, ({ consoleSingleSignOn }) => consoleSingleSignOn.ownWayIn);
}

export function refusalOf(
  refused: { outcome: "changed-meanwhile" } | ProviderClash | Bad,
  spoken: Words = words.en,
): {
  field: keyof TypedProvider;
  message: string;
  status: 400 | 409;
} {
  const { bad } = spoken.consoleProviderForms;
  switch (refused.outcome) {
    case "bad":
      return { field: refused.field, message: refused.say(spoken), status: 400 };
    case "name-taken":
      return { field: "name", message: bad.nameTaken, status: 409 };
    case "domain-taken":
      return { field: "domains", message: bad.domainTaken(refused.domain), status: 409 };
    case "changed-meanwhile":
      return {
        field: "name",
        message: bad.changedMeanwhile,
        status: 409,
      };
    case "too-many":
      return { field: "name", message: bad.tooMany, status: 409 };
  }
}
