// Writes every test's outcome to test-results/results.json and prints the count as the very last line.
import { mkdirSync, writeFileSync, writeSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export interface TestOutcome {
  /** The names of the groups around the test and its own, joined with " > ". */
  title: string;
  /** Relative to the repository. */
  file: string;
  state: "passed" | "failed" | "skipped";
  ms: number;
  /** Why it failed; also of a first try that a second one made good. */
  why?: string;
  secondTry?: true;
}

const folder = new URL("../test-results/", import.meta.url);

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<SerializedError>): void {
    const outcomes = [...modules.flatMap(outcomesOf), ...unhandled.map(asOutcome)];
    const count = (state: TestOutcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
    const totals = { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL("results.json", folder), `${JSON.stringify({ ...totals, tests: outcomes }, null, 2)}\n`);
    process.once("exit", () => {
      // A run that proved nothing must not look like one that proved everything.
      if (totals.failed > 0 || totals.passed === 0) process.exitCode ||= 1;
      for (const { title, file, why, state, secondTry } of outcomes) {
        if (state !== "failed" && !secondTry) continue;
        writeSync(
          1,
          `\n${state === "failed" ? "FAILED" : "passed at the second try only"}: ${title} (${file})\n${why}\n`,
        );
      }
      writeSync(1, `\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
    });
  }
}

const ownLines = (stack = ""): string =>
  stack
    .split("\n")
    .filter((line) => line.trim().startsWith("at ") && !line.includes("node_modules") && !line.includes("node:"))
    .join("\n");

function outcomesOf(module: TestModule): TestOutcome[] {
  const file = relative(process.cwd(), module.moduleId);
  const outcomes: TestOutcome[] = [];
  for (const test of module.children.allTests()) {
    const { state, errors = [] } = test.result();
    const why = errors.map(({ message, stack }) => `${message.slice(0, 1500)}\n${ownLines(stack)}`).join("\n");
    const retried = (test.diagnostic()?.retryCount ?? 0) > 0;
    outcomes.push({
      title: test.fullName,
      file,
      // A test that never came to run, because the run was cut short, has proved nothing.
      state: state === "pending" ? "failed" : state,
      ms: Math.round(test.diagnostic()?.duration ?? 0),
      ...(why ? { why } : {}),
      ...(retried ? { secondTry: true as const } : {}),
    });
  }
  const broken = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
  for (const error of broken) outcomes.push({ title: `${file}: ${error.message}`, file, state: "failed", ms: 0 });
  return outcomes;
}

function asOutcome(error: SerializedError): TestOutcome {
  return { title: `outside any test: ${error.message}`, file: "", state: "failed", ms: 0 };
}
