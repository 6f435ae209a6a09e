// An application that knows nothing of sign-in, behind the real nginx and the real Caddy with the examples of deploy/.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { addApplication } from "../../../src/applications/actions.ts";
import type { Participation } from "../../../src/applications/rules.ts";
import { totp } from "../../../src/otp/index.ts";
import { launchBrowser, newDesktop } from "../../support/chromium.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { applicationHost, freePort, host, proxies } from "../../support/proxies.ts";
import { codeOverlay, press, see } from "../../support/visiting.ts";
import { createWorld, type TestPerson, type World } from "../../support/world.ts";

vi.setConfig({ testTimeout: 120_000 });

let browser: Browser;
let wiki: Server;
let wikiAddress: string;
beforeAll(async () => {
  browser = await launchBrowser(["--host-resolver-rules=MAP *.acme.example 127.0.0.1"]);
  // It shows whom the proxy says that it has before it.
  wiki = createServer((request, answer) => {
    const told = Object.entries(request.headers).filter(([header]) => header.startsWith("remote-"));
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<h1>Wiki</h1><p>at ${request.url}</p><pre>${JSON.stringify(Object.fromEntries(told.sort()))}</pre>`);
  }).listen(0, "127.0.0.1");
  await once(wiki, "listening");
  wikiAddress = `127.0.0.1:${(wiki.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  wiki.close();
});

let end: (() => Promise<void>) | undefined;
afterEach(async () => {
  await end?.();
  end = undefined;
});

async function behind(start: (typeof proxies)[number][1], participation: Participation) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-forward-"));
  const port = await freePort();
  const world: World = await createWorld({ realClock: true });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Çelik", enrolled: true });
  await world.needs.db.transaction((tx) =>
    addApplication(tx, world.needs, {
      ...{ organisation: world.organisation.id, name: "Wiki", kind: "forward-auth", participation, note: "" },
      ...{ settings: {}, names: [{ kind: "host", name: `${applicationHost}:${port}` }] },
      ...{ actor: null, source: { address: "", userAgent: "" } },
    }),
  );
  await world.needs.db.close();
  const program: Program = await startProgram({
    world,
    environment: { COUNTERSIGN_URL: `https://${host}:${port}`, COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" },
  });
  let child: ChildProcess | undefined;
  end = async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await program.kill("SIGTERM");
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const upstream = new URL(program.url).host;
  ({ child } = await start(folder, { upstream, application: wikiAddress, port }));
  const context = await newDesktop(browser, { ignoreHTTPSErrors: true });
  const page = await context.newPage();
  return { kim, page, wikiPage: `https://${applicationHost}:${port}/notes?page=2`, port };
}

const code = (who: TestPerson) => totp({ secret: who.secret, at: Date.now() });
const told = async (page: Page) => JSON.parse(await page.locator("pre").innerText()) as Record<string, string>;

test.each(proxies)(
  "[BY-10] an application behind %s is opened after password and code, and only then",
  async (_name, start) => {
    const { kim, page, wikiPage, port } = await behind(start, { takesPart: "yes" });
    // What a client says of itself counts for nothing, before and after.
    await page.setExtraHTTPHeaders({ "remote-user": "root", "remote-groups": "administrators", "remote-email": "r@x" });
    await page.goto(wikiPage);
    expect(new URL(page.url()).host).toBe(`${host}:${port}`);
    await page.getByLabel("Screen name or e-mail").fill("kim@acme.example");
    await page.getByLabel("Password", { exact: true }).fill(kim.password);
    await press(page, "Sign in");
    await codeOverlay(page).waitFor();
    // The password alone opens nothing.
    const half = await page.context().newPage();
    await half.goto(wikiPage);
    expect(new URL(half.url()).host).toBe(`${host}:${port}`);
    await half.close();
    await codeOverlay(page).getByLabel("Six-digit code").fill(code(kim));
    await page.waitForURL(wikiPage);
    await see(page, "at /notes?page=2");
    expect(await told(page)).toEqual({
      ...{ "remote-email": "kim@acme.example", "remote-groups": kim.person.account_type },
      // Names are UTF-8 in the header.
      ...{ "remote-name": Buffer.from("Kim Çelik").toString("latin1"), "remote-user": kim.person.screen_name },
    });

    await page.goto(`https://${host}:${port}/account`);
    await press(page, "Sign out");
    await see(page, "You are signed out");
    await page.goto(wikiPage);
    expect(new URL(page.url()).host).toBe(`${host}:${port}`);
  },
);

test.each(proxies)("what no person looks at is told no by %s, without a way round", async (_name, start) => {
  const { wikiPage } = await behind(start, { takesPart: "yes" });
  const spoofed: Record<string, string>[] = [
    {},
    { accept: "application/json", "x-requested-with": "XMLHttpRequest" },
    { "x-forwarded-host": "open.acme.example" },
    { "x-original-url": "https://open.acme.example/" },
    { "x-forwarded-uri": "/public" },
    { "x-forwarded-proto": "http" },
    { "x-forwarded-method": "OPTIONS" },
    { authorization: "Basic cm9vdDpyb290" },
    { cookie: "__Secure-countersign-forward=x" },
  ];
  for (const headers of spoofed) {
    const answer = await ask(new URL(wikiPage), { "remote-user": "root", ...headers });
    expect([headers, answer.status === 200, answer.text.includes("<h1>Wiki</h1>")]).toEqual([headers, false, false]);
    expect([302, 303, 401, 403]).toContain(answer.status);
  }
});

/** As no browser would. */
function ask(
  { port, host, pathname }: URL,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { port, path: pathname, host: "127.0.0.1", servername: applicationHost, rejectUnauthorized: false };
    request({ ...options, agent: false, headers: { host, ...headers } }, async (answer) => {
      let text = "";
      for await (const chunk of answer.setEncoding("utf8")) text += chunk;
      resolve({ status: answer.statusCode ?? 0, text });
    })
      .on("error", reject)
      .end();
  });
}

test.each(proxies)(
  "[DI-5] one that takes no part yet opens after the password alone, behind %s",
  async (_name, start) => {
    const { kim, page, wikiPage, port } = await behind(start, { takesPart: "not-yet", from: null });
    await page.goto(wikiPage);
    await page.getByLabel("Screen name or e-mail").fill("kim@acme.example");
    await page.getByLabel("Password", { exact: true }).fill(kim.password);
    await press(page, "Sign in");
    await page.waitForURL(wikiPage);
    expect((await told(page))["remote-user"]).toBe(kim.person.screen_name);
    // Our own pages take part, and ask for the code alone.
    await page.goto(`https://${host}:${port}/account/security`);
    await codeOverlay(page).getByLabel("Six-digit code").fill(code(kim));
    await page.waitForURL(`https://${host}:${port}/account/security`);
  },
);
