// What is looked at when somebody asks: the queue for hashing, letters, the key ring, connections to the database.
import { statSync } from "node:fs";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SlowHasher } from "../kernel/slow-hashing.ts";
import { countUnsent, type Unsent } from "../mail/actions.ts";
import type { Metrics } from "./registry.ts";

interface Watched {
  db: Database;
  clock: Clock;
  hasher: SlowHasher;
  /** Where the key ring stands, if in a file. */
  keyFile: string | undefined;
  /** For how long the oldest audit event has waited for the chain, ms. */
  unchained: () => Promise<number>;
}

export function watch(metrics: Metrics, { db, clock, hasher, keyFile, unchained }: Watched): void {
  metrics.gauge("countersign_hashing_running", "Password hashes that are made now.", () => hasher.load().running);
  metrics.gauge("countersign_hashing_waiting", "Callers that wait for a place to hash.", () => hasher.load().waiting);
  metrics.gauge("countersign_hashing_places", "Callers who find a place; further ones get 503.", () => hasher.places);

  // One look tells all three, and whether the database answers.
  let looked: Promise<Unsent> | undefined;
  const letters = () => {
    looked ??= countUnsent(db).finally(() => setImmediate(() => (looked = undefined)));
    return looked;
  };
  const overdue = async () => Math.max(0, clock.now() - ((await letters()).nextTryAt ?? clock.now())) / 1000;
  metrics.gauge("countersign_outbox_waiting", "Letters to be sent.", async () => (await letters()).waiting, "max");
  metrics.gauge("countersign_outbox_given_up", "Letters given up.", async () => (await letters()).givenUp, "max");
  metrics.gauge("countersign_outbox_overdue_seconds", "How long the next letter has been due.", overdue, "max");
  const isUp = () => letters().then(...([() => 1, () => 0] as const));
  metrics.gauge("countersign_database_up", "Whether the database answers: 1 or 0.", isUp, "min");
  const waits = "How long the oldest audit event that is not chained yet has waited; 0 where none waits.";
  metrics.gauge("countersign_audit_unchained_seconds", waits, async () => (await unchained()) / 1000, "max");
  const pool = db.connections;
  if (pool) {
    const of = (name: keyof ReturnType<typeof pool>) => () => pool()[name];
    metrics.gauge("countersign_database_connections_open", "Connections to the database.", of("open"));
    metrics.gauge("countersign_database_connections_idle", "Connections that nobody uses.", of("idle"));
    metrics.gauge("countersign_database_connections_wanted", "Callers that wait for a connection.", of("wanted"));
    metrics.gauge("countersign_database_connections_most", "Connections that may be open.", of("most"));
  }
  if (keyFile !== undefined) {
    const changed = () => statSync(keyFile).mtimeMs / 1000;
    const help = "When the file of the key ring was last written, s since the epoch.";
    metrics.gauge("countersign_key_ring_written_timestamp_seconds", help, changed, "max");
  }
}
