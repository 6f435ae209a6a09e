// The thread that `apart.ts` begins: reads one file and says what is in it. Nothing else runs here.
import { parentPort, workerData } from "node:worker_threads";
import type { Answer } from "./apart.ts";
import { NotReadable } from "./coming.ts";
import { type Given, readMoving } from "./reading.ts";

const say = (answer: Answer): void => parentPort?.postMessage(answer);

try {
  say(await readMoving(workerData as Given));
} catch (error) {
  // Its name alone: what went wrong may quote the file.
  say(error instanceof NotReadable ? { reason: error.reason } : { failed: error instanceof Error ? error.name : "" });
}
