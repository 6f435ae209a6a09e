// The pages of the sign-in are small: on the screen of a phone, and on its way there.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../../support/served-world.ts";
import { codeOverlay, follow, giveCode, givePassword, see, seeHeading } from "../../support/visiting.ts";

const { serve } = useBrowser();

test.each([true, false])(
  "the sign-in and the second step fit a phone without scrolling (scripts: %s)",
  async (scripts) => {
    const world = await serve({ name: "Harbour Research Association" });
    const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    const page = await world.phone({ scripts });
    await page.goto("/sign-in");
    expect(await beyond(page)).toEqual([]);
    await givePassword(page, "kim", "something else entirely");
    await see(page, "do not match");
    expect(await beyond(page)).toEqual([]);
    await givePassword(page, "kim", kim.password);
    await codeOverlay(page).waitFor();
    expect(await beyond(page)).toEqual([]);
    await giveCode(page, world.oathtool(kim, -20));
    if (!scripts) await page.keyboard.press("Enter");
    await see(page, "4 tries left");
    expect(await beyond(page)).toEqual([]);
    await follow(page, "Use a recovery code instead");
    await seeHeading(page, "Use a recovery code");
    expect(await beyond(page)).toEqual([]);
  },
);

test("the sign-in page costs at most three requests and 30 KB", async () => {
  const world = await serve();
  const page = await world.phone();
  const requests: Promise<{ url: string; bytes: number }>[] = [];
  page.on("requestfinished", (request) => {
    requests.push(
      request.sizes().then((size) => ({ url: request.url(), bytes: size.responseBodySize + size.responseHeadersSize })),
    );
  });
  await page.goto("/sign-in", { waitUntil: "networkidle" });
  const sent = (await Promise.all(requests)).filter(({ url }) => !url.startsWith("data:"));
  expect(sent.length).toBeLessThanOrEqual(3);
  expect(sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(30 * 1024);
});

/** What the screen does not show at once. */
function beyond(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("dialog")]
      .filter((element) => element.scrollHeight > element.clientHeight + (element === document.documentElement ? 0 : 1))
      .map((element) => `${element.tagName} ${element.scrollHeight} > ${element.clientHeight}`),
  );
}
