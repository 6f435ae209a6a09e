import { expect, test } from "vitest";
import { launchBrowser } from "./chromium.ts";
import { sideways, violations } from "./looking.ts";
import { useBrowser, Visits } from "./served-world.ts";

const { serve } = useBrowser();

test("a look at a page finds what is illegible, unnamed, or too wide", async () => {
  const world = await serve();
  const page = await world.desktop();
  await page.goto("/sign-in");
  expect([...(await violations(page)), ...(await sideways(page))]).toEqual([]);
  await page.evaluate(() => {
    for (const label of document.querySelectorAll("label")) label.remove();
    document.documentElement.dataset.accent = "none";
    const wide = document.querySelector("main") as HTMLElement;
    wide.style.width = "350px";
    wide.style.color = "#8a8f98";
  });
  const found = await violations(page);
  expect(found.filter((line) => line.startsWith("360 dark label:"))).toHaveLength(1);
  expect(found.filter((line) => line.startsWith("1280 light color-contrast:"))).toHaveLength(1);
  expect((await sideways(page)).map((line) => line.slice(0, 6))).toEqual(["320 px", "360 px"]);
});

test("a visit that meets an error, a refusal of the security policy or a missing file fails", async () => {
  const browser = await launchBrowser();
  const world = await serve();
  const visits = new Visits(browser, world.origin);
  const page = await visits.phone();
  await page.goto("/sign-in");
  const broken = page.waitForEvent("pageerror");
  await page.evaluate(async () => {
    document.body.append(Object.assign(document.createElement("script"), { textContent: "1" }));
    await fetch("/no/such/file");
    setTimeout(() => {
      throw new Error("broken");
    });
  });
  await broken;
  await page.goto("/no/such/page");
  const failure = await visits.end().catch((error: Error) => error.message);
  await browser.close();
  expect(failure).toContain("refused by the security policy: script-src");
  expect(failure).toMatch(/404 \S+\/no\/such\/file/);
  expect(failure).toContain("Error: broken");
  expect(failure).not.toContain("/no/such/page");
});
