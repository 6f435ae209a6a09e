// Requests for help as a file for spreadsheets, sent while it is read: a page at a time, however many there are.
import type { Database } from "../database/database.ts";
import { csvRow, csvType } from "../http/spreadsheets.ts";
import type { Clock } from "../kernel/clock.ts";
import { type FoundRequest, type ListWanted, listRequests } from "./finding.ts";
import { longestPage } from "./rules.ts";

export const filePath = "/admin/help-requests/download.csv";

const columns: Record<string, (found: FoundRequest) => string | null> = {
  id: ({ request }) => request.id,
  person: ({ person }) => person.id,
  displayName: ({ person }) => person.display_name,
  email: ({ person }) => person.email,
  status: ({ fate }) => fate,
  askedAt: ({ request }) => isoOrNull(request.asked_at),
  message: ({ request }) => request.message,
  address: ({ request }) => request.address,
  userAgent: ({ request }) => request.user_agent,
  decidedBy: ({ request }) => request.decided_by,
  decidedAt: ({ request }) => isoOrNull(request.decided_at),
  note: ({ request }) => request.note,
};

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** All of a list. */
export function helpRequestsFile(
  { db, clock }: { db: Pick<Database, "reports">; clock: Clock },
  wanted: Pick<ListWanted, "organisation" | "which">,
): Response {
  const encoder = new TextEncoder();
  const needs = { db: db.reports, clock };
  let after: string | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvRow(Object.keys(columns)))),
    async pull(controller) {
      const { requests, next } = await listRequests(needs, { ...wanted, after, limit: longestPage });
      const rows = requests.map((found) => csvRow(Object.values(columns).map((of) => of(found) ?? "")));
      if (rows.length > 0) controller.enqueue(encoder.encode(rows.join("")));
      after = next;
      if (next === undefined) controller.close();
    },
  });
  return new Response(body, {
    headers: { "content-type": csvType, "content-disposition": 'attachment; filename="help-requests.csv"' },
  });
}
