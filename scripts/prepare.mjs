// Brings a fresh clone to where it can start, be checked or be tested; a second run finds nothing to do.
// Plain JavaScript for Node 20 without dependencies, because it runs before anything is installed.
import { fileURLToPath } from "node:url";
import { build, buildIsCurrent } from "./prepare/build.mjs";
import { install, installIsCurrent } from "./prepare/install.mjs";
import { holdLock } from "./prepare/lock.mjs";
import { ensureTools, missingTools } from "./prepare/tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const purposes = {
  start: { pinnedNode: Number.parseInt(process.versions.node, 10) < 24, build: true, tools: false },
  check: { pinnedNode: true, build: false, tools: false },
  test: { pinnedNode: true, build: true, tools: true },
};

const asked = process.argv.find((argument) => argument.startsWith("--for="))?.slice("--for=".length) ?? "start";
const needs = Object.hasOwn(purposes, asked) ? purposes[asked] : undefined;
if (needs === undefined) fail(`prepare: --for= is one of ${Object.keys(purposes).join(", ")}, not "${asked}".`, 2);

const steps = [
  { done: () => installIsCurrent(root, needs), run: () => install(root, needs) },
  { done: () => !needs.build || buildIsCurrent(root), run: () => build(root) },
  { done: () => !needs.tools || missingTools().length === 0, run: () => ensureTools() },
];

if (!steps.every((step) => step.done())) {
  const release = await holdLock(root);
  try {
    // Asked again under the lock: another run may have done the work while this one waited.
    for (const step of steps) if (!step.done()) await step.run();
  } catch (error) {
    release();
    fail(error instanceof Error ? error.message : String(error), 1);
  }
  release();
}

function fail(message, code) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
