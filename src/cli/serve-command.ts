// `countersign serve`: runs until it is told to stop.
import { readConfig } from "../config.ts";
import { serve } from "../serve.ts";
import { readArguments, type Terminal } from "./terminal.ts";

export async function serveCommand(args: string[], at: Terminal): Promise<void> {
  readArguments(args, {});
  const running = await serve(readConfig(process.env));
  const address = running.needs.site.origin;
  if (running.firstRun) {
    at.result(
      { listening: running.url, firstRun: running.firstRun },
      `Countersign is running. Open this address to set it up (it works once):\n\n  ${running.firstRun}\n`,
    );
  } else at.result({ listening: running.url }, `Countersign is running at ${address}`);

  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await running.stop();
}
