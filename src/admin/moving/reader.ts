// The thread that `apart.ts` begins: reads one file and says what is in it. Nothing else runs here.
import { parentPort, workerData } from "node:worker_threads";
import type { Answer } from "./apart.ts";
import { NotReadable } from "./coming.ts";
import { type Given, readMoving } from "./reading.ts";

/** What a file of the size of an upload may hold; more is nobody's list of people. */
const mostPeople = 20_000;

const say = (answer: Answer): void => parentPort?.postMessage(answer);

try {
  const read = await readMoving(workerData as Given);
  // Said here: to hand over a million of nobody would take the time that reading them apart has saved.
  say(read.people.length > mostPeople ? { reason: "too-large" } : read);
} catch (error) {
  // Its name alone: what went wrong may quote the file.
  say(error instanceof NotReadable ? { reason: error.reason } : { failed: error instanceof Error ? error.name : "" });
}
