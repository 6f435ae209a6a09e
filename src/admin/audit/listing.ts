// Reads the audit trail, newest first, from any place on. One index leads; what it does not know is judged portion by
// portion, and a page ends after so many events looked at, so that no question keeps the database busy for long.
import { eventsBefore, frequentNames } from "../../audit/actions.ts";
import type { Queries } from "../../database/database.ts";
import { firstIdAt, isId } from "../../kernel/ids.ts";
import { invalid } from "../../kernel/problem.ts";
import { personByLogin } from "../../people/actions.ts";
import { readLogin } from "../../people/rules.ts";
import { isTokenId, longestPage, pageLength } from "../rules.ts";
import * as store from "../store.ts";
import { type AuditFilters, momentOf, namesMeant } from "./filters.ts";

export interface ListedEvent {
  id: string;
  /** ms since the epoch */
  at: number;
  name: string;
  /** `name` is null for who is gone, and for what is no person, such as an API key. */
  actor: { id: string; name: string | null } | null;
  person: { id: string; name: string | null } | null;
  refused: boolean;
  address: string;
  userAgent: string;
  details: Record<string, unknown>;
}

export interface AuditWanted extends AuditFilters {
  organisation: string;
  /** `next` of the page before. */
  after?: string | undefined;
  limit?: number;
  /** How many events to look at, at most, for one page. */
  lookAt?: number;
}

export interface AuditPage {
  events: ListedEvent[];
  next?: string;
  /** Set where so many were looked at that the page ends before it is full. */
  lookedAt?: number;
}

/** @throws Problem `invalid` */
export async function listEvents(queries: Queries, wanted: AuditWanted): Promise<AuditPage> {
  const { organisation, after } = wanted;
  if (after !== undefined && !isId(after)) throw invalid(({ failures }) => failures.placeUnreadable);
  const limit = Math.min(Math.max(1, wanted.limit ?? pageLength), longestPortion);
  const meant = await meaningOf(queries, wanted);
  if (!meant) return { events: [] };
  const { found, next, lookedAt } = await collect(queries, meant, {
    after,
    limit,
    most: wanted.lookAt ?? mostLookedAt,
  });
  return {
    events: await withNames(queries, organisation, found),
    ...(next === undefined ? {} : { next }),
    ...(next !== undefined && found.length < limit ? { lookedAt } : {}),
  };
}

/** Everything that fits, a portion at a time: for files. */
export async function* everyEvent(queries: Queries, wanted: AuditWanted): AsyncGenerator<ListedEvent[]> {
  let after: string | undefined;
  do {
    const page: AuditPage = await listEvents(queries, { ...wanted, limit: longestPortion, after });
    if (page.events.length > 0) yield page.events;
    after = page.next;
    await othersFirst();
  } while (after);
}

const mostLookedAt = 20_000;
const portion = 1000;
const longestPortion = Math.max(longestPage, 500);
const afterAll = "ffffffff-ffff-7fff-bfff-ffffffffffff";

type Row = Awaited<ReturnType<typeof eventsBefore>>[number];
type By = Parameters<typeof eventsBefore>[1]["by"];

interface Meaning {
  organisation: string;
  /** Each led by an index; no event is in two of them. */
  sources: By[];
  from: string;
  before: string;
  fits: ((row: Row) => boolean)[];
}

/** `undefined` where nothing can fit, because there is nobody of that name. */
async function meaningOf(queries: Queries, wanted: AuditWanted): Promise<Meaning | undefined> {
  const { organisation, what, from, to, where, outcome } = wanted;
  const who = wanted.who === undefined ? undefined : await idOf(queries, organisation, wanted.who);
  const about = wanted.about === undefined ? undefined : await idOf(queries, organisation, wanted.about);
  if ((wanted.who !== undefined && who === undefined) || (wanted.about !== undefined && about === undefined))
    return undefined;
  const names = what === undefined ? undefined : namesMeant(what);
  if (what !== undefined && !names) return undefined;
  const fits: Meaning["fits"] = [];
  if (about !== undefined) fits.push((row) => row.person_id === about);
  if (who !== undefined) fits.push((row) => row.actor_id === who);
  if (where !== undefined) fits.push((row) => row.address === where);
  if (names) fits.push((row) => names.includes(row.name as never));
  if (outcome !== undefined) fits.push((row) => row.outcome === outcome);
  const rare = names?.every((name) => !frequentNames.includes(name));
  const sources: By[] =
    about !== undefined
      ? [{ person: about }]
      : who !== undefined
        ? // What somebody did for themselves stands under them.
          [{ person: who }, { actor: who }]
        : where !== undefined
          ? [{ address: where }]
          : names && rare
            ? names.map((name) => ({ name }))
            : outcome === "refused"
              ? [{ refused: true }]
              : [undefined];
  const led = about !== undefined || where !== undefined || (names && rare) || outcome === "refused";
  const moments = { from: from && momentOf(from, "from"), to: to && momentOf(to, "to") };
  return {
    organisation,
    sources,
    from: typeof moments.from === "number" ? firstIdAt(moments.from) : "",
    before: typeof moments.to === "number" ? firstIdAt(moments.to) : afterAll,
    // What the index knows needs no judging.
    fits: led && fits.length === 1 ? [] : fits,
  };
}

async function idOf(queries: Queries, organisation: string, text: string): Promise<string | undefined> {
  if (isId(text) || isTokenId(text)) return text;
  const login = readLogin(text);
  return login && (await personByLogin(queries, organisation, login))?.id;
}

async function collect(
  queries: Queries,
  { organisation, sources, from, before, fits }: Meaning,
  { after, limit, most }: { after: string | undefined; limit: number; most: number },
): Promise<{ found: Row[]; next?: string; lookedAt: number }> {
  const size = fits.length === 0 ? limit + 1 : Math.ceil(Math.min(portion, most) / sources.length);
  const found: Row[] = [];
  let lookedAt = 0;
  for (let place = after !== undefined && after < before ? after : before; ; ) {
    const portions: Row[][] = [];
    for (const by of sources)
      portions.push(await eventsBefore(queries, { organisation, by, before: place, from, limit: size }));
    // So far every source was read; behind it one that has more may still have something.
    const ends = portions.filter((rows) => rows.length === size).map((rows) => rows.at(-1)?.id as string);
    const end = ends.sort().at(-1);
    const rows = portions.flat().filter(({ id }) => end === undefined || id >= end);
    rows.sort((a, b) => (a.id < b.id ? 1 : -1));
    for (const row of rows) {
      if (!fits.every((suits) => suits(row))) continue;
      if (found.length === limit) return { found, next: found.at(-1)?.id as string, lookedAt };
      found.push(row);
    }
    lookedAt += rows.length;
    if (end === undefined) return { found, lookedAt };
    place = end;
    if (lookedAt >= most) return { found, next: end, lookedAt };
    await othersFirst();
  }
}

/** SQLite reads at once: without this a long list would keep every other request waiting to its end. */
const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function withNames(queries: Queries, organisation: string, rows: Row[]): Promise<ListedEvent[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.actor_id, row.person_id]))].filter(
    (id) => id !== null && isId(id),
  );
  const names = ids.length === 0 ? [] : await queries.list(store.namesOf(organisation, ids as string[]));
  const nameOf = new Map(names.map((row) => [row.id, row.display_name]));
  const shown = (id: string | null) => (id === null ? null : { id, name: nameOf.get(id) ?? null });
  return rows.map((row) => ({
    id: row.id,
    at: Math.min(Math.max(row.at, -latest), latest),
    name: row.name,
    actor: shown(row.actor_id),
    person: shown(row.person_id),
    refused: row.outcome === "refused",
    address: row.address,
    userAgent: row.user_agent,
    details: detailsOf(row),
  }));
}

/** Of what can be said as a date; ms. One row that somebody wrote by hand must not hide all the others. */
const latest = 8.64e15;

function detailsOf({ details }: Row): Record<string, unknown> {
  try {
    const read = JSON.parse(details) as unknown;
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  } catch {}
  return { unreadable: details };
}
