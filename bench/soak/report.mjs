// Medians of each sixth of the time, and whether the last is larger than the second.
import { atMost, median, print, printGoals, rounded } from "../serving/sums.mjs";

const parts = 6;
const grown = 1.05;
const mebibyte = 2 ** 20;

/** @param samples resident bytes, at even distances */
export function summarise(samples) {
  const each = Math.floor(samples.length / parts);
  const rows = Array.from({ length: parts }, (_, part) => {
    const of = samples.slice(part * each, (part + 1) * each);
    return {
      part: part + 1,
      median: rounded(median(of) / mebibyte, 1),
      least: rounded(Math.min(...of) / mebibyte, 1),
      most: rounded(Math.max(...of) / mebibyte, 1),
    };
  });
  // The first is when caches fill and the compiler works.
  const times = rounded(rows.at(-1).median / rows[1].median, 3);
  return { rows, goals: [atMost("memory in the last sixth, times the second", grown, times)] };
}

export function show({ question, method, measured, machine, rows, goals, done }) {
  console.log(`${question}: ${method}\n${measured}, load before ${machine.loadBefore}`);
  print("Resident MiB, by sixths of the time", rows, { part: "", median: "median", least: "least", most: "most" });
  printGoals(goals);
  console.log(`\n${JSON.stringify(done)}`);
}
