// The audit trail as a file, for spreadsheets or for programs: sent while it is read, however much there is.
import type { Queries } from "../../database/database.ts";
import { csvRow, csvType } from "../../http/spreadsheets.ts";
import { eventSentence } from "../history-words.ts";
import { type AuditWanted, everyEvent, type ListedEvent } from "./listing.ts";

export const forms = ["csv", "jsonl"] as const;
export type Form = (typeof forms)[number];

const columns = [
  "time",
  "event",
  "outcome",
  "what",
  "who",
  "whoId",
  "about",
  "aboutId",
  "address",
  "browser",
  "details",
  "id",
] as const;

const writers: Record<Form, { type: string; head: string; line(event: ListedEvent): string }> = {
  csv: {
    type: csvType,
    head: csvRow([...columns]),
    line: (event) =>
      csvRow([
        new Date(event.at).toISOString(),
        event.name,
        outcomeOf(event),
        eventSentence(event),
        event.actor?.name ?? "",
        event.actor?.id ?? "",
        event.person?.name ?? "",
        event.person?.id ?? "",
        event.address,
        event.userAgent,
        JSON.stringify(event.details),
        event.id,
      ]),
  },
  // https://jsonlines.org
  jsonl: {
    type: "application/jsonl; charset=utf-8",
    head: "",
    line: (event) => `${JSON.stringify(showEvent(event))}\n`,
  },
};

/** One event as programs get it. */
export const showEvent = (event: ListedEvent) => ({
  id: event.id,
  at: new Date(event.at).toISOString(),
  name: event.name,
  outcome: outcomeOf(event),
  what: eventSentence(event),
  actor: event.actor,
  person: event.person,
  address: event.address,
  userAgent: event.userAgent,
  details: event.details,
});

const outcomeOf = ({ refused }: ListedEvent): "done" | "refused" => (refused ? "refused" : "done");

/** The file a portion at a time, its head first. */
export async function* auditLines(queries: Queries, wanted: AuditWanted, form: Form): AsyncGenerator<string> {
  const { head, line } = writers[form];
  if (head !== "") yield head;
  for await (const portion of everyEvent(queries, wanted)) yield portion.map(line).join("");
}

export function auditFile(queries: Queries, wanted: AuditWanted, form: Form): Response {
  const lines = auditLines(queries, wanted, form);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await lines.return(undefined)),
  });
  return new Response(body, {
    headers: { "content-type": writers[form].type, "content-disposition": `attachment; filename="audit.${form}"` },
  });
}
