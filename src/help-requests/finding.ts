// Help requests as those who decide them find them: those that wait, and those that are over.
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { invalid, notFound } from "../kernel/problem.ts";
import { isTokenId } from "../kernel/tokens.ts";
import { type Person, personOf } from "../people/actions.ts";
import { type HelpRequest, standing } from "./actions.ts";
import { type Fate, fateOf, longestPage, pageLength, readCursor, writeCursor } from "./rules.ts";
import * as store from "./store.ts";

export interface FoundRequest {
  request: HelpRequest;
  fate: Fate;
  person: Person;
  /** Who decided, where they are still there. */
  decider: Person | undefined;
}

type Needs = { db: Queries; clock: Clock };

/** @throws Problem `not-found` */
export async function findRequest(needs: Needs, organisation: string, id: string): Promise<FoundRequest> {
  const request = await requestOf(needs.db, organisation, id);
  const one = await found(needs, request);
  if (!one) throw notFound("help request");
  return one;
}

/** @throws Problem `not-found` */
export async function requestOf(queries: Queries, organisation: string, id: string): Promise<HelpRequest> {
  const request = isTokenId(id) ? await queries.first(store.get, { organisation, id }) : undefined;
  if (!request) throw notFound("help request");
  return request;
}

export interface ListWanted {
  organisation: string;
  /** `open`: the longest waiting first; `decided`: whatever is over, the latest asked first. */
  which: "open" | "decided";
  after?: string | undefined;
  limit?: number;
}

/** @throws Problem `invalid` */
export async function listRequests(
  needs: Needs,
  { organisation, which, after, limit: asked = pageLength }: ListWanted,
): Promise<{ requests: FoundRequest[]; next?: string }> {
  const from = after === undefined ? undefined : readCursor(after);
  if (after !== undefined && !from) throw invalid(({ failures }) => failures.placeUnreadable);
  const limit = Math.min(Math.max(1, asked), longestPage);
  const { at, id } = from ?? (which === "open" ? { at: 0, id: "" } : { at: Number.MAX_SAFE_INTEGER, id: "" });
  const page = { organisation, at, id, most: limit + 1 };
  const rows = await needs.db.all(which === "open" ? store.openOnes : store.decidedOnes, page);
  const shown = rows.slice(0, limit);
  const requests = await Promise.all(shown.map((request) => found(needs, request)));
  const last = shown.at(-1);
  const next = rows.length > limit && last ? { next: writeCursor({ at: last.asked_at, id: last.id }) } : {};
  // Whose person was deleted meanwhile is none any more.
  return { requests: requests.filter((one) => one !== undefined), ...next };
}

async function found({ db, clock }: Needs, request: HelpRequest): Promise<FoundRequest | undefined> {
  const { organisation_id: organisation, person_id, decided_by } = request;
  const person = await personOf(db, { organisation, person: person_id });
  if (!person) return undefined;
  const decider = decided_by === null ? undefined : await personOf(db, { organisation, person: decided_by });
  // What is over is over, however things stand by now.
  const under =
    request.status === "open" || request.status === "approved" ? await standing(db, person) : request.standing;
  const fate = fateOf(request, { now: clock.now(), stands: under === request.standing });
  return { request, fate, person, decider };
}
