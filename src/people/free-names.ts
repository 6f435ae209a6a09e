// Adds a person whose screen name is only proposed, and gives way to whoever has it already.
import type { Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { addPerson, type NewPerson, type Person, type Refused } from "./actions.ts";

const mostProposals = 50;

/** kim, kim2, kim3, … and, where ever so many have those, one that chance keeps free. */
export async function addUnderFreeName(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  organisation: string,
  { screenName: proposed, ...person }: NewPerson & { screenName: string },
): Promise<{ outcome: "added"; person: Person } | Refused> {
  for (let i = 1; i <= mostProposals; i++) {
    const screenName = i === 1 ? proposed : `${proposed.slice(0, 60)}${i}`;
    const added = await addPerson(tx, needs, organisation, { ...person, screenName });
    if (added.outcome !== "screen-name-taken") return added;
  }
  const screenName = `${proposed.slice(0, 50)}-${needs.random.bytes(5).toString("hex")}`;
  return addPerson(tx, needs, organisation, { ...person, screenName });
}
