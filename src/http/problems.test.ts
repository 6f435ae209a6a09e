import { Hono } from "hono";
import type { Logger } from "pino";
import { expect, test } from "vitest";
import { Problem } from "../kernel/problem.ts";
import { busy } from "../kernel/turns.ts";
import { words } from "../words/index.ts";
import { answerProblems } from "./problems.tsx";

test("a flood is refused a hundred times and logged once, whatever else fails is logged each time", async () => {
  const said: unknown[] = [];
  const log = { error: (about: object) => said.push(about), debug: () => {} } as unknown as Logger;
  const app = new Hono();
  app.onError(answerProblems(log, async () => ({ organisation: undefined, words: words.en, signedIn: false })));
  app.get("/api/v1/flood", () => {
    throw busy();
  });
  app.get("/api/v1/defect", () => {
    throw new Error("oops");
  });
  for (let i = 0; i < 100; i++) {
    const answer = await app.request("/api/v1/flood");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  }
  expect(said).toEqual([{ code: "busy", refused: 1 }]);
  for (let i = 0; i < 2; i++) expect((await app.request("/api/v1/defect")).status).toBe(500);
  expect(said).toHaveLength(3);
});

test("what is said in English only stands on a page that is English throughout", async () => {
  const app = new Hono();
  const log = {} as Logger;
  app.onError(answerProblems(log, async () => ({ organisation: undefined, words: words.de, signedIn: false })));
  app.get("/in-english", () => {
    throw new Problem("teapot", 404, "This is a teapot.");
  });
  app.get("/in-german", () => {
    throw new Problem("not-found", 404, ({ problems }) => problems.notFound);
  });
  const english = await (await app.request("/in-english")).text();
  for (const said of ['<html lang="en"', "Not found", "This is a teapot."]) expect(english).toContain(said);
  const german = await (await app.request("/in-german")).text();
  for (const said of ['<html lang="de"', "Nicht gefunden", words.de.problems.notFound]) expect(german).toContain(said);
});
