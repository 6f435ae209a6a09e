// How many whole sign-ins a second does a server take, when passwords are hashed as they are in earnest?
import "../serving/preconditions.mjs";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { drive, openAll, poolOf } from "../serving/load.mjs";
import { makeFolder, prepare, serve } from "../serving/server-process.mjs";
import { password } from "../serving/servers/command.mjs";
import { signIn } from "../serving/signing-in.mjs";
import { atLeast, median, medianRatio, print, printGoals, rounded } from "../serving/sums.mjs";

const { parameters } = await import(new URL("../../dist/kernel/slow-hashing.js", import.meta.url).href);
const { json, connections: level, rounds, people: fewest } = readOptions({ connections: 8, rounds: 7, people: 60 });
const goals = { timesBetterAuth: 6, ofHashing: 0.9 };
const hashing = "hashing alone";
const folder = makeFolder();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder),
  versions: readVersions(["better-auth", "better-sqlite3", "undici"]),
};
const stops = [];
try {
  const contenders = await Promise.all(["countersign", "better-auth"].map(started));
  contenders.push(await hashingAlone(8 * fewest));
  const runs = await measure(contenders);
  const rows = contenders.map(({ name }) => summarise(runs, name));
  const { memoryCost, timeCost, parallelism } = parameters;
  const result = {
    question: "sign-in",
    method: method(),
    ...circumstances,
    parameters: { memoryCost, timeCost, parallelism },
    connections: level,
    rows,
    goals: judge(rows[0]),
    runs,
  };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`sign-in failed: ${error.message}`);
  process.exitCode = 1;
}
await Promise.all(stops.map((stop) => stop()));
process.exit();

async function started(name) {
  const contender = known.find((one) => one.name === name);
  const count = contender.times * fewest;
  tell(`Enrolling ${count * (rounds + 1)} people at ${name} …`);
  const { data, people } = await prepare(contender, folder, count * (rounds + 1), "real");
  const server = await serve(contender, data, { hashing: "real" });
  stops.push(server.stop);
  return { name, round };

  /** People of its own, so that nobody waits for a next code. */
  async function round(number) {
    const turn = people.slice(number * count, (number + 1) * count);
    const pool = poolOf(server.url, level);
    await openAll(pool, level);
    const before = server.cpu();
    const done = await drive(turn, level, (person) => signIn(pool, contender, person, server.url));
    const after = server.cpu();
    await pool.close();
    if (new Set(done.answers).size !== count) throw new Error(`${name} gave one session twice`);
    return { ...done, cpu: after && (after.user + after.system - before.user - before.system) / count };
  }
}

/** As many at once as there are cores: more would only wait for one another. */
async function hashingAlone(count) {
  const encoded = await hash(password, parameters);
  const atOnce = Math.max(2, availableParallelism());
  return {
    name: hashing,
    async round() {
      const before = process.cpuUsage();
      const done = await drive(Array(count).fill(password), atOnce, (typed) => verify(encoded, typed));
      const { user, system } = process.cpuUsage(before);
      if (!done.answers.every(Boolean)) throw new Error("the right password was none");
      return { ...done, cpu: (user + system) / count };
    },
  };
}

async function measure(contenders) {
  const runs = [];
  for (let number = 0; number <= rounds; number++) {
    tell(number === 0 ? "Warming up …" : `Round ${number} of ${rounds} …`);
    for (const turn of contenders.keys()) {
      const { name, round } = contenders[(turn + number) % contenders.length];
      const { latencies, seconds, cpu } = await round(number);
      const sorted = latencies.toSorted();
      const at = (share) => sorted[Math.floor(sorted.length * share)];
      const run = { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99), cpu };
      if (number > 0) runs.push({ round: number, contender: name, ...run });
    }
  }
  return runs;
}

function summarise(runs, name) {
  const of = (wanted) => runs.filter(({ contender }) => contender === wanted);
  const rate = ({ perSecond }) => perSecond;
  const middle = (field, digits) => rounded(median(of(name).map((run) => run[field])), digits);
  const rates = of(name).map(rate);
  return {
    contender: name,
    perSecond: middle("perSecond", 1),
    slowestRound: rounded(Math.min(...rates), 1),
    fastestRound: rounded(Math.max(...rates), 1),
    p50: middle("p50", 1),
    p99: middle("p99", 1),
    timesBetterAuth: rounded(medianRatio(of(name), of("better-auth"), rate), 2),
    ofHashing: rounded(medianRatio(of(name), of(hashing), rate), 3),
    cpuMilliseconds: rounded(median(of(name).map(({ cpu }) => cpu)) / 1000, 2),
  };
}

function judge({ timesBetterAuth, ofHashing }) {
  return [
    atLeast("times better-auth", goals.timesBetterAuth, timesBetterAuth),
    atLeast("of what hashing alone allows", goals.ofHashing, ofHashing),
  ];
}

function method() {
  return (
    `${level} connections, each beginning its next sign-in when the last gave a session; ${rounds} rounds after one to warm ` +
    `up, contenders in turn; nobody signs in twice; argon2id with ${parameters.memoryCost} KiB, ${parameters.timeCost} ` +
    "passes, one lane, for ours and hashing alone; scrypt as it comes for better-auth"
  );
}

function show({ question, method: how, measured, machine, versions, rows, goals: judged }) {
  console.log(`${question}: ${how}\n${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  print(`${level} connections`, rows, {
    contender: "",
    perSecond: "a second",
    slowestRound: "from",
    fastestRound: "to",
    p50: "p50 ms",
    p99: "p99 ms",
    timesBetterAuth: "x better-auth",
    ofHashing: "x hashing alone",
    cpuMilliseconds: "CPU ms each",
  });
  printGoals(judged);
}
