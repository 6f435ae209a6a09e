// Runs the tests and sees to it that the last line printed is the count, whatever went wrong before.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const results = new URL("../test-results/results.json", import.meta.url);
rmSync(results, { force: true });

// What a developer has set for their own server must not reach the ones that the tests start.
const own = Object.entries(process.env).filter(
  ([name]) => !name.startsWith("COUNTERSIGN_") && name !== "PORT" && name !== "HOST",
);
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const pinned = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const child = spawn(existsSync(pinned) ? pinned : process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  cwd: root,
  env: Object.fromEntries(own),
  stdio: "inherit",
});
// A terminal's Ctrl-C reaches the child without us; passed on, it would count as a second one.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

child.on("close", (code, signal) => {
  if (existsSync(results)) process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  else {
    // It died before it had anything to count; that is a failure, and must read as one.
    process.stdout.write("\n0 passed, 1 failed, 0 skipped\n");
    process.exitCode = code || 1;
  }
});
