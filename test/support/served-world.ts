// A world that really listens, the browsers that visit it, and what people do there: sign in, scan, save their codes.
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Browser, BrowserContext, Download, Page } from "playwright-core";
import { newDesktop, newPhone, type Visitor } from "./chromium.ts";
import { oathtoolCode, readQr } from "./tools.ts";
import { createWorld, type TestClock, type TestPerson, type World, type WorldOptions } from "./world.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { watch } from "./watching.ts";

export interface ServedWorld extends World {
  /** A page of a fresh browser on a phone, or on a desktop computer. */
  phone(visitor?: Visitor): Promise<Page>;
  desktop(visitor?: Visitor): Promise<Page>;
  /** The six digits that oathtool shows for this person, or this base32 secret, now. */
  app(of: TestPerson | string, offsetSteps?: number): string;
  /** To the next time step, so that an app shows a code that was not used yet. */
  nextStep(): void;
}

/**
 * The real app on a free port of this machine. Its clock stands in the middle of a time step near today, so that browsers,
 * whose own clock nobody sets, keep its cookies. Closing it fails if any page had an error that a developer would see.
 */
export async function serveWorld(browser: Browser, options: Omit<WorldOptions, "origin"> = {}): Promise<ServedWorld> {
  let world: World | undefined;
  const listening = await listen((request, env) => (world as World).app.fetch(request, env));
  const origin = `http://localhost:${listening.port}`;
  world = await createWorld({ ...options, origin }).catch(async (error: unknown) => {
    await listening.stop();
    throw error;
  });
  const { clock } = world;
  clock.set(Math.floor(Date.now() / 30_000) * 30_000 + 15_000);
  const visits = new Visits(browser, origin);
  return {
    ...world,
    phone: (visitor) => visits.open(newPhone, visitor),
    desktop: (visitor) => visits.open(newDesktop, visitor),
    app: (of, offsetSteps = 0) => appOf(clock, of, offsetSteps),
    nextStep: () => clock.advance(30_000),
    async close() {
      await visits.end();
      await listening.stop();
      await world.close();
      visits.requireQuiet();
    },
  };
}

/** The browsers that visit one server, each watched for what a developer would call an error. */
export class Visits {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #contexts: BrowserContext[] = [];
  readonly #troubles: string[] = [];

  constructor(browser: Browser, origin: string) {
    this.#browser = browser;
    this.#origin = origin;
  }

  async open(kind: typeof newPhone, visitor: Visitor = {}): Promise<Page> {
    const context = await kind(this.#browser, { baseURL: this.#origin, ...visitor });
    this.#contexts.push(context);
    context.setDefaultTimeout(8000);
    await watch(context, this.#troubles);
    return context.newPage();
  }

  async end(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  requireQuiet(): void {
    if (this.#troubles.length > 0) throw new Error(`in the browser:\n${this.#troubles.join("\n")}`);
  }
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

async function listen(fetch: Fetch): Promise<{ port: number; stop(): Promise<void> }> {
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function appOf(clock: TestClock, of: TestPerson | string, offsetSteps: number): string {
  const secret = typeof of === "string" ? of : encodeBase32(of.secret);
  return oathtoolCode(secret, clock.now() + offsetSteps * 30_000);
}

/** Types login and password into the sign-in page and sends them. */
export async function givePassword(page: Page, login: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Into the overlay of the second step, where it sends itself at the last digit. */
export async function giveCode(page: Page, code: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Enter your code" });
  await dialog.getByLabel("Six-digit code").fill(code);
}

/** From the password to the signed-in page, with a code of the person's app where one is asked for. */
export async function signIn(world: ServedWorld, page: Page, who: TestPerson): Promise<void> {
  await givePassword(page, who.person.screen_name, who.password);
  await page.waitForURL(/\/(sign-in|account)$/);
  if (page.url().endsWith("/sign-in")) await giveCode(page, world.app(who));
  await page.waitForURL("**/account");
}

/** What an authenticator app gets of the set-up that is shown: the address in the picture, and the key for typing. */
export async function scan(page: Page): Promise<{ address: string; secret: string }> {
  const picture = page.getByRole("img", { name: "QR code for your authenticator app" });
  const [address, ...more] = readQr(await picture.screenshot());
  if (address === undefined || more.length > 0) throw new Error("there is not one QR code to read");
  const key = await page.getByRole("dialog").locator(".key code").innerText();
  return { address, secret: key.replace(/\s/g, "") };
}

/** Scans, types the code of the app, confirms. @returns the app's secret, in base32 */
export async function setUp(world: ServedWorld, page: Page): Promise<string> {
  const { secret } = await scan(page);
  await confirm(page, world.app(secret));
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  return secret;
}

export async function confirm(page: Page, code: string): Promise<void> {
  await page.getByLabel("The six digits your app shows").fill(code);
  await page.getByRole("button", { name: "Confirm and activate" }).click();
}

/** The ten codes on the page. */
export async function codesShown(page: Page): Promise<string[]> {
  return page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
}

/** Presses 'Download' and reads the file that the browser saves. */
export async function download(page: Page): Promise<{ name: string; text: string }> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file: Download = await saving;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** Saves the codes that are shown as a file and goes on. */
export async function saveCodes(page: Page): Promise<string[]> {
  const codes = await codesShown(page);
  await download(page);
  await page.getByRole("button", { name: "Continue" }).click();
  return codes;
}
