// docs/errors.md names every code that a refusal can have, and none that there is not.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const sources = new URL("../src/", import.meta.url);
const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
);
const code = files.map((path) => readFileSync(new URL(path, sources), "utf8")).join("\n");

/** A code that is not written where it is thrown, but is the outcome of a type. */
const outcomes: Record<string, string[]> = {
  may: ["NotToDecide"],
  outcome: ["Refused"],
  code: ["Refused", "InsertRefused", "OrganisationRefused"],
  "refusal.outcome": ["Refused", "AddRefused", "EditRefused"],
};

test("every code of a Problem stands in docs/errors.md, and every code there is one", () => {
  const document = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
  const documented = [...document.matchAll(/^\| `([a-z-]+)` \| \d{3}/gm)].map((match) => match[1] as string);
  expect(new Set(documented).size).toBe(documented.length);
  expect(documented.sort()).toEqual(thrownCodes());
});

function thrownCodes(): string[] {
  const thrown = [...code.matchAll(/new Problem\(\s*([^,]+),/g)].map((match) => (match[1] as string).trim());
  expect(thrown.length).toBeGreaterThan(40);
  return [...new Set(thrown.flatMap(codesOf))].sort();
}

/** The codes that the first argument of a Problem stands for: written out, chosen between two, or a type's outcomes. */
function codesOf(argument: string): string[] {
  const chosen = argument.includes("?") ? argument.slice(argument.indexOf("?")) : argument;
  const literals = [...chosen.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] as string);
  if (literals.length > 0) return literals;
  const types = outcomes[argument];
  if (types === undefined) throw new Error(`a Problem has the code ${argument}, which this test can't read`);
  return types.flatMap(outcomesOf);
}

function outcomesOf(type: string): string[] {
  const declaration = new RegExp(`^export type ${type} =([^;]*(?:\\{[^}]*\\}[^;]*)*);$`, "m").exec(code)?.[1];
  if (declaration === undefined) throw new Error(`there is no type ${type}`);
  const codes = declaration.includes("outcome:") ? /outcome: "([a-z-]+)"/g : /"([a-z-]+)"/g;
  return [...declaration.matchAll(codes)].map((match) => match[1] as string);
}
