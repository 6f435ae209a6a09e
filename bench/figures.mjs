// Puts measured figures into docs/benchmarks.md, so that nobody copies them by hand.
// npm run --silent bench -- [NAME …] --json > FILE && node bench/figures.mjs FILE
// Questions that are not in the file keep what stands there.
import { readFileSync, writeFileSync } from "node:fs";
import { capital, count, met, placed, range, table, tableOfGoals } from "./serving/markdown.mjs";

const file = new URL("../docs/benchmarks.md", import.meta.url);
const { begin, end } = { begin: "<!-- figures: begin -->", end: "<!-- figures: end -->" };
const writers = {
  "totp-check": totpCheck,
  "second-step": secondStep,
  "second-step-postgres": secondStep,
  "session-check": sessionCheck,
  "sign-in": signIn,
  start,
  page: signInPage,
  "policy-preview": policyPreview,
  adoption,
  growth,
  "growth-postgres": growth,
  overload,
  "guess-burst": guessBurst,
  "power-cut": powerCut,
  soak,
};

const { machine, node, date, benches } = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8"));
const text = readFileSync(file, "utf8");
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) throw new Error("docs/benchmarks.md has no place for the figures");
// What was not asked this time keeps its figures, and the line that says when they were taken.
const sections = readSections(text.slice(from + begin.length, to));
for (const [question, result] of Object.entries(benches)) {
  if (result.failed) {
    console.error(`${question} failed in that run: nothing was written.`);
    process.exit(1);
  }
  if (!writers[question] || result.leftOut) continue;
  const measured = `Measured ${date} on ${machine}, Node ${node}.`;
  // One that was asked on another database goes by a name of its own.
  const name = writers[result.question] ? result.question : question;
  sections.set(name, [`### ${name}`, measured, ...writers[question](result)].join("\n\n"));
}
const parts = [...sections].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section);
writeFileSync(file, `${text.slice(0, from)}${begin}\n${parts.join("\n\n")}\n${text.slice(to)}`);

/** By question, each from its heading to the next one's. */
function readSections(figures) {
  const found = figures
    .split(/^(?=### )/m)
    .map((section) => section.trim())
    .filter((section) => section !== "");
  return new Map(found.map((section) => [/^### (\S+)$/m.exec(section)[1], section]));
}

function adoption({ people, rounds, pages, countTook, beside, grownMiB, results }) {
  return [
    table(
      ["asked", "ms", "slowest", "of the processor"],
      pages.map(({ name, milliseconds, slowest, cpu }) => [name, String(milliseconds), String(slowest), String(cpu)]),
    ),
    table(
      ["sign-ins begun, eight at once", "a second", "median, ms", "99th percentile, ms"],
      [
        ["with nothing beside", count(beside.alone.a_second), String(beside.alone.median), String(beside.alone.p99)],
        [
          "while everybody is counted",
          count(beside.counting.a_second),
          String(beside.counting.median),
          String(beside.counting.p99),
        ],
      ],
    ),
    `${count(people)} people, SQLite, ${rounds} rounds. One count takes ${(countTook / 1000).toFixed(1)} s with nothing beside; with it and all pages memory grew by ${grownMiB} MiB. ${results.map(({ name, goal, measured, met: kept }) => `${capital(name)}: ${measured} (goal: at most ${goal}${kept ? "" : ", missed"}).`).join(" ")}`,
  ];
}

function growth({ sizes, events = 0, versions = {}, rounds, rows, goal }) {
  const [smallest, ...larger] = sizes;
  const missed = rows.filter(({ ratios }) => ratios.some((ratio) => ratio > goal)).map(({ name }) => name);
  return [
    table(
      ["asked", ...sizes.map((size) => `ms with ${count(size)}`), ...larger.map((size) => `x ${count(size)}`)],
      rows.map(({ name, milliseconds, ratios }) => [name, ...milliseconds, ...ratios]),
    ),
    `Wanted: at most ${goal} times what it takes with ${count(smallest)}; medians of ${rounds} rounds.${
      events > 0 ? ` The largest holds ${count(events)} audit events, the others as many of each person.` : ""
    }${versions.postgres ? ` PostgreSQL ${versions.postgres}.` : ""} ${
      missed.length === 0 ? "Met everywhere." : `**Not met:** ${missed.join(", ")}.`
    }`,
  ];
}

function overload({ method, machine: { fileSystem, loadBefore, pinned }, rows, refused, memory, goals }) {
  return [
    table(
      ["ms", "p50 alone", "p50 with passwords", "x", "p99 alone", "p99 with passwords", "x"],
      rows.map((row) => [row.asked, row.p50Alone, row.p50, row.p50Times, row.p99Alone, row.p99, row.p99Times]),
    ),
    tableOfGoals(goals),
    `${count(refused.count)} passwords were refused, half of them within ${refused.p50} ms, the last after ${refused.longest}; ` +
      `${count(refused.begun)} were looked at, half of them within ${count(refused.waited)} ms. Peak memory ${memory.alone} MiB alone, ` +
      `${memory.flooded} with the passwords, ${memory.most} at most.`,
    `${capital(method)}. Data on ${fileSystem}; ${placed(pinned)}; load of the machine before it began: ${loadBefore}.`,
  ];
}

function guessBurst({ method, versions, rows, goals }) {
  return [
    table(
      ["looked at", "on", "processes", "median", "most"],
      rows.map((row) => [row.contender, row.on, row.processes, row.median, row.most]),
    ),
    tableOfGoals(goals),
    `${capital(method)}. better-auth ${versions["better-auth"]}.`,
  ];
}

function policyPreview({ people, rules, milliseconds, othersWaited, goal }) {
  const rows = [
    [
      `ms for ${count(people)} people and ${count(rules)} rules`,
      `under ${goal.milliseconds}`,
      milliseconds.median,
      met(milliseconds.median < goal.milliseconds),
    ],
    [
      "ms that 99 of 100 reads beside it waited at most",
      `under ${goal.wait}`,
      othersWaited.p99,
      met(othersWaited.p99 < goal.wait),
    ],
  ];
  return [table(["goal", "wanted", "measured", ""], rows), `The slowest read waited ${othersWaited.longest} ms.`];
}

function powerCut({ people, machine: { fileSystem }, rows, goals }) {
  return [
    table(
      ["", "cuts", "acknowledged", "of those lost", "codes that worked again", "would not start"],
      rows.map((row) => [row.name, row.cuts, count(row.acknowledged), row.lost, row.again, row.unreadable]),
    ),
    tableOfGoals(goals),
    `Each cut at a moment of its own while some of ${count(people)} people sign in; ext4 in a file on ${fileSystem}.`,
  ];
}

function totpCheck({ goal, situations, versions }) {
  const ours = ({ contender }) => contender === "countersign";
  return [
    ...situations.map(({ situation, fasterPeer, rows }) =>
      table(
        [`${situation}`, "a second", `x ${fasterPeer}`],
        rows.map(({ contender, perSecond, timesFasterPeer }) => [contender, count(perSecond), timesFasterPeer]),
      ),
    ),
    table(
      ["goal", "wanted", "measured", ""],
      situations.map(({ situation, rows }) => {
        const got = rows.find(ours).timesFasterPeer;
        return [`times the faster peer, ${situation}`, `at least ${goal}`, got, met(got >= goal)];
      }),
    ),
    `otplib ${versions.otplib}, otpauth ${versions.otpauth}.`,
  ];
}

function secondStep({ method, machine: { fileSystem, loadBefore, pinned }, versions, results, memory, goals }) {
  const heading = [
    "a second (slowest to fastest round)",
    "p50 ms",
    "p99 ms",
    "x better-auth",
    "x floor",
    "CPU µs each",
  ];
  return [
    ...results.map(({ connections, rows }) =>
      table(
        [`${connections} connections`, ...heading],
        rows.map((row) => [
          row.contender,
          range(row),
          row.p50,
          row.p99,
          row.timesBetterAuth,
          row.ofFloor,
          row.cpuMicroseconds,
        ]),
      ),
    ),
    table(
      ["memory of the serving process, MiB", "at start", "peak", "peak x better-auth"],
      memory.map(({ contender, atStartMiB, peakMiB, peakOfBetterAuth }) => [
        contender,
        atStartMiB,
        peakMiB,
        peakOfBetterAuth,
      ]),
    ),
    tableOfGoals(goals),
    `${method}. Data on ${fileSystem}; ${placed(pinned)}; ` +
      `load of the machine before it began: ${loadBefore}. better-auth ${versions["better-auth"]}, ` +
      `${databases(versions)}, undici ${versions.undici}.`,
  ];
}

function databases(versions) {
  return versions.postgres
    ? `PostgreSQL ${versions.postgres}`
    : `better-sqlite3 ${versions["better-sqlite3"]}, SQLite in Node ${versions.sqlite}`;
}

function sessionCheck({ method, machine: { loadBefore, pinned }, versions, results, goals }) {
  const heading = [
    "a second (slowest to fastest round)",
    "p50 ms",
    "p99 ms",
    "x better-auth",
    "x bare",
    "CPU µs each",
    "x bare, by CPU",
    "generator busy",
  ];
  return [
    ...results.map(({ connections, rows }) =>
      table(
        [`${connections} connections`, ...heading],
        rows.map((row) => [
          row.contender,
          range(row),
          row.p50,
          row.p99,
          row.timesBetterAuth,
          row.ofBare,
          row.cpuMicroseconds,
          row.ofBareByCpu,
          row.generatorBusy,
        ]),
      ),
    ),
    tableOfGoals(goals),
    `${method}. ${capital(placed(pinned))}; load of the machine before it began: ${loadBefore}. ` +
      `better-auth ${versions["better-auth"]}, better-sqlite3 ${versions["better-sqlite3"]}.`,
  ];
}

function signIn({ method, machine: { fileSystem, loadBefore }, versions, connections, rows, goals }) {
  const heading = [
    "a second (slowest to fastest round)",
    "p50 ms",
    "p99 ms",
    "x better-auth",
    "x hashing alone",
    "CPU ms each",
  ];
  return [
    table(
      [`${connections} connections`, ...heading],
      rows.map((row) => [
        row.contender,
        range(row),
        row.p50,
        row.p99,
        row.timesBetterAuth,
        row.ofHashing,
        row.cpuMilliseconds,
      ]),
    ),
    tableOfGoals(goals),
    `${method}. Data on ${fileSystem}; ${placed()}; load of the machine before it began: ${loadBefore}. ` +
      `better-auth ${versions["better-auth"]}, better-sqlite3 ${versions["better-sqlite3"]}, SQLite in Node ${versions.sqlite}.`,
  ];
}

function start({ people, rounds, rest, machine: { fileSystem, loadBefore }, rows, overBare, goals }) {
  return [
    table(
      ["from the command to the first answer", "ms (fastest to slowest)", "MiB resident at rest"],
      rows.map(({ contender, milliseconds, fastest, slowest, restMiB }) => [
        contender,
        `${count(milliseconds)} (${count(fastest)} to ${count(slowest)})`,
        restMiB,
      ]),
    ),
    tableOfGoals(goals),
    `${rounds} starts of each after one to warm up, in turn, on an organisation of ${count(people)} people; ${overBare} ms is the ` +
      `median of what ours took longer, round by round; resident ${rest / 1000} s after the first answer. ` +
      `Data on ${fileSystem}; load of the machine before it began: ${loadBefore}.`,
  ];
}

function soak({ method, minutes, machine: { fileSystem, loadBefore }, rows, goals, done }) {
  return [
    table(
      [`resident MiB, part of the ${minutes} minutes`, "median", "least", "most"],
      rows.map(({ part, median, least, most }) => [`${part} of ${rows.length}`, median, least, most]),
    ),
    tableOfGoals(goals),
    `${capital(method)}. ${count(done.signs)} sign-ins, ${count(done.checks)} checks, ${count(done.wrong)} wrong passwords, ` +
      `${count(done.lists)} lists and ${count(done.pages)} pages in all. Data on ${fileSystem}; load of the machine before it began: ${loadBefore}.`,
  ];
}

function signInPage({ rounds, sent, parts, microseconds, goals, machine: { loadBefore }, versions }) {
  return [
    table(
      ["asked for", "body, bytes as served", "compressed by", "unpacked"],
      parts.map(({ address, bytes, sent, coding }) => [
        address.replace(/\.[0-9a-f]+\./, "."),
        count(sent),
        coding,
        count(bytes),
      ]),
    ),
    tableOfGoals(goals),
    `Received in all is with every header, without TLS; ${count(sent)} bytes were sent. A request for the page costs the server ` +
      `${microseconds.request} µs of CPU time, rendering it ${microseconds.rendering} µs, ` +
      `and after a wrong password, where it is drawn anew, ${microseconds.renderingAnew} µs: medians of ${rounds} rounds, the share round ` +
      `by round. Load of the machine before it began: ${loadBefore}. Chromium ${versions.chromium}.`,
  ];
}
