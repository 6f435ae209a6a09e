// Puts the threads that hash passwords behind the one that answers: where a core is wanted by both, the answers have it.
import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";

/** As libuv calls the threads of its pool, to which @node-rs/argon2 hands its work. */
const ofThePool = "libuv-worker";

/** As low as there is. */
export const lowest = 19;

/**
 * To be called once the pool is there, which its first work makes. It needs no rights, and without some there is no way back.
 * Only Linux has priorities of single threads; elsewhere nothing changes.
 * @returns false where the system forbids it, as a filter of system calls may: passwords are hashed all the same
 */
export function letHashingStepBack(): boolean {
  if (process.platform !== "linux") return true;
  try {
    for (const thread of poolThreads()) setPriority(thread, lowest);
    return true;
  } catch {
    return false;
  }
}

export const poolThreads = (): number[] =>
  readdirSync("/proc/self/task")
    .filter((thread) => readFileSync(`/proc/self/task/${thread}/comm`, "utf8").trim() === ofThePool)
    .map(Number);
