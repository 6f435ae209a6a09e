import { Hono } from "hono";
import type { Logger } from "pino";
import { expect, test } from "vitest";
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
