// The Node process: opens, listens, keeps house, and stops gracefully.
import type { createServer, Server } from "node:http";
import { join } from "node:path";
import { serve as listen, type ServerType } from "@hono/node-server";
import { keepWorkingOff } from "./admin/working-off.ts";
import { createApp } from "./app.tsx";
import { BadSetting, type Config } from "./config.ts";
import { requireSchema } from "./database/migrate.ts";
import { holdServingLock } from "./database/serving-lock.ts";
import { keepHouse } from "./housekeeping.ts";
import { boundConnections, limits } from "./http/connections.ts";
import { createCarefulServer } from "./http/early-refusals.ts";
import { second } from "./kernel/clock.ts";
import { letHashingStepBack } from "./kernel/stepping-back.ts";
import { keepKeysKnown } from "./keys/servers.ts";
import { renderLetter } from "./letters/actions.tsx";
import { keepDelivering } from "./mail/delivery.ts";
import { type Choices, type Needs, open, prepareFolder, requireRightKey } from "./opening.ts";
import { openTheFirstRun } from "./organisations/actions.ts";

export interface Running {
  needs: Needs;
  /** Where it listens, for programs on this machine. */
  url: string;
  /** Where the first administrator is made, while that is still to be done. */
  firstRun: string | undefined;
  stop(): Promise<void>;
}

/** Requests under way get this long to finish when the process is told to stop. */
const stopsWithin = 10 * second;

/** @param choices `firstRun`: whether this process makes the first run's token, which ends the one before */
export async function serve(
  config: Config,
  { firstRun = true, ...choices }: Choices & { firstRun?: boolean } = {},
): Promise<Running> {
  prepareFolder(config);
  const lock = config.databaseUrl ? undefined : holdServingLock(join(config.data, "serving.lock"));
  let opened: Needs | undefined;
  try {
    const needs = await open(config, { ...choices, serving: true });
    opened = needs;
    if (!letHashingStepBack()) needs.log.warn("the threads that hash passwords could not step back");
    await requireRightKey(needs);
    const token = firstRun ? await openTheFirstRun(needs) : undefined;
    // Before the first request: from here on no key is used that this process does not know.
    const keys = await keepKeysKnown(needs, needs.rereadKeys);
    // Since it looked, and before it was seen to serve, a newer version may have changed what this one stands on.
    const listening = requireSchema(needs.db).then(() => startListening(needs, config));
    const { server, port } = await listening.catch(async (error) => {
      await keys.stop();
      throw error;
    });
    // Port 0 asks for any free one.
    if (config.port === 0) needs.site.origin = needs.site.origin.replace(/:0$/, `:${port}`);
    const house = keepHouse(needs);
    const delivery = keepDelivering(needs, renderLetter(needs));
    const begun = keepWorkingOff(needs);
    return {
      needs,
      url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`,
      firstRun: token && `${needs.site.origin}/first-run?token=${token}`,
      async stop() {
        await house.stop();
        // Letters on their way and requests under way get their time side by side.
        await Promise.all([delivery.stop(), begun.stop(), close(server)]);
        await keys.stop();
        await needs.db.close();
        lock?.release();
      },
    };
  } catch (error) {
    // Left open, its connections would keep a program alive that does not serve.
    await opened?.db.close();
    lock?.release();
    throw error;
  }
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
