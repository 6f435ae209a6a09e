// The person whom an administrator's act is about, and who may act on whom.
import { keyStands } from "../api-keys/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { isId } from "../kernel/ids.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { type Person, type PersonKey, personLocked, personOf } from "../people/actions.ts";
import { activeAdministrators, activeOperators } from "../people/roles.ts";
import { type Role, rolesOf } from "../people/rules.ts";

/** Who does it; `actor` is null for the command line, and the key itself for a key of the organisation. */
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
  by: By,
  id: string,
  refusal: () => Problem = notYourself,
): Promise<Person> {
  if (by.actor === id) throw refusal();
  const person = await requireLocked(tx, by.organisation, id);
  await requireMayActOn(tx, by, person);
  return person;
}

export const notByKey = (): Problem =>
  new Problem("not-by-key", 403, "Roles, and whoever holds one, are changed by people, not by API keys.");

/** Whoever found a key in a job's settings must not get an administrator's account by it. */
export const isAboveKeys = (
  { source: { apiKey } }: Pick<By, "source">,
  person: Parameters<typeof rolesOf>[0],
): boolean => apiKey !== undefined && rolesOf(person).size > 0;

/** @throws Problem `not-by-key`, `administrators-only`, `operators-only` */
export async function requireMayActOn(queries: Queries, by: By, person: Person): Promise<void> {
  if (isAboveKeys(by, person)) throw notByKey();
  const roles = await rolesActing(queries, by);
  if (person.operator === 1 && !roles.has("operator")) throw operatorsOnly();
}

/**
 * What whoever acts may do at this moment: their own role may have gone since the request came in. Whoever sits at the
 * machine may do everything. @throws Problem `administrators-only`
 */
export async function rolesActing(
  queries: Queries,
  { organisation, actor, source: { apiKey } }: By,
): Promise<ReadonlySet<Role>> {
  if (actor === null) return new Set<Role>(["operator", "administrator"]);
  // What goes on after the request is done by a key that somebody may have ended since, because it was found.
  if (apiKey !== undefined && !(await keyStands(queries, { organisation, id: apiKey }))) throw administratorsOnly();
  if (actor === apiKey) return new Set<Role>(["administrator"]);
  return requireAdministrator(queries, { organisation, person: actor });
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
  if (!held.has("administrator")) throw administratorsOnly();
  return held;
}

const administratorsOnly = (): Problem =>
  new Problem("administrators-only", 403, ({ consoleEditing }) => consoleEditing.problems.administratorsOnly);

const lastAdministrator = (): Problem =>
  new Problem("last-administrator", 409, ({ consoleEditing }) => consoleEditing.problems.lastAdministrator);

const lastOperator = (): Problem =>
  new Problem("last-operator", 409, ({ consoleEditing }) => consoleEditing.problems.lastOperator);

export const operatorsOnly = (): Problem =>
  new Problem("operators-only", 403, ({ consoleEditing }) => consoleEditing.problems.operatorsOnly);

export const notYourself = (): Problem =>
  new Problem("not-yourself", 403, ({ consoleEditing }) => consoleEditing.problems.notYourself);
