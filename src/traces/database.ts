// The database with a span around every transaction that belongs to what is being traced, and one for its commit.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Database, Transaction } from "../database/database.ts";
import { inSpan } from "../kernel/spans.ts";

export function tracedTransactions(db: Database): Database {
  const attributes = { "db.system.name": db.dialect === "postgres" ? "postgresql" : "sqlite" };
  return {
    ...db,
    transaction: <T>(body: (tx: Transaction) => Promise<T>, choices = {}): Promise<T> =>
      inSpan(
        "database transaction",
        async (span) => {
          if (!span) return db.transaction(body, choices);
          const asked = performance.now();
          let tries = 0;
          let done = asked;
          // A group of transactions is carried out by whoever came first, in whose span this one's work is not.
          const ours = AsyncLocalStorage.bind(async (tx: Transaction): Promise<T> => {
            if (tries++ === 0) span.add({ "countersign.wait_ms": rounded(performance.now() - asked) });
            try {
              return await body(tx);
            } finally {
              done = performance.now();
            }
          });
          try {
            const result = await db.transaction(ours, choices);
            span.past("database commit", done, attributes);
            return result;
          } finally {
            span.add({ "countersign.tries": tries });
          }
        },
        { kind: "client", attributes },
      ),
  };
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
