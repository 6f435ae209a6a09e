// The chain as a stream, for what follows events in the order in which they came into it.
import type { Queries } from "../../database/database.ts";
import * as store from "./store.ts";

export interface Linked {
  seq: number;
  event_id: string;
  /** It was in the chain before, and only moved. */
  carried: boolean;
  chained_at: number;
  /** `null` where the event is gone. */
  name: string | null;
  at: number | null;
}

/** A portion of it, behind the given place. */
export async function linkedAfter(queries: Queries, organisation: string, after: number): Promise<Linked[]> {
  const rows = await queries.all(store.getLinks, { organisation, after });
  return rows.map(({ seq, event_id, carried, chained_at, name, at }) => ({
    ...{ seq, event_id, carried: carried === 1, chained_at, name, at },
  }));
}
