// How long does the console's front page take, and what do sign-ins notice of the counting behind it?
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { populate } from "../growth/population.mjs";

const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const { values: given } = parseArgs({
  options: {
    people: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "15" },
    window: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});
const { json } = given;
const [people, rounds, seconds] = [given.people, given.rounds, given.window].map(Number);
if (!(people >= 1000 && rounds >= 1 && seconds > 0)) {
  console.error("adoption [--people NUMBER, from 1000] [--rounds NUMBER] [--window SECONDS]");
  process.exit(2);
}
const say = (text) => json || process.stderr.write(`${text}\n`);
const goals = { page: 100, median: 1.5, p99: 3 };
const day = 86_400_000;
const password = "a long enough password";
const source = { address: "192.0.2.1", userAgent: "" };

const { createApp } = await built("app");
const { readConfig } = await built("config");
const { open } = await built("opening");
const { addOrganisation } = await built("organisations/actions");
const { addPerson, keyOf } = await built("people/actions");
const { hashPassword } = await built("passwords/actions");
const { startPolicy } = await built("policy/actions");
const { policyOfNewOrganisation } = await built("policy/rules");
const { beginSession } = await built("sessions/actions");
const { startSignIn } = await built("sign-in/actions");
const { writeDay } = await built("admin/adoption/counting");
const { countEverything } = await built("admin/adoption/working");

const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
// What is done beside requests keeps no program alive.
const alive = setInterval(() => {}, 1000);
try {
  await main();
} finally {
  clearInterval(alive);
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const needs = await open(readConfig({ COUNTERSIGN_DATA: folder, COUNTERSIGN_LOG_LEVEL: "silent" }), {
    hashingCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
  });
  const { organisation, logins, token } = await made(needs);
  const before = process.memoryUsage().rss;
  // The first of all counts, which the pages then stand on.
  const counted = await timed(() => countEverything(needs));
  say(`everybody counted in ${Math.round(counted / 1000)} s with nothing beside`);
  const pages = await measurePages(needs, token);
  const grown = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  const beside = await measureBeside(needs, organisation, logins);
  await needs.db.close();
  report({ pages, counted, beside, grown });
}

async function made(needs) {
  const started = performance.now();
  const organisation = await needs.db.transaction(async (tx) => {
    const added = await addOrganisation(tx, needs, { name: "Bench" });
    const accountTypes = { contractor: "optional" };
    const policy = { ...policyOfNewOrganisation, accountTypes, bindsFrom: { days: 14 } };
    await startPolicy(tx, needs.clock, added.id, policy);
    return added;
  });
  await populate(needs, organisation.id, people);
  const passwordHash = await hashPassword(needs, password);
  const logins = [];
  let token;
  for (let i = 0; i < 60; i++) {
    const email = `known${i}@bench.example`;
    await needs.db.transaction(async (tx) => {
      const fields = { email, displayName: `Known ${i}`, status: "active", passwordHash, administrator: i === 0 };
      const { person } = await addPerson(tx, needs, organisation.id, fields);
      if (i > 0) return;
      const proofs = ["password", "totp"];
      token = (await beginSession(tx, needs, keyOf(person), { proofs, source })).token;
    });
    logins.push(email);
  }
  await addYear(needs, organisation.id);
  say(`${people} people written in ${Math.round((performance.now() - started) / 1000)} s`);
  return { organisation, logins, token };
}

async function addYear({ db, clock }, organisation) {
  const today = Math.floor(clock.now() / day);
  const shares = (dimension, values) => values.map((value) => ({ dimension, value, people: 5000, protected: 4000 }));
  for (let on = today - 400; on < today; on++) {
    await db.transaction(async (tx) => {
      await writeDay(tx, organisation, on, [
        ...shares("all", [""]),
        ...shares("type", ["staff", "client", "contractor"]),
        ...shares("method", ["app", "passkey", "both", "none"]),
        ...shares(
          "domain",
          Array.from({ length: 200 }, (_, i) => `d${i}.example.org`),
        ),
      ]);
      const outcomes = ["completed", "password-wrong", "code-wrong", "waiting", "cancelled"];
      const rows = outcomes.map((name) => ({ outcome: `sign-in.${name}`, times: 1000 }));
      await tx.list((query) =>
        query
          .insertInto("adoption_sign_ins")
          .values(rows.map((row) => ({ organisation_id: organisation, day: on, ...row }))),
      );
    });
  }
}

async function measurePages(needs, token) {
  const app = createApp(needs);
  const asked = {
    "front page, 30 days": "/admin",
    "front page, 90 days": "/admin?range=90",
    "front page, a year": "/admin?range=365",
    "front page, everything": "/admin?range=all",
    "as JSON, a year": "/api/v1/adoption?range=365",
    "as a file, a year of days": "/admin/adoption/download.csv?of=days&range=365",
    "list: protected": "/admin/people?status=active&secondFactor=set-up",
    "list: nothing set up (rare)": "/admin/people?status=active&secondFactor=missing",
    "list: of a domain, nothing set up": "/admin/people?status=active&domain=d7.example.org&secondFactor=missing",
    "list: few codes (rare)": "/admin/people?status=active&codes=few",
    "list: codes never used": "/admin/people?status=active&codes=unused",
    "list: authenticator app": "/admin/people?status=active&secondFactor=app",
    "list: passkey (nobody)": "/admin/people?status=active&secondFactor=passkey",
    "list: in grace, nothing set up (rare)": "/admin/people?status=active&secondFactor=missing&requirement=grace",
  };
  const rows = [];
  for (const [name, path] of Object.entries(asked)) {
    const times = [];
    const work = [];
    for (let round = 0; round <= rounds; round++) {
      const used = process.cpuUsage();
      const took = await timed(async () => {
        const headers = { host: "localhost:8080", authorization: `Bearer ${token}` };
        const answer = await app.request(`http://localhost:8080${path}`, { headers });
        const text = await answer.text();
        if (answer.status !== 200 || text.length < 20)
          throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
      });
      const { user, system } = process.cpuUsage(used);
      if (round > 0) {
        times.push(took);
        work.push((user + system) / 1000);
      }
    }
    const [milliseconds, cpu] = [times, work].map((all) => round2(at(all, 0.5)));
    rows.push({ name, milliseconds, slowest: round2(Math.max(...times)), cpu });
  }
  return rows;
}

/** Windows in turn: with nothing beside, and while everybody is counted. */
async function measureBeside(needs, organisation, logins) {
  const times = { alone: [], counting: [] };
  const counts = [];
  for (let turn = 0; turn < 6; turn++) {
    const which = turn % 2 === 0 ? "alone" : "counting";
    const stop = new AbortController();
    let counting = Promise.resolve();
    if (which === "counting") {
      counting = (async () => {
        while (!stop.signal.aborted) {
          await needs.db.transaction((tx) =>
            tx.list((query) => query.updateTable("adoption_counts").set({ due_at: 0 })),
          );
          const took = await timed(() => countEverything(needs, stop.signal));
          if (!stop.signal.aborted) counts.push(took);
        }
      })();
    }
    const until = performance.now() + seconds * 1000;
    const caller = async (which8) => {
      for (let i = which8; performance.now() < until; i += 8) {
        const login = logins[i % logins.length];
        times[which].push(await timed(() => startSignIn(needs, { organisation, login, password, source })));
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => caller(i)));
    stop.abort();
    await counting;
  }
  const of = (all) => ({
    a_second: Math.round(all.length / (3 * seconds)),
    median: round2(at(all, 0.5)),
    p99: round2(at(all, 0.99)),
  });
  return { alone: of(times.alone), counting: of(times.counting), countTookBeside: counts.map(Math.round) };
}

function report({ pages, counted, beside, grown }) {
  const ratio = (name) => round2(beside.counting[name] / beside.alone[name]);
  const front = Math.max(
    ...pages.filter(({ name }) => name.startsWith("front")).map(({ milliseconds }) => milliseconds),
  );
  const results = [
    { name: "front page, ms", goal: goals.page, measured: front, met: front <= goals.page },
    {
      name: "sign-in while counting, median, x",
      goal: goals.median,
      measured: ratio("median"),
      met: ratio("median") <= goals.median,
    },
    {
      name: "sign-in while counting, 99th percentile, x",
      goal: goals.p99,
      measured: ratio("p99"),
      met: ratio("p99") <= goals.p99,
    },
  ];
  const result = {
    question: "adoption",
    measured: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    ...{ people, rounds, window: seconds, pages, countTook: Math.round(counted), beside, grownMiB: grown, results },
  };
  if (json) return console.log(JSON.stringify(result, null, 2));
  console.table(pages);
  console.table({ "nothing beside": beside.alone, "while counting": beside.counting });
  console.log(
    `one count: ${(counted / 1000).toFixed(1)} s with nothing beside; memory grew by ${grown} MiB with count and pages`,
  );
  console.table(results);
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function at(values, share) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

function round2(value) {
  return Math.round(value * 100) / 100;
}
