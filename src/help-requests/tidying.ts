// What becomes of requests with time: those that a proof made void, or that nobody decided, end; what is long over goes.
import type { Database } from "../database/database.ts";
import { housekeeping } from "../kernel/source.ts";
import { isActive } from "../organisations/actions.ts";
import { keyOf, personLocked } from "../people/actions.ts";
import { endLapsed, endOvertaken, standing } from "./actions.ts";
import { listRequests } from "./finding.ts";
import type { LetterNeeds } from "./letters.ts";
import { keptFor, longestPage } from "./rules.ts";
import * as store from "./store.ts";

/** One round, in small transactions. Nothing relies on it: what has ended is refused anyway. */
export async function tidyRequests(needs: LetterNeeds & { db: Database }, organisation: string): Promise<void> {
  const { db, clock } = needs;
  const before = clock.now() - keptFor;
  while ((await db.transaction((tx) => tx.run(store.removeOld, { organisation, before }))) === store.portion);
  // Where nobody can sign in nobody can ask again, or read why.
  if (!(await isActive(db, organisation))) return;
  for (let after: string | undefined; ; ) {
    const page = await listRequests(needs, { organisation, which: "open", after, limit: longestPage });
    for (const { person, fate } of page.requests) {
      if (fate === "open") continue;
      await db.transaction(async (tx) => {
        const now = await personLocked(tx, keyOf(person));
        if (!now) return;
        await endOvertaken(tx, needs, now, await standing(tx, now), housekeeping);
        await endLapsed(tx, needs, now, housekeeping);
      });
    }
    if (page.next === undefined) return;
    after = page.next;
  }
}
