// The Node process: opens, listens, keeps house, and stops gracefully.
import type { createServer, Server } from "node:http";
import { serve as listen, type ServerType } from "@hono/node-server";
import { createApp } from "./app.tsx";
import { BadSetting, type Config } from "./config.ts";
import { boundConnections, limits } from "./http/connections.ts";
import { createCarefulServer } from "./http/early-refusals.ts";
import { keep } from "./keeping.ts";
import { second } from "./kernel/clock.ts";
import { showMetrics } from "./measuring.ts";
import type { Choices, Needs } from "./opening.ts";
import { openTheFirstRun } from "./organisations/actions.ts";

export interface Running {
  needs: Needs;
  /** Where it listens, for programs on this machine. */
  url: string;
  /** Where the first administrator is made, while that is still to be done. */
  firstRun: string | undefined;
  /** Where the metrics are, if this process shows them itself. */
  metrics: string | undefined;
  stop(): Promise<void>;
}

/** Requests under way get this long to finish when the process is told to stop. */
const stopsWithin = 10 * second;

/**
 * @param choices `firstRun`: whether this process makes the first run's token, which ends the one before; `alone`: false where
 * somebody above collects the metrics of several
 */
export async function serve(
  config: Config,
  { firstRun = true, alone = true, ...choices }: Choices & { firstRun?: boolean; alone?: boolean } = {},
): Promise<Running> {
  let token: string | undefined;
  const kept = await keep(config, choices, async (needs) => {
    token = firstRun ? await openTheFirstRun(needs) : undefined;
  });
  const { needs } = kept;
  const orStop = async (error: unknown): Promise<never> => {
    await kept.stop();
    throw error;
  };
  const { metrics } = needs;
  const page =
    metrics && alone ? await showMetrics(config, async () => [await metrics.read()]).catch(orStop) : undefined;
  const { server, port } = await startListening(needs, config).catch(async (error) => {
    await page?.stop();
    return orStop(error);
  });
  // Port 0 asks for any free one.
  if (config.port === 0) needs.site.origin = needs.site.origin.replace(/:0$/, `:${port}`);
  kept.begin();
  return {
    needs,
    url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`,
    firstRun: token && `${needs.site.origin}/first-run?token=${token}`,
    metrics: page?.url,
    async stop() {
      await kept.stop(() => close(server));
      await page?.stop();
    },
  };
}

function startListening(needs: Needs, config: Config): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const app = createApp(needs);
    const server = listen(
      {
        fetch: app.fetch,
        port: config.port,
        hostname: config.host,
        createServer: createCarefulServer as typeof createServer,
        serverOptions: limits,
      },
      ({ port }) => resolve({ server, port }),
    );
    boundConnections(server as Server, needs.site);
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === "EADDRINUSE"
          ? new BadSetting(`port ${config.port} is taken by another program: set PORT to a free one`)
          : error;
      reject(taken);
    });
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    let sweep: NodeJS.Timeout | undefined;
    let late: NodeJS.Timeout | undefined;
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(late);
      resolve();
    });
    if (!("closeIdleConnections" in server)) return;
    // Clients keep their connections for a next request: each is closed soon after its last answer.
    sweep = setInterval(() => server.closeIdleConnections(), 50);
    late = setTimeout(() => server.closeAllConnections(), stopsWithin);
  });
}
