// Chooses whom an act on many people is about, says beforehand what would come of it, and begins it once it is confirmed.
import { record } from "../../audit/actions.ts";
import type { Database, Queries, Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import type { Clock } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";
import { isId, newId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import type { Person } from "../../people/actions.ts";
import { isAccountType } from "../../policy/account-types.ts";
import type { PeopleFilters } from "../list-filters.ts";
import { listPeople } from "../listing.ts";
import { type InvitingNeeds, requireMailServer } from "../people.ts";
import { longestPage, readReason } from "../rules.ts";
import { type By, isAboveKeys, rolesActing } from "../subject.ts";
import type { Act } from "./acting.ts";
import {
  type BulkAction,
  type Details,
  foreseen,
  type Missing,
  mostPeople,
  type Outcome,
  type Standing,
  whatIsMissing,
} from "./rules.ts";
import { standingsOf } from "./standings.ts";
import * as store from "./store.ts";
import { actOf, lease, workOff } from "./working.ts";

export type BulkChange = Tables["bulk_changes"];
export type Chosen = { ids: string[] } | { filter: PeopleFilters };
export interface Selection {
  /** In the order in which they are locked. */
  ids: string[];
  /** Names exactly these. */
  digest: string;
}

type Reading = { db: Database; clock: Clock };

/** Those of the organisation; whoever else was named is nobody here. @throws Problem `too-many-people`, `nobody-chosen` */
export async function select(needs: Reading, organisation: string, chosen: Chosen): Promise<Selection> {
  const found =
    "ids" in chosen ? await named(needs.db, organisation, chosen.ids) : await fitting(needs, organisation, chosen);
  const ids = [...new Set(found)].sort();
  if (ids.length === 0) throw new Problem("nobody-chosen", 400, ({ consoleBulk }) => consoleBulk.refused.nobodyChosen);
  return { ids, digest: digestOf(ids) };
}

export const digestOf = (ids: string[]): string => sha256(ids.join(" ")).toString("base64url");

/** Keeps who was chosen, for the confirmation. @returns its id; see `select` @throws Problem `no-mail-server` */
export async function choose(
  needs: InvitingNeeds,
  { action, details = {}, chosen, ...by }: By & { action: BulkAction; details?: Details; chosen: Chosen },
): Promise<string> {
  if (action === "invite") requireMailServer(needs);
  const selection = await select(needs, by.organisation, chosen);
  return keep(needs, { ...by, action, details, filter: "ids" in chosen ? null : chosen.filter, selection });
}

async function keep(
  needs: { db: Database; clock: Clock; random: Random },
  {
    organisation,
    actor,
    source,
    action,
    details,
    filter,
    selection: { ids, digest },
  }: By & Act & { filter: PeopleFilters | null; selection: Selection },
): Promise<string> {
  const id = newId(needs);
  await needs.db.transaction(async (tx) => {
    await tx.run(store.removeEarlier, { organisation, actor: actor ?? "" });
    await tx.run(store.insert, {
      ...{ organisation, id, actor, action, digest, ...keptOf(source) },
      details: JSON.stringify(details),
      filter: filter && JSON.stringify(filter),
      people: ids.length,
      at: needs.clock.now(),
    });
    await insertPeople(tx, organisation, id, ids);
  });
  return id;
}

/** For those who go on with it: a key holds no more because others do its work. */
const keptOf = ({ address, userAgent, apiKey }: By["source"]) => ({ address, userAgent, apiKey: apiKey ?? null });

/** @throws Problem `not-found` */
export async function bulkChangeOf(queries: Queries, organisation: string, id: string): Promise<BulkChange> {
  const bulk = isId(id) ? await queries.first(store.get, { organisation, id }) : undefined;
  if (!bulk) throw notFound("bulk change");
  return bulk;
}

export interface Foreseen {
  people: number;
  outcomes: Map<Outcome, number>;
  /** The first of those whom something would be done to. */
  first: Person[];
}

const mostShown = 20;

/** What would come of it at this moment. Nothing is kept. @throws Problem `administrators-only` */
export async function foresee({ db, clock }: Reading, by: By, act: Act, ids: string[]): Promise<Foreseen> {
  const held = await rolesActing(db, by);
  const foreseeing: Foreseen = { people: ids.length, outcomes: new Map(), first: [] };
  for (let i = 0; i < ids.length; i += chunk) {
    const some = ids.slice(i, i + chunk);
    const people = (await db.list(store.peopleAmong(by.organisation, some))) as Person[];
    const standings = await standingsOf(db, clock, act, people);
    const personOf = new Map(people.map((person) => [person.id, person]));
    for (const id of some) {
      const person = personOf.get(id);
      const outcome = person
        ? foreseen(act.action, act.details, standings.get(id) as Standing, {
            yourself: id === by.actor,
            operator: held.has("operator"),
            aboveKeys: isAboveKeys(by, person),
          })
        : "gone";
      foreseeing.outcomes.set(outcome, (foreseeing.outcomes.get(outcome) ?? 0) + 1);
      if (person && outcome === "done" && foreseeing.first.length < mostShown) foreseeing.first.push(person);
    }
  }
  return foreseeing;
}

export async function idsOf(queries: Queries, { organisation_id, id }: BulkChange): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ""; ; after = ids.at(-1) ?? "") {
    const rows = await queries.all(store.peopleOf, { organisation: organisation_id, id, after, limit: 1000 });
    ids.push(...rows.map((row) => row.person_id));
    if (rows.length < 1000) return ids;
  }
}

/** What the act needs to know, where it is asked for before who is left out can be said. @throws Problem, see `complete` */
export async function giveDetails(needs: Reading, by: By, bulk: BulkChange, details: Details): Promise<void> {
  const { action } = actOf(bulk);
  const text = JSON.stringify(await complete(needs, by, action, details));
  const { id, digest, people } = bulk;
  await needs.db.transaction((tx) =>
    tx.run(store.change, { organisation: by.organisation, id, details: text, digest, people }),
  );
}

/** @throws Problem `account-type-missing`, `level-missing`, `reason-missing`, `end-in-the-past`, `unknown-account-type` */
export async function complete(
  { db, clock }: Reading,
  { organisation }: By,
  action: BulkAction,
  details: Details,
): Promise<Details> {
  const read = details.reason == null ? details : { ...details, reason: readReason(details.reason) };
  const missing = whatIsMissing(action, read, clock.now());
  if (missing) throw missingProblems[missing]();
  if (action === "account-type" && !(await isAccountType(db, organisation, read.accountType ?? "")))
    throw new Problem("unknown-account-type", 400, ({ consoleBulk }) => consoleBulk.refused.unknownAccountType);
  return read;
}

const missingProblems: Record<Missing, () => Problem> = {
  "account-type-missing": () =>
    new Problem("account-type-missing", 400, ({ consoleBulk }) => consoleBulk.refused.accountTypeMissing),
  "level-missing": () => new Problem("level-missing", 400, ({ consoleBulk }) => consoleBulk.refused.levelMissing),
  "reason-missing": () => new Problem("reason-missing", 400, ({ consoleBulk }) => consoleBulk.refused.reasonMissing),
  "end-in-the-past": () => new Problem("end-in-the-past", 400, ({ consoleBulk }) => consoleBulk.refused.endInThePast),
};

export type Begun = { outcome: "begun" } | { outcome: "others-by-now"; bulk: BulkChange };

/** How many portions the confirming request itself does. */
const portionsAtOnce = 4;

/**
 * Begins it, once, for exactly the people who were looked at; where a filter fits others by now, those are kept for
 * another look. @throws Problem, see `complete`; `no-mail-server`
 */
export async function confirm(
  needs: InvitingNeeds,
  { bulk, seen, details, ...by }: By & { bulk: BulkChange; seen: string; details: Details },
): Promise<Begun> {
  const { organisation, actor, source } = by;
  const { id } = bulk;
  if (bulk.begun_at !== null) return { outcome: "begun" };
  const { action } = actOf(bulk);
  if (action === "invite") requireMailServer(needs);
  const given = await complete(needs, by, action, details);
  const now = await lookAgain(needs, bulk);
  if (now.digest !== seen) return { outcome: "others-by-now", bulk: now };
  const at = needs.clock.now();
  const held = at + lease;
  const begun = await needs.db.transaction(async (tx) => {
    const row = await tx.first(store.begin, {
      ...{ organisation, id, digest: seen, actor, at, dueAt: held },
      ...{ details: JSON.stringify(given), ...keptOf(source) },
    });
    if (!row) return false;
    const reason = given.reason ?? null;
    await record(tx, needs, {
      ...{ organisation, actor, source, person: null, name: "people.bulk-change-begun" },
      details: { action, people: row.people, reason, ...wanted(given), by: row.filter === null ? "names" : "filter" },
    });
    return true;
  });
  // What goes wrong is left for whoever works on it next: it has begun, whatever this request is told.
  if (begun) await workOff(needs, { organisation, id, held }, portionsAtOnce).catch(() => {});
  return { outcome: "begun" };
}

const wanted = ({ accountType, level, until }: Details) => ({
  ...(accountType === undefined ? {} : { accountType }),
  ...(level === undefined ? {} : { level, until: until ?? null }),
});

/** Those who fit the filter now, where there is one. @throws Problem `nobody-chosen`, `too-many-people` */
async function lookAgain(needs: Reading, bulk: BulkChange): Promise<BulkChange> {
  if (bulk.filter === null) return bulk;
  const { organisation_id: organisation, id, details } = bulk;
  const { ids, digest } = await select(needs, organisation, { filter: JSON.parse(bulk.filter) });
  if (digest === bulk.digest) return bulk;
  await needs.db.transaction(async (tx) => {
    const changed = await tx.first(store.change, { organisation, id, details, digest, people: ids.length });
    if (!changed) return;
    await tx.run(store.removePeople, { organisation, id });
    await insertPeople(tx, organisation, id, ids);
  });
  return { ...bulk, digest, people: ids.length };
}

const chunk = 500;

async function insertPeople(tx: Transaction, organisation: string, id: string, ids: string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += chunk)
    await tx.list(store.insertPeople(organisation, id, ids.slice(i, i + chunk)));
}

async function named(queries: Queries, organisation: string, ids: string[]): Promise<string[]> {
  const possible = ids.filter(isId);
  if (possible.length === 0) return [];
  return (await queries.list(store.idsAmong(organisation, possible))).map((row) => row.id);
}

/** So many are looked at for one filter: what no index knows is judged person by person. */
const mostLookedAt = 100_000;

async function fitting(needs: Reading, organisation: string, { filter }: { filter: PeopleFilters }): Promise<string[]> {
  const ids: string[] = [];
  let lookedAt = 0;
  for (let after: string | undefined; ; ) {
    const page = await listPeople(needs, {
      ...{ organisation, ...filter, sort: "added", limit: longestPage },
      ...(after ? { after } : {}),
    });
    ids.push(...page.people.map(({ person }) => person.id));
    lookedAt += page.lookedAt ?? longestPage;
    if (ids.length > mostPeople || lookedAt > mostLookedAt) throw tooMany();
    after = page.next;
    if (!after) return ids;
  }
}

const tooMany = (): Problem => new Problem("too-many-people", 400, ({ consoleBulk }) => consoleBulk.refused.tooMany);
