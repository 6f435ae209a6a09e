// A group of the preview as a CSV file (RFC 4180), written while it is walked through.
import type { Queries } from "../../database/database.ts";
import { csvRow } from "../../http/spreadsheets.ts";
import type { Clock } from "../../kernel/clock.ts";
import { explain } from "../../policy/words.ts";
import { type Affected, allOfGroup, type Change } from "./preview.ts";
import type { Group } from "./rules.ts";

export function csvOfGroup(
  needs: { db: Queries; clock: Clock },
  change: Change,
  group: Group,
): ReadableStream<Uint8Array> {
  const pages = allOfGroup(needs, change, group);
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(
          encoder.encode(csvRow(["email", "name", "account type", "status", "set up", "after saving", "why"])),
        );
        return;
      }
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(row).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

const row = ({ person, after, setUp }: Affected): string =>
  csvRow([
    person.email,
    person.display_name,
    person.account_type,
    person.status,
    setUp ? "yes" : "no",
    after.bindsFrom === undefined ? after.level : "required later",
    explain(after, "administrator"),
  ]);
