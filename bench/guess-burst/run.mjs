// Of two hundred wrong codes that one person's sign-ins give at the same instant, how many are looked at?
import "../serving/preconditions.mjs";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { currentStep, totp } from "../serving/codes.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { drive, openAll, poolOf, read, send } from "../serving/load.mjs";
import { makeFolder, prepare, serve } from "../serving/server-process.mjs";
import { atMost, median, print, printGoals } from "../serving/sums.mjs";
import { startPostgres } from "./postgres.mjs";

const { json, rounds, guesses } = readOptions({ rounds: 5, guesses: 200 });
/** Wrong ones in a row that nobody has to wait for; the budget of thirty days is 25. */
const free = 5;
/** What each says to a code that it looked at, and to one that it did not. */
const manners = {
  countersign: { lookedAt: "wrong-code", not: ["wait", "sign-in-ended"] },
  "better-auth": { lookedAt: "INVALID_CODE" },
};
const folder = makeFolder();
// A server each, and PostgreSQL: all go with this process.
process.setMaxListeners(30);
const stops = [];
try {
  const postgres = await startPostgres(folder);
  stops.push(() => postgres.stop());
  const rows = [];
  for (const [on, processes] of Object.entries({ SQLite: 1, PostgreSQL: 2 })) {
    for (const name of Object.keys(manners)) rows.push(await burst(name, on, processes, postgres));
  }
  const ours = rows.filter(({ contender }) => contender === "countersign");
  const goals = ours.map(({ on, most }) => atMost(`guesses looked at, at most, on ${on}`, free, most));
  const method =
    `${guesses} wrong codes at the same instant, each on a sign-in of its own of one person, shared out over all processes; ` +
    `${rounds} people, one after another; the code of a person who was not guessed at is taken before and after`;
  const circumstances = { machine: describeMachine(folder), versions: readVersions(["better-auth", "better-sqlite3"]) };
  const result = { question: "guess-burst", method, measured: new Date().toISOString(), ...circumstances, rows, goals };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`guess-burst failed: ${error.message}`);
  process.exitCode = 1;
}
for (const stop of stops.toReversed()) await stop();
process.exit();

async function burst(name, on, processes, postgres) {
  const contender = known.find((one) => one.name === name);
  const place = join(folder, on);
  mkdirSync(join(place, name), { recursive: true });
  if (on === "PostgreSQL") writeFileSync(join(place, name, "database"), await postgres.database(name));
  tell(`${name} on ${on}: ${rounds} x ${guesses} guesses …`);
  const { data, people } = await prepare(contender, place, rounds + 2);
  const servers = [];
  for (let i = 0; i < processes; i++) servers.push(await serve(contender, data));
  const pools = servers.map(({ url }) => poolOf(url, Math.ceil(guesses / processes)));
  const [before, after, ...victims] = people;
  const lookedAt = [];
  await takes(contender, pools[0], servers[0].url, before);
  for (const person of victims) lookedAt.push(await guess(contender, servers, pools, person));
  await takes(contender, pools.at(-1), servers.at(-1).url, after);
  for (const server of servers) await server.stop();
  return { contender: name, on, processes, median: median(lookedAt), most: Math.max(...lookedAt), lookedAt };
}

/** @returns how many were looked at */
async function guess(contender, servers, pools, person) {
  const url = servers[0].url;
  const begin = () => send(pools[0], contender.first(person, url));
  // One after another: tries at one login count until they are found right.
  const { answers } = await drive(Array(guesses).fill(), 1, begin);
  const signIns = answers.map((answer) => read(contender, "first step", contender.signInOf, answer));
  const near = [-2, -1, 0, 1, 2].map((distance) => totp(person.secret, currentStep() + distance));
  const wrong = Array.from({ length: guesses + near.length }, (_, i) => String(100_000 + i * 4201));
  const codes = wrong.filter((code) => !near.includes(code));
  await Promise.all(pools.map((pool) => openAll(pool, Math.ceil(guesses / pools.length))));
  const told = await Promise.all(
    signIns.map((signIn, i) =>
      send(pools[i % pools.length], contender.second(signIn, codes[i], servers[i % pools.length].url)),
    ),
  );
  const { lookedAt, not } = manners[contender.name];
  const said = told.map(({ status, text }) => {
    if (status < 400) throw new Error(`${contender.name} took a wrong code`);
    return JSON.parse(text || "{}").code ?? status;
  });
  const strange = not && said.find((code) => code !== lookedAt && !not.includes(code));
  if (strange) throw new Error(`${contender.name} answered ${strange}`);
  return said.filter((code) => code === lookedAt).length;
}

/** It does take right codes, or refusing all would be easy. */
async function takes(contender, pool, url, person) {
  const begun = await send(pool, contender.first(person, url));
  const signIn = read(contender, "first step", contender.signInOf, begun);
  const answered = await send(pool, contender.second(signIn, totp(person.secret), url));
  read(contender, "second step", contender.sessionOf, answered);
}

function show({ question, method, measured, machine, versions, rows, goals }) {
  console.log(`${question}: ${method}\n${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  print(
    `Of ${guesses} guesses looked at`,
    rows.map((row) => ({ ...row, each: row.lookedAt.join(", ") })),
    { contender: "", on: "on", processes: "processes", median: "median", most: "most", each: "each" },
  );
  printGoals(goals);
}
