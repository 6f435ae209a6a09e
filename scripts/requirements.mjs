// Says of every row of docs/requirements.json which tests carry it and whether they passed in the last run.
import { existsSync, readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const results = new URL("../test-results/results.json", import.meta.url);
const ran = existsSync(results);
const tests = ran ? read("../test-results/results.json").tests : [];
const rows = read("../docs/requirements.json").rows.map((row) => judge(row));
const known = new Set(rows.map((row) => row.id));
const unknown = tests.flatMap(({ title }) => idsIn(title)).filter((id) => !known.has(id));
const unproven = rows.filter((row) => row.claimed && !row.proven);

if (process.argv.includes("--json"))
  console.log(JSON.stringify({ ran, rows, unknown: [...new Set(unknown)] }, null, 2));
else print();
process.exitCode = unproven.length > 0 || unknown.length > 0 ? 1 : 0;

function judge({ id, text, claimed }) {
  const carriers = tests.filter(({ title }) => idsIn(title).includes(id));
  const proven = carriers.length > 0 && carriers.every(({ state }) => state === "passed");
  return { id, text, claimed, proven, tests: carriers.map(({ title, file, state }) => ({ title, file, state })) };
}

function idsIn(title) {
  const brackets = [...title.matchAll(/\[([A-Z]{2}-\d+(?:[\s,]+[A-Z]{2}-\d+)*)\]/g)];
  return brackets.flatMap(([, ids]) => ids.split(/[\s,]+/));
}

function print() {
  const marks = { passed: "✓", failed: "✗", skipped: "–" };
  for (const row of rows) {
    const verdict = row.proven ? "proven" : row.tests.length > 0 ? "NOT PASSED" : row.claimed ? "NO TEST" : "not built";
    console.log(`${row.id.padEnd(6)} ${verdict.padEnd(11)} ${row.text}`);
    for (const { title, file, state } of row.tests) console.log(`       ${marks[state]} ${title} (${file})`);
  }
  if (!ran) console.log("\nThere is no last run: npm test makes one.");
  if (unknown.length > 0) console.log(`\nTests carry ids that are in no row: ${[...new Set(unknown)].join(", ")}`);
  const claimed = rows.filter((row) => row.claimed);
  console.log(
    `\n${claimed.length - unproven.length} of ${claimed.length} claimed rows are proven; ${rows.length} rows in all.`,
  );
}
