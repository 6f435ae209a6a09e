// Counts who comes in through applications, and lists them with what was counted.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { shown } from "./finding.ts";
import { type Application, countedDays, dayOf } from "./rules.ts";
import * as store from "./store.ts";

export interface ListedApplication extends Application {
  /** Of the last 30 days. */
  withSecondFactor: number;
  without: number;
  /** ms since the epoch; of the last year */
  lastUsedAt: number | undefined;
}

export async function listApplications(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
): Promise<ListedApplication[]> {
  const uses = await queries.all(store.getUses, { organisation, since: dayOf(clock.now()) - countedDays });
  const byId = new Map(uses.map((row) => [row.application_id, row]));
  const last = new Map((await queries.all(store.getLastUses, { organisation })).map((row) => [row.id, row.last_at]));
  return (await queries.all(store.getAll, { organisation })).map((row) => {
    const use = byId.get(row.id);
    return {
      ...shown(row),
      withSecondFactor: Number(use?.with_second_factor ?? 0),
      without: Number(use?.without ?? 0),
      lastUsedAt: last.get(row.id) ?? undefined,
    };
  });
}

/** Rows that one day's sign-ins at one application are spread over. */
const parts = 16;

/** Counts and records a sign-in at an application: part of the transaction that lets the person in there. */
export async function noteEntry(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, id }: Pick<Application, "organisation" | "id">,
  { person, secondFactor, source }: { person: string; secondFactor: boolean; source: Source },
): Promise<void> {
  const at = needs.clock.now();
  await tx.run(store.countUse, {
    organisation,
    id,
    day: dayOf(at),
    part: (needs.random.bytes(1)[0] as number) % parts,
    withSecondFactor: secondFactor ? 1 : 0,
    without: secondFactor ? 0 : 1,
    at,
  });
  const details = { application: id, secondFactor };
  await record(tx, needs, { organisation, name: "application.entered", actor: person, person, source, details });
}

/** Counts are kept for a year. */
export const usesKeptFor = 366 * day;

export async function removeOldUses(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeUsesBefore, { organisation, before: dayOf(before) });
}
