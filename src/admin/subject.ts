// The person whom an administrator's act is about, and who may act on whom.
import type { Queries, Transaction } from "../database/database.ts";
import { isId } from "../kernel/ids.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { type Person, type PersonKey, personLocked, personOf } from "../people/actions.ts";
import { activeAdministrators, activeOperators } from "../people/roles.ts";
import { type Role, rolesOf } from "../people/rules.ts";

/** Who does it; `actor` is null for the command line. */
export interface By {
  organisation: string;
  actor: string | null;
  source: Source;
}

/** The person with this id, whatever was sent for one. @throws Problem `not-found` */
export async function requirePerson(queries: Queries, organisation: string, id: string): Promise<Person> {
  const person = isId(id) ? await personOf(queries, { organisation, person: id }) : undefined;
  if (!person) throw notFound("person");
  return person;
}

/** The same, kept from changing until the transaction ends. @throws Problem `not-found` */
export async function requireLocked(tx: Transaction, organisation: string, id: string): Promise<Person> {
  const person = isId(id) ? await personLocked(tx, { organisation, person: id }) : undefined;
  if (!person) throw notFound("person");
  return person;
}

/**
 * The same for an act that could take an account over or away: whoever stole an administrator's session must gain neither
 * that administrator's own account for good nor an operator's.
 * @throws Problem `not-found`, `not-yourself`, `administrators-only`, `operators-only`, `not-by-key`
 */
export async function requireSubject(
  tx: Transaction,
  { organisation, actor, source: { apiKey } }: By,
  id: string,
  refusal: () => Problem = notYourself,
): Promise<Person> {
  if (actor === id) throw refusal();
  const person = await requireLocked(tx, organisation, id);
  // Whoever found a key in a job's settings must not get an administrator's account by it.
  if (apiKey !== undefined && rolesOf(person).size > 0) throw notByKey();
  if (apiKey !== undefined && actor === apiKey) return person;
  if (actor !== null) await requireMayActOn(tx, { organisation, actor }, person);
  return person;
}

export const notByKey = (): Problem =>
  new Problem("not-by-key", 403, "Roles, and whoever holds one, are changed by people, not by API keys.");

/** Asked again here, because the actor's own role may have gone since the request came in. */
export async function requireMayActOn(
  queries: Queries,
  { organisation, actor }: { organisation: string; actor: string },
  person: Person,
): Promise<void> {
  const roles = await requireAdministrator(queries, { organisation, person: actor });
  if (person.operator === 1 && !roles.has("operator")) throw operatorsOnly();
}

/**
 * Before an administrator or an operator is disabled, deleted or loses the role.
 * @throws Problem `last-administrator`, `last-operator`
 */
export async function requireAnother(
  tx: Transaction,
  person: Person,
  goes: readonly Role[] = ["administrator", "operator"],
): Promise<void> {
  if (person.status !== "active") return;
  const isLast = (ids: string[]) => ids.every((id) => id === person.id);
  if (goes.includes("administrator") && person.administrator === 1) {
    if (isLast(await activeAdministrators(tx, person.organisation_id))) throw lastAdministrator();
  }
  if (goes.includes("operator") && person.operator === 1 && isLast(await activeOperators(tx))) throw lastOperator();
}

/** What the actor may do at this moment. @throws Problem `administrators-only` */
export async function requireAdministrator(queries: Queries, actor: PersonKey): Promise<ReadonlySet<Role>> {
  const by = await personOf(queries, actor);
  const held = by?.status === "active" ? rolesOf(by) : new Set<Role>();
  if (!held.has("administrator"))
    throw new Problem("administrators-only", 403, ({ consoleEditing }) => consoleEditing.problems.administratorsOnly);
  return held;
}

const lastAdministrator = (): Problem =>
  new Problem("last-administrator", 409, ({ consoleEditing }) => consoleEditing.problems.lastAdministrator);

const lastOperator = (): Problem =>
  new Problem("last-operator", 409, ({ consoleEditing }) => consoleEditing.problems.lastOperator);

export const operatorsOnly = (): Problem =>
  new Problem("operators-only", 403, ({ consoleEditing }) => consoleEditing.problems.operatorsOnly);

export const notYourself = (): Problem =>
  new Problem("not-yourself", 403, ({ consoleEditing }) => consoleEditing.problems.notYourself);
