// `countersign person import` and dates as they are typed: what is refused, in which words, and what is done.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../support/world.ts";

const program = fileURLToPath(new URL("../../bin/countersign.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/import.js", import.meta.url));

let world: World;
let folder: string;
beforeAll(async () => {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  folder = mkdtempSync(join(tmpdir(), "countersign-import-"));
  world = await createWorld({ realClock: true, policy: { organisation: "optional" } });
  await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim" });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { COUNTERSIGN_DATA, ...env } = process.env;
  const done = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: { ...env, COUNTERSIGN_DATA: world.config.data, COUNTERSIGN_KEYS: Buffer.alloc(32, 7).toString("base64") },
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

test("imports a file of several portions beside whoever has the database open, and says what came of it", {
  timeout: 60_000,
}, async () => {
  const lines = Array.from({ length: 120 }, (_, i) => `p${i}@new.example,Person ${i}`);
  const people = file("people.csv", `email,displayName\nkim@acme.example,Kim Reyes\n${lines.join("\n")}\n`);
  expect(run("person", "import", people, "--dry-run").out).toBe(
    "It would be: 120 added, 1 changed, 0 as they are already.\n",
  );
  const done = run("person", "import", people, "--json");
  expect(done).toMatchObject({ status: 0, err: "" });
  expect(JSON.parse(done.out)).toMatchObject({ imported: true, added: 120, changed: 1, unchanged: 0, leftOut: 0 });
  expect(run("person", "import", people).out).toBe("0 added, 0 changed, 121 as they are already.\n");
});

test("a file that is not there, is no file, no UTF-8, or has wrong lines is refused plainly", {
  timeout: 60_000,
}, () => {
  const missing = join(folder, "nope.csv");
  for (const command of [
    ["person", "import"],
    ["policy", "preview"],
  ])
    expect(run(...command, missing)).toEqual({ status: 1, out: "", err: `There is no file ${missing}.\n` });
  expect(run("person", "import", folder).err).toBe(`${folder} is a folder, not a file.\n`);
  const latin = file("latin.csv", Buffer.from("email,displayName\njorg@acme.example,J\xf6rg\n", "latin1"));
  expect(run("person", "import", latin).err).toBe(`${latin} is not UTF-8. Save it as 'CSV UTF-8' first.\n`);
  const wrong = file("wrong.csv", "email,displayName\nlo@acme.example,Larsen, Kim\n");
  const refused = run("person", "import", wrong);
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(/^line 2: There are more cells than columns.*\nNothing was imported\.\n$/);
});

test("a day that is in no calendar is refused", { timeout: 60_000 }, () => {
  for (const day of ["2099-02-30", "2099-13-01", "2099-2-3", "tomorrow"]) {
    const refused = run("person", "override", "kim", "optional", "--reason", "x", "--until", day);
    expect(refused, day).toMatchObject({ status: 2, out: "" });
    expect(refused.err).toContain("DATE is a day of the calendar, written YYYY-MM-DD.");
  }
  expect(run("person", "override", "kim", "optional", "--reason", "x", "--until", "2096-02-29").status).toBe(0);
});
