// Removes what can't be used any more.
import type { Transaction } from "../../database/database.ts";
import * as store from "./store.ts";

export async function removeExpired(
  tx: Transaction,
  organisation: string,
  before: number,
  now: number,
): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before, now });
}
