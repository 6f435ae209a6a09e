// Folders, keys and databases in a state that nobody wants: the program says which file and what to do, touches nothing,
// never begins anew over what was there, and goes on as soon as the cause is gone.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { open } from "../../src/opening.ts";
import { totp } from "../../src/otp/index.ts";
import { serve } from "../../src/serve.ts";
import { ask, type Program, runProgram, startProgram, tryProgram } from "../support/program.ts";
import { createWorld, type TestPerson, type World } from "../support/world.ts";

const silent = pino({ level: "silent" });
let world: World;
let kim: TestPerson;
let data: string;
let database: string;
const running: Program[] = [];
beforeEach(async () => {
  world = await createWorld({ realClock: true });
  data = world.config.data;
  database = join(data, "countersign.sqlite");
  kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  await world.needs.db.close();
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.kill();
  if (existsSync(data)) chmodSync(data, 0o700);
  await world.close();
});

const ring = () => (world.config.keys as { text: string }).text;

/** It stops with code 1 and one line. */
async function refusal(environment: Record<string, string> = {}): Promise<string> {
  const found = await tryProgram({ world, environment, powerless: true });
  if (!("says" in found)) {
    running.push(found);
    throw new Error("it started");
  }
  expect(found.code).toBe(1);
  const { error } = JSON.parse(found.says);
  expect(error.message ?? error).not.toContain("\n");
  return error.message ?? error;
}

async function worksAgain(environment: Record<string, string> = {}): Promise<void> {
  const program = await startProgram({ world, environment, powerless: true });
  running.push(program);
  const begun = await ask(program.url, "/sign-ins", { login: kim.person.email, password: kim.password });
  const code = totp({ secret: kim.secret, at: Date.now() });
  const answer = await ask(
    program.url,
    "/sign-ins/current/answers",
    { method: "totp", code },
    `SignIn ${begun.json.signIn}`,
  );
  expect(answer).toMatchObject({ status: 200, json: { step: "done" } });
}

test("what can't be read or written is named, and all is well once it can", { timeout: 40_000 }, async () => {
  chmodSync(data, 0o500);
  expect(await refusal()).toContain(`the data folder ${data} can't be written to (EACCES)`);
  chmodSync(data, 0o700);

  chmodSync(database, 0o400);
  expect(await refusal()).toContain(`the database ${database} can't be written to (EACCES)`);
  chmodSync(database, 0o600);

  const key = join(data, "elsewhere");
  writeFileSync(key, ring(), { mode: 0o000 });
  const environment = { COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: key };
  expect(await refusal(environment)).toContain(`the key ${key} can't be read (EACCES)`);
  chmodSync(key, 0o600);
  await worksAgain(environment);
});

test("a data folder on a file system that is mounted read-only is named", async (at) => {
  if (process.getuid?.() !== 0) return at.skip("mounting needs root");
  execFileSync("mount", ["--bind", data, data]);
  try {
    execFileSync("mount", ["-o", "remount,bind,ro", data]);
    expect(await refusal()).toContain(`the data folder ${data} can't be written to (EROFS)`);
  } finally {
    execFileSync("umount", [data]);
  }
});

test("half a key and another's key are refused, and nothing is made in their place", async () => {
  const key = join(data, "elsewhere");
  const config = { ...world.config, keys: { file: key } };
  const started = async () => {
    const running = await serve({ ...config, port: 0 }, { log: silent });
    await running.stop();
  };
  for (const text of [ring().slice(0, 20), randomBytes(32).toString("base64")]) {
    writeFileSync(key, text, { mode: 0o600 });
    await expect(started()).rejects.toThrow(/elsewhere: a key ring is|this key does not open the stored secrets/);
    expect(readFileSync(key, "utf8")).toBe(text);
  }
  rmSync(key);
  await expect(started()).rejects.toThrow(`there is no file ${key}`);
  expect(existsSync(key)).toBe(false);
  writeFileSync(key, ring(), { mode: 0o600 });
  await started();
});

const damages: [string, () => void, RegExp][] = [
  [
    "garbage in its place",
    () => writeFileSync(database, randomBytes(200_000)),
    /countersign\.sqlite is damaged: bring/,
  ],
  ["an empty file in its place", () => truncateSync(database, 0), /countersign\.sqlite is empty: bring/],
  ["half of it gone", () => truncateSync(database, 100_000), /countersign\.sqlite is damaged: bring/],
  [
    "another program's database in its place",
    () => {
      rmSync(database);
      const other = new DatabaseSync(database);
      other.exec("create table notes (text text)");
      other.close();
    },
    /countersign\.sqlite is empty: bring/,
  ],
  [
    "nothing in its place but its log",
    () => {
      writeFileSync(`${database}-wal`, randomBytes(4096));
      rmSync(database);
    },
    /countersign\.sqlite is missing, but its log .*-wal is there: bring/,
  ],
];

test("a database that is not what it was is refused, and is no reason for a first run", {
  timeout: 40_000,
}, async () => {
  const aside = join(data, "aside");
  copyFileSync(database, aside);
  for (const [, spoil, words] of damages) {
    spoil();
    await expect(open(world.config, { log: silent })).rejects.toThrow(words);
    copyFileSync(aside, database);
    for (const ending of ["-wal", "-shm"]) rmSync(`${database}${ending}`, { force: true });
  }
  writeFileSync(database, randomBytes(200_000));
  expect(await refusal()).toMatch(/countersign\.sqlite is damaged: bring it back from its backup/);
  const doctor = await runProgram(["doctor"], { world });
  expect([doctor.code, doctor.text]).toEqual([1, expect.stringContaining("is damaged")]);
  renameSync(aside, database);
  await worksAgain();
});

test("without the log of a killed server the program stands where the file stood, whole and set up", async () => {
  const program = await startProgram({ world });
  running.push(program);
  const wrong = await ask(program.url, "/sign-ins", { login: "nobody", password: "nothing at all" });
  expect(wrong.status).toBe(401);
  await program.kill();
  expect(existsSync(`${database}-wal`)).toBe(true);
  rmSync(`${database}-wal`);
  rmSync(`${database}-shm`, { force: true });
  await worksAgain();
});

test("a first start broken off at any moment leaves nothing that the next one stumbles over", {
  timeout: 30_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-first-"));
  try {
    for (let round = 0; round < 3; round++) {
      const home = join(folder, String(round));
      const environment = { COUNTERSIGN_DATA: home };
      const files = () => (existsSync(home) ? readdirSync(home).length : 0);
      const first = await tryProgram({ environment, killWhen: () => files() > round });
      if (!("says" in first)) await first.kill();
      const second = await startProgram({ environment });
      running.push(second);
      expect(second.printed.firstRun).toContain("/first-run?token=");
      await second.kill("SIGTERM");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
