// Reads a file that came over the network in a thread of its own, for as long and in as much memory as is fair: whatever is
// in it, everybody else's sign-ins go on meanwhile.
import { Worker } from "node:worker_threads";
import { createTurns } from "../../kernel/turns.ts";
import { type Coming, type FileReason, NotReadable } from "./coming.ts";
import { type Format, type Given, readMoving } from "./reading.ts";

export type Answer = { format: Format; people: Coming[] } | { reason: FileReason } | { failed: string };

/** ms and MiB. The largest upload of people takes half of the memory, of YAML that is; a container has to hold one for each worker. */
const within = 15_000;
const memory = 192;

/** Bytes that are read in less time than a thread takes to begin. */
const soonRead = 16 * 1024;

const turns = createTurns();

/**
 * @param organisation who waits for its own files first, so that no organisation's keep all others waiting
 * @throws NotReadable, Problem `busy` where others' files are being read already
 */
export const readUpload = async (organisation: string, given: Given): Promise<{ format: Format; people: Coming[] }> =>
  given.bytes.length <= soonRead
    ? readMoving(given)
    : turns.take(
        organisation,
        () => turns.take("upload", () => readApart(given), { waiting: 8, patience: 2 * within }),
        { waiting: 1, patience: 2 * within },
      );

async function readApart(given: Given): Promise<{ format: Format; people: Coming[] }> {
  // Beside this file, as it was built or as it was written.
  const file = import.meta.url.replace(/apart(\.[jt]s).*$/, "reader$1");
  const limits = { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 32 };
  const thread = new Worker(new URL(file), { workerData: given, resourceLimits: limits, env: {}, execArgv: [] });
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const late = setTimeout(() => resolve({ reason: "too-large" }), within);
      thread.once("message", resolve);
      thread.once("error", (error: NodeJS.ErrnoException) =>
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve({ reason: "too-large" }) : reject(error),
      );
      thread.once("exit", () => {
        clearTimeout(late);
        resolve({ failed: "it ended" });
      });
    });
    if ("reason" in answer) throw new NotReadable(answer.reason);
    if ("failed" in answer) throw new Error(`a file could not be read: ${answer.failed}`);
    return answer;
  } finally {
    await thread.terminate();
  }
}
