// Every page outside an account, in every state: no violation of WCAG 2.2 AA, nothing to scroll sideways, no error.
import { test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import {
  confirm,
  download,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  press,
  see,
  seeHeading,
  setUp,
  signIn,
} from "../../support/visiting.ts";

const { serve } = useBrowser();

test("[BY-14] signing in and recovering", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    await page.goto("/sign-in");
    await look("sign-in");
    await givePassword(page, "kim", "not the password of kim");
    await seeHeading(page, /^Sign in to/);
    await look("sign-in, wrong password");
    await page.goto("/sign-in?because=second-factor-required");
    await look("sign-in, asked since");

    await givePassword(page, "kim", kim.password);
    await seeHeading(page, "Enter your code");
    await look("second step");
    await giveCode(page, "000000");
    await see(page, "4 tries left");
    await look("second step, wrong code");
    await follow(page, "Use a recovery code instead");
    await seeHeading(page, "Use a recovery code");
    await look("recovery code");
    await giveRecoveryCode(page, "AAAA-AAAA-AAAA-AAAA");
    await see(page, "3 tries left");
    await look("recovery code, wrong");
    await giveRecoveryCode(page, kim.recoveryCodes[0] as string);
    await seeHeading(page, "Scan this code");
    await look("set-up after a recovery code");
    await confirm(page, "000000");
    await see(page, "That code does not match");
    await look("set-up, wrong code");
    await setUp(world, page);
    await look("recovery codes");
    await download(page);
    await see(page, "Downloaded.");
    await look("recovery codes, downloaded");
    await page.goto("/set-up");
    await look("recovery codes, shown before");

    await page.context().clearCookies();
    for (let i = 0; i < 5; i++) {
      await givePassword(page, "nobody", "not a password");
      await see(page, "do not match");
    }
    await givePassword(page, "nobody", "not a password");
    await see(page, "Too many wrong tries.");
    await look("sign-in, waiting");
  });
});

test("[BY-14] setting up inside the sign-in", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim" });
    await givePassword(page, "kim", kim.password);
    await seeHeading(page, "Scan this code");
    await look("set-up, required");
    await press(page, "Cancel");
    await world.setPolicy({ bindsFrom: { days: 5 } });
    await givePassword(page, "kim", kim.password);
    await seeHeading(page, "Set up two-factor authentication");
    await look("set-up, offered");
    await press(page, /^Not now/);
    await seeHeading(page, "Profile");
    await look("profile, needed from a day");
  });
});

test("[BY-14] pages that say no, and the API document", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await page.goto("/no/such/page");
    await look("404");
    await page.goto("/invitation?token=used");
    await look("410");
    await world.setPolicy({ organisation: "optional" });
    await signIn(world, page, await world.addPerson({ email: "kim@acme.example" }));
    await page.goto("/admin/people");
    await look("403");
    await page.goto("/api/docs");
    await look("API document");
    await page.goto("/sign-in/confirm?resume=/account");
    await seeHeading(page, "Profile");
    world.clock.advance(20 * minute);
    await page.goto("/sign-in/confirm?resume=/account");
    await look("confirm, password");
  });
});

test("[BY-14] first run and invitation", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await page.goto("/first-run");
    await look("first run");
    await page.getByLabel("Organisation").fill("Acme");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Your e-mail").fill("ada@acme.example");
    await page.getByLabel("Password", { exact: true }).fill("password1");
    await press(page, "Continue");
    await see(page, "This password is on lists");
    await look("first run, common password");

    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    const { bearer } = await world.client().signIn(world, ada);
    const added = await world
      .client()
      .api("POST", "/people", { email: "kim@acme.example", displayName: "Kim Reyes" }, bearer);
    await page.goto(added.json.invitation.url);
    await look("invitation");
    await page.getByLabel("Password", { exact: true }).fill("password1");
    await press(page, "Continue");
    await see(page, "This password is on lists");
    await look("invitation, common password");
  });
});
