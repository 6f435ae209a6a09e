// The types of the client are those of the OpenAPI document.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Document } from "../journeys/matrix/document.ts";
import { operationsOf, schemasOf } from "../support/client-types.ts";
import { createWorld } from "../support/world.ts";

test("the committed types are the document's; UPDATE_CLIENT=1 writes them anew", async () => {
  const world = await createWorld();
  try {
    const document = (await world.client().get("/api/openapi.json")).json as Document;
    for (const [name, text] of [
      ["operations", operationsOf(document)],
      ["schemas", schemasOf(document)],
    ] as const) {
      const file = new URL(`../../src/client/${name}.ts`, import.meta.url);
      if (process.env.UPDATE_CLIENT) writeFileSync(file, text);
      const committed = readFileSync(file, "utf8");
      expect(
        committed === text,
        `src/client/${name}.ts is not what the API is now: UPDATE_CLIENT=1 npx vitest run test/contracts/client-types.test.ts`,
      ).toBe(true);
    }
  } finally {
    await world.close();
  }
});
