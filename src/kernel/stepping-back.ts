// Puts the threads that hash passwords behind the one that answers: where a core is wanted by both, the answers have it.
import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";

/** As libuv calls the threads of its pool, to which @node-rs/argon2 hands its work. */
const ofThePool = "libuv-worker";

/** As low as there is. */
const lowest = 19;

/**
 * To be called once the pool is there, which its first work makes. Lowering needs no rights, and there is no way back without
 * some. Only Linux has priorities for single threads; elsewhere nothing changes.
 * @returns how many threads stepped back
 */
export function letHashingStepBack(priority = lowest): number {
  if (process.platform !== "linux") return 0;
  try {
    const threads = readdirSync("/proc/self/task").filter(
      (thread) => readFileSync(`/proc/self/task/${thread}/comm`, "utf8").trim() === ofThePool,
    );
    for (const thread of threads) setPriority(Number(thread), priority);
    return threads.length;
  } catch {
    // A container may forbid it: passwords are hashed all the same.
    return 0;
  }
}
