// Opens the database that an address names.
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";

export type DatabaseAddress = { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };

export async function connect(address: DatabaseAddress): Promise<Database> {
  return address.kind === "sqlite" ? openSqlite(address.file) : openPostgres(address.url);
}
