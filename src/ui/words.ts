// What a browser calls itself, the first letter of a name, and counts in the command line's English. Pure.

import { isMoment, speech, type Words, words } from "../words/index.ts";

export { isMoment };

/** `plural(1, "code")` is "1 code", `plural(3, "code")` "3 codes"; irregular plurals are given. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return speech("en").counted(count, one, many);
}

/** "Chrome on Android"; "Unknown browser" where the text names none that we know. Reads at most 512 characters. */
export function describeUserAgent(userAgent: string | null | undefined, { shared }: Words = words.en): string {
  const text = (userAgent ?? "").slice(0, 512);
  const browser = firstIn(text, browsers) ?? shared.unknownBrowser;
  const system = firstIn(text, systems);
  return system ? shared.browserOn(browser, system) : browser;
}

/** The first letter of a name as a person would see it, for a mark or a picture's stand-in. */
export function initial(name: string): string {
  const trimmed = name.trim().slice(0, 64);
  for (const { segment } of graphemes.segment(trimmed)) {
    if (/[\p{L}\p{N}]/u.test(segment)) return segment.toUpperCase();
  }
  return "•";
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

// Most browsers also claim to be Chrome and Safari, so the order matters: the more particular name first.
const browsers: readonly (readonly [sign: string, name: string])[] = [
  ["EdgiOS/", "Edge"],
  ["EdgA/", "Edge"],
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["OPT/", "Opera"],
  ["SamsungBrowser/", "Samsung Internet"],
  ["Vivaldi/", "Vivaldi"],
  ["DuckDuckGo/", "DuckDuckGo"],
  ["FxiOS/", "Firefox"],
  ["Firefox/", "Firefox"],
  ["CriOS/", "Chrome"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
  ["curl/", "curl"],
];

// Android says Linux too, and iPhones say "like Mac OS X".
const systems: readonly (readonly [sign: string, name: string])[] = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["CrOS", "ChromeOS"],
  ["Windows NT", "Windows"],
  ["Macintosh", "macOS"],
  ["Linux", "Linux"],
];

function firstIn(text: string, known: readonly (readonly [sign: string, name: string])[]): string | undefined {
  return known.find(([sign]) => text.includes(sign))?.[1];
}
