// docs/integrate: no piece of program stands on a page that nothing runs.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readRuleLines } from "../src/admin/policy/editing.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/** Run as they stand on the page, by `json-api-document`, `otp-document` and, after 'Many rules', below. */
const runAsTheyStand = ["json-api.md", "policy.md", "applications.md", "otp.md"];

/** Run by journeys, each from the file itself. */
const run = [
  "examples/duo/client.mjs",
  "examples/express-own-users/server.mjs",
  "examples/fastify/server.mjs",
  "examples/nightly-job/job.mjs",
  "examples/openid-connect/app.mjs",
  "examples/resource-server/server.mjs",
  "examples/same-host/server.mjs",
  "examples/typed-client/require.mjs",
  "examples/webhook-receiver/receiver.mjs",
].map((path) => unindented(read(path)));

/** Which host leads where is a picture, and installing the package is nothing that a test does from within it. */
const nothingToRun = [/^https:\/\/\S+ .*(\n+https:\/\/\S+ .*)*$/, /^npm install \.\/countersign-[\d.]+\.tgz$/];

function unindented(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

/** In lists they stand further in. */
const piecesOf = (page: string): string[] =>
  [...page.matchAll(/(?:^ {4,}.*\n(?:\n(?= {4}))?)+/gm)].map(([piece]) => unindented(piece.trimEnd()));

for (const name of readdirSync(new URL("../docs/integrate", import.meta.url)).filter(
  (one) => !runAsTheyStand.includes(one),
))
  test(`every piece of program on ${name} is of a file that a test runs`, () => {
    const loose = piecesOf(read(`docs/integrate/${name}`)).filter(
      (piece) => !run.some((file) => file.includes(piece)) && !nothingToRun.some((kind) => kind.test(piece)),
    );
    expect(loose).toEqual([]);
  });

test("the lines of many rules are read as they stand", () => {
  const [, many = ""] = read("docs/integrate/policy.md").split("\n## Many rules\n");
  const [lines = "", ...more] = piecesOf(many);
  expect(more).toEqual([]);
  const { rules, bad } = readRuleLines(lines, undefined);
  expect([bad, rules.length]).toEqual([[], 3]);
});
