// Who has to wait after wrong passwords or codes, as their administrators see it.
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { mayTry, type ThrottleKind } from "../throttle/rules.ts";
import * as store from "./store.ts";

/** Of these people, those whose next password or code would be refused wherever it is given. */
export async function lockedAmong(
  queries: Queries,
  clock: Clock,
  organisation: string,
  people: string[],
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const at = clock.now();
  const rows = await queries.list(store.throttlesOf(organisation, people));
  return new Set(rows.filter((row) => refuses(row, at)).map(({ subject }) => subject));
}

/** All of them, where no more than so many throttles come into question. */
export async function everyLocked(
  queries: Queries,
  clock: Clock,
  organisation: string,
  most: number,
): Promise<string[] | undefined> {
  const at = clock.now();
  const rows = await queries.list(store.maybeHeld(organisation, at, most + 1));
  if (rows.length > most) return undefined;
  return [...new Set(rows.filter((row) => refuses(row, at)).map(({ subject }) => subject))];
}

type Row = { kind: string; failures: number; blocked_until: number; recent: string };

function refuses({ kind, failures, blocked_until, recent }: Row, at: number): boolean {
  const state = { failures, blockedUntil: blocked_until, recent: JSON.parse(recent) as number[] };
  return mayTry(kind as ThrottleKind, state, at, false).may !== "try";
}
