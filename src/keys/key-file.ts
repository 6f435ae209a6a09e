// The file that holds the key ring: read only where nobody else can read it, written whole or not at all.
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Others than its owner can read it. */
export class KeyFileOpen extends Error {}

/** @throws KeyFileOpen */
export function readKeyFile(file: string): string {
  if ((statSync(file).mode & 0o077) !== 0) throw new KeyFileOpen(`others on this machine can read the key ${file}`);
  return readFileSync(file, "utf8");
}

/** A file that is not there yet, whole from its first moment on; an existing one stays as it is. */
export function makeKeyFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.new`;
  // What a killed run left.
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(beside, file);
  } catch (error) {
    // Not every file system has links.
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    writeFileSync(file, text, { mode: 0o600, flag: "wx", flush: true });
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Whoever reads it, and whenever this is killed, there is the old text or the new one; the owner stays who they were. */
export function replaceKeyFile(given: string, text: string): void {
  const file = realpathSync(given);
  const { uid, gid } = statSync(file);
  const beside = `${file}.new`;
  // What a killed run left.
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode: 0o600, flag: "wx", flush: true });
  if (process.getuid?.() === 0) chownSync(beside, uid, gid);
  renameSync(beside, file);
  flushFolder(dirname(file));
}

/** Keeps a ring beside the file while it is being found out whether the keys that it has more are missed. */
export function setAside(file: string, text: string): void {
  dropAside(file);
  makeKeyFile(asideOf(file), text);
  flushFolder(dirname(asideOf(file)));
}

export function readAside(file: string): string | undefined {
  return existsSync(asideOf(file)) ? readKeyFile(asideOf(file)) : undefined;
}

export function dropAside(file: string): void {
  rmSync(asideOf(file), { force: true });
}

const asideOf = (file: string): string => `${realpathSync(file)}.retiring`;

/** A name in a folder lasts only once the folder itself is on the disk. */
export function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives the text whenever the file is another one than last time; a look that finds none costs next to nothing. */
export function watchedKeyFile(file: string): () => string | undefined {
  const look = (): string => {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  };
  let seen = look();
  return () => {
    const now = look();
    if (now === seen) return undefined;
    const text = readKeyFile(file);
    seen = now;
    return text;
  };
}
