// One PostgreSQL for the whole run, in which every test that wants a database makes its own; and one folder for what tests
// write, which goes with the run, or with the next one where a run was killed.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres, sweepFoldersOfDeadRuns } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

const prefix = "countersign-run-";

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  sweepFoldersOfDeadRuns(prefix);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // A PostgreSQL that a test starts runs as another user, and has to get through.
  chmodSync(folder, 0o711);
  // Workers start after this, and inherit it.
  process.env.TMPDIR = folder;
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
