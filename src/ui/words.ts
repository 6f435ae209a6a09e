// Small helpers for wording: counts, times and what a browser calls itself. Pure.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** `plural(1, "code")` is "1 code", `plural(3, "code")` "3 codes"; irregular plurals are given. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** How long ago (or until) in words, both in milliseconds since 1970; past 60 days the date itself. */
export function relativeTime(at: number, now: number): string {
  const away = Math.abs(at - now);
  if (!Number.isFinite(away)) return "at an unknown time";
  if (away > 60 * day) return absoluteDate(at);
  if (away < minute) return at > now ? "in less than a minute" : "just now";
  // What is to come to the nearest: "in 7 days" for what was given for seven days a moment ago.
  const whole = at > now ? Math.round : Math.floor;
  const [minutes, hours, days] = [minute, hour, day].map((unit) => whole(away / unit)) as [number, number, number];
  const words = minutes < 60 ? plural(minutes, "minute") : hours < 24 ? plural(hours, "hour") : plural(days, "day");
  return at > now ? `in ${words}` : `${words} ago`;
}

/** "3 March 2027, 14:05 UTC", from milliseconds since 1970. */
export function absoluteTime(at: number): string {
  if (!isMoment(at)) return "unknown time";
  return `${absoluteDate(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** "3 March 2027", in UTC. */
export function absoluteDate(at: number): string {
  if (!isMoment(at)) return "unknown date";
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Whether `Date` can hold it at all; `toISOString` throws on anything else. */
export function isMoment(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}

/** "Chrome on Android"; "Unknown browser" where the text names none that we know. Reads at most 512 characters. */
export function describeUserAgent(userAgent: string | null | undefined): string {
  const text = (userAgent ?? "").slice(0, 512);
  const browser = firstIn(text, browsers) ?? "Unknown browser";
  const system = firstIn(text, systems);
  return system ? `${browser} on ${system}` : browser;
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
