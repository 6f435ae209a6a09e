// Figures as they stand on a page of the docs.

export function range({ perSecond, slowestRound, fastestRound }) {
  return `${count(perSecond)} (${count(slowestRound)} to ${count(fastestRound)})`;
}

export function tableOfGoals(goals) {
  return table(
    ["goal", "wanted", "measured", ""],
    goals.map((one) => [one.goal, one.wanted, one.measured, met(one.met)]),
  );
}

export function placed(pinned) {
  return pinned ? "servers and generator each on a core of their own" : "nothing pinned";
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function table(heading, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell ?? "-").join(" | ")} |`;
  const rule = line(heading.map((_, i) => (i === 0 ? "---" : "--:")));
  return [line(heading), rule, ...rows.map(line)].join("\n");
}

export function count(value) {
  return value.toLocaleString("en");
}

export function met(yes) {
  return yes ? "met" : "**not met**";
}
