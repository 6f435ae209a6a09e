// `countersign import` of our own export: a portion of people at a time, however many there are and however they come in.
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bringFile } from "../../src/cli/moving.ts";
import { portionsOf, textOf } from "../../src/cli/moving-portions.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let folder: string;
beforeEach(async () => {
  world = await createWorld();
  folder = mkdtempSync(join(tmpdir(), "countersign-moving-command-"));
  vi.stubEnv("COUNTERSIGN_DATA", world.config.data);
  vi.stubEnv("COUNTERSIGN_KEYS", Buffer.alloc(32, 7).toString("base64"));
  vi.stubEnv("COUNTERSIGN_URL", world.origin);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const head = JSON.stringify({ format: "countersign-export", version: 1, madeAt: "", organisation: {} });
const line = (i: number) =>
  JSON.stringify({
    ...{ email: `person-${i}@acme.example`, displayName: `Jörg ${i}`, status: "active" },
    authenticators: [{ secret: encodeBase32(Buffer.alloc(20, i % 250)) }],
  });
const exported = (howMany: number, said = howMany) =>
  [head, ...Array.from({ length: howMany }, (_, i) => line(i)), JSON.stringify({ people: said }), ""].join("\n");

interface Said {
  imported: boolean;
  added: number;
  unchanged: number;
  lines: { line: number; who: string }[];
}
async function bring(...args: string[]): Promise<Said> {
  const results: Said[] = [];
  const at = { result: (found: Said) => void results.push(found), complain: () => {} };
  await bringFile(args, at as unknown as Terminal);
  return results[0] as Said;
}
const people = async () =>
  (await world.needs.db.list((query) => query.selectFrom("people").select((e) => e.fn.countAll().as("n"))))[0]?.n;

test("more than a portion comes whole, with the lines of the file, and once; one that was cut off leaves nothing", async () => {
  const file = join(folder, "everybody.jsonl");
  writeFileSync(file, exported(1030, 1031));
  await expect(bring(file)).rejects.toMatchObject({ code: "not-of-format" });
  writeFileSync(file, exported(1030).slice(0, -30));
  await expect(bring(file)).rejects.toMatchObject({ code: "not-of-format" });
  expect(Number(await people())).toBe(0);

  writeFileSync(file, exported(1030));
  expect(await bring(file, "--dry-run")).toMatchObject({ imported: false, added: 1030 });
  expect(Number(await people())).toBe(0);
  const done = await bring(file, "--format", "countersign");
  expect(done).toMatchObject({ imported: true, added: 1030 });
  expect(done.lines).toHaveLength(1030);
  for (const { line: number, who } of done.lines) expect(who).toBe(`person-${number - 2}@acme.example`);
  expect(Number(await people())).toBe(1030);
}, 60_000);

test("what comes through a pipe is read once, and one that breaks off says so", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const through = async (text: string, ...args: string[]) => {
    const into = createWriteStream(pipe);
    into.end(text);
    return bring(pipe, ...args);
  };
  expect(await through(exported(20))).toMatchObject({ added: 20 });
  expect(await through(exported(20), "--dry-run")).toMatchObject({ unchanged: 20 });
  await expect(through(exported(20).slice(0, -20))).rejects.toMatchObject({ code: "not-of-format" });
  await expect(through("age-encryption.org/v1\n-> X25519", "--format", "countersign")).rejects.toMatchObject({
    code: "sealed",
  });
  await expect(through(`${head}\n`)).rejects.toMatchObject({ code: "not-of-format" });
  const list = `otpauth://totp/lou@acme.example?secret=${encodeBase32(Buffer.alloc(20, 9))}\n`;
  expect(await through(list)).toMatchObject({ added: 1 });
});

test("pieces may end anywhere, and bytes that are no text are none", async () => {
  const bytes = Buffer.from(exported(7));
  async function* inPiecesOf(length: number) {
    for (let i = 0; i < bytes.length; i += length) yield bytes.subarray(i, i + length);
  }
  for (const length of [1, 2, 3, 64, 10_000]) {
    const found = [];
    for await (const some of portionsOf(textOf(inPiecesOf(length)))) found.push(...some);
    expect(found.map(({ line: number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(found[6]).toMatchObject({ email: "person-6@acme.example", displayName: "Jörg 6" });
  }
  async function* broken() {
    yield Buffer.from([0x7b, 0xff, 0xfe]);
  }
  const none = async () => {
    for await (const _ of portionsOf(textOf(broken())));
  };
  await expect(none()).rejects.toMatchObject({ reason: "not-utf8" });
});
