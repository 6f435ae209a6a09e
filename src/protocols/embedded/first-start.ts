// The organisation and the application of an installation that lives within a program: found, or made at the first start.
import type { Embedding } from "../../access/embedding.ts";
import { addApplication } from "../../applications/actions.ts";
import { listApplications } from "../../applications/uses.ts";
import { record } from "../../audit/actions.ts";
import type { Database, Transaction } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { readName } from "../../kernel/names.ts";
import type { Random } from "../../kernel/random.ts";
import { addOrganisation, claimTheFirstRun, organisationCalled } from "../../organisations/actions.ts";
import { type Organisation, readOrganisationName } from "../../organisations/rules.ts";
import { startPolicy } from "../../policy/actions.ts";

type Needs = { db: Database; clock: Clock; random: Random };

const source = { address: "application", userAgent: "" };

/** @throws Error where a name can't be one */
export function makeReady(
  needs: Needs,
  names: { organisation?: string; name?: string },
): Promise<Pick<Embedding, "organisation" | "application" | "name">> {
  return needs.db.transaction(async (tx) => {
    const organisation = (await organisationCalled(tx)) ?? (await makeOrganisation(tx, needs, names.organisation));
    const known = async () =>
      (await listApplications(tx, needs, organisation.id)).find(({ kind }) => kind === "embedded");
    let application = await known();
    if (!application) {
      const name = readName(names.name ?? organisation.name) ?? "Application";
      await addApplication(tx, needs, {
        ...{ organisation: organisation.id, name, kind: "embedded", participation: { takesPart: "yes" }, note: "" },
        ...{ settings: {}, names: [], actor: null, source },
      });
      // Of two processes at their first start at once one adds it.
      application = await known();
    }
    if (!application) throw new Error("another application has the name of this one: give it another by 'name'");
    return { organisation: organisation.id, application: application.id, name: application.name };
  });
}

async function makeOrganisation(tx: Transaction, needs: Needs, wanted = "My organisation"): Promise<Organisation> {
  const name = readOrganisationName(wanted);
  if (name === undefined) throw new Error("organisation is a name of 1 to 80 characters on one line");
  if (!(await claimTheFirstRun(tx, needs.clock))) {
    const made = await organisationCalled(tx);
    if (made) return made;
  }
  const organisation = await addOrganisation(tx, needs, { name });
  await startPolicy(tx, needs.clock, organisation.id);
  const about = { organisation: organisation.id, actor: null, person: null, source };
  await record(tx, needs, { ...about, name: "organisation.created", details: { name } });
  return organisation;
}
