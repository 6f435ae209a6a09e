// What administrators do with applications: add, change, give a new secret, remove. The same for pages, JSON API and
// command line. A secret is returned by the act that makes it, and by nothing else ever.
import { addApplication, changeApplication, removeApplication, replaceSecret } from "../../applications/actions.ts";
import { allNamesOf, applicationById, lockedApplication, namesOf } from "../../applications/finding.ts";
import type { Application, ApplicationKind } from "../../applications/rules.ts";
import { openIdSettings, secretContext } from "../../applications/settings.ts";
import { type ListedApplication, listApplications } from "../../applications/uses.ts";
import type { Database, Queries } from "../../database/database.ts";
import type { Site } from "../../http/web.ts";
import type { Clock } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";
import { notFound, Problem, type Say } from "../../kernel/problem.ts";
import { type Random, randomText } from "../../kernel/random.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { isOrganisationsHost } from "../../organisations/actions.ts";
import { type Organisation, originOf } from "../../organisations/rules.ts";
import type { By } from "../subject.ts";
import { nameOfHost } from "./hosts.ts";
import { readWritten, type Surroundings, type Written, writtenOf } from "./reading.ts";
import { type AddedKind, type Trouble, troubleWords } from "./words.ts";

type Needs = { db: Database; clock: Clock; random: Random; sealer: Sealer; site: Site };
/** Which organisation it is for, with its host name. */
type Within = { organisation: Organisation; by: By };

export interface Refused {
  outcome: "refused";
  reason: "invalid" | "application-exists" | "application-name-taken";
  errors: Trouble[];
}
export type ChangeRefused = Refused | { outcome: "changed-meanwhile" };

export interface KnownApplication {
  application: ListedApplication;
  clientId: string | undefined;
  hosts: string[];
  /** Names this state of it: whoever changes it says which one they saw. */
  seen: string;
}

/** @throws Problem `not-found` */
export async function knownApplication(
  needs: { db: Queries; clock: Clock },
  organisation: string,
  id: string,
): Promise<KnownApplication> {
  const found = (await knownApplications(needs, organisation)).find(({ application }) => application.id === id);
  if (!found) throw notFound("application");
  return found;
}

export async function knownApplications(
  needs: { db: Queries; clock: Clock },
  organisation: string,
): Promise<KnownApplication[]> {
  const names = Map.groupBy(await allNamesOf(needs.db, organisation), (row) => row.application_id);
  const listed = await listApplications(needs.db, needs, organisation);
  const byName = (a: ListedApplication, b: ListedApplication) => a.name.localeCompare(b.name, "en");
  return listed.sort(byName).map((application) => {
    const { clientId, hosts } = apart(names.get(application.id) ?? []);
    return { application, clientId, hosts, seen: asSeen(application, hosts) };
  });
}

export type ApplicationAdded = {
  outcome: "added";
  application: Application;
  clientId: string | undefined;
  /** Shown once; undefined for what has none. */
  secret: string | undefined;
};

export async function addWrittenApplication(
  needs: Needs,
  { organisation, by }: Within,
  kind: AddedKind,
  written: Written,
): Promise<ApplicationAdded | Refused> {
  refuseKey(by, kind);
  const found = readWritten(kind, written, surroundings(needs, organisation));
  if (found.outcome === "refused") return { ...found, reason: "invalid" };
  const { hosts = [], ...read } = found.read;
  const clientId = kind === "forward-auth" ? undefined : newClientId(needs, kind);
  const secret = hasSecret({ kind, settings: read.settings }) ? newSecret(needs) : undefined;
  const names = [
    ...(clientId === undefined ? [] : [{ kind: "client" as const, name: clientId }]),
    ...hosts.map((name) => ({ kind: "host" as const, name })),
  ];
  return needs.db.transaction(async (tx) => {
    const refused = await refuseOwnHosts(tx, needs, hosts);
    if (refused) return refused;
    const added = await addApplication(tx, needs, {
      ...by,
      ...read,
      kind,
      names,
      ...(secret === undefined ? {} : kept(needs, by.organisation, kind, secret)),
    });
    return added.outcome === "added" ? { ...added, clientId, secret } : taken(added);
  });
}

/**
 * What is not given stays.
 * @param seen the state that the change was made from; any will do where it is left out
 * @throws Problem `not-found`, `application-name-taken`
 */
export async function changeWrittenApplication(
  needs: Needs,
  { organisation, by }: Within,
  id: string,
  { seen, active, ...changes }: Partial<Written> & { seen?: string | undefined; active?: boolean | undefined },
): Promise<{ outcome: "changed" } | ChangeRefused> {
  return needs.db.transaction(async (tx) => {
    const before = await lockedApplication(tx, by.organisation, id);
    if (!before) throw notFound("application");
    const { hosts: present } = apart(await namesOf(tx, by.organisation, id));
    if (seen !== undefined && seen !== asSeen(before, present)) return { outcome: "changed-meanwhile" };
    const written = { ...writtenOf(before, present), ...given(changes) };
    const found = readWritten(before.kind, written, surroundings(needs, organisation), before);
    if (found.outcome === "refused") return { ...found, reason: "invalid" };
    const { hosts, ...read } = found.read;
    const refused = await refuseOwnHosts(tx, needs, hosts ?? []);
    if (refused) return refused;
    const changed = await changeApplication(tx, needs, { ...by, ...read, id, active: active ?? before.active }, hosts);
    if (changed.outcome === "gone") throw notFound("application");
    return changed.outcome === "changed" ? changed : taken(changed);
  });
}

/** The old one is void at once. @throws Problem `not-found`, `no-application-secret` */
export async function renewSecret(
  needs: Needs,
  by: By,
  id: string,
): Promise<{ application: Application; secret: string }> {
  const secret = newSecret(needs);
  return needs.db.transaction(async (tx) => {
    const application = await lockedApplication(tx, by.organisation, id);
    if (!application) throw notFound("application");
    refuseKey(by, application.kind);
    if (!hasSecret(application))
      throw new Problem(
        "no-application-secret",
        409,
        ({ consoleApplicationForms }) => consoleApplicationForms.noSecret,
      );
    const { secretHash, seal } = kept(needs, by.organisation, application.kind, secret);
    await replaceSecret(tx, needs, { ...by, id, secretHash: secretHash ?? null, sealedSecret: seal?.(id) ?? null });
    return { application, secret };
  });
}

/** @throws Problem `not-found` */
export async function removeKnownApplication(needs: Needs, by: By, id: string): Promise<Application> {
  return needs.db.transaction(async (tx) => {
    const application = await applicationById(tx, by.organisation, id);
    if (!application || !(await removeApplication(tx, needs, { ...by, id }))) throw notFound("application");
    return application;
  });
}

/**
 * With the secret of such an application goes its word for everybody's password, and with that the first authenticator of who
 * has none yet: as much as setting a second factor up for others, which no key does.
 */
function refuseKey({ source }: By, kind: ApplicationKind): void {
  if (kind !== "duo" || source.apiKey === undefined) return;
  throw new Problem("not-by-key", 403, ({ consoleApplicationForms }) => consoleApplicationForms.byKey);
}

/** Whether it proves by a secret who it is: a proxy need not, and what runs at people's own devices can keep none. */
export function hasSecret(application: Pick<Application, "kind" | "settings">): boolean {
  if (application.kind === "openid") return openIdSettings(application).client === "confidential";
  return application.kind === "duo";
}

function surroundings({ site, clock }: Needs, organisation: Organisation): Surroundings {
  return { ownHost: new URL(originOf(site, organisation)).hostname, secure: site.secure, now: clock.now() };
}

/** Whose host name an application had would get the cookies of whoever signs in there. */
async function refuseOwnHosts(
  queries: Queries,
  { site }: Needs,
  hosts: readonly string[],
): Promise<Refused | undefined> {
  for (const host of hosts) {
    const name = nameOfHost(host);
    if (name === new URL(site.origin).hostname || (await isOrganisationsHost(queries, name)))
      return refusal("application-name-taken", "hosts", troubleWords.ownHost(name));
  }
  return undefined;
}

const taken = (found: { outcome: "name-taken" } | { outcome: "host-taken"; name: string }): Refused =>
  found.outcome === "name-taken"
    ? refusal("application-exists", "name", troubleWords.nameTaken)
    : refusal("application-name-taken", "hosts", troubleWords.hostTaken(found.name));

const refusal = (reason: Refused["reason"], field: string, say: Say): Refused => ({
  outcome: "refused",
  reason,
  errors: [{ field, say }],
});

const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** 20 characters: Duo's client libraries insist on it, and on the first two. */
const newClientId = ({ random }: Needs, kind: ApplicationKind): string =>
  kind === "duo" ? `DI${randomText(random, upper, 18)}` : randomText(random, upper, 20);

/** 40 characters: Duo's client libraries insist on it; 238 bits. */
const newSecret = ({ random }: Needs): string => randomText(random, `${upper}${upper.slice(0, 26).toLowerCase()}`, 40);

/** Duo's protocol signs with the secret, so it has to be there; everywhere else comparing is enough. */
function kept(
  { sealer }: Needs,
  organisation: string,
  kind: ApplicationKind,
  secret: string,
): { secretHash?: Uint8Array; seal?: (id: string) => Uint8Array } {
  if (kind !== "duo") return { secretHash: sha256(secret) };
  return { seal: (id) => sealer.seal(Buffer.from(secret), secretContext(organisation, id)) };
}

function apart(names: readonly { kind: string; name: string }[]): { clientId: string | undefined; hosts: string[] } {
  return {
    clientId: names.find(({ kind }) => kind === "client")?.name,
    hosts: names.filter(({ kind }) => kind === "host").map(({ name }) => name),
  };
}

const asSeen = ({ name, participation, note, active, settings }: Application, hosts: readonly string[]): string =>
  sha256(JSON.stringify([name, participation, note, active, settings, hosts]))
    .toString("base64url")
    .slice(0, 22);

const given = <T extends object>(changes: T): T =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as T;
