// How far an act on many people is, and whom it left out.
import type { Database, Queries } from "../../database/database.ts";
import { csvRow, csvType } from "../../http/spreadsheets.ts";
import type { BulkChange } from "./choosing.ts";
import { type LeftOut, type Outcome, readOutcome } from "./rules.ts";
import * as store from "./store.ts";
import { leftOutWords } from "./words.ts";

export interface Progress {
  people: number;
  done: number;
  /** Still to come. */
  waiting: number;
  leftOut: { reason: LeftOut; people: number }[];
}

export async function progressOf(queries: Queries, { organisation_id, id, people }: BulkChange): Promise<Progress> {
  const progress: Progress = { people, done: 0, waiting: 0, leftOut: [] };
  for (const row of await queries.all(store.countOutcomes, { organisation: organisation_id, id })) {
    const outcome: Outcome | undefined = row.outcome === null ? undefined : readOutcome(row.outcome);
    if (outcome === undefined) progress.waiting = row.people;
    else if (outcome === "done") progress.done = row.people;
    else progress.leftOut.push({ reason: outcome, people: row.people });
  }
  return progress;
}

const portion = 500;

/** Sent while it is read. */
export function leftOutFile(db: Database, { organisation_id: organisation, id }: BulkChange): Response {
  const encoder = new TextEncoder();
  let after = "";
  const body = new ReadableStream<Uint8Array>({
    start: (controller) =>
      controller.enqueue(encoder.encode(csvRow(["email", "screenName", "displayName", "reason", "why", "id"]))),
    async pull(controller) {
      const rows = await db.all(store.leftOut, { organisation, id, after, limit: portion });
      after = rows.at(-1)?.person_id ?? "";
      const lines = rows.map((row) => {
        const reason = readOutcome(row.outcome ?? "") as LeftOut;
        const names = [row.email ?? "", row.screen_name ?? "", row.display_name ?? ""];
        return csvRow([...names, reason, leftOutWords[reason], row.person_id]);
      });
      controller.enqueue(encoder.encode(lines.join("")));
      if (rows.length < portion) controller.close();
    },
  });
  return new Response(body, {
    headers: { "content-type": csvType, "content-disposition": 'attachment; filename="left-out.csv"' },
  });
}
