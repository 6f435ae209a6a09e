// Reads the table of docs/routes.md: what every route does for every caller.
import { readFileSync } from "node:fs";
import { type CallerName, callerNames } from "./cast.ts";
import type { Route } from "./requests.ts";

export type Row = { route: Route; words: Record<CallerName, string> };

export function readTable(): Row[] {
  const document = readFileSync(new URL("../../../docs/routes.md", import.meta.url), "utf8");
  const rows = [...document.matchAll(/^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \|(.*)\|$/gm)];
  return rows.map(([, method, path, rest = ""]) => {
    const cells = rest.split("|").map((cell) => cell.trim());
    if (cells.length !== callerNames.length) throw new Error(`${method} ${path}: ${cells.length} cells`);
    return {
      route: `${method} ${path}`,
      words: Object.fromEntries(callerNames.map((name, i) => [name, cells[i]])) as Row["words"],
    };
  });
}
