#!/usr/bin/env node
// Finds a Node new enough and hands over to the program. Plain JavaScript, so that an old Node can read it and say so.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as module from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

// Missing in a Node too old, which only has to say so.
const { enableCompileCache } = module;
const oldest = 24;
const notBuilt = "Countersign is not built yet: run `npm run build` in its folder first.";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const main = here("../dist/cli/main.js");
const pinned = here("../node_modules/.bin/node");

if (Number.parseInt(process.versions.node, 10) < oldest) {
  if (existsSync(pinned)) runOn(pinned);
  else if (existsSync(here("../scripts/prepare.mjs"))) stop(notBuilt);
  else stop(`Countersign needs Node.js ${oldest} or newer; this is ${process.versions.node}.`);
} else if (!existsSync(main)) {
  stop(notBuilt);
} else {
  // Compiled once, then read back: a restart is quicker by half.
  enableCompileCache?.();
  // What loading makes stays. Room for the short-lived would grow all the same, and keep a sixth of the memory at rest.
  setFlagsFromString("--semi-space-growth-factor=1");
  await import(new URL("../dist/cli/main.js", import.meta.url).href);
}

function runOn(node) {
  const child = spawn(node, ["--max-semi-space-size=8", fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // The child decides when to end. A terminal's Ctrl-C reaches it without us; passed on, it would count as a second one.
  for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => process.stdin.isTTY || child.kill(signal));
  for (const signal of ["SIGTERM", "SIGHUP", "SIGUSR2"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => stop(`Countersign could not start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
