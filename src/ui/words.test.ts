// Words: tables of what goes in and what comes out.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { words as spoken } from "../words/index.ts";
import { describeUserAgent, initial, plural } from "./words.ts";

const { date: absoluteDate, moment: absoluteTime, relative: relativeTime } = spoken.en;

const now = Date.UTC(2027, 2, 3, 14, 5, 30);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("plural", () => {
  it.each([
    [0, "code", undefined, "0 codes"],
    [1, "code", undefined, "1 code"],
    [3, "code", undefined, "3 codes"],
    [1200, "person", "people", "1,200 people"],
    [1, "person", "people", "1 person"],
  ])("%d %s", (count, one, many, words) => {
    expect(plural(count, one, many)).toBe(words);
  });
});

describe("relative time", () => {
  it.each([
    [0, "just now"],
    [-59_999, "just now"],
    [-minute, "1 minute ago"],
    [-3 * minute, "3 minutes ago"],
    [-59 * minute, "59 minutes ago"],
    [-hour, "1 hour ago"],
    [-23 * hour, "23 hours ago"],
    [-day, "1 day ago"],
    [-60 * day, "60 days ago"],
    [-61 * day, "1 January 2027"],
    [20_000, "in less than a minute"],
    [5 * minute, "in 5 minutes"],
    [5 * day, "in 5 days"],
    [7 * day - 1, "in 7 days"],
    [7 * day - 13 * hour, "in 6 days"],
    [hour - 20_000, "in 1 hour"],
    [-(day - minute), "23 hours ago"],
    [400 * day, "6 April 2028"],
  ])("%d ms away is '%s'", (away, words) => {
    expect(relativeTime(now + away, now)).toBe(words);
  });

  it("never throws, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (at, then) => {
        expect(relativeTime(at, then).length).toBeGreaterThan(0);
        expect(absoluteTime(at).length).toBeGreaterThan(0);
      }),
    );
  });
});

it("gives date and time in UTC", () => {
  expect(absoluteTime(now)).toBe("3 March 2027, 14:05 UTC");
  expect(absoluteDate(now)).toBe("3 March 2027");
  expect(absoluteTime(Number.NaN)).toBe("unknown time");
});

describe("what a browser calls itself", () => {
  const mozilla = "Mozilla/5.0";
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  it.each([
    [`${mozilla} (Linux; Android 14; Pixel 8) ${webkit} Chrome/126.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
    [
      `${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
      "Edge on Windows",
    ],
    [
      `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15`,
      "Safari on macOS",
    ],
    [
      `${mozilla} (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1`,
      "Safari on iPhone",
    ],
    [
      `${mozilla} (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Safari/604.1`,
      "Chrome on iPhone",
    ],
    [
      `${mozilla} (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 FxiOS/127.0 Safari/605.1.15`,
      "Firefox on iPad",
    ],
    [`${mozilla} (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0`, "Firefox on Linux"],
    [`${mozilla} (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/126.0.0.0 Safari/537.36`, "Chrome on ChromeOS"],
    [`${mozilla} (Windows NT 10.0) ${webkit} Chrome/126.0.0.0 Safari/537.36 OPR/112.0.0.0`, "Opera on Windows"],
    [
      `${mozilla} (Linux; Android 14) ${webkit} SamsungBrowser/25.0 Chrome/121.0 Safari/537.36`,
      "Samsung Internet on Android",
    ],
    ["curl/8.5.0", "curl"],
    ["", "Unknown browser"],
    [undefined, "Unknown browser"],
    [null, "Unknown browser"],
    ["<script>alert(1)</script>", "Unknown browser"],
    [`${"x".repeat(100_000)} Firefox/1`, "Unknown browser"],
  ])("%.40s", (userAgent, words) => {
    expect(describeUserAgent(userAgent)).toBe(words);
  });

  it("says only words of our own, whatever it is told", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        expect(describeUserAgent(text)).toMatch(/^[A-Za-z ]{1,40}$/);
      }),
    );
  });
});

describe("the letter of a mark", () => {
  it.each([
    ["Northwind", "N"],
    ["  émile", "É"],
    ["李小龙", "李"],
    ["(Acme)", "A"],
    ["42 Ltd", "4"],
    ["", "•"],
    ["<<>>", "•"],
  ])("of '%s' is %s", (name, letter) => {
    expect(initial(name)).toBe(letter);
  });
});
