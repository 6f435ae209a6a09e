// docs/parity.md: everything of the console has its operation and its command, or says why not.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closedBecause, scopeFor } from "../../src/api-keys/operations.ts";
import { scopes } from "../../src/api-keys/rules.ts";
import { createWorld, type World } from "../support/world.ts";
import { routesOf } from "./matrix/calls.ts";
import { type Document, operationsOf } from "./matrix/document.ts";

let world: World;
let operations: string[];
beforeAll(async () => {
  world = await createWorld();
  const document = (await world.client().get("/api/openapi.json")).json as Document;
  operations = operationsOf(document).map(({ route }) => route.replace("/api/v1", "").replace(/:(\w+)/g, "{$1}"));
});
afterAll(() => world.close());

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Row {
  /** As `app.routes` has it. */
  route: string;
  operation: string;
  command: string;
}

const rows: Row[] = [
  ...read("docs/parity.md").matchAll(/^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| (.*) \| (.*) \|$/gm),
].map(([, method, path, operation = "", command = ""]) => ({ route: `${method} ${path}`, operation, command }));

const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
/** Where there is none: a sentence. */
const hasReason = (cell: string): boolean => /^– \S+( \S+)+/.test(cell);

const commands = new Set(
  [...(read("docs/command-line.md").split("\n- `--json`")[0] ?? "").matchAll(/^\| `([a-z-]+(?: [a-z][a-z-]*)?)/gm)].map(
    ([, command]) => command as string,
  ),
);

test("every page and every form of the console has its row", () => {
  const mounted = routesOf({ world } as never).filter((route) => / \/admin(\/|$)/.test(route));
  const known = new Set(rows.map(({ route }) => route));
  const missing = mounted.filter((route) => !known.has(route));
  const [first = ""] = missing;
  const [method, path] = first.split(" ");
  expect(
    missing,
    `docs/parity.md has no row for these. Add to its table, with the operation below /api/v1 and the command that do the same:
| ${method} | \`${path}\` | \`${method} /…\` | \`noun verb\` |
or '– why there is none' in place of one. A new operation needs a scope as well, or a reason, in src/api-keys/operations.ts.`,
  ).toEqual([]);
  const gone = rows.map(({ route }) => route).filter((route) => !(mounted as string[]).includes(route));
  expect(gone, "docs/parity.md has rows for pages that there are no more: take them out.").toEqual([]);
  expect(new Set(known).size, "a row stands there twice").toBe(rows.length);
});

test("every operation that a row names is in the OpenAPI document, and every command is one of the program's", () => {
  const troubles = rows.flatMap(({ route, operation, command }) => [
    ...named(operation)
      .filter((name) => !operations.includes(name))
      .map((name) => `${route}: there is no operation '${name}' in /api/openapi.json`),
    ...named(command)
      .filter((name) => !commands.has(name))
      .map((name) => `${route}: there is no command '${name}' in docs/command-line.md`),
    ...[operation, command]
      .filter((cell) => named(cell).length === 0 && !hasReason(cell))
      .map((cell) => `${route}: '${cell}' is neither a name in backticks nor '– why there is none'`),
  ]);
  expect(troubles).toEqual([]);
});

test("every operation says which scope opens it to an API key, or why none does; and every scope opens something", () => {
  const signIns = /^\w+ \/sign-ins/;
  const undecided = operations.filter((operation) => {
    const [method, path] = operation.split(" ") as [string, string];
    return (
      !signIns.test(operation) && scopeFor(method, path) === undefined && closedBecause(method, path) === undefined
    );
  });
  expect(
    undecided,
    "No API key gets to these, and nothing says why. Add each to a scope's list in src/api-keys/operations.ts ('opened'), or to 'closed' with the reason; a row in docs/integrate/api-keys.md as well.",
  ).toEqual([]);
  const opening = new Set(operations.map((one) => scopeFor(...(one.split(" ") as [string, string]))));
  expect(scopes.filter((scope) => !opening.has(scope))).toEqual([]);
  const page = read("docs/integrate/api-keys.md");
  expect(
    scopes.filter((scope) => !page.includes(`| \`${scope}\` |`)),
    "docs/integrate/api-keys.md has no row for these scopes",
  ).toEqual([]);
});

test("the OpenAPI document names each operation once, with its scope or the reason", async () => {
  const document = (await world.client().get("/api/openapi.json")).json as Document;
  const ids = new Set<string>();
  for (const [path, ofPath] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(ofPath)) {
      const said = operation as {
        operationId?: string;
        security?: Record<string, string[]>[];
        "x-not-by-key"?: string;
      };
      const asked = [method.toUpperCase(), path.replace("/api/v1", "")] as const;
      expect(said.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      ids.add(said.operationId as string);
      const scope = scopeFor(...asked);
      expect(said.security?.find((one) => one.apiKey)?.apiKey, path).toEqual(scope === undefined ? undefined : [scope]);
      expect(said["x-not-by-key"], path).toBe(closedBecause(...asked));
    }
  }
  expect(ids.size).toBe(operations.length);
});
