import { expect, test } from "vitest";
import { words } from "../../words/index.ts";
import type { ReportLine } from "./moving.ts";
import { outcomeOf } from "./saying.ts";

const line = { line: 2, who: "kim@acme.example", outcome: "add", notes: [] } as unknown as ReportLine;

test("what a line brings is listed with the commas and colons of each language", () => {
  const brought = { ...line, password: true, authenticators: 1, recoveryCodes: 2 };
  expect(outcomeOf(brought, words.en)).toBe("Added: password, authenticators: 1, recovery codes: 2");
  expect(outcomeOf(brought, words.ja)).toBe("追加：パスワード、認証アプリ：1、リカバリーコード：2");
  expect(outcomeOf(brought, words.ar).match(/[,،]/g)).toEqual(["،", "،"]);
});

test("a line that brings nothing is told by what becomes of it alone", () => {
  const nothing = { ...line, password: false, authenticators: 0, recoveryCodes: 0 };
  expect(outcomeOf(nothing, words.en)).toBe("Added");
});
