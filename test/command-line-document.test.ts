// docs/command-line.md: its examples are run, in their order, and print what it says.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { password } from "./support/world.ts";

const page = readFileSync(new URL("../docs/command-line.md", import.meta.url), "utf8");
const program = fileURLToPath(new URL("../bin/countersign.mjs", import.meta.url));
const built = new URL("../dist/cli/main.js", import.meta.url);

/** The folder that the page speaks of; the one of this test stands in for it. */
const told = "/srv/countersign/data";
let folder: string;
beforeAll(() => {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Example {
  command: string;
  prints: string;
}

/** Every `$ npx countersign …` with the indented lines under it. */
function examples(): Example[] {
  const blocks = [...page.matchAll(/^ {4}\$ npx countersign (.*)\n((?:(?: {4}(?!\$).*)?\n)*)/gm)];
  return blocks.map(([, command = "", under = ""]) => ({ command, prints: under.replace(/^ {4}/gm, "").trim() }));
}

test("the examples print what the page says", { timeout: 120_000 }, async () => {
  const all = examples();
  expect(all.length).toBeGreaterThan(6);
  for (const { command, prints } of all) {
    const { out, err } = await run(command);
    expect({ command, prints: steady(out), err }).toEqual({ command, prints: steady(prints), err: "" });
  }
});

test("the table names every command as the program does", { timeout: 60_000 }, async () => {
  const rows = [
    ...page.matchAll(
      /^\| `((?:serve|init|person|import|export|organisation|account-type|application|identity-provider|api-key|webhook|help-request|adoption|mail|policy|key|audit|backup|restore|migrate|doctor)\b[^`]*)` \|/gm,
    ),
  ].map(([, usage]) => usage as string);
  const overview = (await run("help")).out;
  const names = [...overview.matchAll(/^ {2}([\w-]+) /gm)].map(([, name]) => name as string);
  const answers = await Promise.all(names.map((name) => run(`help ${name}`)));
  const usages = answers.flatMap(({ out }) =>
    [...out.matchAll(/^countersign (.*)$/gm)].map(([, usage]) => usage as string),
  );
  // That these take --organisation is said once, under the table.
  expect(rows).toEqual(usages.map((usage) => usage.replace(" [--organisation SLUG]", "")));
});

test("wrong usage exits 2 and shows what that very command takes; a refusal exits 1 with its code", {
  timeout: 60_000,
}, async () => {
  const wrong = await run("person reset");
  expect([wrong.code, wrong.out]).toEqual([2, ""]);
  expect(wrong.err).toMatch(
    /^Give the person's screen name or e-mail address\.\nUsage: countersign person reset LOGIN /,
  );
  expect((await run("person reset kim@acme.example --force")).err).toMatch(
    /'--force'[\s\S]*Usage: countersign person reset/,
  );
  expect((await run("person")).err.match(/^Usage: /gm)).toHaveLength(20);
  expect((await run("frobnicate")).code).toBe(2);
  expect((await run("person list --help")).out).toMatch(/^countersign person list /);
  expect((await run("--version")).out.trim()).toBe(
    JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version,
  );
  // Without a password on standard input: it is refused before it asks.
  const again = await run("init --organisation Again --administrator ana@acme.example --json");
  expect([again.code, JSON.parse(again.err)]).toEqual([
    1,
    { error: "This installation is set up already.", code: "closed" },
  ]);
});

/** What differs from run to run has the same stand-in on both sides. */
function steady(text: string): string {
  return text
    .trim()
    .replaceAll(join(folder, "data"), told)
    .replace(/token(?:=|%3D)[\w.-]+/g, "token=TOKEN")
    .replace(/^(Client (?:ID|secret)): [A-Za-z0-9]+$/gm, "$1: MADE")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

/** Run as a shell would, but without one; `< password.txt` gives the password of these tests. */
async function run(command: string): Promise<{ out: string; err: string; code: number | null }> {
  const [line = "", file] = command.split(" < ");
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? (plain as string));
  const child = spawn(process.execPath, [program, ...words], {
    env: {
      PATH: process.env.PATH,
      COUNTERSIGN_DATA: join(folder, "data"),
      COUNTERSIGN_URL: "http://localhost:8080",
      COUNTERSIGN_LOG_LEVEL: "warn",
      PORT: "0",
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (text) => (printed.out += text));
  child.stderr.on("data", (text) => (printed.err += text));
  child.stdin.on("error", () => {}).end(file === undefined ? "" : `${password}\n`);
  const exited = once(child, "close");
  if (words[0] === "serve") await stopOnceItListens(child);
  const [code] = (await exited) as [number | null];
  return { ...printed, code };
}

async function stopOnceItListens(child: ChildProcess): Promise<void> {
  await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
  child.kill("SIGTERM");
}
