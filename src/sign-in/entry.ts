// The application within which this process runs lets people in as soon as they have a session: counted there and then.
import { noteUse } from "../applications/uses.ts";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import type { Source } from "../kernel/source.ts";
import type { PersonKey } from "../people/actions.ts";
import type { ProofNeeds } from "../proofs/actions.ts";
import type { Proof } from "../sessions/rules.ts";

export async function noteEntry(
  tx: Transaction,
  needs: ProofNeeds,
  { organisation, person }: PersonKey,
  { application, proofs, source }: { application: string; proofs: readonly Proof[]; source: Source },
): Promise<void> {
  const secondFactor = proofs.includes("totp");
  await noteUse(tx, needs, { organisation, id: application }, { secondFactor });
  const details = { application, secondFactor };
  await record(tx, needs, { organisation, name: "application.entered", actor: person, person, source, details });
}
