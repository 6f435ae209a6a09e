// Compiles src/ into dist/ where the sources changed since; an interrupted build leaves no stamp and is redone.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { runQuietly } from "./run.mjs";

export function buildIsCurrent(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(root);
}

export async function build(root) {
  process.stderr.write("Building …\n");
  const dist = join(root, "dist");
  // Taken before the compiler reads: a file saved during the build makes the next run build again.
  const wanted = fingerprint(root);
  rmSync(stampOf(root), { force: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const buildInfo = join(dist, ".tsbuildinfo");
  const args = [compiler, "-p", "tsconfig.json", "--incremental", "--tsBuildInfoFile", buildInfo, "--noEmitOnError"];
  if (pruneOutputs(root)) rmSync(buildInfo, { force: true });
  await runQuietly(process.execPath, args, { cwd: root, failed: "The sources do not compile:" });
  for (const asset of sources(root).filter((path) => !isTypeScript(path))) {
    const target = join(dist, relative(join(root, "src"), asset));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(asset, target);
  }
  writeFileSync(stampOf(root), wanted);
}

function stampOf(root) {
  return join(root, "dist", ".built");
}

function fingerprint(root) {
  const hash = createHash("sha256");
  for (const path of [join(root, "tsconfig.json"), join(root, "package-lock.json"), ...sources(root)]) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex");
}

function sources(root) {
  const isSource = (path) => !/\.test\.tsx?$/.test(path);
  return files(join(root, "src")).filter(isSource).sort();
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function isTypeScript(path) {
  return /\.tsx?$/.test(path);
}

/** Takes away what was compiled from sources that are gone, so that dist never runs a file that no longer exists. */
function pruneOutputs(root) {
  const src = join(root, "src");
  const expected = new Set([".built", ".tsbuildinfo"]);
  for (const path of sources(root)) {
    const name = relative(src, path);
    if (!isTypeScript(path)) expected.add(name);
    else for (const ending of [".js", ".d.ts"]) expected.add(name.replace(/\.tsx?$/, ending));
  }
  const have = files(join(root, "dist")).map((path) => relative(join(root, "dist"), path));
  const outdated = have.filter((name) => !expected.has(name));
  for (const name of outdated) rmSync(join(root, "dist", name), { force: true });
  // The compiler trusts its own notes over the folder: where outputs are missing, the notes must go too.
  return [...expected].some((name) => name.endsWith(".js") && !have.includes(name));
}
