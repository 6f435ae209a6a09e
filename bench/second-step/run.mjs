// How many right codes a second does a server take, over HTTP and durably, each ending in a session?
import "../serving/preconditions.mjs";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { currentStep } from "../serving/codes.mjs";
import { contenders } from "../serving/contenders.mjs";
import { chooseCores, makeFolder, pinMyself, prepare, serve } from "../serving/server-process.mjs";
import { getReady, secondSteps } from "./load.mjs";
import { show, summarise } from "./report.mjs";

const {
  json,
  connections: levels,
  rounds,
  people: fewest,
} = readOptions({ connections: [8, 32], rounds: 5, people: 600 });
const goals = {
  timesBetterAuth: (connections) => ({ 8: 10, 32: 20 })[connections],
  ofFloor: 0.6,
  memoryOfBetterAuth: 0.5,
};
const folder = makeFolder();
const cores = chooseCores();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder, cores),
  versions: readVersions(["better-auth", "better-sqlite3", "undici"]),
};
let servers = [];
try {
  servers = await startAll();
  const runs = await measure();
  const measured = servers.map(({ contender, groups, memoryAtStart, peakMemory }) => ({
    name: contender.name,
    people: groups[0].length,
    memoryAtStart,
    peakMemory: peakMemory(),
  }));
  const summary = summarise(runs, measured, levels, goals);
  const result = { question: "second-step", method: describeMethod(), ...circumstances, ...summary, runs };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`second-step failed: ${error.message}`);
  process.exitCode = 1;
}
await Promise.all(servers.map((server) => server.stop()));
process.exit();

/** Each on data of its own, in a process that did nothing before; each number of connections with people of its own. */
async function startAll() {
  const sizes = contenders.map(({ name, times }) => `${name} ${times * fewest}`).join(", ");
  tell(`Enrolling people (for each number of connections: ${sizes}) …`);
  const enrolled = await Promise.all(
    contenders.map((contender) => prepare(contender, folder, contender.times * fewest * levels.length)),
  );
  // Not before: enrolling may use every core.
  if (cores) pinMyself(cores.generator);
  const step = currentStep();
  const started = [];
  for (const [i, contender] of contenders.entries()) {
    const { data, people } = enrolled[i];
    for (const person of people) person.lastStep = step;
    const groups = levels.map((_, level) => people.filter((_person, number) => number % levels.length === level));
    const server = await serve(contender, data, { core: cores?.server });
    started.push({ contender, groups, memoryAtStart: server.peakMemory(), ...server });
  }
  return started;
}

/** A B C, B C A, …: whatever the machine does besides falls on all of them alike. */
async function measure() {
  const runs = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    for (const [level, connections] of levels.entries()) {
      for (const turn of servers.keys()) {
        const server = servers[(turn + round) % servers.length];
        const ready = await getReady(server.contender, server.url, server.groups[level], connections);
        const result = await secondSteps(ready, server);
        if (round > 0) runs.push({ round, connections, contender: server.contender.name, ...result });
      }
    }
  }
  return runs;
}

function describeMethod() {
  return (
    `${levels.join(" and ")} connections, each sending its next code as soon as the last is answered; ` +
    `${rounds} rounds after one to warm up, contenders in turn, the order moved on each round; medians, ratios round ` +
    "by round; every code accepted, given once, answered with a session; journal_mode=WAL and synchronous=FULL for all"
  );
}
