// Keeps two servers from serving one data folder. The operating system lets go of the lock when the holder dies.
import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

export class AlreadyServed extends Error {}

/** Holds an exclusive lock on `file` until `release`. @throws AlreadyServed */
export function holdServingLock(
  file: string,
  otherwise = "another server is serving this data folder",
): { release(): void } {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (cause) {
    lock.close();
    const busy = 5; // SQLITE_BUSY
    if (((cause as { errcode?: number }).errcode ?? 0) % 256 !== busy) throw cause;
    throw new AlreadyServed(otherwise, { cause });
  }
  chmodSync(file, 0o600);
  return { release: () => lock.close() };
}
