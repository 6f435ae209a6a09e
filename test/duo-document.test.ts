// docs/integrate/duo.md: what it shows stands in the example, which a journey runs.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("every line of program on the page is the example's", () => {
  const example = read("examples/duo/client.mjs")
    .split("\n")
    .map((line) => line.trim());
  const lines = [...read("docs/integrate/duo.md").matchAll(/^ {7} *(\S.*)$/gm)].map(([, line]) => line);
  expect(lines).toHaveLength(9);
  expect(lines.filter((line) => !example.includes(line as string))).toEqual([]);
});
