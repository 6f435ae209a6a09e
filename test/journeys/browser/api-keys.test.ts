// Keys for programs: made by a person in the browser, used by the example job, ended with their owner.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import { follow, isAsked, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();
const job = fileURLToPath(new URL("../../../examples/nightly-job/job.mjs", import.meta.url));

/** As cron would run it. */
const runJob = ({ origin }: ServedWorld, key: string) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { COUNTERSIGN_URL: origin, COUNTERSIGN_API_KEY: key };
    execFile(process.execPath, [job], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

test("[DI-3] a job with a key is never asked for a second step, whatever the policy asks of people, and ends with its owner", async () => {
  const world = await serve({ policy: { organisation: "required" } });
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true },
  });
  const eve = await world.addPerson({
    email: "eve@acme.example",
    displayName: "Eve Ray",
    administrator: true,
    enrolled: true,
  });
  await world.addPerson({ email: "kim@acme.example" });
  const [desk, other] = [await world.desktop(), await world.desktop()];
  await signIn(world, desk, ada);
  let key = "";
  await lookAround(desk, async (look) => {
    await follow(desk, "Security");
    await follow(desk, "Manage API keys");
    await see(desk, "No API keys yet");
    await look("no keys");
    await follow(desk, "Make API key");
    await desk.getByLabel("Name").fill("Nightly list");
    await press(desk, "Make API key");
    await see(desk, "Choose at least one thing that it may do.");
    await look("refused");
    await desk.getByLabel("See people").check();
    await press(desk, "Make API key");
    await seeHeading(desk, "The key Nightly list was made");
    key = await desk.getByLabel("API key", { exact: true }).inputValue();
    await look("made");
    await follow(desk, "Done");
    await see(desk, "Nightly list");
    expect(await desk.content()).not.toContain(key);
    await look("keys");
    await follow(desk, "API keys");
    await look("the organisation's keys");
  });
  expect(key).toMatch(/^cs_[\w-]{22}_[\w-]{43}$/);

  // People are asked; the job is not.
  expect(await isAsked(await world.phone(), "ada@acme.example", ada.password)).toBe(true);
  expect(await runJob(world, key)).toEqual({ code: 0, out: "kim@acme.example\n", err: "" });
  await world.setPolicy({ organisation: "required", trustBrowsers: { allowed: false, days: 7 } });
  expect(await runJob(world, key)).toEqual({ code: 0, out: "kim@acme.example\n", err: "" });

  // Its owner is disabled: the very next request is refused.
  world.nextStep();
  await signIn(world, other, eve);
  await other.goto(`/admin/people/${ada.person.id}/disable`);
  await press(other, "Disable");
  await see(other, "The account is disabled.");
  const refused = await runJob(world, key);
  expect([refused.code, refused.out]).toEqual([1, ""]);
  expect(refused.err).toMatch(/^401 bad-key: /);
});
