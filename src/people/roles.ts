// Who holds which role, and who is left to hold it.
import type { Transaction } from "../database/database.ts";
import type { PersonKey } from "./actions.ts";
import type { Role } from "./rules.ts";
import * as store from "./store.ts";

export async function setRoles(tx: Transaction, key: PersonKey, roles: ReadonlySet<Role>): Promise<void> {
  const has = (role: Role) => (roles.has(role) ? 1 : 0);
  await tx.run(store.setRoles, {
    ...key,
    helper: has("helper"),
    administrator: has("administrator"),
    operator: has("operator"),
  });
}

/**
 * The administrators who can act, kept from changing until the transaction ends: the last two must not take the role from
 * each other at the same instant.
 */
export async function activeAdministrators(tx: Transaction, organisation: string): Promise<string[]> {
  const rows = await tx.all(store.administratorsLocked, { organisation });
  return rows.filter(({ status }) => status === "active").map(({ id }) => id);
}

/** The same for the installation's operators. */
export async function activeOperators(tx: Transaction): Promise<string[]> {
  const rows = await tx.all(store.operatorsLocked, {});
  return rows.filter(({ status }) => status === "active").map(({ id }) => id);
}
