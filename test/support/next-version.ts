// A program of a version to come: this one, as it was built, with migrations that it does not have.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface NextMigration {
  name: string;
  compatibleFrom?: string;
  sql: string[];
}

/** @returns what is given to Node.js to start it */
export function buildNextVersion(more: NextMigration[]): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-next-"));
  for (const name of ["dist", "bin", "package.json"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const migrations = join(folder, "dist", "database", "migrations");
  mkdirSync(migrations, { recursive: true });
  writeFileSync(
    join(migrations, "more.js"),
    `import { CompiledQuery } from "kysely";
export const more = ${JSON.stringify(more)}.map(({ sql, ...rest }) => ({
  ...rest,
  up: () => sql.map((one) => ({ compile: () => CompiledQuery.raw(one) })),
}));
`,
  );
  const index = join(migrations, "index.js");
  writeFileSync(
    index,
    `${readFileSync(index, "utf8")}\nimport { more } from "./more.js";\nmigrations.push(...more);\n`,
  );
  return join(folder, "bin", "countersign.mjs");
}
