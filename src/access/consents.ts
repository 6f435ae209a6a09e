// What is told of each step of an export, and the end of those that somebody consented to who signs out everywhere or gives
// a role away: here, because a person does so in their account and an administrator in the console.
import { record } from "../audit/actions.ts";
import type { EventName } from "../audit/events.ts";
import type { Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { enqueue } from "../mail/actions.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { activeAdministrators } from "../people/roles.ts";
import * as store from "./store.ts";

/** Who takes it, from which side, and of which organisation the people are: an operator belongs to another one, mostly. */
export interface ExportStep {
  organisation: string;
  actor: string | null;
  source: Source;
  side: "administrator" | "operator";
  about: string;
}

type Needs = { clock: Clock; random: Random };

/**
 * Ends what the person consented to and nobody has taken yet: whoever had their session must have nothing left of it, also
 * when the role is given back. Within a transaction that holds the person locked, as they were before.
 */
export async function endConsentsOf(
  tx: Transaction,
  needs: Needs,
  person: Person,
  by: { actor: string | null; source: Source },
): Promise<void> {
  // Nobody else consents, and most who sign out are nobody else.
  if (person.administrator !== 1 && person.operator !== 1) return;
  const { organisation, person: id } = keyOf(person);
  for (const row of await tx.all(store.endConsentsOf, { organisation, person: id, at: needs.clock.now() })) {
    const side = row.administrator_id === id ? "administrator" : "operator";
    const step = { organisation, about: row.organisation_id, actor: by.actor, source: by.source, side } as const;
    await tellOfExport(tx, needs, step, "export.withdrawn", row.id, row.fingerprint);
  }
}

const unnamed = { address: "operator", userAgent: "" };

/** In the organisation's own history operators have neither name nor address; in their own they have both. */
export async function tellOfExport(
  tx: Transaction,
  needs: Needs,
  { about, side, organisation, actor, source }: ExportStep,
  name: EventName & `export.${string}`,
  id: string,
  fingerprint: string,
): Promise<void> {
  const details = { export: id, side, fingerprint };
  const foreign = organisation !== about;
  const here = foreign ? { actor: null, source: unnamed } : { actor, source };
  await record(tx, needs, { organisation: about, ...here, name, person: null, details });
  if (foreign)
    await record(tx, needs, { organisation, actor, source, name, person: null, details: { ...details, about } });
  const at = needs.clock.now();
  for (const person of await activeAdministrators(tx, about))
    await enqueue(tx, needs, { organisation: about, person, kind: name, details: { fingerprint, at } });
}
