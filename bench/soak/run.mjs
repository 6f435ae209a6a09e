// Does the serving process stay as large as it is while people sign in, are asked for and sign out, for an hour?
import "../serving/preconditions.mjs";
import { setTimeout as pause } from "node:timers/promises";
import { stream } from "../overload/traffic.mjs";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { currentStep, stepAfter } from "../serving/codes.mjs";
import { contenders } from "../serving/contenders.mjs";
import { poolOf, send } from "../serving/load.mjs";
import { chooseCores, makeFolder, memoryOf, pinMyself, prepare, serve } from "../serving/server-process.mjs";
import { signIn } from "../serving/signing-in.mjs";
import { show, summarise } from "./report.mjs";

const defaults = { minutes: 60, people: 1500, signs: 15, wrong: 3, checks: 150, lists: 5, pages: 20 };
const { json, minutes, people: count, ...aSecond } = readOptions(defaults);
/** A person's next sign-in needs the next code. */
const apart = 2 * 30;
if (count < aSecond.signs * apart) {
  console.error(`${aSecond.signs} sign-ins a second take --people ${aSecond.signs * apart} or more.`);
  process.exit(2);
}
const ours = contenders.find(({ name }) => name === "countersign");
const folder = makeFolder();
const cores = chooseCores();
const circumstances = {
  measured: new Date().toISOString(),
  machine: describeMachine(folder, cores),
  versions: readVersions(["undici"]),
};
let server;
try {
  tell(`Enrolling ${count} people …`);
  const { data, people } = await prepare(ours, folder, count + 1, "real");
  if (cores) pinMyself(cores.generator);
  server = await serve(ours, data, { core: cores?.server, hashing: "real" });
  const { samples, done } = await load(people);
  const result = { question: "soak", method: describeMethod(), minutes, ...circumstances, ...summarise(samples), done };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`soak failed: ${error.message}`);
  process.exitCode = 1;
}
await server?.stop();
process.exit();

async function load([administrator, ...people]) {
  const pool = poolOf(server.url, 64);
  const administratorsSession = await signIn(pool, ours, administrator, server.url);
  const until = performance.now() + minutes * 60_000;
  const going = () => performance.now() < until;
  const done = { signs: 0, wrong: 0, checks: 0, lists: 0, pages: 0 };
  /** The session that was given last. */
  const kept = { session: administratorsSession };
  const ends = [
    everyMinute(going, done),
    visits(pool, going, people, done, kept),
    repeat(pool, going, aSecond.wrong, done, "wrong", 401, guess),
    repeat(pool, going, aSecond.checks, done, "checks", 200, () => ours.probe(kept.session)),
    repeat(pool, going, aSecond.lists, done, "lists", 200, () => ({
      ...ours.probe(administratorsSession),
      path: "/api/v1/people",
    })),
    repeat(pool, going, aSecond.pages, done, "pages", 200, () => ({ method: "GET", path: "/sign-in", headers: {} })),
  ];
  const samples = await sample(going);
  await Promise.all(ends);
  await pool.close();
  return { samples, done };
}

/** So many whole sign-ins a second; each is looked at a while and ends, as people's days do. */
async function visits(pool, going, people, done, kept) {
  const interval = 1000 / aSecond.signs;
  const running = new Set();
  let failed;
  for (let number = 0; going() && !failed; number++) {
    const person = people[number % people.length];
    const visit = visited(pool, person, number, kept).then(
      () => done.signs++,
      (error) => {
        failed = error;
      },
    );
    running.add(visit);
    visit.finally(() => running.delete(visit));
    await pause(interval);
  }
  await Promise.all(running);
  if (failed) throw failed;
}

async function visited(pool, person, number, kept) {
  const through = { request: (request) => pool.request(from(request, number)) };
  // Where the machine is too busy they come again before they are through, or before the next code: they wait for it.
  const before = person.signingIn;
  person.signingIn = (async () => {
    await before;
    await stepAfter(person.lastStep ?? 0);
    const given = await signIn(through, ours, person, server.url);
    person.lastStep = currentStep();
    return given;
  })();
  const session = await person.signingIn;
  kept.session = session;
  await pause(20_000);
  const ended = await send(pool, { ...ours.probe(session), method: "DELETE" });
  if (ended.status !== 204) throw new Error(`signing out got ${ended.status}`);
}

/** Each from a network of their own: what one network may take is bounded besides. */
function from(request, number) {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  return { ...request, headers: { ...request.headers, "x-forwarded-for": address } };
}

/** Of somebody who is not there, so that nobody has to wait for them. */
function guess(number) {
  return from(ours.first({ login: `nobody${number}@example.org` }), number);
}

/** Requests of one kind, answered as they have to be; a minute at a time, so that no answer is kept for an hour. */
async function repeat(pool, going, perSecond, done, kind, status, next) {
  let number = 0;
  while (going()) {
    const answers = await stream(
      pool,
      perSecond,
      (sent) => sent < perSecond * 10 && going(),
      () => next(number++),
    );
    const other = answers.find((answer) => answer.status !== status);
    // A session that was looked at just as it ended is no failure of whoever ended it.
    if (other && !(kind === "checks" && other.status === 401)) {
      throw new Error(`${kind} got ${other.status}: ${other.text.slice(0, 200)}`);
    }
    done[kind] += answers.length;
  }
}

async function sample(going) {
  const samples = [];
  while (going()) {
    await pause(5000);
    samples.push(memoryOf(server.child.pid, "VmRSS"));
  }
  return samples;
}

async function everyMinute(going, done) {
  for (let minute = 0; going(); minute++) {
    if (minute > 0) {
      const mebibytes = Math.round(memoryOf(server.child.pid, "VmRSS") / 2 ** 20);
      tell(`${minute} of ${minutes} minutes, ${done.signs} sign-ins, ${mebibytes} MiB`);
    }
    await pause(60_000);
  }
}

function describeMethod() {
  return (
    `${aSecond.signs} whole sign-ins a second (password, code, twenty seconds later signed out), ${aSecond.wrong} wrong ` +
    `passwords, ${aSecond.checks} session checks, ${aSecond.lists} lists of fifty people and ${aSecond.pages} sign-in pages, ` +
    `for ${minutes} minutes; ${count} people, so that nobody gives a code twice; resident memory every 5 s; any other answer fails the run`
  );
}
