// What a signed-in person does with keys: with their own, or, an administrator, with the organisation's.
import type { Context } from "hono";
import {
  type ApiKey,
  allKeys,
  endAnyKey,
  endKey,
  type KeyRefused,
  keysOf,
  makeKey,
  type Owner,
  type WantedKey,
} from "../api-keys/actions.ts";
import { secondFactorFirst } from "../api-keys/forms.ts";
import { type Scope, scopesOf, scopesOfOrganisation } from "../api-keys/rules.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { keyOf, personLocked } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { stands } from "../sessions/actions.ts";
import { isFresh } from "../sessions/rules.ts";
import type { Web } from "./variables.ts";

type Needs = { db: Database; clock: Clock; random: Random };
export type Whose = "own" | "organisation";

/** Of the organisation and everybody in it, with whose each one is; null for the organisation's own. */
export const everyKey = (c: Context<Web>, { db, clock }: Needs): Promise<{ key: ApiKey; owner: string | null }[]> =>
  allKeys(db, c.var.organisation.id, clock);

export function keysFor(c: Context<Web>, { db, clock }: Needs, whose: Whose): Promise<ApiKey[]> {
  return keysOf(db, ownerOf(c, whose), clock);
}

export const allowedFor = (c: Context<Web>, whose: Whose): readonly Scope[] =>
  whose === "own" ? scopesOf(c.var.visitor.roles) : scopesOfOrganisation;

/** @throws Problem `kept-by-application`, `second-factor-first` where none was just given, `signed-out` where the session ended meanwhile */
export async function makeKeyFor(
  c: Context<Web>,
  needs: Needs,
  whose: Whose,
  wanted: WantedKey,
): Promise<{ outcome: "made"; key: ApiKey; text: string } | KeyRefused> {
  const { visitor, source } = c.var;
  // A key would outlive the application's word, and open what that does not.
  const { vouchedBy } = visitor;
  if (vouchedBy)
    throw new Problem("kept-by-application", 403, ({ problems }) => problems.keysByApplication(vouchedBy.name));
  // The password alone stands in elsewhere for a factor that is not there: not for what needs none for a year.
  if (!isFresh(visitor.session.second_factor_at, needs.clock.now())) throw secondFactorFirst();
  return needs.db.transaction(async (tx) => {
    const person = await personLocked(tx, keyOf(visitor.person));
    const roles = person && rolesOf(person);
    const isSame = person?.status === "active" && person.password_version === visitor.person.password_version;
    if (!person || !isSame || !(await stands(tx, visitor.session)))
      throw new Problem("signed-out", 401, ({ failures }) => failures.signInFirst);
    if (whose === "organisation" && !roles?.has("administrator"))
      throw new Problem("administrators-only", 403, ({ failures }) => failures.administratorsOnly);
    const allowed = whose === "own" ? scopesOf(rolesOf(person)) : scopesOfOrganisation;
    const owner: Owner = { organisation: person.organisation_id, person: whose === "own" ? person : null };
    return makeKey(tx, needs, owner, wanted, { allowed, actor: person.id, source });
  });
}

/** An API key ends none but the organisation's own, which nobody stands behind. @throws Problem `not-found` */
export async function endKeyFor(c: Context<Web>, needs: Needs, whose: Whose, id: string): Promise<void> {
  const { caller, source, organisation } = c.var;
  const actor = caller.person === null ? caller.key : caller.person.id;
  const by = { actor, source };
  const ended = await needs.db.transaction((tx) =>
    whose === "organisation" && source.apiKey === undefined
      ? endAnyKey(
          tx,
          needs,
          { organisation: organisation.id, id },
          { ...by, mayEndOperators: caller.roles.has("operator") },
        )
      : endKey(tx, needs, ownerOf(c, whose), id, by),
  );
  if (!ended) throw notFound("API key");
}

const ownerOf = (c: Context<Web>, whose: Whose): Owner => ({
  organisation: c.var.organisation.id,
  person: whose === "own" ? c.var.visitor.person : null,
});
