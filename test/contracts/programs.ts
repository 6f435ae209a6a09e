// Databases and programs of their own that tests start, and SQL that no store has.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Compilable, CompiledQuery } from "kysely";
import type { DatabaseAddress } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { createTestDatabase } from "../support/postgres.ts";
import type { DialectName } from "../support/world.ts";

export const raw = <Row = Record<string, unknown>>(sql: string): Compilable<Row> => ({
  compile: () => CompiledQuery.raw(sql) as CompiledQuery<Row>,
});

/** One statement as it stands, in a transaction of its own. */
export const execute = (db: Database, sql: string) => db.transaction((tx) => tx.list(() => raw(sql)));

export async function emptyDatabase(
  dialect: DialectName,
): Promise<{ address: DatabaseAddress; remove(): Promise<void> }> {
  if (dialect === "postgres") {
    const { url, drop } = await createTestDatabase();
    return { address: { kind: "postgres", url }, remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), "countersign-database-"));
  return {
    address: { kind: "sqlite", file: join(folder, "test.sqlite") },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

const source = new URL("../../src", import.meta.url).href;

/** Starts a program whose imports begin with `SRC/`. */
export function startTypeScript(program: string): ChildProcess {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module-typescript", "--eval"];
  return spawn(process.execPath, [...args, program.replaceAll("SRC/", `${source}/`)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** What the program printed. */
export async function runTypeScript(program: string): Promise<string> {
  const child = startTypeScript(program);
  let printed = "";
  let complaints = "";
  child.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the program failed (${code}): ${complaints}`);
  return printed;
}
