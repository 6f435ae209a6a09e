// Sums rounds up: medians, ratios taken round by round, and tables for a terminal.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Of each round by itself: neighbours in time are compared, so that a slow minute weighs on both. */
export function medianRatio(runs, others, value) {
  return median(runs.map((run, i) => value(run) / value(others[i])));
}

/** `null`, which JSON can hold, where a figure could not be had. */
export function rounded(value, digits) {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : null;
}

/** One line of the goals; a figure that could not be had is none that is good enough. */
export function atLeast(goal, least, measured) {
  return { goal, wanted: `at least ${least}`, measured, met: measured !== null && measured >= least };
}

export function atMost(goal, most, measured, word = "at most") {
  return { goal, wanted: `${word} ${most}`, measured, met: measured !== null && measured <= most };
}

/** @param columns the heading of each column, by the name of its field */
export function print(title, rows, columns) {
  const lines = [columns, ...rows].map((row) => Object.keys(columns).map((name) => String(row[name] ?? "-")));
  const widths = Object.keys(columns).map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  console.log(`\n${title}`);
  for (const [first, ...rest] of lines) {
    const cells = rest.map((cell, i) => cell.padStart(widths[i + 1]));
    console.log(`  ${[first.padEnd(widths[0]), ...cells].join("  ")}`);
  }
}

export function printGoals(goals) {
  print(
    "Goals",
    goals.map((one) => ({ ...one, met: one.met ? "met" : "not met" })),
    { goal: "", wanted: "wanted", measured: "measured", met: "" },
  );
}
