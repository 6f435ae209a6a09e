// The languages of the program as it is built and shipped, each loaded when somebody first reads it.
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { languages, words } from "../../src/words/index.ts";
import { type Program, startProgram } from "../support/program.ts";
import { createWorld, type World } from "../support/world.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let world: World;
let program: Program | undefined;
beforeEach(async () => {
  world = await createWorld({ realClock: true });
  await world.needs.db.close();
});
afterEach(async () => {
  await program?.kill();
  program = undefined;
  await world.close();
});

async function read(path: string, language: string) {
  const headers = { accept: "text/html", "accept-language": language };
  const response = await fetch(`${program?.url}${path}`, { headers });
  const text = await response.text();
  return { status: response.status, lang: /<html[^>]* lang="(\w+)"/.exec(text)?.[1], text };
}

test("[BY-14] the built program speaks every language", async () => {
  program = await startProgram({ world });
  for (const language of languages) {
    const { status, lang, text } = await read("/sign-in", language);
    expect([status, lang]).toEqual([200, language]);
    expect(text).toContain(words[language].signIn.title);
  }
});

test("a language that can't be loaded fails alone, on a page that says so in English", async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-package-"));
  try {
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    program = await startProgram({ world, from: folder });
    rmSync(join(folder, "dist/words/de"), { recursive: true });
    const german = await read("/sign-in", "de");
    expect([german.status, german.lang]).toEqual([500, "en"]);
    expect(german.text).toContain(words.en.problems.internal);
    expect(await read("/nowhere", "de")).toMatchObject({ status: 404, lang: "en" });
    for (const language of ["en", "fr"])
      expect(await read("/sign-in", language)).toMatchObject({ status: 200, lang: language });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
