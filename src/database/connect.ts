// Opens the database that an address names.
import type { Database } from "./database.ts";

export type SqliteAddress = { kind: "sqlite"; file: string; hasty?: boolean };
export type DatabaseAddress =
  | SqliteAddress
  | { kind: "postgres"; url: string; connections?: number; replica?: string | undefined };

export async function connect(address: DatabaseAddress): Promise<Database> {
  // Only the driver that is needed takes its time at start, and its memory.
  if (address.kind === "sqlite") return (await import("./sqlite.ts")).openSqlite(address.file, address.hasty);
  return (await import("./postgres.ts")).openPostgres(address.url, address);
}
