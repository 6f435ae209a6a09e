// How long does the audit trail take to answer, to chain and to verify when it is long?
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const at = process.argv.indexOf("--events");
const events = at < 0 ? 1_000_000 : Number(process.argv[at + 1]);
const json = process.argv.includes("--json");
const pagesOnly = process.argv.includes("--pages");
const people = 20_000;
const rounds = 9;
const say = (text) => json || process.stderr.write(`${text}\n`);

const { readConfig } = await built("config");
const { open } = await built("opening");
const { addOrganisation } = await built("organisations/actions");
const { startPolicy } = await built("policy/actions");
const { listEvents } = await built("admin/audit/listing");
const { chainWaiting } = await built("audit/chain/chaining");
const { verifyChain } = await built("audit/chain/verifying");
const { firstIdAt } = await built("kernel/ids");

const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
const result = { events, questions: {} };
try {
  const needs = await open(readConfig({ COUNTERSIGN_DATA: folder, COUNTERSIGN_LOG_LEVEL: "silent" }));
  const organisation = await needs.db.transaction(async (tx) => {
    const added = await addOrganisation(tx, needs, { name: "Bench" });
    await startPolicy(tx, needs.clock, added.id);
    return added.id;
  });
  const now = Date.now();
  const begins = now - 365 * 86_400_000;
  const each = (now - begins) / events;
  fill(organisation, begins, each);
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  const person = idOf(7);
  const questions = {
    "the newest page": {},
    "about a person": { about: person },
    "by an administrator": { who: idOf(people + 1) },
    "of a rare name": { what: "second-factor.reset" },
    "of a group of names": { what: "second-factor" },
    "of the most frequent name": { what: "sign-in.completed" },
    refused: { outcome: "refused" },
    "from an address": { where: "198.51.7.7" },
    "one day in the middle": { from: day(begins + 180 * 86_400_000), to: day(begins + 180 * 86_400_000) },
    "about a person, refused, in a month": {
      about: person,
      outcome: "refused",
      from: day(begins + 180 * 86_400_000),
      to: day(begins + 210 * 86_400_000),
    },
    "from an address, of a rare name": { where: "198.51.7.7", what: "second-factor.reset" },
    "what nothing fits (20,000 looked at)": { what: "session", outcome: "refused", lookAt: 20_000 },
  };
  for (const [name, filters] of Object.entries(questions)) {
    const times = [];
    let page;
    for (let round = 0; round < rounds; round++) {
      const from = performance.now();
      page = await listEvents(needs.db, { organisation, ...filters });
      times.push(performance.now() - from);
    }
    result.questions[name] = { ms: median(times), found: page.events.length, lookedAt: page.lookedAt ?? null };
    // The last of many pages is as near as the first.
    if (page.next && page.lookedAt === undefined) {
      const from = performance.now();
      await listEvents(needs.db, { organisation, ...filters, after: firstIdAt(begins + 86_400_000) });
      result.questions[name].farMs = performance.now() - from;
    }
  }
  if (!pagesOnly) await chainAndVerify(needs, organisation);
  await needs.db.close();
  result.databaseMiB = Math.round(statSync(join(folder, "countersign.sqlite")).size / 2 ** 20);
  report();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function chainAndVerify(needs, organisation) {
  say("Chaining …");
  let from = performance.now();
  await chainWaiting(needs);
  result.chainedASecond = Math.round(events / ((performance.now() - from) / 1000));
  say("Verifying …");
  from = performance.now();
  let most = 0;
  const verified = await verifyChain(needs.db, needs.sealer, {
    organisation,
    found: (finding) => {
      throw new Error(JSON.stringify(finding));
    },
    progress: () => {
      most = Math.max(most, process.memoryUsage().heapUsed);
    },
  });
  if (verified.links !== events) throw new Error(`${verified.links} links`);
  result.verifiedASecond = Math.round(events / ((performance.now() - from) / 1000));
  result.heapWhileVerifying = Math.round(most / 2 ** 20);
}

/** Most are sign-ins; a few of everything else. */
function fill(organisation, begins, each) {
  say(`Writing ${events} events …`);
  const db = new DatabaseSync(join(folder, "countersign.sqlite"));
  db.exec("pragma synchronous = off; pragma cache_size = -400000; begin");
  const event = db.prepare("insert into audit_events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const waiting = db.prepare("insert into audit_waiting values (?, ?)");
  for (let i = 0; i < events; i++) {
    const time = Math.floor(begins + i * each);
    const id = firstIdAt(time).slice(0, 24) + i.toString(16).padStart(12, "0");
    const who = idOf(i % people);
    const rare = i % 5000 === 0;
    const wrong = i % 29 === 0;
    const name = rare
      ? "second-factor.reset"
      : wrong
        ? "sign-in.password-wrong"
        : i % 3 === 0
          ? "session.ended"
          : "sign-in.completed";
    const actor = rare ? idOf(people + 1) : wrong ? null : who;
    const address = `198.51.${Math.floor(i / 3) % 100}.${i % 251}`;
    const details = '{"proofs":"password totp"}';
    event.run(organisation, id, time, name, actor, who, wrong ? "refused" : "done", address, "Mozilla/5.0", details);
    waiting.run(organisation, id);
    if (i % 100_000 === 99_999) db.exec("commit; begin");
  }
  db.exec("commit");
  db.close();
}

function idOf(number) {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report() {
  if (json) return console.log(JSON.stringify(result, null, 2));
  console.log(`${events} events, SQLite, ${result.databaseMiB} MiB${pagesOnly ? "" : " with the chain"}\n`);
  console.log("| question | ms | found | far back, ms |\n|---|--:|--:|--:|");
  for (const [name, { ms, found, farMs }] of Object.entries(result.questions)) {
    console.log(`| ${name} | ${ms.toFixed(1)} | ${found} | ${farMs === undefined ? "" : farMs.toFixed(1)} |`);
  }
  if (pagesOnly) return;
  console.log(`\nchained a second: ${result.chainedASecond}; verified a second: ${result.verifiedASecond}`);
  console.log(`heap while verifying, at most: ${result.heapWhileVerifying} MiB`);
}
