import { expect, test } from "vitest";
import { readCursor, readIfMatch, readReason, shortensTrust, trustLengths, writeCursor } from "./rules.ts";
import { trustLength } from "./words.ts";

test("a cursor is read back as it was written, and only for a list of its kind", () => {
  for (const place of [{ name: "kim" }, { name: "żółw \u{1f600}" }]) {
    expect(readCursor(writeCursor(place), false)).toEqual(place);
    expect(readCursor(writeCursor(place), true)).toBeUndefined();
  }
  const place = { word: "larsen", person: "id" };
  expect(readCursor(writeCursor(place), true)).toEqual(place);
});

test("a reason is one line of bounded length, or nothing", () => {
  expect(readReason("  lost\r\n\tphone\0 ")).toBe("lost phone");
  expect(readReason(" \n ")).toBeNull();
  expect([...(readReason("\u{1f600}".repeat(900)) ?? "")]).toHaveLength(500);
});

test("trust is shortened by fewer days or by forbidding it, not by anything else", () => {
  const week = { allowed: true, days: 7 };
  expect(shortensTrust(week, { allowed: true, days: 1 / 24 })).toBe(true);
  expect(shortensTrust(week, { allowed: false, days: 7 })).toBe(true);
  expect(shortensTrust(week, { allowed: true, days: 30 })).toBe(false);
  expect(shortensTrust({ allowed: false, days: 7 }, { allowed: true, days: 1 })).toBe(false);
});

test("a length of trust from elsewhere stays selectable, in its place", () => {
  expect(trustLengths(14)).toEqual([1 / 24, 1, 7, 14, 30, 90, 365]);
  expect(trustLengths(7)).toHaveLength(6);
  expect([1 / 24, 1, 90, 1.5, 0.125].map(trustLength)).toEqual(["1 hour", "1 day", "90 days", "36 hours", "3 hours"]);
});

test("If-Match names versions with or without quotes, weak or strong", () => {
  expect(readIfMatch('"3"')).toEqual(["3"]);
  expect(readIfMatch('W/"3", 4')).toEqual(["3", "4"]);
  expect(readIfMatch("*")).toBeUndefined();
  expect(readIfMatch(undefined)).toBeUndefined();
});
