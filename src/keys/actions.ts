// Rotates the key ring while others serve: a new key is known everywhere before it seals, and an old one is dropped only
// once nothing is left under it. Killed at any point, the next run goes on where this one stopped.
import { record } from "../audit/actions.ts";
import type { Database } from "../database/database.ts";
import { type Clock, minute, second } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { type KeyRing, nameOfKey, readKeyRing, type WrittenRing, writeKeyRing } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import { firstOrganisation } from "../organisations/actions.ts";
import { dropAside, readAside, readKeyFile, replaceKeyFile, setAside } from "./key-file.ts";
import { keysInUse, type Resealed, resealAll, rowsUnder } from "./resealing.ts";
import { type Server, serversNow } from "./servers.ts";

export interface RotationNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: KeyRing;
}

export interface RotationProgress {
  waitingFor(servers: Server[]): void;
  resealed(rows: number): void;
}

export type Rotation =
  | { outcome: "rotated"; sealing: string; added: string | undefined; retired: string[]; resealed: Resealed }
  /** These do not know the key that everybody has to know by now; nothing was done that they would miss. */
  | { outcome: "servers-behind"; key: string; servers: Server[] }
  /** Old keys stay in the ring: rows are left that could not be sealed anew. */
  | { outcome: "left-behind"; sealing: string; resealed: Resealed };

/** A server reads the key file every two seconds; one that was killed counts as gone after thirty. */
export const longestWait = minute;

export async function rotateKeys(
  needs: RotationNeeds,
  file: string,
  choices: { retire: boolean; source: Source; wait?: number },
  progress: RotationProgress,
): Promise<Rotation> {
  const { sealer } = needs;
  const wait = choices.wait ?? longestWait;
  let ring = await afterRetiring(needs, file);
  const write = (changed: WrittenRing) => {
    replaceKeyFile(file, writeKeyRing(changed));
    ring = changed;
    sealer.renew(changed.keys);
  };
  sealer.renew(ring.keys);

  let added: string | undefined;
  if (!(await isUnderWay(needs, ring, choices.retire))) {
    const next = needs.random.bytes(32);
    added = nameOfKey(next);
    write({ keys: [...ring.keys, next], next });
  }
  if (ring.next) {
    const { next } = ring;
    const key = nameOfKey(next);
    added = key;
    const behind = await waitForServers(needs, wait, progress, (keys) => keys.includes(key));
    if (behind.length > 0) return { outcome: "servers-behind", key, servers: behind };
    write({ keys: [next, ...ring.keys.filter((one) => one !== next)], next: undefined });
    await recorded(needs, "installation.key-rotated", key, choices.source);
  }
  const sealing = sealer.keys[0] as string;
  const behind = await waitForServers(needs, wait, progress, (keys) => keys[0] === sealing);
  if (behind.length > 0) return { outcome: "servers-behind", key: sealing, servers: behind };
  const resealed = await resealAll(needs, progress.resealed);
  if (!choices.retire) return { outcome: "rotated", sealing, added, retired: [], resealed };

  const old = sealer.keys.slice(1);
  if (old.length > 0) {
    const before = ring;
    if (await isUsed(needs, old)) return { outcome: "left-behind", sealing, resealed };
    setAside(file, writeKeyRing(before));
    write({ keys: before.keys.slice(0, 1), next: undefined });
    // Whoever sealed with an old key until just now shows here: then the key comes back.
    const slow = await waitForServers(needs, wait, progress, (keys) => keys.length === 1);
    if (slow.length > 0 || (await isUsed(needs, old))) {
      write(before);
      dropAside(file);
      if (slow.length > 0) return { outcome: "servers-behind", key: sealing, servers: slow };
      const again = await resealAll(needs, progress.resealed);
      return { outcome: "left-behind", sealing, resealed: { ...again, rows: resealed.rows + again.rows } };
    }
    dropAside(file);
    for (const key of old) await recorded(needs, "installation.key-retired", key, choices.source);
  }
  return { outcome: "rotated", sealing, added, retired: old, resealed };
}

/** Only what is still sealed with other keys of the ring; for rings that are changed by hand. */
export async function resealOnly(
  needs: RotationNeeds,
  progress: RotationProgress,
  wait = longestWait,
): Promise<Rotation> {
  const sealing = needs.sealer.keys[0] as string;
  const behind = await waitForServers(needs, wait, progress, (keys) => keys[0] === sealing);
  if (behind.length > 0) return { outcome: "servers-behind", key: sealing, servers: behind };
  const resealed = await resealAll(needs, progress.resealed);
  return { outcome: "rotated", sealing, added: undefined, retired: [], resealed };
}

/** The ring as it is, or as it was where retiring a key was stopped before it was known whether that key is missed. */
async function afterRetiring(needs: RotationNeeds, file: string): Promise<WrittenRing> {
  const ring = readKeyRing(readKeyFile(file));
  const aside = readAside(file);
  if (aside === undefined) return ring;
  const before = readKeyRing(aside);
  const left = ring.keys.map(nameOfKey);
  const dropped = before.keys.map(nameOfKey).filter((name) => !left.includes(name));
  const missed = await isUsed(needs, dropped);
  if (missed) replaceKeyFile(file, aside);
  dropAside(file);
  return missed ? before : ring;
}

/** A rotation that was stopped is finished before another one begins. */
async function isUnderWay({ db, sealer }: RotationNeeds, ring: WrittenRing, retire: boolean): Promise<boolean> {
  if (ring.next) return true;
  if (ring.keys.length === 1) return false;
  return retire || isUsed({ db }, sealer.keys.slice(1));
}

async function isUsed({ db }: { db: Database }, keys: readonly string[]): Promise<boolean> {
  const uses = await keysInUse(db, keys);
  return uses.some((use) => keys.includes(use.key) && rowsUnder(use) > 0);
}

/** @returns those that are behind when the time is over */
async function waitForServers(
  { db, clock }: RotationNeeds,
  wait: number,
  progress: RotationProgress,
  suits: (keys: string[]) => boolean,
): Promise<Server[]> {
  const tries = Math.ceil(wait / (second / 2));
  for (let i = 0; ; i++) {
    const behind = (await serversNow(db, clock)).filter(({ keys }) => !suits(keys));
    if (behind.length === 0 || i >= tries) return behind;
    progress.waitingFor(behind);
    await new Promise((resolve) => setTimeout(resolve, second / 2));
  }
}

/** With the organisation that was made first, as whatever is done to the installation. */
async function recorded(
  needs: RotationNeeds,
  name: "installation.key-rotated" | "installation.key-retired",
  key: string,
  source: Source,
): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const first = await firstOrganisation(tx);
    if (first)
      await record(tx, needs, { organisation: first.id, name, actor: null, person: null, source, details: { key } });
  });
}
