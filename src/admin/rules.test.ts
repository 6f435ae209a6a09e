import { expect, test } from "vitest";
import { isOpenToHelpers, readIfMatch, readReason, shortensTrust, trustLengths } from "./rules.ts";
import { trustLength } from "./words.ts";

test("a reason is one line of bounded length, or nothing", () => {
  expect(readReason("  lost\r\n\tphone\0 ")).toBe("lost phone");
  expect(readReason(" \n ")).toBeNull();
  // What would turn the words around it, past its own end.
  expect(readReason("lost\u202e\u2069phone")).toBe("lost phone");
  expect(readReason("\u202e")).toBeNull();
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

test("helpers look at people and at nothing else, and change nothing", () => {
  const id = "01a40051-a518-7816-919e-c11e0ab53855";
  for (const path of ["/admin", "/admin/people", `/admin/people/${id}`, `/api/v1/people/${id}/sessions`]) {
    expect(isOpenToHelpers("GET", path)).toBe(true);
    expect(isOpenToHelpers("POST", path)).toBe(false);
  }
  for (const path of ["/admin/people/new", `/admin/people/${id}/edit`, "/admin/policy", "/api/v1/people.csv"])
    expect(isOpenToHelpers("GET", path)).toBe(false);
});
