import { defineConfig } from "vitest/config";
import LongestFirst from "./scripts/sequencer.ts";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    pool: "forks",
    // On two cores: of a worker's time a third is waiting, for a browser, a server, a clock.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    testTimeout: 20_000,
    // On a machine that is shared a browser or a program may start late: what passes only then is named at the end.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./scripts/reporter.ts"],
  },
});
