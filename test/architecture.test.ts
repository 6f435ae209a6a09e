// The house rules as a test: who may import whom, what stays pure, and where queries, time and settings are read.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { languages } from "../src/words/index.ts";

/** Lowest first. A room imports from lower floors and from itself; rooms on one floor are strangers. */
const floors = [
  ["words", "client"],
  ["otp", "kernel"],
  ["ui"],
  ["database"],
  ["mail"],
  ["audit", "http", "metrics", "traces"],
  ["organisations", "people", "applications", "identity-providers", "identities", "webhooks"],
  [
    "policy",
    "api-keys",
    "authenticators/totp",
    "recovery-codes",
    "trusted-browsers",
    "sessions",
    "passwords",
    "throttle",
  ],
  ["access", "enrolment", "invitations", "letters", "proofs"],
  ["help-requests"],
  ["sign-in", "my-account", "admin"],
  [
    ...["first-run", "joining", "keys"],
    ...[
      "protocols/duo",
      "protocols/embedded",
      "protocols/forward-auth",
      "protocols/openid-provider",
      "protocols/single-sign-on",
    ],
  ],
  ["copies"],
  [
    "app.tsx",
    "api-document.tsx",
    "api-page.tsx",
    "api-fields.ts",
    "config.ts",
    "serve.ts",
    "keeping.ts",
    "library.ts",
    "measuring.ts",
    "mounting.ts",
    "opening.ts",
    "housekeeping.ts",
    "index.ts",
    "cli",
  ],
];
/** The top floor is where everything is put together: its rooms know each other (files still never in a circle). */
const top = floors.length - 1;

/** What pure files may import beside types and each other. */
const pureKernel = ["clock", "days", "digits", "hashing", "ids", "names", "problem", "shapes"].map(
  (name) => `kernel/${name}.ts`,
);
/** Loads its own room's files, one language at a time, and nothing else: docs/decisions/0051-memory-at-rest.md. */
const languagesWhenRead = "words/index.ts";
const purePackages = ["tr46", "fxa-common-password-list"];

/** Inside a feature, imports run from right to left only. */
const layers = [["rules", "flow"], ["store"], ["actions"], ["pages", "api"]];

/** Large, and not needed by every installation: nothing that a start loads imports them, so that they don't weigh on it. */
const loadedWhenAsked = [
  ...["oidc-provider", "openid-client", "jose", "nodemailer", "pg", "qrcode", "sharp", "prom-client"],
  ...["@node-rs/bcrypt", "@noble/ciphers/chacha.js", "age-encryption", "yaml"],
  ...["api", "core", "exporter-trace-otlp-proto", "resources", "sdk-trace"].map((name) => `@opentelemetry/${name}`),
];

const longest = 300;
const bannedFolders = ["utils", "util", "helpers", "common", "manager", "managers", "service", "services"];

type Sources = Record<string, string>;
interface Import {
  from: string;
  typeOnly: boolean;
  /** Not before the line is come to. */
  late: boolean;
}

/** Every breach of the rules, one sentence each, in the files given by their path under src/. */
function breaches(sources: Sources): string[] {
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of Object.entries(sources)) {
    const say = (breach: string) => found.push(`${path} ${breach}`);
    if (text.trimEnd().split("\n").length > longest) say(`is longer than ${longest} lines`);
    for (const folder of path.split("/").slice(0, -1))
      if (bannedFolders.includes(folder)) say(`is in a folder called ${folder}`);
    const room = roomOf(path);
    if (room === undefined) say("is in no room of the table");
    if (!/\.tsx?$/.test(path) || isTest(path)) continue;

    const code = withoutComments(text);
    const imports = importsOf(code);
    const inside = imports
      .filter(({ from }) => from.startsWith("."))
      .map((one) => ({ ...one, to: resolve(path, one.from) }));
    graph.set(
      path,
      inside.map(({ to }) => to),
    );
    for (const { to, typeOnly } of inside) {
      if (sources[to] === undefined) say(`imports ${to}, which does not exist`);
      const target = roomOf(to);
      if (room !== undefined && target !== undefined && !mayImport(room, target))
        say(`imports ${to}, which is not on a lower floor`);
      if (isTest(to)) say(`imports a test, ${to}`);
      if (to === "config.ts" && !/^(cli\/|(serve|keeping|library|measuring|opening|index)\.ts$|app\.tsx?$)/.test(path))
        say("reads config.ts");
      if (layerOf(to) > layerOf(path) && layerOf(path) >= 0) say(`imports ${to}, a later layer`);
      if (isPure(path) && !typeOnly && !isPure(to) && !pureKernel.includes(to)) say(`is pure, but imports ${to}`);
    }
    if (isPure(path)) {
      const allowed = path.startsWith("otp/")
        ? ["node:crypto"]
        : path === languagesWhenRead
          ? ["node:module"]
          : purePackages;
      for (const { from, typeOnly } of imports) {
        if (!from.startsWith(".") && !typeOnly && !allowed.includes(from)) say(`is pure, but imports ${from}`);
      }
      const impure = code.match(/\bDate\.now\b|\bMath\.random\b|\bprocess\.|\bconsole\./);
      if (impure) say(`is pure, but uses ${impure[0]}`);
    }
    if (posix.basename(path) !== "store.ts" && room !== "database") {
      if (
        imports.some(({ from, typeOnly }) => (from === "kysely" && !typeOnly) || from.endsWith("database/statement.ts"))
      ) {
        say("builds queries outside a store");
      }
      const query = code.match(
        /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|["'`]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) /,
      );
      if (query) say(`has a query outside a store: ${query[0].trim()}`);
    }
    if (/\bprocess\.env\b/.test(code) && path !== "config.ts" && room !== "cli") say("reads process.env");
    if (/\bDate\.now\b|\bnew Date\(\s*\)/.test(code) && path !== "kernel/clock.ts") say("reads the time itself");
    if (/\bMath\.random\b/.test(code)) say("uses Math.random");
  }
  return [...found, ...cycles(graph)];
}

function roomOf(path: string): string | undefined {
  const rooms = floors.flat().filter((room) => path === room || path.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

function mayImport(room: string, target: string): boolean {
  const floor = (name: string) => floors.findIndex((rooms) => rooms.includes(name));
  return room === target || floor(target) < floor(room) || (floor(room) === top && floor(target) === top);
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

function isPure(path: string): boolean {
  return path.startsWith("otp/") || path.startsWith("words/") || layerOf(path) === 0;
}

function layerOf(path: string): number {
  const name = posix.basename(path).replace(/\.tsx?$/, "");
  return layers.findIndex((names) => names.includes(name));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

function importsOf(code: string): Import[] {
  const statements = code.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]*?\bfrom\s*)?["']([^"']+)["']/gm);
  const calls = code.matchAll(/\bimport\(\s*["'`]([^"'`]+)["'`]/g);
  return [
    ...[...statements].map(([, type, from = ""]) => ({ from, typeOnly: type !== undefined, late: false })),
    ...[...calls].map(([, from = ""]) => ({ from, typeOnly: false, late: true })),
  ];
}

function resolve(path: string, from: string): string {
  return posix.join(posix.dirname(path), from);
}

function cycles(graph: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${[...trail.slice(start), path].join(" -> ")} is a circle`);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** What is loaded together with a file: packages, each with the files that lead to it, and our own files. */
function loadedWith(sources: Sources, start: string): { packages: Map<string, string>; files: Set<string> } {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { from, typeOnly, late } of importsOf(withoutComments(sources[path] ?? ""))) {
      if (typeOnly || late) continue;
      if (from.startsWith(".")) visit(resolve(path, from), [...trail, path]);
      else packages.set(from, [...trail, path].join(" -> "));
    }
  };
  visit(start, []);
  return { packages, files: seen };
}

function readSources(): Sources {
  const root = new URL("../src/", import.meta.url);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|js|css)$/.test(entry.name))
    .map((entry) => posix.relative(root.pathname, posix.join(entry.parentPath, entry.name)));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, root), "utf8")]));
}

test("the house is in order", () => {
  const sources = readSources();
  expect(Object.keys(sources).length).toBeGreaterThan(0);
  expect(breaches(sources)).toEqual([]);
});

test("the README's table has every room on its floor, and says in how many languages people are spoken to", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const rows = floors.map((_, index) => new RegExp(`^\\| ${index + 1} \\|.*$`, "m").exec(readme)?.[0] ?? "");
  const absent = floors.slice(0, top).flatMap((rooms, index) =>
    rooms.filter((room) => {
      const [folder, inner = ""] = room.split("/");
      return !rows[index]?.includes(`\`${folder}`) || !rows[index]?.includes(inner);
    }),
  );
  expect(absent).toEqual([]);
  const counts = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
  expect(rows[0]).toContain(`in ${counts[languages.length]} languages`);
});

test("a start loads nothing that only some installations need", () => {
  const sources = readSources();
  for (const start of ["cli/serve-command.ts", "library.ts"]) {
    const { packages, files } = loadedWith(sources, start);
    expect(packages.has("hono")).toBe(true);
    expect(loadedWhenAsked.flatMap((name) => (packages.has(name) ? `${name}: ${packages.get(name)}` : []))).toEqual([]);
    expect(files).toContain("words/en/index.ts");
    expect([...files].filter((path) => /^words\/(?!en\/)\w+\//.test(path))).toEqual([]);
  }
  const led = {
    "a.ts": 'import "./b.ts"; import type { C } from "c";',
    "b.ts": 'import "pg";\nawait import("sharp");',
  };
  expect([...loadedWith(led, "a.ts").packages]).toEqual([["pg", "a.ts -> b.ts"]]);
});

describe("every rule can be broken", () => {
  const cases: [rule: string, sources: Sources, breach: RegExp][] = [
    ["a higher floor", { "people/a.ts": 'import "../sign-in/b.ts";', "sign-in/b.ts": "" }, /not on a lower floor/],
    [
      "a stranger",
      { "policy/a.ts": 'import { b } from "../sessions/b.ts";', "sessions/b.ts": "" },
      /not on a lower floor/,
    ],
    [
      "a type of a stranger",
      { "policy/a.ts": 'import type { B } from "../sessions/b.ts";', "sessions/b.ts": "" },
      /lower floor/,
    ],
    [
      "a passed-on export",
      { "otp/a.ts": 'export {\n  b,\n} from "../kernel/clock.ts";', "kernel/clock.ts": "" },
      /lower floor/,
    ],
    [
      "a late import",
      { "people/a.ts": 'const b = await import("../cli/b.ts");', "cli/b.ts": "" },
      /not on a lower floor/,
    ],
    ["an unknown room", { "stuff/a.ts": "" }, /in no room/],
    ["a file beside the rooms", { "stray.ts": "" }, /in no room/],
    ["a missing file", { "people/a.ts": 'import "./b.ts";' }, /does not exist/],
    [
      "a circle",
      { "ui/a.ts": 'import "./b.ts";', "ui/b.ts": 'import type { A } from "./a.ts";' },
      /a\.ts -> ui\/b\.ts -> ui\/a\.ts is a circle/,
    ],
    [
      "rules that act",
      { "people/rules.ts": 'import { a } from "./actions.ts";', "people/actions.ts": "" },
      /later layer/,
    ],
    [
      "a store that acts",
      { "people/store.ts": 'import { a } from "./actions.ts";', "people/actions.ts": "" },
      /later layer/,
    ],
    [
      "actions that show",
      { "people/actions.ts": 'import { a } from "./pages.tsx";', "people/pages.tsx": "" },
      /later layer/,
    ],
    ["rules with a library", { "people/rules.ts": 'import { z } from "zod";' }, /is pure, but imports zod/],
    [
      "rules with the system",
      { "people/rules.ts": 'import { a } from "../kernel/random.ts";', "kernel/random.ts": "" },
      /is pure/,
    ],
    ["a flow that logs", { "sign-in/flow.ts": "console.log(1);" }, /is pure, but uses console/],
    [
      "codes that read files",
      { "otp/a.ts": 'import { readFileSync } from "node:fs";' },
      /is pure, but imports node:fs/,
    ],
    ["a query in actions", { "people/actions.ts": 'db.selectFrom("people");' }, /query outside a store/],
    ["SQL in pages", { "people/pages.tsx": 'db.run("SELECT 1");' }, /query outside a store/],
    ["a query builder in actions", { "people/actions.ts": 'import { sql } from "kysely";' }, /queries outside a store/],
    ["settings", { "people/actions.ts": "const a = process.env.A;" }, /reads process\.env/],
    ["config in a room", { "admin/a.ts": 'import { c } from "../config.ts";', "config.ts": "" }, /reads config\.ts/],
    ["the time", { "people/actions.ts": "const now = new Date();" }, /reads the time/],
    ["the time in numbers", { "people/actions.ts": "const now = Date.now();" }, /reads the time/],
    ["chance", { "people/actions.ts": "const a = Math.random();" }, /Math\.random/],
    ["a long file", { "people/a.ts": `${"\n".repeat(longest)}a` }, /longer than/],
    ["a drawer", { "people/utils/a.ts": "" }, /folder called utils/],
  ];
  test.each(cases)("%s", (_rule, sources, breach) => {
    expect(breaches(sources).join("\n")).toMatch(breach);
  });

  test("and a house in order has no breach", () => {
    const orderly: Sources = {
      "kernel/clock.ts": "export const now = () => Date.now();",
      "people/rules.ts": 'import { day } from "../kernel/clock.ts"; // not "../sign-in/pages.tsx", nor Date.now()',
      "people/store.ts": 'import { sql } from "kysely";\nimport type { A } from "./rules.ts";\nsql`SELECT 1`;',
      "people/actions.ts": 'import * as store from "./store.ts";\nimport type { Kysely } from "kysely";\nnew Date(0);',
      "people/pages.tsx": 'import { a } from "./actions.ts";\nconst link = <a href="https://example">Update it</a>;',
      "people/rules.test.ts": 'import "../cli/main.ts"; Date.now();',
      "config.ts": "export const port = process.env.PORT;",
      "serve.ts": 'import { port } from "./config.ts";',
      "cli/main.ts": 'import { serve } from "../serve.ts"; import { port } from "../config.ts";',
    };
    expect(breaches(orderly)).toEqual([]);
  });
});
