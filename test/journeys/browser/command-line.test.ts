// An administrator who never opens the console but to make a key: a day's work from their own laptop.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeBase32 } from "../../../src/otp/index.ts";
import { environmentOf, run, startServer } from "../../support/commands.ts";
import { lookAround } from "../../support/looking.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import { oathtoolCode } from "../../support/tools.ts";
import { press, see, seeHeading, signIn } from "../../support/visiting.ts";
import { createWorld, type TestPerson } from "../../support/world.ts";

const { visits } = useBrowser();

test("[BY-13] a whole day of an administrator by command line, over HTTP with a scoped key, stands in the console afterwards", {
  timeout: 300_000,
}, async () => {
  const world = await createWorld({ policy: { organisation: "optional" } });
  world.clock.set(Date.now());
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true },
  });
  await world.addPerson({ email: "eve@acme.example", displayName: "Eve Ray", administrator: true, enrolled: true });
  await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  await world.addPerson({ email: "lou@acme.example", displayName: "Lou Reed" });
  const taken: string[] = [];
  const receiver = createServer((request, response) => {
    taken.push(String(request.headers["webhook-id"]));
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  const server = await startServer(environmentOf(world.config, { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" }));
  try {
    const page = await visits(server.url).desktop();
    const oathtool = (of: TestPerson) => oathtoolCode(encodeBase32(of.secret), Date.now());
    await signIn({ oathtool } as unknown as ServedWorld, page, ada);

    // The key, with everything that an administrator may give away, for a month.
    let key = "";
    await lookAround(page, async (look) => {
      await page.goto("/account/api-keys/new");
      await see(page, "Powerful");
      await look("what a key may do");
      await page.getByLabel("Name").fill("Ada's laptop");
      await page.getByLabel("Days until it ends").fill("91");
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      await press(page, "Make API key");
      await see(page, /for a key that may do something powerful, from 1 to 90/);
      await look("too long for what it may do");
      await page.getByLabel("Days until it ends").fill("30");
      await press(page, "Make API key");
      await seeHeading(page, "The key Ada's laptop was made");
      key = await page.getByLabel("API key", { exact: true }).inputValue();
      await page.goto("/account/api-keys");
      await see(page, "Ada's laptop");
      await look("the key in its list");
    });
    const file = (name: string, content: string): string => {
      writeFileSync(join(world.config.data, name), content, { mode: 0o600 });
      return join(world.config.data, name);
    };
    const keyFile = file("laptop.key", `${key}\n`);
    const env = { PATH: process.env.PATH ?? "" };
    const there = (...args: string[]) => run(["--url", server.url, "--key-file", keyFile, ...args], env);
    const done = async (...args: string[]) => {
      const ran = await there(...args);
      expect({ args, code: ran.code, err: ran.err }).toEqual({ args, code: 0, err: "" });
      return ran;
    };
    const refused = async (code: string, ...args: string[]) => {
      const ran = await there(...args, "--json");
      expect({ args, code: ran.code, json: ran.json?.code, out: ran.out }).toEqual({
        args,
        code: 1,
        json: code,
        out: "",
      });
      expect(ran.err).not.toContain(key);
    };

    // Morning: somebody new, an account type that has to have a second factor, and who is of it.
    expect((await done("person", "add", "noa@acme.example", "--name", "Noa Ray")).out).toContain("Noa Ray is invited.");
    await done("account-type", "add", "partner");
    const policy = (await done("policy", "show", "--json")).json;
    const partners = file("policy.json", JSON.stringify({ ...policy, accountTypes: { partner: "required" } }));
    expect((await done("policy", "set", partners, "--yes")).out).toContain(
      "Account type partner: As for everybody -> Required",
    );
    await done("person", "change", "noa", "--type", "partner");
    const explained = (await done("policy", "explain", "noa@acme.example")).out;
    expect(explained).toMatch(/^Required, because/);

    // Noon: a lost phone, somebody who left, an application, another system that is told, a provider that is prepared.
    await done("person", "reset", "kim", "--reason", "lost phone", "--yes");
    await done("person", "bulk", "disable", "lou@acme.example", "--reason", "left", "--yes");
    const wiki = ["application", "add", "Wiki", "--kind", "openid", "--return", "https://wiki.acme.example/cb"];
    expect((await done(...wiki)).out).toContain("Client secret: ");
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    expect((await done("webhook", "add", address, "--event", "*")).out).toContain("Secret: whsec_");
    expect((await done("webhook", "test", address)).out).toContain("took the test");
    expect(taken.length).toBeGreaterThan(0);
    const okta = ["--issuer", "https://acme.okta.example", "--client-id", "us"];
    await done("identity-provider", "add", "Okta", ...okta);
    await done("organisation", "change", "--accent", "teal");

    // What no key does, and says so.
    await refused("not-by-key", "person", "change", "kim", "--administrator", "yes");
    await refused("not-by-key", "person", "disable", "eve", "--yes");
    await refused("not-by-key", "identity-provider", "change", "Okta", "--active", "yes");
    await refused("no-such-person", "person", "show", "nobody");
    const elsewhere = await there("backup", "copy");
    expect([elsewhere.code, elsewhere.out]).toEqual([2, ""]);

    // The same words, and the same document, from anywhere and on the machine itself.
    const here = (...args: string[]) => run(args, environmentOf(world.config));
    for (const args of [
      ["person", "show", "kim", "--json"],
      ["application", "list"],
    ]) {
      const [far, near] = [await done(...args), await here(...args)];
      expect([near.code, near.out]).toEqual([0, far.out]);
    }

    // Evening: all of it stands in the console.
    for (const [path, words] of [
      ["/admin/people?search=noa", /Noa Ray.*partner/s],
      ["/admin/people?search=lou", /Lou Reed.*Disabled/s],
      ["/admin/people?search=kim", /Kim Larsen.*Not set up/s],
      ["/admin/policy/account-types", "partner"],
      ["/admin/applications", "Wiki"],
      ["/admin/webhooks", address],
      ["/admin/single-sign-on", "Okta"],
      ["/admin/audit", "Ada's laptop"],
    ] as const) {
      await page.goto(path);
      if (typeof words === "string") await see(page, words);
      else await page.getByRole("row").filter({ hasText: words }).first().waitFor();
    }
    await page.goto("/account/api-keys");
    await press(page, "End the key Ada's laptop");
    await see(page, "The key was ended.");
    await refused("bad-key", "person", "list");
  } finally {
    server.child.kill("SIGTERM");
    await server.exited;
    receiver.close();
    await world.close();
  }
});
