// The programs that the tests need beside npm's packages: where they are, and how to get them.
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runQuietly } from "./run.mjs";

const tools = [
  { name: "Chromium", find: findChromium, packages: ["chromium", "fonts-liberation"] },
  { name: "PostgreSQL 15 or newer", find: findPostgres, packages: ["postgresql"] },
  { name: "PgBouncer", find: () => findProgram("pgbouncer"), packages: ["pgbouncer"] },
  { name: "oathtool", find: () => findProgram("oathtool"), packages: ["oathtool"] },
  { name: "age", find: () => findProgram("age"), packages: ["age"] },
  { name: "curl", find: () => findProgram("curl"), packages: ["curl"] },
  { name: "jq", find: () => findProgram("jq"), packages: ["jq"] },
  { name: "zbarimg", find: () => findProgram("zbarimg"), packages: ["zbar-tools"] },
  { name: "nginx", find: () => findProgram("nginx"), packages: ["nginx"] },
  { name: "Caddy", find: () => findProgram("caddy"), packages: ["caddy"] },
  { name: "promtool", find: () => findProgram("promtool"), packages: ["prometheus"] },
  { name: "openssl", find: () => findProgram("openssl"), packages: ["openssl"] },
  { name: "ip", find: () => findProgram("ip"), packages: ["iproute2"], use: onlyRoot },
  { name: "Patroni", find: () => findProgram("patroni"), packages: ["patroni"], use: onlyRoot },
  { name: "etcd", find: () => findProgram("etcd"), packages: ["etcd-server"], use: onlyRoot },
];

/** What needs machines of its own (network namespaces) is tested by root on Linux alone, and skipped by everybody else. */
function onlyRoot() {
  return process.platform === "linux" && process.getuid?.() === 0 && findProgram("apt-get") !== undefined;
}

export function missingTools() {
  return tools.filter((tool) => tool.find() === undefined && (tool.use?.() ?? true));
}

export async function ensureTools() {
  const missing = missingTools();
  if (missing.length === 0) return;
  const names = missing.map((tool) => tool.name).join(", ");
  const packages = missing.flatMap((tool) => tool.packages);
  const byHand = `The tests need ${names}: install ${packages.join(" ")} (Debian's names), then run npm test again.`;
  if (process.getuid?.() !== 0 || findProgram("apt-get") === undefined) throw new Error(byHand);
  process.stderr.write(`Installing ${names} for the tests …\n`);
  const options = { failed: byHand, env: { DEBIAN_FRONTEND: "noninteractive" }, stopBy: "SIGTERM" };
  await runQuietly("apt-get", ["update"], options);
  const release = keepPackagesQuiet();
  try {
    await runQuietly("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
  } finally {
    release();
  }
  if (missingTools().length > 0) throw new Error(byHand);
}

/**
 * Debian's packages start their servers, and PostgreSQL's makes a cluster: the tests want the programs alone. Where somebody
 * has decided that already, it stays as it is.
 */
function keepPackagesQuiet() {
  const made = [
    ["/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755],
    ["/etc/postgresql-common/createcluster.d/countersign.conf", "create_main_cluster = false\n", 0o644],
  ].filter(([file]) => !existsSync(file));
  for (const [file, text, mode] of made) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
  }
  const release = () => {
    process.removeListener("exit", release);
    for (const [file] of made) rmSync(file, { force: true });
  };
  process.once("exit", release);
  return release;
}

/** The path of a Chromium, or undefined. `CHROMIUM` in the environment wins. */
export function findChromium() {
  const given = process.env.CHROMIUM;
  if (given) return isProgram(given) ? given : findProgram(given);
  const app = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(findProgram);
  return named.find((path) => path !== undefined) ?? (isProgram(app) ? app : undefined);
}

/** The folder that holds `initdb` and `postgres`, the newest first, or undefined. */
export function findPostgres() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const installed = versions.sort((a, b) => b - a).map((version) => join(debian, String(version), "bin"));
  return [...installed, ...searchPath()].find(
    (bin) => isProgram(join(bin, "initdb")) && isProgram(join(bin, "postgres")),
  );
}

/** The path of a program in PATH, or where only administrators look by themselves; or undefined. */
export function findProgram(name) {
  return [...searchPath(), "/usr/local/sbin", "/usr/sbin"].map((folder) => join(folder, name)).find(isProgram);
}

function searchPath() {
  return (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
