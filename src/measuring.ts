// Counts, measures and traces what this process does, where the operator asked for it: otherwise none of it is even loaded.
import { createRequire } from "node:module";
import { longestWait } from "./audit/chain/chaining.ts";
import { BadSetting, type Config } from "./config.ts";
import { keyFile, type Needs } from "./opening.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

export async function measured(config: Config, needs: Needs): Promise<Needs> {
  const counted = await withMetrics(config, needs);
  return withTraces(config, counted);
}

async function withTraces({ traces: place, workers }: Config, needs: Needs): Promise<Needs> {
  if (!place) return needs;
  const [{ createTracing }, { tracedTransactions }] = await Promise.all([
    import("./traces/tracing.ts"),
    import("./traces/database.ts"),
  ]);
  const { random, log, metrics } = needs;
  const traces = createTracing(place, { version, random, log, workers, count: metrics?.spans });
  return { ...needs, db: tracedTransactions(needs.db), traces };
}

async function withMetrics(config: Config, needs: Needs): Promise<Needs> {
  if (!config.metrics) return needs;
  const [{ createMetrics }, { counting }, { watch }] = await Promise.all([
    import("./metrics/registry.ts"),
    import("./metrics/counting.ts"),
    import("./metrics/gauges.ts"),
  ]);
  const metrics = createMetrics(version);
  watch(metrics, {
    ...needs,
    keyFile: config.keys && "text" in config.keys ? undefined : keyFile(config),
    unchained: () => longestWait(needs.db, needs.clock),
  });
  return { ...needs, db: counting(needs.db, metrics), metrics };
}

export type MetricsPage = Awaited<ReturnType<typeof import("./metrics/page.ts").serveMetrics>>;

/**
 * @param read the metrics of each process that serves
 * @throws BadSetting where the port is taken
 */
export async function showMetrics(
  { metrics }: Config,
  read: () => Promise<object[][]>,
): Promise<MetricsPage | undefined> {
  if (!metrics) return undefined;
  const { serveMetrics } = await import("./metrics/page.ts");
  return serveMetrics(metrics, read).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new BadSetting(
      `port ${metrics.port} is taken by another program: set COUNTERSIGN_METRICS_PORT to a free one`,
    );
  });
}
