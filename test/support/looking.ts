// What is looked at on every page: WCAG 2.2 AA by axe, in light and dark, and whether it can be read without scrolling
// sideways.
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

// The engine of @axe-core/playwright itself: its wrapper sends half a megabyte of script for every single look.
const { source } = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"))("axe-core") as {
  source: string;
};
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const phone = { width: 360, height: 640 };
const desktop = { width: 1280, height: 800 };

declare const axe: {
  run(options: object): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }>;
};

/** Called at every stop of a walk. */
export type Look = (stop: string) => Promise<void>;

/** Looks at the page at every stop of the walk, on a phone and a desktop computer, in light and dark. */
export async function lookAround(page: Page, walk: (look: Look) => Promise<void>): Promise<void> {
  const found: Record<string, string[]> = {};
  await walk(async (stop) => {
    const troubles = [...(await violations(page)), ...(await sideways(page))];
    if (troubles.length > 0) found[stop] = troubles;
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(desktop);
  });
  expect(found).toEqual({});
}

const views = [phone, desktop].flatMap((viewport) =>
  (["light", "dark"] as const).map((colorScheme) => ({ viewport, colorScheme })),
);

/** One line for each violation. `briefly`: each width once, and each of light and dark. */
export async function violations(page: Page, { briefly = false } = {}): Promise<string[]> {
  await page.evaluate(source);
  const found: string[] = [];
  for (const { viewport, colorScheme } of briefly ? views.slice(1, 3) : views) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const result = await page.evaluate((runOnly) => axe.run({ runOnly, resultTypes: ["violations"] }), tags);
    for (const { id, help, nodes } of result.violations) {
      found.push(
        `${viewport.width} ${colorScheme} ${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join("; ")})`,
      );
    }
  }
  return found;
}

/** One line for each width at which the page, the dialog over it or its navigation is wider than what shows it. */
export async function sideways(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ ...phone, width });
    const wide = await page.evaluate(() =>
      // On a phone the navigation scrolls; where there is room, nothing of it is out of sight.
      [document.documentElement, ...document.querySelectorAll(innerWidth < 1280 ? "dialog" : "dialog, nav ul")]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
    );
    found.push(...wide.map((what) => `${width} px: ${what}`));
  }
  return found;
}
