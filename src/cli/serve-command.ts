// `countersign serve`: runs until it is told to stop, in this process or in several under it.
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { readConfig } from "../config.ts";
import { serve } from "../serve.ts";
import { readArguments, type Terminal } from "./terminal.ts";
import { type Begun, supervise, work } from "./workers.ts";

export async function serveCommand(args: string[], at: Terminal): Promise<void> {
  readArguments(args, {});
  const config = readConfig(process.env);
  if (cluster.isWorker) return work(config);
  const stop = toldToStop();
  if (config.workers > 1) return supervise(config, { stop, begun: (begun) => tell(at, begun) });
  const running = await serve(config);
  const { url: listening, firstRun, metrics, needs } = running;
  tell(at, { listening, origin: needs.site.origin, firstRun, metrics });
  await stop;
  await running.stop();
}

function tell(at: Terminal, { listening, origin, firstRun, metrics }: Begun): void {
  const shown = metrics === undefined ? {} : { metrics };
  if (firstRun) {
    at.result(
      { listening, firstRun, ...shown },
      `Countersign is running. Open this address to set it up (it works once):\n\n  ${firstRun}\n`,
    );
  } else at.result({ listening, ...shown }, `Countersign is running at ${origin}`);
}

/** By a signal, or by the end of the npm that started this: npm does not hand every signal on to what it runs. */
export function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    if (process.env.npm_lifecycle_event === undefined) return;
    // npm runs a shell that runs this.
    const npm = parentOf(process.ppid);
    const watch = setInterval(() => {
      if (npm === undefined || parentOf(process.ppid) === npm) return;
      clearInterval(watch);
      resolve();
    }, 500).unref();
  });
}

/** The parent of another process, where the system tells (Linux); the second field after the name in parentheses. */
function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]);
  } catch {
    return undefined;
  }
}
