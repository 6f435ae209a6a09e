// How many times a second does a server say whether a cookie is a good session, and whose?
import "../serving/preconditions.mjs";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { chooseCores, makeFolder, pinMyself, prepare, serve } from "../serving/server-process.mjs";
import { signInAll } from "../serving/signing-in.mjs";
import { bytesOf, driveSockets } from "../serving/sockets.mjs";
import { atLeast, median, medianRatio, print, printGoals, rounded } from "../serving/sums.mjs";

const defaults = { connections: [8, 32], rounds: 7, milliseconds: 2000, people: 200 };
const { json, connections: levels, rounds, milliseconds, people: count } = readOptions(defaults);
const goals = { timesBetterAuth: 5, ofBare: 0.5 };
const named = (wanted) => known.find(({ name }) => name === wanted);
const contenders = [named("countersign"), named("better-auth"), { name: "bare-http" }];
const folder = makeFolder();
const cores = chooseCores();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder, cores),
  versions: readVersions(["better-auth", "better-sqlite3"]),
};
const servers = [];
try {
  for (const contender of contenders) servers.push(await started(contender));
  const runs = await measure();
  const results = levels.map((connections) => ({ connections, rows: summarise(runs, connections) }));
  const result = {
    question: "session-check",
    method: method(),
    ...circumstances,
    results,
    goals: judge(results),
    runs,
  };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`session-check failed: ${error.message}`);
  process.exitCode = 1;
}
await Promise.all(servers.map((server) => server.stop()));
process.exit();

/** Serving, with what a proxy would ask of it for each of its people. */
async function started(contender) {
  tell(`${contender.name}: enrolling and signing in …`);
  const { data, people } = await prepare(contender, folder, count);
  if (cores) pinMyself(cores.generator);
  const server = await serve(contender, data, { core: cores?.server });
  if (!contender.first) {
    return { contender, ...server, requests: [{ bytes: bytesOf({ path: "/session", headers: {} }, server.url) }] };
  }
  const sessions = await signInAll(contender, server.url, people);
  const requests = people.map(({ login }, i) => ({
    bytes: bytesOf(contender.check(sessions[i]), server.url),
    name: Buffer.from(`"email":"${login}"`),
  }));
  return { contender, ...server, requests };
}

async function measure() {
  const runs = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    for (const connections of levels) {
      for (const turn of servers.keys()) {
        const server = servers[(turn + round) % servers.length];
        const run = await ask(server, connections);
        if (round > 0) runs.push({ round, connections, contender: server.contender.name, ...run });
      }
    }
  }
  return runs;
}

async function ask({ contender, url, requests, cpu: cpuOf }, connections) {
  const before = cpuOf();
  const mineBefore = process.cpuUsage();
  const check = (answer, { name }) => {
    if (answer.latin1Slice(9, 12) === "200" && (!name || answer.includes(name))) return;
    throw new Error(`${contender.name} answered: ${answer.latin1Slice(0, 1000)}`);
  };
  const { latencies, seconds } = await driveSockets(url, requests, { connections, milliseconds, check });
  const mine = process.cpuUsage(mineBefore);
  const after = cpuOf();
  const sorted = latencies.toSorted();
  return {
    perSecond: latencies.length / seconds,
    p50: sorted[Math.floor(sorted.length * 0.5)],
    p99: sorted[Math.floor(sorted.length * 0.99)],
    cpu: after && (after.user + after.system - before.user - before.system) / latencies.length,
    generatorBusy: (mine.user + mine.system) / 1e6 / seconds,
  };
}

function summarise(runs, connections) {
  const of = (name) => runs.filter((run) => run.connections === connections && run.contender === name);
  const [peer, bare] = [of("better-auth"), of("bare-http")];
  return contenders.map(({ name }) => {
    const own = of(name);
    const middle = (field, digits) => rounded(median(own.map((run) => run[field])), digits);
    const rates = own.map(({ perSecond }) => perSecond);
    return {
      contender: name,
      perSecond: middle("perSecond", 0),
      slowestRound: rounded(Math.min(...rates), 0),
      fastestRound: rounded(Math.max(...rates), 0),
      p50: middle("p50", 2),
      p99: middle("p99", 2),
      timesBetterAuth: rounded(
        medianRatio(own, peer, ({ perSecond }) => perSecond),
        2,
      ),
      ofBare: rounded(
        medianRatio(own, bare, ({ perSecond }) => perSecond),
        3,
      ),
      cpuMicroseconds: middle("cpu", 1),
      // How many of these the CPU time of a bare answer would pay.
      ofBareByCpu: rounded(
        medianRatio(bare, own, ({ cpu }) => cpu),
        3,
      ),
      generatorBusy: middle("generatorBusy", 2),
    };
  });
}

function judge(results) {
  return results.flatMap(({ connections, rows }) => {
    const { timesBetterAuth, ofBare, ofBareByCpu } = rows.find(({ contender }) => contender === "countersign");
    const at = `at ${connections} connections`;
    return [
      atLeast(`times better-auth ${at}`, goals.timesBetterAuth, timesBetterAuth),
      atLeast(`of bare node:http ${at}`, goals.ofBare, ofBare),
      atLeast(`of bare node:http ${at}, by CPU time`, goals.ofBare, ofBareByCpu),
    ];
  });
}

function method() {
  return (
    `${levels.join(" and ")} connections, ${rounds} rounds of ${milliseconds} ms after one to warm up, contenders in turn; ` +
    `the cookies of ${count} people in turn; every answer 200 and naming the right one`
  );
}

function show({ question, method: how, measured, machine, versions, results, goals: judged }) {
  console.log(`${question}: ${how}\n${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  for (const { connections, rows } of results) {
    print(`${connections} connections`, rows, {
      contender: "",
      perSecond: "a second",
      slowestRound: "from",
      fastestRound: "to",
      p50: "p50 ms",
      p99: "p99 ms",
      timesBetterAuth: "x better-auth",
      ofBare: "x bare",
      cpuMicroseconds: "CPU µs each",
      ofBareByCpu: "x bare by CPU",
      generatorBusy: "generator busy",
    });
  }
  printGoals(judged);
}
