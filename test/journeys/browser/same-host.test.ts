// An application on Countersign's own host name, behind the real nginx: the examples that docs/integrate/same-host.md shows.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { totp } from "../../../src/otp/index.ts";
import { launchBrowser, newDesktop } from "../../support/chromium.ts";
import { type Example, startExample } from "../../support/examples.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { freePort, host, startSameHost } from "../../support/proxies.ts";
import { codeOverlay, follow, press, see, seeHeading } from "../../support/visiting.ts";
import { createWorld, type TestPerson, type World } from "../../support/world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
let folder: string;
let world: World;
let kim: TestPerson;
let program: Program;
let application: Example;
let nginx: ChildProcess;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-same-host-"));
  const [port, applicationPort] = [await freePort(), await freePort()];
  origin = `https://${host}:${port}`;
  world = await createWorld({ realClock: true });
  kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Çelik", enrolled: true });
  await world.needs.db.close();
  const environment = { COUNTERSIGN_URL: origin, COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" };
  program = await startProgram({ world, environment });
  application = await startExample("same-host/server.mjs", { COUNTERSIGN: program.url, PORT: `${applicationPort}` });
  const upstreams = { upstream: new URL(program.url).host, application: `127.0.0.1:${applicationPort}`, port };
  ({ child: nginx } = await startSameHost(folder, upstreams));
});

afterAll(async () => {
  const ended = once(nginx, "exit");
  nginx.kill("SIGTERM");
  await ended;
  await application.stop();
  await program.kill("SIGTERM");
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test("an application on the same host leaves the sign-in to Countersign's pages, and gets people back", async () => {
  const browser = await launchBrowser(["--host-resolver-rules=MAP *.acme.example 127.0.0.1"]);
  try {
    const page = await (await newDesktop(browser, { ignoreHTTPSErrors: true })).newPage();
    await page.goto(`${origin}/orders?page=2`);
    await follow(page, "Forgot your password?");
    expect(new URL(page.url()).pathname).toBe("/forgot-password");
    await page.goto(`${origin}/orders?page=2`);
    await page.getByLabel("Screen name or e-mail").fill("kim@acme.example");
    await page.getByLabel("Password", { exact: true }).fill(kim.password);
    await press(page, "Sign in");
    await codeOverlay(page)
      .getByLabel("Six-digit code")
      .fill(totp({ secret: kim.secret, at: Date.now() }));
    await page.waitForURL(`${origin}/orders?page=2`);
    await see(page, "Hello Kim Çelik, signed in with pwd, otp, mfa.");
    await page.goto(`${origin}/account/security`);
    await see(page, "127.0.0.1");
    await press(page, "Sign out");
    await page.goto(origin);
    await seeHeading(page, /^Sign in/);
  } finally {
    await browser.close();
  }
});

test("the page shows the whole application, and every path that Countersign answers", () => {
  const page = read("docs/integrate/same-host.md");
  const [, program] = read("examples/same-host/server.mjs").split(/\n(?=import )/);
  expect(page.replace(/^ {4}/gm, "")).toContain(program?.trim());
  const [, led = ""] = /location ~ \^\/\(([^)]*)\)/.exec(read("deploy/same-host.conf")) ?? [];
  const paths = led.replaceAll("\\", "").split("|");
  expect(
    [...(page.split("your application the rest")[0] ?? "").matchAll(/`\/([^`]*)`/g)].map(([, path]) => path),
  ).toEqual(paths);
  const routes = [...read("docs/routes.md").matchAll(/^\| \w+ \| `\/([^`]*)` \|/gm)].map(([, path = ""]) => path);
  const answered = new Set(routes.map((path) => (path.startsWith(".") ? path : path.split("/")[0])));
  // The root is the application's; the way back to an application is there only where it embeds Countersign.
  for (const not of ["", "back-to-application", "metrics"]) answered.delete(not);
  expect([...answered].sort()).toEqual(paths);
});
