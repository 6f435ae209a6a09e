// Administrators say which applications take part in two-factor sign-in, and it shows at the sign-in: one asks, one does not yet.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { codeOverlay, follow, giveCode, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const hostName = "login.acme.localhost";
const { serve } = useBrowser();

/** What stands behind the proxies: it only has to be there. */
let site: Server;
let port: number;
beforeAll(async () => {
  site = createServer((request, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(
      `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,"><h1>${request.headers.host}</h1></html>`,
    );
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  ({ port } = site.address() as AddressInfo);
});
afterAll(() => site.close());

test("[DI-5] an administrator says which applications take part; the list shows it, and only those ask for a code", async () => {
  const world = await serve({ hostName });
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true },
  });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const [desk, phone] = [await world.desktop(), await world.phone()];
  const cells = (name: string) =>
    desk
      .getByRole("row")
      .filter({ has: desk.getByRole("link", { name, exact: true }) })
      .getByRole("cell");
  const [wiki, forum] = [`wiki.acme.localhost:${port}`, `forum.acme.localhost:${port}`];

  await signIn(world, desk, ada);
  await lookAround(desk, async (look) => {
    await follow(desk, "Applications");
    await see(desk, "No applications yet");
    await look("no applications");
    await follow(desk, "Add application");
    await look("which kind");
    await follow(desk, "Continue: Behind a proxy");
    await look("behind a proxy");
    await desk.getByLabel("Name").fill("Wiki");
    await desk.getByLabel("Hosts").fill("wiki.elsewhere.example");
    await press(desk, "Add application");
    await see(desk, "shares no domain with login.acme.localhost");
    expect(await desk.getByLabel("Name").inputValue()).toBe("Wiki");
    await look("behind a proxy, refused");
    await desk.getByLabel("Hosts").fill(wiki);
    await press(desk, "Add application");
    await see(desk, "The application was added.");
    await look("one application behind a proxy");

    await desk.goto("/admin/applications/new/forward-auth");
    await desk.getByLabel("Name").fill("Forum");
    await desk.getByLabel("Not yet").check();
    await desk.getByLabel("Takes part from").fill("2099-02-01");
    await desk.getByLabel("Note").fill("after the move");
    await desk.getByLabel("Hosts").fill(forum);
    await press(desk, "Add application");

    await desk.goto("/admin/applications/new/openid");
    await look("OpenID Connect");
    await desk.getByLabel("Name").fill("Time sheets");
    await desk.getByLabel("Return addresses").fill("https://time.acme.example/callback");
    await press(desk, "Add application");
    await seeHeading(desk, "Time sheets was added");
    expect(await desk.getByLabel("Client secret", { exact: true }).inputValue()).toMatch(/^[A-Za-z0-9]{40}$/);
    await look("secret");
    await follow(desk, "Go to Time sheets");
    await look("one application of OpenID Connect");
    await follow(desk, "Applications");
    await see(desk, "2 applications take part in two-factor sign-in, 1 not yet.");
    await look("applications");
  });
  expect(await cells("Wiki").allInnerTexts()).toEqual(["Takes part", "Never", "No sign-ins"]);
  expect((await cells("Forum").first().innerText()).split(/\n+/)).toEqual([
    ...["Not yet", "From 1 February 2099: after the move"],
  ]);

  // The forum lets Kim in with the password alone; the wiki asks for the code as well.
  const to = (host: string) => `/forward-auth?${new URLSearchParams({ rd: `http://${host}/` })}`;
  await phone.goto(to(forum));
  await phone.getByLabel("Screen name or e-mail").fill("kim@acme.example");
  await phone.getByLabel("Password", { exact: true }).fill(kim.password);
  await press(phone, "Sign in");
  await seeHeading(phone, forum);
  await phone.goto(to(wiki));
  await codeOverlay(phone).waitFor();
  await giveCode(phone, world.oathtool(kim));
  await seeHeading(phone, wiki);

  await desk.reload();
  expect((await cells("Forum").allInnerTexts()).slice(1).map((text) => text.split(/\n+/))).toEqual([
    ...[["just now"], ["0 with a second factor", "1 without"]],
  ]);
  expect((await cells("Wiki").nth(2).innerText()).split(/\n+/)).toEqual(["1 with a second factor", "0 without"]);

  // From now on the forum takes part.
  await follow(desk, "Forum");
  await follow(desk, "Change");
  await desk.getByLabel("Takes part", { exact: true }).check();
  await press(desk, "Save");
  await see(desk, "Saved. It holds from the next request on.");
  await follow(desk, "Applications");
  await see(desk, "3 applications take part in two-factor sign-in.");
  const again = await world.phone();
  await again.goto(to(forum));
  await again.getByLabel("Screen name or e-mail").fill("kim@acme.example");
  await again.getByLabel("Password", { exact: true }).fill(kim.password);
  await press(again, "Sign in");
  await codeOverlay(again).waitFor();
});

test("two administrators at one form: the second is told; a new secret and a removal are looked at", async () => {
  const world = await serve({ hostName });
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await lookAround(desk, async (look) => {
    await desk.goto("/admin/applications/new/duo");
    await look("Duo protocol");
    await desk.getByLabel("Name").fill("VPN");
    await desk.getByLabel("Return addresses").fill("https://vpn.acme.example/duo\nhttps://user@vpn.acme.example/duo");
    await press(desk, "Add application");
    await see(desk, "can't be used. Write it exactly as the application sends it");
    await desk.getByLabel("Return addresses").fill("https://vpn.acme.example/duo");
    await press(desk, "Add application");
    await seeHeading(desk, "VPN was added");
    const first = await desk.getByLabel("Client secret", { exact: true }).inputValue();
    await follow(desk, "Go to VPN");
    await follow(desk, "Change");
    const other = await desk.context().newPage();
    await other.goto(desk.url());
    await other.getByLabel("Name").fill("VPN, new");
    await press(other, "Save");
    await see(other, "Saved. It holds from the next request on.");
    await desk.getByLabel("Name").fill("VPN, mine");
    await desk.getByLabel("People can sign in to it").uncheck();
    await press(desk, "Save");
    await see(desk, "Somebody else changed this application while the form was open.");
    expect(await desk.getByLabel("Name").inputValue()).toBe("VPN, new");
    await look("changed meanwhile");
    await desk.getByLabel("People can sign in to it").uncheck();
    await press(desk, "Save");
    await see(desk, "It is switched off: nobody can sign in to it.");
    await look("switched off");
    await press(desk, "New secret");
    await seeHeading(desk, "New secret of VPN, new");
    expect(await desk.getByLabel("Client secret", { exact: true }).inputValue()).not.toBe(first);
    await follow(desk, "Go to VPN, new");
    await follow(desk, "Remove application");
    await look("removal");
    await press(desk, "Remove application");
    await see(desk, "The application was removed.");
    await see(desk, "No applications yet");
  });
});
