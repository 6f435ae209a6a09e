// Of what was acknowledged, how much is gone after the power was cut? Ours beside ourselves without waiting for the disk.
import "../serving/preconditions.mjs";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { totp } from "../serving/codes.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { settingsAside } from "../serving/server-process.mjs";
import { atLeast, atMost, print, printGoals } from "../serving/sums.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { json, rounds, people } = readOptions({ rounds: 10, people: 600 });
const question = "power-cut";
const atOnce = 16;
const [countersign] = known;
/** _IOR('X', 125, __u32), with the flag that leaves the log unwritten. */
const cut = 'open(D, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl(D, 0x8004587D, $how) or die $!';

const missing = whyNot();
if (missing) {
  if (json) console.log(JSON.stringify({ question, leftOut: missing }));
  else console.log(`Left out: ${missing}.`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "countersign-power-cut-"));
const mount = join(folder, "disk");
const running = new Set();
mkdirSync(mount);
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  spawnSync("umount", ["--lazy", mount]);
  rmSync(folder, { recursive: true, force: true });
});
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.once(signal, () => process.exit(code));

const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder),
  versions: readVersions([]),
};
const programs = { countersign: root, "synchronous=off": withoutWaiting() };
const runs = [];
const enrolled = await enrol();
for (let round = 0; round < rounds; round++) {
  for (const name of Object.keys(programs)) {
    tell(`Round ${round + 1} of ${rounds}: ${name} …`);
    runs.push({ name, ...(await cutOnce(programs[name], enrolled)) });
  }
}
const sum = (name, what) => runs.filter((run) => run.name === name).reduce((all, run) => all + run[what], 0);
const rows = Object.keys(programs).map((name) => ({
  name,
  cuts: rounds,
  acknowledged: sum(name, "acknowledged"),
  lost: sum(name, "lost"),
  again: sum(name, "again"),
  unreadable: sum(name, "unreadable"),
}));
const goals = [
  atMost("acknowledged sign-ins lost", 0, rows[0].lost),
  atMost("codes that worked a second time", 0, rows[0].again),
  atLeast("lost by the control", 1, rows[1].lost),
];
const result = { question, rounds, people, ...circumstances, rows, goals, runs };
if (json) console.log(JSON.stringify(result, null, 2));
else {
  const columns = {
    name: "",
    cuts: "cuts",
    acknowledged: "acknowledged",
    lost: "lost",
    again: "codes again",
    unreadable: "would not start",
  };
  print("Power cuts", rows, columns);
  printGoals(goals);
}

function whyNot() {
  if (process.platform !== "linux" || process.getuid() !== 0) return "mounting a file system takes root on Linux";
  for (const name of ["mkfs.ext4", "mount", "perl"])
    if (spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0) return `${name} is not installed`;
  const trial = mkdtempSync(join(tmpdir(), "countersign-power-cut-"));
  try {
    makeDisk(join(trial, "image"));
    mkdirSync(join(trial, "disk"));
    execFileSync("mount", ["-o", "loop", join(trial, "image"), join(trial, "disk")], { stdio: "ignore" });
    execFileSync("umount", [join(trial, "disk")], { stdio: "ignore" });
    return undefined;
  } catch {
    return "loop devices can't be mounted here";
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function makeDisk(image) {
  writeFileSync(image, "");
  truncateSync(image, 256 * 2 ** 20);
  execFileSync("mkfs.ext4", ["-q", "-F", image], { stdio: "ignore" });
}

/** The same program, but for the one word on which everything here depends. */
function withoutWaiting() {
  const copy = join(folder, "hasty");
  for (const path of ["dist", "package.json", "bench/serving"])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const file = join(copy, "dist", "database", "sqlite.js");
  const text = readFileSync(file, "utf8");
  const changed = text
    .replace('hasty ? "off" : "full"', '"off"')
    .replace(/synchronous = (normal|full)/g, "synchronous = off");
  if (!changed.includes('"off"}') || /synchronous = (normal|full)/.test(changed))
    throw new Error("the control can't be made: the source has other words");
  writeFileSync(file, changed);
  return copy;
}

/** Once, on a disk that every round begins with a copy of. */
async function enrol() {
  makeDisk(join(folder, "template"));
  execFileSync("mount", ["-o", "loop", join(folder, "template"), mount]);
  const data = join(mount, "data");
  mkdirSync(data);
  const child = start(root, ["prepare", data, "cheap", `${people}`]);
  child.stdout.resume();
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error("nobody could be enrolled");
  const all = JSON.parse(readFileSync(join(data, "people.json"), "utf8"));
  execFileSync("umount", [mount]);
  return all.map(({ login, secret }) => ({ login, secret: Buffer.from(secret, "hex") }));
}

async function cutOnce(program, everybody) {
  const image = join(folder, "image");
  cpSync(join(folder, "template"), image);
  execFileSync("mount", ["-o", "loop", image, mount]);
  const acknowledged = [];
  try {
    const server = await serve(program);
    const left = [...everybody];
    let over = false;
    const loops = Array.from({ length: atOnce }, async () => {
      while (!over && left.length > 0) {
        const one = left.shift();
        const token = await signIn(server.url, one).catch(() => undefined);
        if (token) acknowledged.push({ ...one, ...token });
      }
    });
    while (acknowledged.length < atOnce && left.length > 0) await pause(5);
    await pause(Math.random() * 800);
    // A cut stops the processor as well: an answer that is on its way may arrive, but none is given any more.
    server.child.kill("SIGSTOP");
    execFileSync("perl", ["-e", cut, mount]);
    await pause(100);
    over = true;
    await end(server.child);
    await Promise.allSettled(loops);
    execFileSync("umount", [mount]);
    execFileSync("mount", ["-o", "loop", image, mount]);
    return { acknowledged: acknowledged.length, ...(await look(program, acknowledged)) };
  } finally {
    for (const child of running) await end(child);
    execFileSync("umount", [mount]);
  }
}

async function look(program, acknowledged) {
  let server;
  try {
    server = await serve(program);
  } catch {
    return { lost: acknowledged.length, again: 0, unreadable: 1 };
  }
  let [lost, again] = [0, 0];
  for (const { session, code, login } of acknowledged) {
    if ((await ask(server.url, countersign.probe(session))).status !== 200) lost++;
    const begun = await ask(server.url, countersign.first({ login }));
    if (begun.status !== 201) throw new Error(`nobody can sign in any more: ${begun.text}`);
    if ((await ask(server.url, countersign.second(countersign.signInOf(begun), code))).status === 200) again++;
  }
  return { lost, again, unreadable: 0 };
}

async function signIn(url, { login, secret }) {
  const signedInBy = countersign.signInOf(await ask(url, countersign.first({ login })));
  const code = totp(secret);
  return { code, session: countersign.sessionOf(await ask(url, countersign.second(signedInBy, code))) };
}

async function ask(url, { path, ...request }) {
  const answer = await fetch(`${url}${path}`, { ...request, signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, headers: {}, text: await answer.text() };
}

function start(program, args) {
  const script = join(program, "bench/serving/servers/countersign.mjs");
  if (!existsSync(script)) throw new Error(`there is no ${script}`);
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
    env: settingsAside(),
    stdio: ["pipe", "pipe", "ignore"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

async function serve(program) {
  const child = start(program, ["serve", join(mount, "data"), "cheap"]);
  const url = await new Promise((resolve, reject) => {
    let heard = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      heard += text;
      const [, found] = /listening at (http:\S+)/.exec(heard) ?? [];
      if (found) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`it ended (${code}) before it served`)));
  });
  return { child, url };
}

function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  return gone;
}
