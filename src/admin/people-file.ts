// The list of people as a file, sent while it is read: a portion at a time, however many there are.
import type { Queries } from "../database/database.ts";
import { csvType } from "../http/spreadsheets.ts";
import type { Clock } from "../kernel/clock.ts";
import { everyListed, type ListWanted } from "./listing.ts";
import { csvHead, csvLine } from "./people-csv.ts";

export function peopleFile(needs: { db: Queries; clock: Clock }, wanted: ListWanted): Response {
  const portions = everyListed(needs, wanted);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvHead())),
    async pull(controller) {
      const { value, done } = await portions.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(csvLine).join("")));
    },
    cancel: async () => void (await portions.return(undefined)),
  });
  return new Response(body, {
    headers: { "content-type": csvType, "content-disposition": 'attachment; filename="people.csv"' },
  });
}
