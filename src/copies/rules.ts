// What becomes of a row of a backup when it is brought back: whatever was handed out before stays behind.
import type { Row } from "../database/snapshot.ts";
import type { TableName } from "../database/whole.ts";

/** Their rows are worth something to whoever holds the other half: a cookie, a link, a page that is open. */
const handedOut: readonly TableName[] = [
  "sessions",
  "sign_ins",
  "trusted_browsers",
  "invitations",
  "address_changes",
  "enrolments",
  "policy_drafts",
  "api_keys",
  "duo_attempts",
  "duo_codes",
  "forward_passes",
  "forward_entries",
  "openid_artifacts",
  "provider_visits",
  "identity_links",
  "exports",
];

/** What is worked off in portions, and what belongs to it. */
const parts: Partial<Record<TableName, string>> = {
  bulk_change_people: "bulk_change_id",
  import_portions: "import_id",
  import_left_out: "import_id",
};

/** Takes rows in the order of the tables and gives each as it comes back at a moment (ms); `undefined` where it does not. */
export function restoring(at: number): (table: TableName, row: Row) => Row | undefined {
  const unfinished = new Set<string>();
  return (table, row) => {
    if (handedOut.includes(table)) return undefined;
    const whole = parts[table];
    if (whole !== undefined) return unfinished.has(`${row.organisation_id} ${row[whole]}`) ? undefined : row;
    // It may have been done to the end, and undone, since.
    if ((table === "bulk_changes" || table === "imports") && row.finished_at === null) {
      unfinished.add(`${row.organisation_id} ${row.id}`);
      return undefined;
    }
    return changed(table, row, at);
  };
}

function changed(table: TableName, row: Row, at: number): Row | undefined {
  switch (table) {
    case "outbox":
      // A link in a letter that still waits leads nowhere any more.
      return row.sealed_link !== null && row.sent_at === null ? undefined : row;
    case "help_requests": {
      const good = row.status === "open" || (row.status === "approved" && row.pass_used_at === null);
      return good ? { ...row, status: "overtaken", pass_until: null } : row;
    }
    case "recovery_codes":
      // Which of them were used since nobody knows.
      return { ...row, used_at: row.used_at ?? at };
    case "people":
      return { ...row, codes_left: row.codes_left === null ? null : 0 };
    case "adoption_counts":
      // What was counted since is not so any more; and who counted then does not go on.
      return { ...row, counted_at: null, due_at: 0 };
    case "authenticators":
      // And neither which codes: until the step after the next one every code is refused.
      return { ...row, barred_through: Math.floor(at / (Number(row.period) * 1000)) + 1 };
    default:
      return row;
  }
}
