// One set-up at a time in one checkout: a file that holds the pid of whoever is at work.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const longestSetUpMs = 20 * 60_000;

/** Waits for its turn; the function returned gives the turn up. It is given up on exit and on signals too. */
export async function holdLock(root) {
  const folder = join(root, ".cache");
  const path = join(folder, "prepare.lock");
  mkdirSync(folder, { recursive: true });
  let told = false;
  while (!take(path)) {
    const holder = read(path);
    if (holder !== undefined && isStale(path, holder)) {
      removeStale(path, holder);
      continue;
    }
    if (!told) process.stderr.write(`Waiting for another set-up of this checkout (pid ${holder?.trim()}) …\n`);
    told = true;
    await wait(200);
  }
  const release = () => {
    if (read(path) === `${process.pid}\n`) rmSync(path, { force: true });
  };
  process.once("exit", release);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.once(signal, () => process.exit(code));
  }
  return release;
}

function take(path) {
  // Written aside and linked into place, so that nobody ever reads a lock without its pid.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isStale(path, holder) {
  const pid = Number(holder);
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return true;
  }
  try {
    return Date.now() - statSync(path).mtimeMs > longestSetUpMs;
  } catch {
    return false;
  }
}

function removeStale(path, holder) {
  // Two may find the same stale lock: the slower one must not take away the lock the faster one has made since.
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== holder) {
    try {
      linkSync(aside, path);
    } catch {}
  }
  rmSync(aside, { force: true });
}
