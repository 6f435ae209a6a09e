// Reminds people who have nothing set up that a requirement is about to bind them: 7 days and 1 day before, once each.
import type { Database } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/days.ts";
import type { Random } from "../kernel/random.ts";
import { enqueue } from "../mail/actions.ts";
import { isActive } from "../organisations/actions.ts";
import { policyOf, requirementsOf } from "../policy/actions.ts";
import * as store from "./store.ts";

const daysBefore = [1, 7] as const;
const soonest = 7 * day;

interface Reminder {
  person: string;
  bindsFrom: number;
  once: string;
}

/** One round over an organisation, in small transactions. @returns how many letters were written */
export async function remindOfDeadlines(
  needs: { db: Database; clock: Clock; random: Random },
  organisation: string,
): Promise<number> {
  const { db, clock } = needs;
  if (!(await isActive(db, organisation))) return 0;
  const { policy } = await policyOf(db, organisation);
  const now = clock.now();
  const { bindsFrom: binds } = policy;
  if (binds === null) return 0;
  if ("date" in binds && !isNear(startOfDay(binds.date), now)) return 0;
  // Who is given days has no deadline before they met the rule: until then it is as far away as ever, hour by hour.
  const metBy = "days" in binds ? now : undefined;
  let written = 0;
  for (let after = ""; ; ) {
    const people = await db.list(store.withoutAuthenticator(organisation, after, metBy));
    const requirements = await requirementsOf(db, clock, policy, people);
    const due = people.flatMap(({ id: person }): Reminder[] => {
      const bindsFrom = requirements.get(person)?.bindsFrom;
      if (bindsFrom === undefined || !isNear(bindsFrom, now)) return [];
      const days = daysBefore.find((one) => bindsFrom - now <= one * day);
      return [{ person, bindsFrom, once: `deadline ${person} ${bindsFrom} ${days}` }];
    });
    written += await write(needs, organisation, due);
    const last = people.at(-1);
    if (!last || people.length < store.portion) return written;
    after = last.id;
  }
}

const isNear = (moment: number, now: number): boolean => moment > now && moment - now <= soonest;

async function write(
  needs: { db: Database; clock: Clock; random: Random },
  organisation: string,
  due: Reminder[],
): Promise<number> {
  if (due.length === 0) return 0;
  const names = due.map(({ once }) => once);
  const known = new Set((await needs.db.list(store.written(organisation, names))).map(({ once }) => once));
  const missing = due.filter(({ once }) => !known.has(once));
  if (missing.length === 0) return 0;
  await needs.db.transaction(async (tx) => {
    for (const { person, bindsFrom, once } of missing) {
      await enqueue(tx, needs, { organisation, person, kind: "deadline.near", details: { bindsFrom }, once });
    }
  });
  return missing.length;
}
