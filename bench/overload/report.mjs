// Sums the rounds up, says which goals are met, and prints it.
import { atMost, median, medianRatio, print, printGoals, rounded } from "../serving/sums.mjs";

const goals = { timesAlone: 2, refusedWithin: 100, moreMemory: 128 };
const kinds = { codes: "second step", checks: "session check", lists: "list of people" };
const mebibyte = 2 ** 20;

export function summarise(runs) {
  const alone = runs.filter(({ flooded }) => !flooded);
  const flooded = runs.filter((run) => run.flooded);
  const middle = (of, value, digits = 2) => rounded(median(of.map(value)), digits);
  const rows = Object.entries(kinds).map(([kind, asked]) => ({
    asked,
    p50Alone: middle(alone, (run) => run[kind].p50),
    p50: middle(flooded, (run) => run[kind].p50),
    p50Times: rounded(
      medianRatio(flooded, alone, (run) => run[kind].p50),
      2,
    ),
    p99Alone: middle(alone, (run) => run[kind].p99),
    p99: middle(flooded, (run) => run[kind].p99),
    p99Times: rounded(
      medianRatio(flooded, alone, (run) => run[kind].p99),
      2,
    ),
  }));
  const refused = {
    count: flooded.reduce((sum, run) => sum + run.refused.count, 0),
    p50: middle(flooded, (run) => run.refused.p50, 1),
    p99: middle(flooded, (run) => run.refused.p99, 1),
    longest: rounded(Math.max(...flooded.map((run) => run.refused.longest)), 1),
    begun: flooded.reduce((sum, run) => sum + run.begun.count, 0),
    waited: middle(flooded, (run) => run.begun.waited, 0),
  };
  const memory = {
    alone: middle(alone, (run) => run.peak / mebibyte, 0),
    flooded: middle(flooded, (run) => run.peak / mebibyte, 0),
    most: rounded(Math.max(...flooded.map((run) => run.peak)) / mebibyte, 0),
  };
  const generatorBusy = middle(flooded, (run) => run.generatorBusy);
  return { rows, refused, memory, generatorBusy, goals: judge(rows, refused, memory) };
}

function judge([codes], refused, memory) {
  return [
    atMost("p99 of second steps, times what it is alone", goals.timesAlone, codes.p99Times),
    atMost("ms until a password too many was refused, p99", goals.refusedWithin, refused.p99),
    atMost("ms until a password too many was refused, longest", goals.refusedWithin, refused.longest),
    atMost("MiB of memory more than alone, at the peak", goals.moreMemory, rounded(memory.most - memory.alone, 0)),
  ];
}

export function show({
  question,
  method,
  measured,
  machine,
  versions,
  rows,
  refused,
  memory,
  generatorBusy,
  goals: judged,
}) {
  console.log(`${question}: ${method}\n${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  print("Milliseconds", rows, {
    asked: "",
    p50Alone: "p50 alone",
    p50: "p50",
    p50Times: "x",
    p99Alone: "p99 alone",
    p99: "p99",
    p99Times: "x",
  });
  console.log(
    `\nPasswords: ${refused.count} refused after ${refused.p50} ms (p50), ${refused.p99} (p99), ${refused.longest} at the longest; ` +
      `${refused.begun} looked at, half of them within ${refused.waited} ms.`,
  );
  console.log(`Peak memory: ${memory.alone} MiB alone, ${memory.flooded} with the passwords, ${memory.most} at most.`);
  printGoals(judged);
  if (machine.loadBefore > 0.5)
    console.log(`\nNote: the machine was busy before this began (load ${machine.loadBefore}).`);
  if (generatorBusy > 0.85)
    console.log(`\nNote: the generator was busy (${generatorBusy}), and told its own times too.`);
}
