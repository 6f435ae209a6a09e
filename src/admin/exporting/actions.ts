// An organisation takes its people along: two people consent, one from each side, and then the file is written once.
import { type ExportStep, tellOfExport } from "../../access/consents.ts";
import { liveAuthenticators } from "../../authenticators/totp/actions.ts";
import type { Database, Queries, Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import { type Clock, day } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";
import { isId, newId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { type PersonKey, personOf } from "../../people/actions.ts";
import { activeAdministrators } from "../../people/roles.ts";
import { type By, notByKey, operatorsOnly, requireAdministrator, rolesActing } from "../subject.ts";
import { countsFrom, countsUpTo, fingerprintOf, readFingerprint, readRecipients, type Side, stateOf } from "./rules.ts";
import * as store from "./store.ts";
import { areRecipients, sealedExport } from "./writing.ts";

export type ExportNeeds = { db: Database; clock: Clock; random: Random; sealer: Sealer };
export type Export = Tables["exports"];

export type Acting = By & ExportStep;

const keptFor = 30 * day;

export async function exportsOf(queries: Queries, organisation: string): Promise<Export[]> {
  return queries.all(store.getAll, { organisation });
}

/** The first consent. What was open before is over. @throws Problem `bad-recipients` and those of `requireSide` */
export async function askForExport(needs: ExportNeeds, acting: Acting, typed: readonly string[]): Promise<Export> {
  const recipients = readRecipients(typed);
  if (!recipients || !(await areRecipients(recipients))) throw badRecipients();
  const { about: organisation, side, actor } = acting;
  const fingerprint = fingerprintOf(recipients);
  return needs.db.transaction(async (tx) => {
    await requireSide(tx, acting);
    const setUp = actor === null ? null : await setUpOf(tx, { organisation: acting.organisation, person: actor });
    const at = needs.clock.now();
    await tx.run(store.removeOld, { organisation, before: at - keptFor });
    await tx.all(store.endOpen, { organisation, at });
    const id = newId(needs);
    const asOperator = side === "operator";
    await tx.run(store.insert, {
      ...{ organisation, id, recipients: JSON.stringify(recipients), fingerprint, at },
      administrator: asOperator ? null : actor,
      administratorAt: asOperator ? null : at,
      administratorSetUp: asOperator ? null : setUp,
      operator: asOperator ? actor : null,
      operatorHome: asOperator && actor !== null ? acting.organisation : null,
      operatorAt: asOperator ? at : null,
      operatorSetUp: asOperator ? setUp : null,
    });
    await tellOfExport(tx, needs, acting, "export.asked", id, fingerprint);
    return (await tx.first(store.get, { organisation, id })) as Export;
  });
}

/** The other consent. @throws Problem `not-found`, `export-over`, `other-recipients`, `export-needs-another`, and as above */
export async function agreeToExport(
  needs: ExportNeeds,
  acting: Acting,
  id: string,
  typedFingerprint: string,
): Promise<Export> {
  const { about: organisation, side, actor: person } = acting;
  return needs.db.transaction(async (tx) => {
    await requireSide(tx, acting);
    const at = needs.clock.now();
    const key = { organisation, id: wellFormed(id) };
    const fingerprint = readFingerprint(typedFingerprint);
    const home = person === null ? null : acting.organisation;
    const setUp = person === null ? null : await setUpOf(tx, { organisation: acting.organisation, person });
    const counts = { at, from: countsFrom(at), upTo: countsUpTo(at) };
    const given = { ...key, ...counts, person, other: person ?? "", fingerprint, setUp };
    const agreed =
      side === "operator"
        ? await tx.first(store.agreeAsOperator, { ...given, home })
        : await tx.first(store.agreeAsAdministrator, given);
    if (!agreed) throw await whyNot(tx, needs, key, { fingerprint, person, side });
    if (!(await stillStand(tx, agreed))) throw isOver();
    await tellOfExport(tx, needs, acting, "export.agreed", id, fingerprint);
    return agreed;
  });
}

/** By either side, at any time before it is taken. @throws Problem `not-found`, `export-over` */
export async function withdrawExport(needs: ExportNeeds, acting: Acting, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    await requireSide(tx, acting);
    const key = { organisation: acting.about, id: wellFormed(id) };
    const known = await tx.first(store.get, key);
    if (!known) throw notFound("export");
    if (!(await tx.first(store.end, { ...key, at: needs.clock.now() }))) throw isOver();
    await tellOfExport(tx, needs, acting, "export.withdrawn", id, known.fingerprint);
  });
}

/**
 * Takes it, once, whatever becomes of the file. Whoever consented must be today what they consented as, and by the same proofs.
 * @throws Problem `not-found`, `export-over`, `export-not-agreed`
 */
export async function takeExport(
  needs: ExportNeeds,
  acting: Acting,
  id: string,
): Promise<{ fingerprint: string; file: ReadableStream<Uint8Array> }> {
  const taken = await needs.db.transaction(async (tx) => {
    await requireSide(tx, acting);
    const at = needs.clock.now();
    const key = { organisation: acting.about, id: wellFormed(id) };
    const row = await tx.first(store.take, { ...key, at, from: countsFrom(at), upTo: countsUpTo(at) });
    if (!row) throw await whyNot(tx, needs, key, undefined);
    if (!(await stillStand(tx, row))) throw notAgreed();
    await tellOfExport(tx, needs, acting, "export.taken", id, row.fingerprint);
    return row;
  });
  const wanted = { organisation: acting.about, onMachine: acting.actor === null };
  const file = await sealedExport(needs, wanted, JSON.parse(taken.recipients) as string[]);
  return { fingerprint: taken.fingerprint, file };
}

/** @throws Problem `not-by-key`, `administrators-only`, `operators-only` */
async function requireSide(tx: Transaction, acting: Acting): Promise<void> {
  const { side, about, organisation, actor, source } = acting;
  if (source.apiKey !== undefined) throw notByKey();
  if (side === "operator") {
    if (!(await rolesActing(tx, acting)).has("operator")) throw operatorsOnly();
    return;
  }
  // Whoever sits at the machine is the operator, and never both.
  if (actor === null || organisation !== about) throw operatorsOnly();
  await requireAdministrator(tx, { organisation, person: actor });
}

/** Whether both consents are still those of whoever gave them: a thief's must not outlive what ended the theft. */
async function stillStand(tx: Transaction, row: Export): Promise<boolean> {
  const { organisation_id: organisation, administrator_id, operator_id } = row;
  const administrators = await activeAdministrators(tx, organisation);
  if (administrator_id === null || !administrators.includes(administrator_id)) return false;
  if ((await setUpOf(tx, { organisation, person: administrator_id })) !== row.administrator_set_up) return false;
  // By the command line.
  if (operator_id === null) return true;
  const key = { organisation: row.operator_organisation_id ?? "", person: operator_id };
  const operator = await personOf(tx, key);
  const holds = operator?.status === "active" && operator.operator === 1 && operator.administrator === 1;
  return holds && (await setUpOf(tx, key)) === row.operator_set_up;
}

/** Names the password and the authenticators that somebody has: another one where either was changed, added or reset. */
async function setUpOf(tx: Transaction, key: PersonKey): Promise<string> {
  const person = await personOf(tx, key);
  const ids = (await liveAuthenticators(tx, key)).map(({ id }) => id);
  return sha256([person?.password_version, ...ids].join(" ")).toString("hex");
}

interface Tried {
  fingerprint: string;
  person: string | null;
  side: Side;
}

async function whyNot(
  tx: Transaction,
  { clock }: Pick<ExportNeeds, "clock">,
  key: { organisation: string; id: string },
  tried: Tried | undefined,
): Promise<Problem> {
  const row = await tx.first(store.get, key);
  if (!row) return notFound("export");
  const state = stateOf(row, clock.now());
  if (state !== "waiting" && !(state === "agreed" && tried)) return isOver();
  if (!tried) return notAgreed();
  if (row.fingerprint !== tried.fingerprint) return otherRecipients();
  return needsAnother();
}

function wellFormed(id: string): string {
  if (!isId(id)) throw notFound("export");
  return id;
}

const badRecipients = (): Problem =>
  new Problem("bad-recipients", 400, ({ exporting }) => exporting.problems.recipients);
const isOver = (): Problem => new Problem("export-over", 409, ({ exporting }) => exporting.problems.over);
const notAgreed = (): Problem => new Problem("export-not-agreed", 409, ({ exporting }) => exporting.problems.notAgreed);
const otherRecipients = (): Problem =>
  new Problem("other-recipients", 409, ({ exporting }) => exporting.problems.otherRecipients);
const needsAnother = (): Problem =>
  new Problem("export-needs-another", 403, ({ exporting }) => exporting.problems.another);
