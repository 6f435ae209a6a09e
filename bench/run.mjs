// Runs the benches, one folder a question, one after another: `npm run bench -- [NAME …] [--json] [--option value …]`.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const questions = readdirSync(folder)
  .filter((name) => existsSync(`${folder}/${name}/run.mjs`))
  .sort();
const json = process.argv.includes("--json");
const given = process.argv.slice(2).filter((argument) => argument !== "--json");
const firstOption = given.findIndex((argument) => argument.startsWith("--"));
const asked = firstOption < 0 ? given : given.slice(0, firstOption);
/** What a question can be told besides stands in its README. */
const options = firstOption < 0 ? [] : given.slice(firstOption);
const unknown = asked.filter((name) => !questions.includes(name));
if (unknown.length > 0 || questions.length === 0) {
  console.error(
    `There is no bench called ${unknown.join(", ") || "anything"}. There are: ${questions.join(", ") || "none"}.`,
  );
  process.exit(2);
}
if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error("The benches need Node 24 or newer: npm run bench uses the pinned one.");
  process.exit(1);
}

await installPeers();
const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, ${memory}, ${type()} ${release()}`;
const date = new Date().toISOString().slice(0, 16).replace("T", " ");
if (!json) console.log(`${machine}\nNode ${process.versions.node}, ${date} UTC`);

const benches = {};
for (const name of asked.length > 0 ? asked : questions) {
  if (!json) console.log(`\n== ${name}`);
  // One at a time: two on one machine would measure each other.
  const { code, output } = await run(
    process.execPath,
    [`${folder}/${name}/run.mjs`, ...(json ? ["--json"] : []), ...options],
    json,
  );
  if (code !== 0) process.exitCode = 1;
  if (json) benches[name] = code === 0 ? JSON.parse(output) : { failed: true };
}
if (json) console.log(JSON.stringify({ machine, node: process.versions.node, date: `${date} UTC`, benches }, null, 2));

/** The peers that we measure beside are no dependencies of the product: they have a lock file of their own. */
async function installPeers() {
  const lock = `${folder}/package-lock.json`;
  const tree = `${folder}/node_modules/.package-lock.json`;
  if (!existsSync(lock) || (existsSync(tree) && statSync(tree).mtimeMs >= statSync(lock).mtimeMs)) return;
  process.stderr.write("Installing the peers to measure beside …\n");
  // None of them needs its install script: better-sqlite3 brings its binaries, npm would compile it all the same.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { code } = await run("npm", args, true, folder);
  if (code !== 0) process.exit(1);
}

function run(command, args, captured, cwd = process.cwd()) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", captured ? "pipe" : "inherit", "inherit"] });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
