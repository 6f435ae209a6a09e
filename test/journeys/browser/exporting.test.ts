// Nobody is locked in: an administrator asks, the operator consents, and the file opens with the organisation's own key alone.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-exporting-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("[BY-11] an organisation takes its people along when an administrator and the operator consent", async () => {
  const world = await serve();
  const keys = join(folder, "keys.txt");
  const text = execFileSync("age-keygen", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  writeFileSync(keys, text);
  const recipient = /public key: (age1\w+)/.exec(text)?.[1] as string;
  const page = await world.desktop();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const otto = await world.addPerson({
    ...{ email: "otto@acme.example", administrator: true, operator: true, enrolled: true },
  });
  await lookAround(page, async (look) => {
    await signIn(world, page, ada);
    await page.goto("/admin/organisation");
    await follow(page, "Exports");
    await seeHeading(page, "Take everybody of Acme along");
    await look("exports: nothing was asked for");
    await page.getByLabel("Public keys").fill("age1nothing");
    await press(page, "Ask for the export");
    await see(page, "Give 1 to 10 public keys of age, as age-keygen writes them: each begins with age1.");
    await look("exports: what is no key");
    await page.getByLabel("Public keys").fill(recipient);
    await press(page, "Ask for the export");
    await see(page, "Asked for. The other side has to consent within 24 hours.");
    await look("exports: waits for the operator");
  });
  const operators = await world.phone();
  await signIn(world, operators, otto);
  await operators.goto(`/admin/organisations/${world.organisation.id}/exports`);
  await see(operators, recipient);
  await press(operators, "Consent to these keys");
  await see(operators, "Both have consented. The file can be taken once.");
  await page.goto("/admin/organisation/exports");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Take the file" }).click(),
  ]);
  const file = join(folder, "everybody.age");
  await download.saveAs(file);
  expect(readFileSync(file).toString("latin1")).toMatch(/^age-encryption\.org\/v1\n/);
  const lines = execFileSync("age", ["-d", "-i", keys, file], { encoding: "utf8" }).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).email)).toEqual([
    undefined,
    ...[ada.person.email, otto.person.email],
    undefined,
  ]);
  await page.goto("/admin/organisation/exports");
  await see(page, /^Taken$/);
});
