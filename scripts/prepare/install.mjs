// Brings node_modules to what the lock file says, as fast as the machine can.
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "./run.mjs";

const quick = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
const windows = process.platform === "win32";
const npm = windows ? "npm.cmd" : "npm";

export function installIsCurrent(root, { pinnedNode }) {
  if (pinnedNode && !existsSync(join(root, "node_modules", ".bin", "node"))) return false;
  const stamp = join(root, "node_modules", ".countersign-lock");
  const lock = readLock(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock.hash) return true;
  // Somebody ran npm by hand: where that brought the tree to the lock, installing again would only take it apart under their feet.
  if (!treeAgrees(root, lock.packages)) return false;
  writeFileSync(stamp, lock.hash);
  return true;
}

export async function install(root, { pinnedNode }) {
  process.stderr.write("Installing dependencies …\n");
  const lock = readLock(root);
  const failed = "npm could not install the dependencies:";
  if (windows || !isOnlyScript(lock.packages, "node_modules/node")) {
    await runQuietly(npm, ["ci", ...quick], { cwd: root, shell: windows, failed });
  } else {
    // The pinned Node takes as long as everything else together, and its own install step runs a second npm after
    // the first: both at once take half the time and end in the same tree.
    const runtime = pinnedNode ? fetchNode(root, lock.packages) : Promise.resolve(undefined);
    runtime.catch(() => {});
    await runQuietly(npm, ["ci", "--ignore-scripts", ...quick], { cwd: root, failed });
    const fetched = await runtime;
    if (fetched !== undefined) placeNode(root, fetched);
  }
  writeFileSync(join(root, "node_modules", ".countersign-lock"), lock.hash);
}

function readLock(root) {
  const text = readFileSync(join(root, "package-lock.json"), "utf8");
  return { hash: createHash("sha256").update(text).digest("hex"), packages: JSON.parse(text).packages };
}

function treeAgrees(root, wanted) {
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const have = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const differs = ([path, entry]) => {
    if (path === "") return false;
    if (have[path] === undefined) return entry.optional !== true && entry.devOptional !== true;
    return have[path].version !== entry.version;
  };
  return !Object.entries(wanted).some(differs) && Object.keys(have).every((path) => wanted[path] !== undefined);
}

function isOnlyScript(packages, path) {
  return Object.entries(packages).every(([name, entry]) => !entry.hasInstallScript || entry.optional || name === path);
}

/** The same package that the install step of `node` would fetch, laid beside the tree that npm is replacing. */
async function fetchNode(root, packages) {
  const name = nodePackage();
  const folder = join(root, ".cache", "node");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const spec = `${name}@${packages["node_modules/node"].version}`;
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", ...quick, spec];
  await runQuietly(npm, args, { cwd: folder, failed: `npm could not install the pinned Node (${spec}):` });
  return { name, folder };
}

function placeNode(root, { name, folder }) {
  const modules = join(root, "node_modules");
  const home = join(modules, "node");
  const own = join(home, "node_modules", name);
  mkdirSync(join(home, "node_modules"), { recursive: true });
  mkdirSync(join(home, "bin"), { recursive: true });
  rmSync(own, { recursive: true, force: true });
  renameSync(join(folder, "node_modules", name), own);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(home, "bin", "node"), { force: true });
  linkSync(join(own, "bin", "node"), join(home, "bin", "node"));
  // npm makes no link for a program that is not there yet.
  rmSync(join(modules, ".bin", "node"), { force: true });
  symlinkSync(join("..", "node", "bin", "node"), join(modules, ".bin", "node"));
}

function nodePackage() {
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return [prefix, process.platform, process.arch].join("-");
}
