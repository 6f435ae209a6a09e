// What nobody would send on purpose, and what no answer to it may hold.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { anyText } from "../../support/texts.ts";
import type { Answer } from "../../support/world.ts";

/** Breaks out of text, attributes and quotes wherever it is not escaped. */
export const canary = `"'><i canary=1>\${7*7}{{7*7}}`;

export const nastyTexts: readonly string[] = [
  "",
  " ",
  "\0",
  "123456\0",
  "\0kim@acme.example",
  "x\udfff\ud800y",
  "\u0661\u0662\uff13\uff14\ud835\udfd3\ud835\udfd4",
  "1e5",
  "-1",
  "a".repeat(5000),
  "\ufdfa\u{1f600}".repeat(600),
  "a\u0301\u0323".repeat(1500),
  "\u202e\u2066\u200b\ufeff\u2028",
  "\r\nSet-Cookie: a=b\r\n\r\n<script>",
  "'; drop table people; --",
  "\\",
  "%00%s%n%x{{7*7}}",
  "../../../../etc/passwd",
  "__proto__",
  "constructor",
  canary,
];

/** Drawn anew each time: pieces of the above, and any code points at all. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyTexts),
  anyText(),
  fc
    .array(fc.constantFrom(...nastyTexts.filter((text) => text.length < 100)), { maxLength: 4 })
    .map((parts) => parts.join("")),
);

/** Those among them that databases stumble over. */
export const textsForDatabases: readonly string[] = [
  "\0",
  "\0kim@acme.example",
  "x\udfff\ud800y",
  "a".repeat(5000),
  "'; drop table people; --",
  "\\",
];

/** Parts of an address, encoded. */
export const nastySegments: readonly string[] = [
  ...[
    "%00",
    "a%00",
    "%ed%a0%80",
    "%ff",
    "'",
    "%",
    "%zz",
    "%c0%af",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%5c..%5c",
    "%0d%0aSet-Cookie:a=b",
  ],
  ...[
    "%20",
    "__proto__",
    "constructor",
    "null",
    "-1",
    ":id",
    "%22%3E%3Ci%20canary=1%3E",
    "%F0%9F%98%80",
    "a".repeat(4000),
  ],
  ...["00000000-0000-7000-8000-000000000000", "AAAAAAAAAAAAAAAAAAAAAA"],
];
export const segmentsForDatabases: readonly string[] = nastySegments.slice(0, 5);

/** In the place of a whole JSON body. */
export const nastyBodies: readonly string[] = [
  ...[
    "",
    " ",
    "null",
    "true",
    "0",
    "1e999",
    '"text"',
    "[]",
    "[{}]",
    "{",
    "{}}",
    '{"a":}',
    '{"a":1,}',
    "{'a':1}",
    "NaN",
    "\0",
    '{"\0":1}',
  ],
  ...[
    '{"\\u0000":1}',
    '{"\\ud800":"\\udfff"}',
    "<a/>",
    "a=1",
    "/**/{}",
    "[".repeat(8000),
    "[".repeat(8000) + "]".repeat(8000),
  ],
  ...[
    `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`,
    '{"__proto__":{"admin":true}}',
    '{"":""}',
    `{"${"k".repeat(10_000)}":1}`,
  ],
];

/** In the place of a field that wants something else. */
export const nastyValues: readonly unknown[] = [
  null,
  true,
  0,
  123_456,
  1.5,
  1e308,
  "",
  "text",
  [],
  ["123456"],
  [[[]]],
  {},
  { $ne: "" },
  { toString: "x", length: 6 },
];

export const wrongTypes: readonly string[] = [
  ...[
    "text/plain",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/jsonx",
  ],
  ...[
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "json",
    ";",
    "application/json, text/plain",
    "text/json",
    "*/*",
    "\u00e9",
  ],
];

const documentedCodes = new Map(
  [
    ...readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8").matchAll(
      /^\| `([a-z-]+)` \| ([^|]+) \|/gm,
    ),
  ].map(([, code = "", status = ""]) => [code, status]),
);

/** Those beyond 429 are said by Node itself, before a request is one. */
const refusals = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 431, 501, 505];

/** What is wrong with an answer to something hostile; nothing, where it is as careful as it has to be. */
export function carelessness({ status, text, json, headers }: Answer): string[] {
  const troubles: string[] = [];
  if (status >= 500 && !refusals.includes(status)) troubles.push(`${status} ${text.slice(0, 200)}`);
  if (status >= 400 && status < 500 && !refusals.includes(status)) troubles.push(`${status}`);
  const isProblem = headers.get("content-type") === "application/problem+json";
  if (isProblem && !documentedCodes.get(json?.code)?.includes(String(status)))
    troubles.push(`${status} ${json?.code} is not documented`);
  const told = [text, ...headers.values()].join("\n");
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  if (isPage && /<i canary|<script>|49\{\{|\}49/.test(text)) troubles.push(`${status} holds markup that was sent`);
  for (const [what, pattern] of Object.entries(careless)) {
    const found = told.match(pattern);
    if (found)
      troubles.push(
        `${status} tells ${what}: ${told.slice(Math.max(0, (found.index ?? 0) - 60), (found.index ?? 0) + 60)}`,
      );
  }
  if (headers.has("set-cookie") && /(^|, )a=b/.test(headers.get("set-cookie") ?? ""))
    troubles.push("sets a cookie of the sender's");
  return troubles;
}

const careless: Record<string, RegExp> = {
  "where its code stands":
    /node_modules|file:\/\/|\/src\/|\/test\/|\.tsx?:\d|\bat \S+ \(\S+:\d+:\d+\)|\bat (file|node):|node:internal/,
  "a statement":
    /(?<!<)\bselect .+ from\b|\binsert into\b|\bupdate .+ set\b|sqlite|postgres|SQLSTATE|constraint|syntax error at|invalid byte sequence/i,
  "an exception":
    /TypeError|RangeError|SyntaxError|ZodError|Cannot read|is not a function|undefined is|Unexpected token/,
  "an object as text": /\[object \w+\]/,
};
