// The quick look before every commit: types, lint and format, architecture; all at once.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tool = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const started = Date.now();

const checks = [
  ["types of the program", [tool("typescript/bin/tsc"), "-p", "tsconfig.json", "--noEmit"]],
  ["types of tests and benches", [tool("typescript/bin/tsc"), "-p", "tsconfig.test.json"]],
  ["lint and format", [tool("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"]],
  ["architecture", [tool("vitest/vitest.mjs"), "run", "--config", "scripts/check.config.ts"]],
];

const passed = await Promise.all(checks.map(([name, args]) => check(name, args)));
console.log(
  `${passed.every(Boolean) ? "In order" : "Not in order"} (${((Date.now() - started) / 1000).toFixed(1)} s).`,
);
process.exitCode = passed.every(Boolean) ? 0 : 1;

function check(name, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("close", (code) => {
      console.log(`${code === 0 ? "✓" : "✗"} ${name}`);
      if (code !== 0) console.log(output.trim());
      resolve(code === 0);
    });
  });
}
