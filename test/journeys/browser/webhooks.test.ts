// An administrator has events sent on, to the receiver that the documents show, and sees what became of each.
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { chainWaiting } from "../../../src/audit/chain/chaining.ts";
import { createSender, spread } from "../../../src/webhooks/delivering.ts";
import { type Example, freePort, startExample } from "../../support/examples.ts";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, press, see, signIn } from "../../support/visiting.ts";
import type { World } from "../../support/world.ts";

const { serve } = useBrowser();
const folder = new URL("../../../", import.meta.url);

let receiver: Example | undefined;
afterEach(() => receiver?.stop());

/** As the worker does. */
async function work({ needs }: World): Promise<void> {
  await chainWaiting(needs);
  while ((await spread(needs)) > 0);
  const sender = createSender(needs);
  await sender.sendDue();
  await sender.settled();
}

test("[BY-7] events are sent on to a program that checks them, and the console shows what became of each", async () => {
  const world = await serve({ environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true },
  });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const port = await freePort();
  const desk = await world.desktop();
  const said: string[] = [];
  // It looks at the machine's clock: ours has to agree.
  world.clock.set(Date.now());
  await signIn(world, desk, ada);
  await lookAround(desk, async (look) => {
    await follow(desk, "Webhooks");
    await see(desk, "Nothing is sent on");
    await look("no webhooks");
    await follow(desk, "Add a webhook");
    await look("add a webhook");
    await desk.getByRole("textbox", { name: "Address" }).fill("not an address:");
    await desk.getByRole("textbox", { name: "Address" }).evaluate((field: HTMLInputElement) => {
      field.type = "text";
    });
    await press(desk, "Add the webhook");
    await see(desk, "Give an address such as");
    await desk.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${port}/`);
    await desk.getByLabel("Only those chosen below").check();
    await desk.getByText(/^sign-in: \d+ events$/).click();
    await desk.getByLabel("sign-in.code-wrong").check();
    await look("add a webhook, chosen events");
    await press(desk, "Add the webhook");
    await see(desk, "The webhook was added");
    await look("the secret, once");
    const secret = await desk.locator("input[name=secret]").inputValue();
    await follow(desk, "Go to the webhook");

    await press(desk, "Send a test");
    await see(desk, "Nothing listens there.");
    await look("a test that was not taken");
    receiver = await startExample("webhook-receiver/receiver.mjs", { PORT: String(port), WEBHOOK_SECRET: secret });
    receiver.process.stdout?.on("data", (chunk) => said.push(...String(chunk).trim().split("\n")));
    await press(desk, "Send a test");
    await see(desk, "The test was taken; the answer was 204.");

    const wrong = async () => {
      const client = world.client();
      await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });
      await client.form("/sign-in/code", { code: "000000" });
    };
    await wrong();
    await work(world);
    await expect.poll(() => said.join("\n")).toMatch(new RegExp(`sign-in.code-wrong ${kim.person.id}`));
    await receiver.stop();
    await wrong();
    await work(world);
    await desk.goto(desk.url().replace(/\/test$/, ""));
    await see(desk, "Taken");
    await see(desk, "Nothing listens there.");
    await look("deliveries");
    await follow(desk, "Webhooks");
    await look("one webhook");
    await desk.locator("table a").first().click();
    await press(desk, "Turn off");
    await see(desk, "What waited for it was given up.");
    await look("given up");
    await follow(desk, "Remove");
    await look("remove");
  });
});

test("the lines of program on the page are the example's", () => {
  const read = (path: string) => readFileSync(new URL(path, folder), "utf8");
  const lines = read("examples/webhook-receiver/receiver.mjs")
    .split("\n")
    .map((line) => line.trim());
  const shown = [...read("docs/integrate/webhooks.md").matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line as string);
  expect(shown).toHaveLength(2);
  expect(shown.filter((line) => !lines.includes(line))).toEqual([]);
});
