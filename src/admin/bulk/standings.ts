// What is known of people before an act on many of them: for what is shown beforehand, and again once each is locked.
import type { Queries } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Person } from "../../people/actions.ts";
import { isSame, type Override } from "../editing.ts";
import { lockedAmong } from "../locked.ts";
import type { BulkAction, Details, Standing } from "./rules.ts";
import * as store from "./store.ts";

/** Asks the database only for what this act depends on. */
export async function standingsOf(
  queries: Queries,
  clock: Clock,
  { action, details }: { action: BulkAction; details: Details },
  people: Person[],
): Promise<Map<string, Standing>> {
  const organisation = people[0]?.organisation_id;
  if (organisation === undefined) return new Map();
  const ids = people.map(({ id }) => id);
  const idsOf = (rows: { person_id: string }[]) => new Set(rows.map((row) => row.person_id));
  const nobody = new Set<string>();
  const locked = action === "unlock" ? await lockedAmong(queries, clock, organisation, ids) : nobody;
  const setUp = action === "reset" ? idsOf(await queries.list(store.withSecondFactor(organisation, ids))) : nobody;
  const signedIn = action === "sign-out" ? idsOf(await queries.list(store.signedIn(organisation, ids))) : nobody;
  const override = overrideOf(details);
  return new Map(
    people.map((person) => [
      person.id,
      {
        status: person.status,
        accountType: person.account_type,
        operator: person.operator === 1,
        sameOverride: isSame(override, person),
        locked: locked.has(person.id),
        setUp: setUp.has(person.id),
        signedIn: signedIn.has(person.id),
      },
    ]),
  );
}

/** null: as the policy says. */
export const overrideOf = ({ level = "policy", reason, until }: Details): Override | null =>
  level === "policy" ? null : { level, reason: reason ?? "", until: until ?? null };
