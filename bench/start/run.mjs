// How long from the command to the first answer on existing data, and how much memory has a process that rests?
import "../serving/preconditions.mjs";
import { spawn } from "node:child_process";
import { request } from "node:http";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { makeFolder, memoryOf, prepare, settingsAside } from "../serving/server-process.mjs";
import { atMost, median, print, printGoals, rounded } from "../serving/sums.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { json, rounds, people, rest } = readOptions({ rounds: 9, people: 1000, rest: 10_000 });
const goals = { overBare: 1000, atRest: 150 };
/** Resting takes its time, and does not differ from start to start. */
const resting = 3;
/** Whoever did not answer by then never will. */
const longest = 60_000;
const folder = makeFolder();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder),
  versions: readVersions([]),
};
try {
  tell(`Writing an organisation of ${people} people …`);
  const countersign = known.find(({ name }) => name === "countersign");
  const { data } = await prepare(countersign, folder, people);
  const contenders = [
    { name: countersign.name, command: [...countersign.node, here("../../bin/countersign.mjs"), "serve"], data },
    { name: "bare-http", command: [here("bare.mjs")], data },
  ];
  const runs = await measure(contenders);
  const rows = contenders.map(({ name }) => summarise(runs, name));
  const overBare = rounded(median(difference(runs)), 0);
  const result = {
    question: "start",
    people,
    rounds,
    rest,
    ...circumstances,
    rows,
    overBare,
    goals: [
      atMost("ms from the command to the first answer, over bare node:http", goals.overBare, overBare, "under"),
      atMost("MiB resident at rest", goals.atRest, rows[0].restMiB, "under"),
    ],
    runs,
  };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`start failed: ${error.message}`);
  process.exitCode = 1;
}
process.exit();

async function measure(contenders) {
  const runs = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    for (const turn of contenders.keys()) {
      const contender = contenders[(turn + round) % contenders.length];
      const run = await start(contender, round > 0 && round <= resting);
      if (round > 0) runs.push({ round, contender: contender.name, ...run });
    }
  }
  return runs;
}

async function start({ name, command, data }, isToRest) {
  const port = await freePort();
  const env = { ...settingsAside(), PORT: `${port}`, HOST: "127.0.0.1", COUNTERSIGN_DATA: data };
  const began = performance.now();
  const child = spawn(process.execPath, command, { env, stdio: ["ignore", "ignore", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  process.prependOnceListener("exit", kill);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let fell = false;
  ended.then(() => {
    fell = true;
  });
  while (!(await answers(port))) {
    if (fell || performance.now() - began > longest) throw new Error(`${name} never answered`);
    await pause(1);
  }
  const milliseconds = performance.now() - began;
  let memory;
  if (isToRest) {
    await pause(rest);
    memory = memoryOf(child.pid, "VmRSS");
  }
  child.kill("SIGTERM");
  await ended;
  process.off("exit", kill);
  return { milliseconds, memory };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, path: "/health/ready", agent: false }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode === 200));
    });
    asked.once("error", () => resolve(false)).end();
  });
}

function difference(runs) {
  const of = (name) => runs.filter(({ contender }) => contender === name);
  const bare = of("bare-http");
  return of("countersign").map(({ milliseconds }, i) => milliseconds - bare[i].milliseconds);
}

function summarise(runs, name) {
  const own = runs.filter(({ contender }) => contender === name);
  const times = own.map(({ milliseconds }) => milliseconds);
  const memory = own.flatMap(({ memory: bytes }) => bytes ?? []);
  return {
    contender: name,
    milliseconds: rounded(median(times), 0),
    fastest: rounded(Math.min(...times), 0),
    slowest: rounded(Math.max(...times), 0),
    restMiB: memory.length === 0 ? null : rounded(median(memory) / 2 ** 20, 1),
  };
}

function show({ question, measured, machine, versions, rows, overBare, goals: judged }) {
  console.log(`${question}: ${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  print(`${rounds} starts of each, in turn, ${people} people`, rows, {
    contender: "",
    milliseconds: "ms",
    fastest: "from",
    slowest: "to",
    restMiB: "MiB at rest",
  });
  console.log(`\n  ${overBare} ms over bare node:http`);
  printGoals(judged);
}
