// Starts a contender on data of its own, on a core of its own where there are two, and reads what it used.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const linux = process.platform === "linux";

/** One core for the server and one for the generator, or `undefined` where that can't be had. */
export function chooseCores() {
  if (!linux || spawnSync("taskset", ["--version"]).status !== 0) return undefined;
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  const cores = allowed.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return cores.length < 2 ? undefined : { server: cores[0], generator: cores[1] };
}

/** Keeps this process, all its threads, on one core. */
export function pinMyself(core) {
  const { status, stderr } = spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", `${core}`, `${process.pid}`]);
  if (status !== 0) throw new Error(`taskset: ${stderr}`);
}

/** A folder that goes with the process, for the contenders' data. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
    process.once(signal, () => process.exit(code));
  }
  return folder;
}

/** What the data lies on: 'durable' costs nothing in memory, so the figures would mean nothing there. */
export function fileSystemOf(folder) {
  const names = { 61267: "ext4", 1481003842: "xfs", 2435016766: "btrfs", 16914836: "tmpfs", 2035054128: "overlayfs" };
  const { type } = statfsSync(folder);
  return names[type] ?? `0x${type.toString(16)}`;
}

/**
 * Enrols people in a process that ends, so that the one that is measured did nothing but serve.
 * @param hashing `cheap`: a password costs nothing, where it is not what is asked; `real`: as each comes
 * @param database the address of an empty PostgreSQL database, where it is not to be SQLite
 */
export async function prepare(contender, folder, count, hashing = "cheap", database = undefined) {
  const data = join(folder, contender.name.replaceAll(" ", "-"));
  mkdirSync(data, { recursive: true });
  const { child } = start(contender, ["prepare", data, hashing, `${count}`], { database });
  child.stdout.resume();
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${contender.name} could not be prepared`);
  const people = JSON.parse(readFileSync(join(data, "people.json"), "utf8"));
  return { data, people: people.map(({ login, secret }) => ({ login, secret: Buffer.from(secret, "hex") })) };
}

/** @param options.node flags for the server's Node; `hashing` and `database` as it was prepared */
export async function serve(contender, data, { core, node = [], hashing = "cheap", database } = {}) {
  const { child, told } = start(contender, ["serve", data, hashing], {
    core,
    node,
    database,
    stderr: node.length > 0 ? "pipe" : "inherit",
  });
  const url = (await told(child.stdout, /listening at (http:\S+)/))[1];
  return {
    url,
    child,
    told,
    cpu: () => sum([child.pid, ...childrenOf(child.pid)].map(cpuOf)),
    peakMemory: () => [child.pid, ...childrenOf(child.pid)].reduce((all, pid) => all + memoryOf(pid, "VmHWM"), 0),
    forgetPeak: () => [child.pid, ...childrenOf(child.pid)].forEach(forgetPeak),
    stop: () => stop(child),
  };
}

function start(contender, args, { core, node = [], stderr = "inherit", database } = {}) {
  const script = fileURLToPath(new URL(`servers/${contender.server ?? contender.name}.mjs`, import.meta.url));
  const ownFlags = contender.node ?? [];
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", ...ownFlags, ...node, script, ...args];
  if (core !== undefined) command.unshift("taskset", "--cpu-list", `${core}`);
  const env = { ...settingsAside(), ...(database && { BENCH_DATABASE: database }) };
  if (contender.processes) env.BENCH_PROCESSES = `${contender.processes}`;
  const child = spawn(command[0], command.slice(1), { env, stdio: ["pipe", "pipe", stderr] });
  // Before the folder goes, which waits for the same event.
  process.prependOnceListener("exit", () => child.kill("SIGKILL"));

  /** Waits for a line; what is said afterwards is dropped unread, so that the pipe never fills. */
  const told = (stream, line) =>
    new Promise((resolve, reject) => {
      let heard = "";
      const listen = (text) => {
        heard += text;
        const match = line.exec(heard);
        if (!match) return;
        stream.off("data", listen).resume();
        resolve(match);
      };
      stream.setEncoding("utf8").on("data", listen);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${contender.name} ended (${code}) before it was ready`)));
    });
  return { child, told };
}

/** The environment without the settings of whoever runs this: they are not the contenders'. */
export function settingsAside() {
  const env = { ...process.env, NODE_ENV: "production" };
  for (const name of Object.keys(env)) {
    if (/^(COUNTERSIGN|BETTER_AUTH)_|^(HOST|NODE_OPTIONS)$|^npm_/.test(name)) delete env[name];
  }
  return env;
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.stdin.end();
  });
}

/** Where a server runs as several processes, those that it started. */
export function childrenOf(pid) {
  if (!linux) return [];
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "latin1").split(" ").filter(Boolean).map(Number),
  );
}

const sum = (all) =>
  all[0] && all.reduce((a, b) => ({ user: a.user + b.user, system: a.system + b.system }), { user: 0, system: 0 });

/** All threads of it, in µs, to the clock tick of 10 ms; neighbours slow a process down, but hardly add to this. */
function cpuOf(pid) {
  if (!linux) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name before the last parenthesis may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { user: Number(fields[11]) * 10_000, system: Number(fields[12]) * 10_000 };
}

/** The peak begins anew at what is resident now (proc(5), `clear_refs`). */
function forgetPeak(pid) {
  if (linux) writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** In bytes. @param what `VmHWM`: the most it ever had resident; `VmRSS`: what it has now */
export function memoryOf(pid, what) {
  if (!linux) return undefined;
  const line = new RegExp(`^${what}:\\s*(\\d+) kB`, "m");
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, "latin1"))[1]) * 1024;
}
