// How much dearer does everything become as an organisation grows?
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../serving/postgres.mjs";
import { addEvents, populate, rare, rareAddress, raw, withoutLimit } from "./population.mjs";

const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const { values: given } = parseArgs({
  options: {
    largest: { type: "string", default: "1000000" },
    events: { type: "string", default: "0" },
    rounds: { type: "string", default: "9" },
    database: { type: "string", default: "sqlite" },
    json: { type: "boolean", default: false },
  },
});
const { json, database } = given;
const [largest, events, rounds] = [given.largest, given.events, given.rounds].map(Number);
if (!["sqlite", "postgres"].includes(database) || !(largest >= 1000 && events >= 0 && rounds >= 1)) {
  console.error(
    "growth [--database sqlite|postgres] [--largest PEOPLE, from 1000] [--events NUMBER] [--rounds NUMBER]",
  );
  process.exit(2);
}
const sizes = [1000, 100_000, 1_000_000].filter((size) => size <= largest);
const say = (text) => json || process.stderr.write(`${text}\n`);
const people = 60;

const { readConfig } = await built("config");
const { open } = await built("opening");
const { addOrganisation } = await built("organisations/actions");
const { addPerson, keyOf } = await built("people/actions");
const { hashPassword } = await built("passwords/actions");
const { addAuthenticator } = await built("authenticators/totp/actions");
const { startPolicy } = await built("policy/actions");
const { policyOfNewOrganisation } = await built("policy/rules");
const { newId } = await built("kernel/ids");
const { startSignIn } = await built("sign-in/actions");
const { answerWithCode } = await built("sign-in/answers");
const { visit } = await built("access/actions");
const { listPeople, countPeople } = await built("admin/listing");
const { overviewOf, recentHistory } = await built("admin/person");
const { listEvents } = await built("admin/audit/listing");
const { totp } = await built("otp/index");

const source = { address: "192.0.2.1", userAgent: "" };
const password = "a long enough password";
const folders = [];
let postgres;
try {
  if (database === "postgres") postgres = await startPostgres(newFolder());
  const worlds = [];
  for (const size of sizes) worlds.push(await made(size));
  report(await measure(worlds));
  for (const { needs } of worlds) await needs.db.close();
} finally {
  await postgres?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  folders.push(folder);
  return folder;
}

async function made(size) {
  const started = performance.now();
  const moving = { ahead: 0 };
  const settings = { COUNTERSIGN_DATA: newFolder(), COUNTERSIGN_LOG_LEVEL: "silent" };
  if (postgres) {
    settings.COUNTERSIGN_DATABASE_URL = await postgres.database(`growth-${size}`);
    settings.COUNTERSIGN_KEYS = randomBytes(32).toString("base64");
  }
  const needs = await open(readConfig(settings), {
    hashingCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
    clock: { now: () => Date.now() + moving.ahead },
  });
  const organisation = await needs.db.transaction(async (tx) => {
    const added = await addOrganisation(tx, needs, { name: "Bench" });
    const accountTypes = { contractor: "required" };
    await startPolicy(tx, needs.clock, added.id, { ...policyOfNewOrganisation, accountTypes });
    return added;
  });
  const { tokens, ids } = await populate(needs, organisation.id, size);
  // As many of each person in every size.
  if (events > 0) await addEvents(needs, organisation.id, { ids, many: Math.round((events * size) / sizes.at(-1)) });
  const passwordHash = await hashPassword(needs, password);
  const enrolled = [];
  for (let i = 0; i < people; i++) {
    const secret = randomBytes(20);
    const login = `known${i}@bench.example`;
    await needs.db.transaction(async (tx) => {
      const fields = { email: login, displayName: `Known ${i}`, status: "active", passwordHash };
      const { person } = await addPerson(tx, needs, organisation.id, fields);
      await addAuthenticator(tx, needs, keyOf(person), { id: newId(needs), name: "Phone", secret, confirmedBy: 0 });
      enrolled.push({ login, secret, id: person.id });
    });
  }
  // PostgreSQL looks by itself what there is, but not within any given time.
  if (postgres)
    await needs.db.transaction(
      async (tx) => {
        await withoutLimit(needs.db, tx);
        await tx.list(() => raw("analyze"));
      },
      { patient: true },
    );
  say(`${size} people written in ${Math.round((performance.now() - started) / 1000)} s`);
  const anybody = Array.from({ length: 1000 }, (_, i) => ids[Math.floor((i * ids.length) / 1000)]);
  return { size, needs, organisation, tokens, anybody, enrolled, moving };
}

/** Each asks once; some are asked several times a round, because they take so little. */
function questions() {
  const page =
    (filters, holds) =>
    async ({ needs, organisation }) => {
      let found = 0;
      let cursor = {};
      // A page that ends early, because much was looked at, is not yet an answer.
      do {
        const part = await listPeople(needs, { organisation: organisation.id, ...filters, ...cursor });
        found += part.people.length;
        cursor = { after: part.next };
      } while (cursor.after && found < Math.min(holds, 50));
      if (found < holds) throw new Error(`${JSON.stringify(filters)}: ${found} people instead of ${holds}`);
    };
  return {
    "session check": { times: 200, ask: checkSession },
    "whole sign-in": { times: people, ask: signIn },
    "page of people": { times: 10, ask: page({}, 50) },
    "page, by name": { times: 10, ask: page({ sort: "name" }, 50) },
    "page, by e-mail address": { times: 10, ask: page({ sort: "email" }, 50) },
    "page, by account type": { times: 10, ask: page({ sort: "type", descending: true }, 50) },
    "page, newest first": { times: 10, ask: page({ sort: "added", descending: true }, 50) },
    "search for a person": { times: 10, ask: page({ search: "known7" }, 1) },
    "search for two words": { times: 10, ask: page({ search: "ada known" }, 0) },
    "e-mail domain": { times: 10, ask: page({ domain: "bench.example" }, 50) },
    "rare account type": { times: 10, ask: page({ type: "contractor" }, rare) },
    disabled: { times: 10, ask: page({ status: "disabled" }, rare) },
    "required of them": { times: 5, ask: page({ requirement: "required" }, 50) },
    "nothing required (rare)": { times: 1, ask: page({ requirement: "off" }, rare) },
    "set up": { times: 5, ask: page({ secondFactor: "set-up" }, 50) },
    "not set up (rare)": { times: 1, ask: page({ secondFactor: "missing" }, rare) },
    "few codes left (rare)": { times: 1, ask: page({ codes: "few" }, rare) },
    "have to wait (rare)": { times: 5, ask: page({ locked: "yes" }, rare) },
    "how many people (counts to 10,000)": {
      times: 5,
      ask: ({ needs, organisation }) => countPeople(needs, organisation.id),
    },
    "page of one person": { times: 20, ask: onePerson },
    "page of anybody": { times: 20, ask: anyPerson },
    "audit page": { times: 10, ask: audit({}, 50) },
    ...(events > 0 && {
      "audit page, of one kind (rare)": { times: 10, ask: audit({ what: "sign-in.waiting" }, rare) },
      "audit page, refused (rare)": { times: 10, ask: audit({ outcome: "refused" }, rare) },
      "audit page, of one address (rare)": { times: 10, ask: audit({ where: rareAddress }, rare) },
    }),
  };

  function audit(filters, holds) {
    return async ({ needs, organisation }) => {
      const { events: found } = await listEvents(needs.db.reports, { organisation: organisation.id, ...filters });
      if (found.length < Math.min(holds, 50)) throw new Error(`${JSON.stringify(filters)}: ${found.length} events`);
    };
  }

  async function checkSession({ needs, organisation, tokens }, turn) {
    const { outcome } = await visit(needs, organisation, tokens[turn % tokens.length]);
    if (outcome !== "signed-in") throw new Error(`a session is ${outcome}`);
  }

  async function signIn({ needs, organisation, enrolled }, turn) {
    const { login, secret } = enrolled[turn % enrolled.length];
    const begun = await startSignIn(needs, { organisation, login, password, source });
    if (begun.step !== "second-step") throw new Error(`a sign-in came to ${begun.outcome} ${begun.step}`);
    const typed = totp({ secret, at: needs.clock.now() });
    const bearer = { organisation, token: begun.signIn.token, source };
    const answered = await answerWithCode(needs, bearer, { typed, trustBrowser: false });
    if (answered.step !== "done") throw new Error(`a code came to ${answered.outcome} ${answered.step}`);
  }

  async function onePerson({ needs, organisation, enrolled }, turn) {
    const { person } = await overviewOf(needs, organisation.id, enrolled[turn % enrolled.length].id);
    await recentHistory(needs.db, person);
  }

  /** The one before was asked for a moment ago: this is somebody who never was. */
  async function anyPerson({ needs, organisation, anybody }, turn) {
    const { person } = await overviewOf(needs, organisation.id, anybody[(turn * 37) % anybody.length]);
    const found = await recentHistory(needs.db, person);
    const wanted = Math.min(8, 1 + Math.floor(events / sizes.at(-1)));
    if (found.length < wanted) throw new Error(`${found.length} events of somebody who has ${wanted}`);
  }
}

async function measure(worlds) {
  const asked = Object.entries(questions());
  const times = new Map(asked.map(([name]) => [name, worlds.map(() => [])]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { times: often, ask }] of asked) {
      for (let i = 0; i < worlds.length; i++) {
        const which = (i + round) % worlds.length;
        const world = worlds[which];
        // The next code of everybody's authenticator app.
        world.moving.ahead += name === "whole sign-in" ? 60_000 : 0;
        const start = performance.now();
        for (let turn = 0; turn < often; turn++) await ask(world, round * often + turn);
        if (round > 0) times.get(name)[which].push((performance.now() - start) / often);
      }
    }
  }
  return asked.map(([name]) => {
    const [smallest, ...others] = times.get(name);
    return {
      name,
      milliseconds: times.get(name).map((all) => round3(median(all))),
      ratios: others.map((all) => round3(median(all.map((time, i) => time / smallest[i])))),
    };
  });
}

function report(rows) {
  const goal = 1.25;
  const result = {
    question: database === "postgres" ? "growth-postgres" : "growth",
    measured: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    sizes,
    events,
    versions: postgres ? { postgres: postgres.version } : {},
    rounds,
    rows,
    goal,
  };
  if (json) return console.log(JSON.stringify(result, null, 2));
  console.table(
    rows.map(({ name, milliseconds, ratios }) => ({
      asked: name,
      ...Object.fromEntries(sizes.map((size, i) => [`ms at ${size}`, milliseconds[i]])),
      ...Object.fromEntries(sizes.slice(1).map((size, i) => [`x at ${size}`, ratios[i]])),
    })),
  );
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round3(value) {
  return Math.round(value * 1000) / 1000;
}
