// What do second steps, session checks and lists of people cost while far more passwords arrive than can be hashed?
import "../serving/preconditions.mjs";
import { hash, verify } from "@node-rs/argon2";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { currentStep, stepAfter, totp } from "../serving/codes.mjs";
import { contenders } from "../serving/contenders.mjs";
import { drive, openAll, poolOf, read, send } from "../serving/load.mjs";
import { chooseCores, makeFolder, pinMyself, prepare, serve } from "../serving/server-process.mjs";
import { password } from "../serving/servers/command.mjs";
import { signIn } from "../serving/signing-in.mjs";
import { show, summarise } from "./report.mjs";
import { flood, shares, stream } from "./traffic.mjs";

const defaults = { rounds: 7, seconds: 6, times: 4, codes: 100, checks: 200, lists: 10 };
const { json, rounds, seconds, times, ...aSecond } = readOptions(defaults);
const ours = contenders.find(({ name }) => name === "countersign");
const { parameters } = await import(new URL("../../dist/kernel/slow-hashing.js", import.meta.url).href);
const folder = makeFolder();
const cores = chooseCores();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder, cores),
  versions: readVersions(["undici"]),
};
/** Second steps of one half of a round, each by somebody else. */
const group = aSecond.codes * seconds;
let server;
try {
  const hashesASecond = await hashingAlone();
  const passwords = Math.round(times * hashesASecond);
  // Nobody comes again while the password they gave before may still wait.
  const crowd = passwords * (seconds + 15);
  const { people, administrator } = await started(1 + 2 * group + crowd);
  const runs = await measure(people, administrator, passwords);
  const summary = summarise(runs);
  const method = describeMethod(hashesASecond, passwords);
  const result = { question: "overload", method, ...circumstances, hashesASecond, passwords, ...summary, runs };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`overload failed: ${error.message}`);
  process.exitCode = 1;
}
await server?.stop();
process.exit();

/** What the server's core, or all where none is its own, hash a second when they do nothing else; neighbours only take from it. */
async function hashingAlone() {
  if (cores) pinMyself(cores.server);
  const encoded = await hash(password, parameters);
  const rates = [];
  for (let i = 0; i < 5; i++) {
    const { answers, seconds: took } = await drive(Array(60).fill(password), 2, (typed) => verify(encoded, typed));
    rates.push(answers.length / took);
  }
  if (cores) pinMyself(cores.generator);
  return Math.max(...rates);
}

async function started(count) {
  tell(`Enrolling ${count} people …`);
  const { data, people } = await prepare(ours, folder, count, "real");
  server = await serve(ours, data, { core: cores?.server, hashing: "real" });
  const pool = poolOf(server.url, 1);
  const administrator = await signIn(pool, ours, people[0], server.url);
  await pool.close();
  return { people, administrator };
}

/** Connections enough that nobody waits for one in the generator. */
async function openPools(passwords) {
  const wanted = { codes: 64, checks: 64, lists: 16, passwords: Math.min(6 * passwords, 1500) };
  const pools = {};
  for (const [name, connections] of Object.entries(wanted)) {
    pools[name] = poolOf(server.url, connections);
    await openAll(pools[name], connections);
  }
  return pools;
}

/** A B, B A, …: whatever the machine does besides falls on both alike. */
async function measure(people, administrator, passwords) {
  const groups = [people.slice(1, 1 + group), people.slice(1 + group, 1 + 2 * group)];
  const crowd = people.slice(1 + 2 * group);
  let from = 0;
  const begin = () => {
    const number = from++ % crowd.length;
    const request = ours.first(crowd[number], server.url);
    // Each from a network of their own: what one network may take is bounded besides.
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    return { ...request, headers: { ...request.headers, "x-forwarded-for": address } };
  };
  const runs = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    const ready = await getReady(groups);
    const pools = await openPools(passwords);
    for (const turn of [0, 1]) {
      const flooded = (turn + round) % 2 === 1;
      const run = await half(ready[turn], administrator, pools, flooded ? passwords : 0, begin);
      if (round > 0) runs.push({ round, flooded, ...run });
    }
    await Promise.all(Object.values(pools).map((pool) => pool.close()));
  }
  return runs;
}

/** Sign-ins begun and codes that nobody gave before, untimed. */
async function getReady(groups) {
  const everybody = groups.flat();
  const pool = poolOf(server.url, 16);
  const firsts = await drive(everybody, 16, (person) => send(pool, ours.first(person, server.url)));
  await pool.close();
  const signIns = firsts.answers.map((answer) => read(ours, "first step", ours.signInOf, answer));
  await stepAfter(Math.max(0, ...everybody.map(({ lastStep = 0 }) => lastStep)));
  const step = currentStep();
  const requests = everybody.map((person, i) => {
    person.lastStep = step;
    return ours.second(signIns[i], totp(person.secret, step), server.url);
  });
  return [requests.slice(0, group), requests.slice(group)];
}

/** @param passwords so many besides, or none */
async function half(codes, administrator, pools, passwords, next) {
  const crowd = passwords > 0 ? flood(pools.passwords, passwords, next) : undefined;
  // The queue has to be full, or nothing is asked.
  for (let tries = 0; crowd && !crowd.told.refused; tries++) {
    if (tries > 150) throw new Error("no password was too many: nothing was asked");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.forgetPeak();
  const mineBefore = process.cpuUsage();
  const begun = performance.now();
  const check = ours.probe(administrator);
  const during = (kind) => (sent) => sent < aSecond[kind] * seconds;
  const list = { ...check, path: "/api/v1/people?limit=50" };
  const [second, checks, lists] = await Promise.all([
    stream(pools.codes, aSecond.codes, during("codes"), (number) => codes[number]),
    stream(pools.checks, aSecond.checks, during("checks"), () => check),
    stream(pools.lists, aSecond.lists, during("lists"), () => list),
  ]);
  const mine = process.cpuUsage(mineBefore);
  const generatorBusy = (mine.user + mine.system) / 1000 / (performance.now() - begun);
  const peak = server.peakMemory();
  const sessions = second.map((answer) => read(ours, "second step", ours.sessionOf, answer));
  if (new Set(sessions).size !== sessions.length) throw new Error("one session was given twice");
  for (const { status } of [...checks, ...lists]) if (status !== 200) throw new Error(`a check or list got ${status}`);
  const of = (answers) => Object.fromEntries(shares(answers, 0.5, 0.99).map((ms, i) => [["p50", "p99"][i], ms]));
  return {
    codes: of(second),
    checks: of(checks),
    lists: of(lists),
    peak,
    generatorBusy,
    ...(crowd && tally(await crowd.stop())),
  };
}

/** Every answer is a sign-in begun, or a refusal that says when to come back. */
function tally(answers) {
  const refused = answers.filter(({ status }) => status === 503);
  const begun = answers.filter(({ status }) => status === 201);
  const other = answers.find(({ status }) => status !== 503 && status !== 201);
  if (other) throw new Error(`a password got ${other.status}: ${other.text.slice(0, 200)}`);
  const silent = refused.find(({ headers }) => !/^[1-9]\d*$/.test(headers["retry-after"] ?? ""));
  if (silent) throw new Error("a refusal did not say when to come back");
  const [p50, p99, longest] = shares(refused, 0.5, 0.99, 1);
  const [waited] = shares(begun, 0.5);
  return { refused: { count: refused.length, p50, p99, longest }, begun: { count: begun.length, waited } };
}

function describeMethod(hashesASecond, passwords) {
  return (
    `${aSecond.codes} second steps, ${aSecond.checks} session checks and ${aSecond.lists} lists of fifty people a second, for ` +
    `${seconds} seconds, alone and while ${passwords} passwords a second arrive (${times} x the ${Math.round(hashesASecond)} that ` +
    `are hashed where nothing else runs), each from another network; ${rounds} rounds after one to warm up, in turn (A B, B A, …); ` +
    "medians, and medians of each round's ratios; requests are sent when they are due, whether or not others are answered"
  );
}
