// What can go wrong with a database, in words that say what to do about it.

/** A unique index or a foreign key refused: somebody else was first. */
export class DatabaseConflict extends Error {}

/** Out of reach, locked, full or failing: nothing was changed, trying again later may work. */
export class DatabaseUnavailable extends Error {}

const sqliteConflicts = new Set([1555, 2067, 787, 1811]);
const sqliteUnavailable = new Set([5, 6, 8, 10, 11, 13, 14, 26]);

/** Any failure of `node:sqlite`, by its result code (https://sqlite.org/rescode.html). */
export function fromSqlite(error: unknown): unknown {
  const code = (error as { errcode?: number } | undefined | null)?.errcode;
  if (code === undefined) return error;
  if (sqliteConflicts.has(code)) return new DatabaseConflict("a constraint refused", { cause: error });
  // The low byte is the primary result code.
  if (sqliteUnavailable.has(code & 0xff)) return new DatabaseUnavailable("the database refused", { cause: error });
  return error;
}

/** The file is no database, or not a whole one. */
export function isDamage(error: unknown): boolean {
  const { errcode, cause } = (error ?? {}) as { errcode?: number; cause?: unknown };
  if (errcode !== undefined) return [11, 26].includes(errcode & 0xff);
  return cause !== undefined && isDamage(cause);
}

/** Classes and codes of SQLSTATE after which trying again later may work (PostgreSQL, appendix A). */
const sqlStatesUnavailable = /^(08|25006|40001|40P01|25P03|53|55P03|57|58)/;
const systemUnavailable = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|ENOENT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/;

/** Any failure of `pg`, by its SQLSTATE; one without is a broken connection. */
export function fromPostgres(error: unknown): unknown {
  const code = (error as { code?: string } | undefined | null)?.code;
  if (code === "23505" || code === "23503") return new DatabaseConflict("a constraint refused", { cause: error });
  const lost = error instanceof Error && /connection|timeout/i.test(error.message) && code === undefined;
  if (lost || (code !== undefined && (sqlStatesUnavailable.test(code) || systemUnavailable.test(code)))) {
    return new DatabaseUnavailable("the database can't be reached", { cause: error });
  }
  return error;
}
