import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { callRoute, routesOf, methodOf, pathOf } from "./calls.ts";
import { callerNames, createCast } from "./cast.ts";
test("make", async () => {
  const t0=performance.now();
  const cast = await createCast();
  console.log("cast", performance.now()-t0);
  const lines = [];
  let n=0;
  for (const route of routesOf(cast)) {
    const cells = [];
    for (const name of callerNames) { const r = await callRoute(cast, route, name); n+=r.calls.length; cells.push(r.word); }
    lines.push(`| ${methodOf(route)} | \`${pathOf(route)}\` | ${cells.join(" | ")} |`);
  }
  console.log(n, performance.now()-t0);
  writeFileSync("/tmp/matrixread/table.md", lines.join("\n"));
  console.log(cast.world.logged.filter(l=>!l.includes('"level":20')).join("\n"));
  await cast.world.close();
}, 60000);
