// Operators and administrators at a desk: an organisation is added, joined, dressed, suspended, resumed and removed.
import sharp from "sharp";
import { expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, press, saveCodes, see, seeHeading, setUp, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

const otto = {
  email: "otto@acme.example",
  screenName: "otto",
  displayName: "Otto Berg",
  administrator: true,
  operator: true,
  enrolled: true,
};
test("an organisation from its first day to its last, every page of it looked at", async () => {
  const world = await serve();
  const who = await world.addPerson(otto);
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await lookAround(desk, async (look) => {
    await signIn(world, desk, who);
    await follow(desk, "All organisations");
    await look("organisations");
    await follow(desk, "Add organisation");
    await look("add");
    await desk.getByLabel("Name", { exact: true }).fill("Beta Works");
    await desk.getByLabel("Short name").fill("acme");
    await desk.getByLabel("E-mail").fill("bo@beta.example");
    await press(desk, "Add organisation");
    await see(desk, "Another organisation has this short name already.");
    await look("add refused");
    await desk.getByLabel("Short name").fill("");
    await press(desk, "Add organisation");
    await see(desk, "Beta Works was added.");
    await look("invitation link");
    const link = await desk.getByLabel("Invitation link").inputValue();

    await phone.goto(link);
    await seeHeading(phone, "Welcome to Beta Works");
    await phone.getByLabel("Password", { exact: true }).fill("tea at three in the reeds");
    await press(phone, "Continue");
    await setUp(world, phone);
    await saveCodes(phone);
    await seeHeading(phone, "Profile");
    await follow(phone, "Organisation");
    await phone.getByLabel("Accent colour").selectOption("Plum");
    await press(phone, "Save");
    await see(phone, "Saved. Every page of the organisation shows it from now on.");
    const mark =
      "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='200'><rect width='200' height='200' rx='40' fill='#8a2f6b'/><circle cx='100' cy='100' r='60' fill='#fff'/><rect x='240' y='70' width='340' height='60' rx='30' fill='#44546a'/></svg>";
    await phone.getByLabel("Choose a logo").setInputFiles({
      name: "logo.png",
      mimeType: "image/png",
      buffer: await sharp(Buffer.from(mark)).png().toBuffer(),
    });
    await press(phone, "Upload logo");
    await see(phone, "The new logo is in place.");
    const drawn = phone.locator(".brand .logo");
    expect(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
    expect(await phone.getByRole("link", { name: "All organisations", exact: true }).count()).toBe(0);

    await follow(desk, "Go to Beta Works");
    await seeHeading(desk, "Beta Works");
    await look("one organisation");
    await press(desk, "Suspend organisation");
    await see(desk, "Nobody of it is let in from now on");
    await look("suspended");
    await phone.reload();
    await seeHeading(phone, "Beta Works is suspended");
    await press(desk, "Resume organisation");
    await see(desk, "Resumed.");
    await phone.reload();
    await seeHeading(phone, "Organisation");

    await follow(desk, "Remove organisation");
    await desk.getByLabel("Type Beta Works to go on").fill("Beta");
    await look("removal");
    await press(desk, "Remove organisation");
    await see(desk, "That is not its name.");
    await desk.getByLabel("Type Beta Works to go on").fill("Beta Works");
    await press(desk, "Remove organisation");
    await see(desk, "The organisation was removed, with everything of it.");
    await phone.reload();
    await seeHeading(phone, "Sign in to Acme");
    await follow(desk, "Organisation");
    await desk.getByLabel("Choose a logo").setInputFiles({
      name: "logo.png",
      mimeType: "image/png",
      buffer: await sharp(Buffer.from(mark)).png().toBuffer(),
    });
    await press(desk, "Upload logo");
    await see(desk, "The new logo is in place.");
    await look("own organisation");
  });
  const stranger = await world.desktop();
  await stranger.goto("/o/acme");
  await seeHeading(stranger, "Sign in to Acme");
  expect(await stranger.locator(".masthead .logo").count()).toBe(1);
});
