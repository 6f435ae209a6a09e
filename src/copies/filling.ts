// Puts rows into a database in statements of a bounded size.
import type { Transaction } from "../database/database.ts";
import type { Row } from "../database/snapshot.ts";
import type { TableName } from "../database/whole.ts";
import * as store from "./store.ts";

const mostValues = 20_000;
const mostBytes = 4 << 20;

/** Gathers rows of one table after the other and inserts them when there are enough. */
export function filling(tx: Transaction) {
  let table: TableName | undefined;
  let rows: Row[] = [];
  let [values, bytes] = [0, 0];

  async function flush(): Promise<void> {
    if (table && rows.length > 0) await tx.list(store.insertRows(table, rows));
    [rows, values, bytes] = [[], 0, 0];
  }
  return {
    async add(into: TableName, row: Row): Promise<void> {
      if (into !== table) await flush();
      table = into;
      rows.push(row);
      for (const value of Object.values(row)) {
        values++;
        if (typeof value === "string" || value instanceof Uint8Array) bytes += value.length;
      }
      if (values >= mostValues || bytes >= mostBytes || rows.length >= 500) await flush();
    },
    flush,
  };
}
