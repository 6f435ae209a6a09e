// How many right codes a second does a server take with PostgreSQL, in one process and in two?
import "../serving/preconditions.mjs";
import { getReady, secondSteps } from "../second-step/load.mjs";
import { show, summarise } from "../second-step/report.mjs";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { currentStep } from "../serving/codes.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { startPostgres } from "../serving/postgres.mjs";
import { makeFolder, prepare, serve } from "../serving/server-process.mjs";

const {
  json,
  connections: levels,
  rounds,
  people: fewest,
} = readOptions({ connections: [8, 32], rounds: 5, people: 300 });
const named = (name) => known.find((one) => one.name === name);
const contenders = [
  { ...named("countersign"), times: 5 },
  { ...named("countersign"), name: "countersign, 2 processes", server: "countersign", times: 5, processes: 2 },
  named("better-auth"),
  { ...named("floor"), server: "floor-postgres", times: 5 },
];
const goals = { timesBetterAuth: () => 6, ofFloor: 0.6 };
const folder = makeFolder();
let postgres;
let servers = [];
try {
  postgres = await startPostgres(folder);
  const circumstances = {
    measured: new Date().toISOString(),
    machine: describeMachine(folder),
    versions: { ...readVersions(["better-auth", "undici"]), postgres: postgres.version },
  };
  servers = await startAll();
  const runs = await measure();
  const measured = servers.map(({ contender, groups, memoryAtStart, peakMemory }) => ({
    name: contender.name,
    people: groups[0].length,
    memoryAtStart,
    peakMemory: peakMemory(),
  }));
  const summary = summarise(runs, measured, levels, goals);
  const result = { question: "second-step-postgres", method: describeMethod(), ...circumstances, ...summary, runs };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`second-step-postgres failed: ${error.message}`);
  process.exitCode = 1;
}
await Promise.all(servers.map((server) => server.stop()));
await postgres?.stop();
process.exit();

/** Each with a database of its own in the one server. */
async function startAll() {
  const started = [];
  for (const contender of contenders) {
    const count = (contender.times ?? 1) * fewest * levels.length;
    tell(`Enrolling ${count} people at ${contender.name} …`);
    const database = await postgres.database(contender.name);
    const { data, people } = await prepare(contender, folder, count, "cheap", database);
    for (const person of people) person.lastStep = currentStep();
    const groups = levels.map((_, level) => people.filter((_person, number) => number % levels.length === level));
    const server = await serve(contender, data, { database });
    started.push({ contender, groups, memoryAtStart: server.peakMemory(), ...server });
  }
  return started;
}

/** A B C D, B C D A, …: whatever the machine does besides falls on all of them alike. */
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
    "by round; every code accepted, given once, answered with a session; one PostgreSQL server with the settings it " +
    "comes with, ten connections each"
  );
}
