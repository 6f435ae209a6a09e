import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../support/chromium.ts";
import { serveWorld } from "../../support/served-world.ts";
import { walks } from "../../support/every-page.ts";
let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());
const sizes = [[360, 640], [1280, 800]] as const;
for (const [name, walk] of Object.entries(walks)) {
  test(`gallery ${name}`, { timeout: 120_000 }, async () => {
    const world = await serveWorld(browser, { name: "Acme" });
    const page = await world.desktop();
    let i = 0;
    try {
    await walk(world, page, async (what: string, page: Page) => {
      i++;
      for (const [width, height] of sizes) for (const scheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: scheme });
        await page.screenshot({ path: `/tmp/journey-shots/${name}-${String(i).padStart(2, "0")}-${what.replace(/\W+/g, "-")}-${width}-${scheme}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    });
    } finally { await world.close(); }
  });
}
