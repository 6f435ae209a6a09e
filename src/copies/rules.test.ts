import { describe, expect, test } from "vitest";
import type { TableName } from "../database/whole.ts";
import { restoring } from "./rules.ts";

const at = Date.UTC(2027, 2, 1, 9, 0, 15);
const own = { organisation_id: "o" };
const back = (table: TableName, row: object) => restoring(at)(table, { ...own, ...row });

describe("what comes back with a backup", () => {
  test.each<TableName>([
    "sessions",
    "sign_ins",
    "trusted_browsers",
    "invitations",
    "address_changes",
    "enrolments",
    "policy_drafts",
  ])("nothing of %s", (table) => {
    expect(back(table, { id: "1" })).toBeUndefined();
  });

  test("every recovery code as used, those that were at their own time", () => {
    expect(back("recovery_codes", { used_at: null })).toMatchObject({ used_at: at });
    expect(back("recovery_codes", { used_at: 5 })).toMatchObject({ used_at: 5 });
    expect(back("people", { codes_left: 7 })).toMatchObject({ codes_left: 0 });
    expect(back("people", { codes_left: null })).toMatchObject({ codes_left: null });
  });

  test("authenticators that refuse whatever could have been accepted until now, one step ahead included", () => {
    const now = Math.floor(at / 30_000);
    expect(back("authenticators", { period: 30 })).toMatchObject({ barred_through: now + 1 });
    expect(back("authenticators", { period: 60 })).toMatchObject({ barred_through: Math.floor(at / 60_000) + 1 });
  });

  test("letters, but none that waits with a link", () => {
    expect(back("outbox", { sealed_link: Buffer.of(1), sent_at: null })).toBeUndefined();
    expect(back("outbox", { sealed_link: null, sent_at: null })).toBeDefined();
  });

  test("help requests that were decided, and nothing that still lets in", () => {
    const void_ = { status: "overtaken", pass_until: null };
    expect(back("help_requests", { status: "open", pass_used_at: null, pass_until: null })).toMatchObject(void_);
    expect(back("help_requests", { status: "approved", pass_used_at: null, pass_until: 9 })).toMatchObject(void_);
    expect(back("help_requests", { status: "approved", pass_used_at: 8, pass_until: 9 })).toMatchObject({
      pass_until: 9,
    });
    expect(back("help_requests", { status: "declined", pass_used_at: null, pass_until: null })).toMatchObject({
      status: "declined",
    });
  });

  test("what is done to many only where it was done to the end, with what belongs to it", () => {
    const row = restoring(at);
    expect(row("bulk_changes", { ...own, id: "a", finished_at: null })).toBeUndefined();
    expect(row("bulk_changes", { ...own, id: "b", finished_at: 3 })).toBeDefined();
    expect(row("bulk_change_people", { ...own, bulk_change_id: "a" })).toBeUndefined();
    expect(row("bulk_change_people", { ...own, bulk_change_id: "b" })).toBeDefined();
    expect(row("imports", { ...own, id: "c", finished_at: null })).toBeUndefined();
    expect(row("import_portions", { ...own, import_id: "c" })).toBeUndefined();
    expect(row("import_left_out", { ...own, import_id: "c" })).toBeUndefined();
    // Another organisation's may have the same id.
    expect(row("bulk_change_people", { organisation_id: "p", bulk_change_id: "a" })).toBeDefined();
  });
});
