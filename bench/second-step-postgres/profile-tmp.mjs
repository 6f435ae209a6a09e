// Where a contender's time goes while it takes second steps: µs of each request, by function, alone and with what it calls.
// node bench/second-step/profile.mjs [--of countersign|better-auth|floor] [--connections 32] [--people 2000] [--top 40] [--out FILE.cpuprofile]
import "/work/speed/bench/serving/preconditions.mjs";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { currentStep } from "/work/speed/bench/serving/codes.mjs";
import { contenders } from "/work/speed/bench/serving/contenders.mjs";
import { chooseCores, makeFolder, pinMyself, prepare, serve } from "/work/speed/bench/serving/server-process.mjs";
import { getReady, secondSteps } from "/work/speed/bench/second-step/load.mjs";

const { values } = parseArgs({
  options: {
    of: { type: "string", default: "countersign" },
    connections: { type: "string", default: "32" },
    people: { type: "string", default: "2000" },
    top: { type: "string", default: "40" },
    out: { type: "string" },
  },
});
const connections = Number(values.connections);
const top = Number(values.top);
const contender = contenders.find(({ name }) => name === values.of);
if (!contender) {
  console.error(`--of is one of ${contenders.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

import { startPostgres } from "/work/speed/bench/serving/postgres.mjs"; const folder = makeFolder(); const postgres = await startPostgres(folder); const database = await postgres.database("x"); const cores = undefined;
const { data, people } = await prepare(contender, folder, Number(values.people), "cheap", database);
if (cores) pinMyself(cores.generator);
for (const person of people) person.lastStep = currentStep();
const server = await serve(contender, data, { database, node: ["--inspect=127.0.0.1:0"] });
const { ask, hangUp } = await connect((await server.told(server.child.stderr, /listening on (ws:\S+)/))[1]);
await ask("Profiler.enable");
await ask("Profiler.setSamplingInterval", { interval: 200 });

// Code that is still being compiled would show what it never costs again.
for (let round = 0; round < 2; round++) {
  await secondSteps(await getReady(contender, server.url, people, connections), server);
}
const ready = await getReady(contender, server.url, people, connections);
await ask("Profiler.start");
const result = await secondSteps(ready, server);
const { profile } = await ask("Profiler.stop");
if (values.out) writeFileSync(values.out, JSON.stringify(profile));

const { alone, withCalls, total } = attribute(profile);
const microseconds = (time) => (time / people.length).toFixed(1).padStart(8);
console.log(
  `${contender.name}, ${connections} connections, ${people.length} requests: ` +
    `${result.perSecond.toFixed(0)} a second while profiled; µs a request, in all ${microseconds(total).trim()}`,
);
print("Alone", alone);
print("With what it calls", withCalls);
// A program that is being looked into waits at its end until nobody looks any more.
hangUp();
await server.stop(); await postgres.stop();
process.exit(0);

/** Time (µs) by function; one that calls itself counts once. */
function attribute({ nodes, samples, timeDeltas }) {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const sums = { alone: new Map(), withCalls: new Map(), total: 0 };
  const add = (map, name, time) => map.set(name, (map.get(name) ?? 0) + time);
  for (const [i, id] of samples.entries()) {
    const time = timeDeltas[i];
    sums.total += time;
    add(sums.alone, nameOf(known.get(id)), time);
    const stack = new Set();
    for (let at = id; at !== undefined; at = callers.get(at)) stack.add(nameOf(known.get(at)));
    for (const name of stack) add(sums.withCalls, name, time);
  }
  return sums;
}

function nameOf({ callFrame: { functionName, url, lineNumber } }) {
  // A package's file by its package, ours from the root of the checkout.
  const file = url.replace(/^.*\/node_modules\//, "").replace(new URL("../..", import.meta.url).href, "");
  return `${functionName || "(anonymous)"}${file ? ` ${file}:${lineNumber + 1}` : ""}`;
}

function print(title, times) {
  console.log(`\n${title}`);
  const longest = [...times].toSorted(([, a], [, b]) => b - a).slice(0, top);
  for (const [name, time] of longest) console.log(`${microseconds(time)}  ${name}`);
}

/** Speaks the inspector's protocol: one question, one answer. */
async function connect(url) {
  const socket = new WebSocket(url);
  const waiting = new Map();
  socket.addEventListener("message", ({ data: text }) => {
    const { id, result: answer, error } = JSON.parse(text);
    const question = waiting.get(id);
    if (error) question?.reject(new Error(error.message));
    else question?.resolve(answer);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error(`no inspector at ${url}`)), { once: true });
  });
  let last = 0;
  const ask = (method, params = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { ask, hangUp: () => socket.close() };
}
