// Puts measured figures into docs/benchmarks.md, so that nobody copies them by hand.
// npm run --silent bench -- --json > FILE && node bench/figures.mjs FILE
import { readFileSync, writeFileSync } from "node:fs";

const page = new URL("../docs/benchmarks.md", import.meta.url);
const { begin, end } = { begin: "<!-- figures: begin -->", end: "<!-- figures: end -->" };
const writers = { "totp-check": totpCheck, "second-step": secondStep, "policy-preview": policyPreview, growth };

const { machine, node, date, benches } = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8"));
const parts = [`Measured ${date} on ${machine}, Node ${node}.`];
for (const [question, result] of Object.entries(benches)) {
  if (result.failed) {
    console.error(`${question} failed in that run: nothing was written.`);
    process.exit(1);
  }
  if (writers[question]) parts.push(`### ${question}`, ...writers[question](result));
}

const text = readFileSync(page, "utf8");
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) throw new Error("docs/benchmarks.md has no place for the figures");
writeFileSync(page, `${text.slice(0, from)}${begin}\n${parts.join("\n\n")}\n${text.slice(to)}`);

function growth({ sizes, rounds, rows, goal }) {
  const [smallest, ...larger] = sizes;
  const missed = rows.filter(({ ratios }) => ratios.some((ratio) => ratio > goal)).map(({ name }) => name);
  return [
    table(
      ["asked", ...sizes.map((size) => `ms with ${count(size)}`), ...larger.map((size) => `x ${count(size)}`)],
      rows.map(({ name, milliseconds, ratios }) => [name, ...milliseconds, ...ratios]),
    ),
    `Wanted: at most ${goal} times what it takes with ${count(smallest)}; medians of ${rounds} rounds. ${
      missed.length === 0 ? "Met everywhere." : `**Not met:** ${missed.join(", ")}.`
    }`,
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
          `${count(row.perSecond)} (${count(row.slowestRound)} to ${count(row.fastestRound)})`,
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
    table(
      ["goal", "wanted", "measured", ""],
      goals.map((one) => [one.goal, one.wanted, one.measured, met(one.met)]),
    ),
    `${method}. Data on ${fileSystem}; ${pinned ? "servers and generator each on a core of their own" : "nothing pinned"}; ` +
      `load of the machine before it began: ${loadBefore}. better-auth ${versions["better-auth"]}, ` +
      `better-sqlite3 ${versions["better-sqlite3"]}, SQLite in Node ${versions.sqlite}, undici ${versions.undici}.`,
  ];
}

function table(heading, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell ?? "-").join(" | ")} |`;
  const rule = line(heading.map((_, i) => (i === 0 ? "---" : "--:")));
  return [line(heading), rule, ...rows.map(line)].join("\n");
}

function count(value) {
  return value.toLocaleString("en");
}

function met(yes) {
  return yes ? "met" : "**not met**";
}
