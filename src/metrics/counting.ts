// The database with every transaction counted and timed, and what happened in those that stand.
import type { Database, Transaction } from "../database/database.ts";
import { happenedIn } from "../kernel/happenings.ts";
import type { Metrics } from "./registry.ts";

export function counting(db: Database, metrics: Metrics): Database {
  return {
    ...db,
    async transaction<T>(body: (tx: Transaction) => Promise<T>, choices = {}): Promise<T> {
      const began = performance.now();
      const took = () => (performance.now() - began) / 1000;
      let last: Transaction | undefined;
      try {
        const result = await db.transaction((tx) => {
          // Of those that were tried again only the last one stands.
          last = tx;
          return body(tx);
        }, choices);
        metrics.transaction("committed", took());
        if (last) metrics.happened(happenedIn(last));
        return result;
      } catch (error) {
        metrics.transaction("failed", took());
        throw error;
      }
    },
  };
}
