// Adds and changes many people from a file: judged as a whole, kept, and then written in portions until it is done.
import { record } from "../../audit/actions.ts";
import type { Queries } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import { isId, newId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { type InvitingNeeds, requireMailServer } from "../people.ts";
import type { By } from "../subject.ts";
import { isAboveOperators, type Line, planImport } from "./judging.ts";
import type { LineError } from "./reading.ts";
import * as store from "./store.ts";
import { lease, type Pace, portion, workOff } from "./working.ts";

export type Import = Tables["imports"];

/** How many portions a request does itself: some two thousand lines, within a few seconds. */
export const portionsAtOnce = 40;

/**
 * Begins it where nothing is wrong with any line, and works on it as far as the pace says; the rest goes on by itself.
 * @param inviting whether those who are added are invited by mail
 * @throws Problem `import-refused` with the lines that stand in the way, `no-mail-server`, `administrators-only`
 */
export async function importPeople(
  needs: InvitingNeeds,
  {
    text,
    inviting = false,
    pace = { most: portionsAtOnce },
    ...by
  }: By & { text: string; inviting?: boolean; pace?: Pace },
): Promise<Progress> {
  if (inviting) requireMailServer(needs);
  const { added, changed, unchanged, errors } = await planImport(needs.db, by, text);
  if (errors.length > 0) throw importRefused(errors);
  // Names that the file asks for are taken before any is chosen.
  const lines = [...changed, ...added.filter(named), ...added.filter((line) => !named(line))];
  const { organisation, actor, source } = by;
  const key = { organisation, id: newId(needs) };
  const at = needs.clock.now();
  const held = at + lease;
  await needs.db.transaction(async (tx) => {
    await isAboveOperators(tx, by);
    await tx.run(store.insert, {
      ...{ ...key, actor, address: source.address, userAgent: source.userAgent, apiKey: source.apiKey ?? null },
      ...{ inviting: inviting ? 1 : 0, lines: lines.length + unchanged, unchanged, at, dueAt: held },
    });
    if (lines.length === 0) return;
    const portions = Array.from({ length: Math.ceil(lines.length / portion) }, (_, number) => ({
      ...{ organisation_id: organisation, import_id: key.id, number },
      lines: JSON.stringify(lines.slice(number * portion, (number + 1) * portion)),
    }));
    await tx.list(store.insertPortions(portions));
    await record(tx, needs, {
      ...{ organisation, actor, source, person: null, name: "people.import-begun" },
      details: { added: added.length, changed: changed.length, inviting },
    });
  });
  // What goes wrong is left for whoever works on it next: it has begun, whatever this request is told.
  await workOff(needs, { ...key, held }, pace).catch(() => {});
  return progressOf(needs.db, await importOf(needs.db, organisation, key.id));
}

const named = ({ screenName }: Line): boolean => screenName !== undefined;

/** @throws Problem `not-found` */
export async function importOf(queries: Queries, organisation: string, id: string): Promise<Import> {
  const row = isId(id) ? await queries.first(store.get, { organisation, id }) : undefined;
  if (!row) throw notFound("import");
  return row;
}

export interface Progress {
  row: Import;
  /** Lines still to come. */
  waiting: number;
  /** Lines that could not be written any more, and the first of them. */
  leftOut: number;
  first: LineError[];
}

export async function progressOf(queries: Queries, row: Import, most = 1000): Promise<Progress> {
  const key = { organisation: row.organisation_id, id: row.id };
  const leftOut = (await queries.first(store.countLeftOut, key))?.lines ?? 0;
  const first = leftOut === 0 ? [] : await queries.all(store.leftOut, { ...key, limit: most });
  return { row, waiting: row.lines - row.added - row.changed - row.unchanged - leftOut, leftOut, first };
}

const importRefused = (errors: LineError[]): Problem =>
  new Problem("import-refused", 400, ({ consoleImport }) => consoleImport.refused, {
    members: { errors: errors.slice(0, 100).map(({ line, message }) => ({ field: `line ${line}`, message })) },
  });

export const notUtf8 = (): Problem => new Problem("bad-encoding", 400, ({ consoleImport }) => consoleImport.notUtf8);
