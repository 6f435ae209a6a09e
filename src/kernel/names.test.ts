import { expect, test } from "vitest";
import { isSeen, readName, turns } from "./names.ts";

test("a name is one line of 1 to 60 characters, of which somebody can see one", () => {
  expect(readName("  Nightly \n export ")).toBe("Nightly export");
  expect(readName("a".repeat(60))).toHaveLength(60);
  for (const text of ["", " ", "a".repeat(61), "a\0", "a\u202eb", "\u3164", "\u2800", "\u034f"])
    expect([text, readName(text)]).toEqual([text, undefined]);
});

test("what is nothing but blanks, marks and unseen characters is not seen, whatever the script of the rest", () => {
  for (const text of [
    "",
    "\u200b",
    "\u200e \u200f",
    "\u3164",
    "\u00ad\u2060",
    "\u2800\u2800",
    "\ufe0f\u{e0041}",
    "\u0301",
  ])
    expect([text, isSeen(text)]).toEqual([text, false]);
  for (const text of ["Zoë", "محمد", "李", "नेहा", "-", "🦊", "\u200bx"])
    expect([text, isSeen(text)]).toEqual([text, true]);
});

test("marks of direction count that reach past the end of what they stand in, and those alone", () => {
  for (const text of ["\u202a", "\u202e", "\u2066", "\u2069"]) expect(turns.test(text)).toBe(true);
  for (const text of ["\u200e", "\u200f", "محمد"]) expect(turns.test(text)).toBe(false);
});
