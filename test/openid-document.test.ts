// docs/integrate/openid-connect.md: what it shows stands in the examples, which other tests run, and what it names is so.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classes } from "../src/protocols/openid-provider/rules.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const page = read("docs/integrate/openid-connect.md");
/** Without what each line is indented by. */
const lines = (text: string): string[] => text.split("\n").map((line) => line.trim());

test("every piece of program on the page is one of the examples'", () => {
  const examples = ["openid-connect/app.mjs", "resource-server/server.mjs"].map((path) =>
    lines(read(`examples/${path}`)).join("\n"),
  );
  const pieces = [...page.matchAll(/(?:^ {4}.*\n(?:\n(?= {4}))?)+/gm)].map(([piece]) =>
    lines(piece.trimEnd()).join("\n"),
  );
  expect(pieces.length).toBe(7);
  for (const piece of pieces)
    expect(
      examples.some((example) => example.includes(piece)),
      piece,
    ).toBe(true);
});

test("the page names every class of authentication", () => {
  expect(classes.filter((one) => !page.includes(one))).toEqual([]);
});
