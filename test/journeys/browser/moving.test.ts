// Moving here from another system: an administrator brings the file, and its people sign in with what they had.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, giveCode, givePassword, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();
const fixture = (name: string) => readFileSync(new URL(`../../support/moving/${name}`, import.meta.url), "utf8");
const known = JSON.parse(fixture("better-auth-known.json"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-moving-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("[BY-11] an administrator brings the people of another system, who sign in with their old password and their old app", async () => {
  const world = await serve();
  const page = await world.desktop();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const file = join(folder, "better-auth.json");
  writeFileSync(file, fixture("better-auth.json"));
  await lookAround(page, async (look) => {
    await signIn(world, page, ada);
    await page.goto("/admin/people/moving");
    await seeHeading(page, "Bring people from another system");
    await look("bring people: the file");
    await page.getByLabel("File of the other system").setInputFiles(file);
    await press(page, "Check the file");
    await see(page, "The file's secrets are encrypted: give the secret of better-auth as well.");
    await look("bring people: what is wrong with the file");
    await page.getByLabel("File of the other system").setInputFiles(file);
    await page.getByLabel("Secret of better-auth").fill(known.secret);
    await press(page, "Check the file");
    await seeHeading(page, "Check what would be brought");
    await see(page, "Nothing is saved yet.");
    await see(page, "Added: password, authenticators: 1, recovery codes: 10");
    expect(await page.content()).not.toContain(JSON.parse(fixture("better-auth.json")).account[0].password);
    await look("bring people: what would come of it");
    await press(page, "Bring them here");
    await see(page, "Brought here");
    await look("bring people: what came of it");
  });
  const phone = await world.phone();
  await givePassword(phone, "kim@acme.example", "kim's old pass phrase");
  await giveCode(phone, world.oathtool(new URL(known.uri).searchParams.get("secret") as string));
  await seeHeading(phone, "Profile");
  // Who holds the file once more changes nothing.
  await page.goto("/admin/people");
  await page.goto("/admin/people/moving");
  await page.getByLabel("File of the other system").setInputFiles(file);
  await page.getByLabel("Secret of better-auth").fill(known.secret);
  await press(page, "Check the file");
  await see(page, "As it is already");
  await follow(page, "Choose another file");
});

test("codes of eight digits are asked for as such", async () => {
  const world = await serve();
  const page = await world.desktop();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const lou = await world.addPerson({ email: "lou@acme.example" });
  const file = join(folder, "list.txt");
  writeFileSync(file, "otpauth://totp/Old:lou@acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8\n");
  await signIn(world, page, ada);
  await page.goto("/admin/people/moving");
  await page.getByLabel("File of the other system").setInputFiles(file);
  await press(page, "Check the file");
  await press(page, "Bring them here");
  await see(page, "Brought here");
  const phone = await world.phone();
  await givePassword(phone, lou.person.email, lou.password);
  await see(phone, "Open your authenticator app and type the code it shows.");
  await phone.getByLabel("8-digit code").waitFor();
});
