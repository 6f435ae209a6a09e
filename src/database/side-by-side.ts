// Which versions of this program may work on one database at the same time.
import { second } from "../kernel/clock.ts";
import type { Queries } from "./database.ts";
import { migrations } from "./migrations/index.ts";
import type { Migration } from "./migrations/migration.ts";

/** A process that was not seen for so long is taken for gone. */
export const goneAfter = 30 * second;

/** Migrations that stand in the database and that this program can't live with: it is older than its data. */
export class SchemaIsNewer extends Error {}

/** Somebody serves who can't live with what a migration would make of the database. */
export class OlderStillServes extends Error {}

export interface Made {
  name: string;
  compatible_from: string | null;
}

/** The last migration that this program knows. Names begin with numbers, so that they sort as they came. */
export const ownSchema = (): string => migrations.at(-1)?.name ?? "";

/**
 * @param serving a program that serves goes on beside a newer one's schema that allows for it; what copies, restores or seals
 * everything anew has to know all of it
 * @throws SchemaIsNewer
 */
export function requireLivable(made: Made[], { serving }: { serving: boolean }): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = made.filter(({ name }) => !known.has(name));
  const names = unknown.map(({ name }) => name).join(", ");
  if (unknown.length === 0) return;
  if (!serving) throw new SchemaIsNewer(`the database has migrations this program does not know: ${names}`);
  const strange = unknown.filter(({ compatible_from }) => compatible_from === null || compatible_from > ownSchema());
  if (strange.length > 0)
    throw new SchemaIsNewer(
      `the database has migrations this program does not know and can't live with: ${strange.map(({ name }) => name).join(", ")}; it needs the version that made them, or the one before that`,
    );
}

/** Inside the transaction that migrates. @throws OlderStillServes */
export async function requireNoneTooOld(tx: Queries, pending: Migration[], now: number): Promise<void> {
  const since = now - goneAfter;
  const serving = await tx.list((query) =>
    query.selectFrom("servers").select(["host", "process", "schema"]).where("seen_at", ">=", since),
  );
  for (const { name, compatibleFrom = name } of pending) {
    const tooOld = serving.filter(({ schema }) => schema < compatibleFrom);
    if (tooOld.length === 0) continue;
    const who = tooOld.map(({ host, process, schema }) => `${host} (process ${process}, ${schema})`).join(", ");
    throw new OlderStillServes(
      `${name} would break programs that serve: ${who}. Stop them (one that was killed counts for ${goneAfter / second} seconds), or go by way of the version between`,
    );
  }
}
