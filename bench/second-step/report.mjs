// Sums the runs up, holds them against the goals and prints them.
import { atLeast, atMost, median, medianRatio, print, printGoals, rounded } from "../serving/sums.mjs";

const isOurs = ({ contender }) => contender.startsWith("countersign");

/**
 * @param contenders each `{ name, people, memoryAtStart, peakMemory }`, memory in bytes or undefined
 * @param goals what ours has to reach: `timesBetterAuth` given the number of connections, `ofFloor`, `memoryOfBetterAuth`
 */
export function summarise(runs, contenders, levels, goals) {
  const results = levels.map((connections) => ({ connections, rows: summariseLevel(runs, contenders, connections) }));
  const peakOfBetterAuth = contenders.find(({ name }) => name === "better-auth").peakMemory;
  const memory = contenders.map(({ name, memoryAtStart, peakMemory }) => ({
    contender: name,
    atStartMiB: rounded(memoryAtStart / 2 ** 20, 1),
    peakMiB: rounded(peakMemory / 2 ** 20, 1),
    peakOfBetterAuth: rounded(peakMemory / peakOfBetterAuth, 2),
  }));
  return { results, memory, goals: judge(results, memory, goals) };
}

function summariseLevel(runs, contenders, connections) {
  const of = (name) => runs.filter((run) => run.connections === connections && run.contender === name);
  const ratio = (name, other, value) => medianRatio(of(name), of(other), value);
  const rate = ({ perSecond }) => perSecond;
  const cpu = ({ cpuUser, cpuSystem }) => cpuUser + cpuSystem;
  return contenders.map(({ name, people }) => {
    const middle = (value) => median(of(name).map(value));
    const rates = of(name).map(rate);
    return {
      contender: name,
      people,
      perSecond: rounded(median(rates), 0),
      slowestRound: rounded(Math.min(...rates), 0),
      fastestRound: rounded(Math.max(...rates), 0),
      p50: rounded(
        middle(({ p50 }) => p50),
        2,
      ),
      p99: rounded(
        middle(({ p99 }) => p99),
        2,
      ),
      timesBetterAuth: rounded(ratio(name, "better-auth", rate), 2),
      ofFloor: rounded(ratio(name, "floor", rate), 3),
      cpuMicroseconds: rounded(middle(cpu), 0),
      cpuMicrosecondsInKernel: rounded(
        middle(({ cpuSystem }) => cpuSystem),
        0,
      ),
      cpuOfBetterAuth: rounded(ratio(name, "better-auth", cpu), 3),
      cpuTimesFloor: rounded(ratio(name, "floor", cpu), 2),
      generatorBusy: rounded(
        middle(({ generatorBusy }) => generatorBusy),
        2,
      ),
    };
  });
}

function judge(results, memory, goals) {
  const judged = [];
  for (const { connections, rows } of results) {
    for (const { contender, timesBetterAuth, ofFloor } of rows.filter(isOurs)) {
      const at = `${contender === "countersign" ? "" : `${contender.replace("countersign, ", "")}, `}at ${connections} connections`;
      const least = goals.timesBetterAuth(connections);
      if (least) judged.push(atLeast(`times better-auth, ${at}`, least, timesBetterAuth));
      judged.push(atLeast(`of the floor, ${at}`, goals.ofFloor, ofFloor));
    }
  }
  if (goals.memoryOfBetterAuth === undefined) return judged;
  const share = memory.find(isOurs).peakOfBetterAuth;
  return [...judged, atMost("peak memory of better-auth's", goals.memoryOfBetterAuth, share)];
}

export function show({ question, method, measured, machine, versions, results, memory, goals: judged }) {
  const placed = machine.pinned
    ? `servers on core ${machine.pinned.server}, the generator on core ${machine.pinned.generator}`
    : "nothing pinned to a core of its own, so the ratios are rather too small";
  console.log(`${question}: ${method}`);
  console.log(`${measured}, ${machine.cpu} (${machine.cores} cores); ${placed}; data on ${machine.fileSystem}`);
  console.log(JSON.stringify(versions));
  for (const { connections, rows } of results) {
    print(`${connections} connections`, rows, {
      contender: "",
      perSecond: "a second",
      slowestRound: "from",
      fastestRound: "to",
      p50: "p50 ms",
      p99: "p99 ms",
      timesBetterAuth: "x better-auth",
      ofFloor: "x floor",
      cpuMicroseconds: "CPU µs each",
      cpuMicrosecondsInKernel: "in kernel",
      cpuOfBetterAuth: "CPU x better-auth",
      cpuTimesFloor: "CPU x floor",
      generatorBusy: "generator busy",
    });
  }
  const columns = { contender: "", atStartMiB: "at start", peakMiB: "peak", peakOfBetterAuth: "x better-auth" };
  print("Memory of the serving process, MiB", memory, columns);
  printGoals(judged);
  for (const doubt of doubts(machine, results)) console.log(`\nNote: ${doubt}`);
}

/** What makes one trust the figures less. */
function doubts(machine, results) {
  const said = [];
  if (machine.loadBefore > 0.5) said.push(`the machine was busy before this began (load ${machine.loadBefore}).`);
  if (machine.fileSystem === "tmpfs")
    said.push("the data lay in memory, where nothing is durable: set TMPDIR to a disk.");
  for (const { connections, rows } of results) {
    for (const { contender, perSecond, slowestRound, fastestRound, generatorBusy } of rows) {
      const where = `${contender} at ${connections} connections`;
      if (generatorBusy > 0.85) said.push(`${where} was held back by the generator (busy ${generatorBusy}).`);
      if (fastestRound - slowestRound > perSecond / 2) said.push(`${where} varied much from round to round.`);
    }
  }
  return said;
}
