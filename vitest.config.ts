import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    pool: "forks",
    maxWorkers: 2,
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
