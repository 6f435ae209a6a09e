// Every setting that the program reads is described in docs/settings.md and in the README, and none that it does not.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const own = [...read("src/config.ts").matchAll(/^ {2}"(COUNTERSIGN_\w+)",$/gm)].map((match) => match[1] as string);
const settings = [...own, "PORT", "HOST"].sort();

test.each(["docs/settings.md", "README.md"])("%s has every setting, and only those", (path) => {
  expect(own.length).toBeGreaterThan(0);
  const rows = [...read(path).matchAll(/^\| `(COUNTERSIGN_\w+|PORT|HOST)` \|/gm)].map((match) => match[1] as string);
  expect(rows.sort()).toEqual(settings);
  const named = new Set(read(path).match(/COUNTERSIGN_[A-Z_]+[A-Z]/g));
  expect([...named].filter((name) => !own.includes(name))).toEqual([]);
});

test("docs/settings.md has every setting of OpenTelemetry that is read here", () => {
  const asked = new Set(read("src/traces/settings.ts").match(/\bOTEL_[A-Z_]+[A-Z]\b/g));
  expect(asked.size).toBeGreaterThan(10);
  const document = read("docs/settings.md");
  expect([...asked].filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});
