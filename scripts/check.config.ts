import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The architecture alone: no database, and the results of the last whole run stay as they are.
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: { include: ["test/architecture.test.ts"], reporters: ["dot"] },
});
