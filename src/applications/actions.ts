// Adds, changes and removes applications.
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import type { Application, ApplicationKind, Participation } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { clock: Clock; random: Random };
/** Who does it, and from where. */
type By = { actor: string | null; source: Source };

export interface NewApplication {
  organisation: string;
  name: string;
  kind: ApplicationKind;
  participation: Participation;
  note: string;
  settings: unknown;
  /** By what it is found from outside; a name that another application has is refused. */
  names: { kind: "client" | "host"; name: string }[];
  secretHash?: Uint8Array;
  /** Sealed to the id that the application gets. */
  seal?: (id: string) => Uint8Array;
}

export type Added = { outcome: "added"; application: Application } | Taken;
export type Taken = { outcome: "name-taken" } | { outcome: "host-taken"; name: string };

export async function addApplication(tx: Transaction, needs: Needs, added: NewApplication & By): Promise<Added> {
  const { organisation, name, kind, participation, note } = added;
  const taken = await takenByAnother(tx, added.names, undefined);
  if (taken) return taken;
  const id = newId(needs);
  const settings = JSON.stringify(added.settings);
  const at = needs.clock.now();
  const inserted = await tx.first(store.insertIfAbsent, {
    organisation,
    id,
    name,
    kind,
    ...columnsOf(participation),
    note,
    settings,
    secretHash: added.secretHash ?? null,
    sealedSecret: added.seal?.(id) ?? null,
    at,
  });
  if (!inserted) return { outcome: "name-taken" };
  await claimNames(tx, { organisation, id }, added.names);
  await record(tx, needs, {
    organisation,
    name: "application.added",
    actor: added.actor,
    person: null,
    source: added.source,
    details: { application: id, name, kind, ...columnsOf(participation) },
  });
  const application: Application = {
    organisation,
    id,
    name,
    kind,
    participation,
    note,
    active: true,
    settings: JSON.parse(settings) as unknown,
    createdAt: at,
  };
  return { outcome: "added", application };
}

export type ChangedApplication = Pick<
  Application,
  "organisation" | "id" | "name" | "participation" | "note" | "active" | "settings"
>;

/** @param hosts all that it has from now on; left out: as they are */
export async function changeApplication(
  tx: Transaction,
  needs: Needs,
  changed: ChangedApplication & By,
  hosts?: readonly string[],
): Promise<{ outcome: "changed" } | { outcome: "gone" } | Taken> {
  const { organisation, id, name, participation, note, active } = changed;
  const namesake = (await tx.all(store.getAll, { organisation })).find((row) => row.name === name && row.id !== id);
  if (namesake) return { outcome: "name-taken" };
  const names = hosts?.map((host) => ({ kind: "host" as const, name: host }));
  const taken = names && (await takenByAnother(tx, names, id));
  if (taken) return taken;
  const settings = JSON.stringify(changed.settings);
  const status = active ? "active" : "disabled";
  const found = await tx.first(store.update, {
    organisation,
    id,
    name,
    ...columnsOf(participation),
    note,
    status,
    settings,
  });
  if (!found) return { outcome: "gone" };
  if (names) {
    await tx.run(store.removeNames, { organisation, id, kind: "host" });
    await claimNames(tx, { organisation, id }, names);
  }
  await record(tx, needs, {
    organisation,
    name: "application.changed",
    actor: changed.actor,
    person: null,
    source: changed.source,
    details: { application: id, name, status, ...columnsOf(participation) },
  });
  return { outcome: "changed" };
}

async function takenByAnother(
  tx: Transaction,
  names: NewApplication["names"],
  id: string | undefined,
): Promise<Taken | undefined> {
  for (const { kind, name } of names) {
    const holder = await tx.first(store.getHolder, { kind, name });
    if (holder && holder.application_id !== id) return { outcome: "host-taken", name };
  }
  return undefined;
}

/** @throws Problem `application-name-taken` where another took one at this very moment: then nothing of the change may stand */
async function claimNames(
  tx: Transaction,
  { organisation, id }: { organisation: string; id: string },
  names: NewApplication["names"],
): Promise<void> {
  for (const one of names) {
    if (!(await tx.first(store.insertNameIfAbsent, { organisation, application: id, ...one })))
      throw new Problem("application-name-taken", 409, "Another application has one of these addresses.");
  }
}

/** Puts a new secret in the place of the old one, which is void at once. @returns false where there is no such application */
export async function replaceSecret(
  tx: Transaction,
  needs: Needs,
  {
    organisation,
    id,
    secretHash = null,
    sealedSecret = null,
    actor,
    source,
  }: { organisation: string; id: string; secretHash?: Uint8Array | null; sealedSecret?: Uint8Array | null } & By,
): Promise<boolean> {
  if (!(await tx.first(store.setSecret, { organisation, id, secretHash, sealedSecret }))) return false;
  const details = { application: id };
  await record(tx, needs, {
    organisation,
    name: "application.secret-replaced",
    actor,
    person: null,
    source,
    details,
  });
  return true;
}

/** @returns false where there is no such application */
export async function removeApplication(
  tx: Transaction,
  needs: Needs,
  { organisation, id, actor, source }: { organisation: string; id: string } & By,
): Promise<boolean> {
  const found = await tx.first(store.get, { organisation, id });
  if (!found || !(await tx.first(store.remove, { organisation, id }))) return false;
  await tx.run(store.removeAllNames, { organisation, id });
  const details = { application: id, name: found.name, kind: found.kind };
  await record(tx, needs, { organisation, name: "application.removed", actor, person: null, source, details });
  return true;
}

const columnsOf = (participation: Participation): { takesPart: string; takesPartFrom: string | null } => ({
  takesPart: participation.takesPart,
  takesPartFrom: participation.takesPart === "yes" ? null : participation.from,
});
