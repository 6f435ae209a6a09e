// The machine's own Chromium, and the two kinds of people who sit before it.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { findChromium } from "../../scripts/prepare/tools.mjs";

export interface Visitor
  extends Pick<BrowserContextOptions, "baseURL" | "ignoreHTTPSErrors" | "locale" | "userAgent" | "acceptDownloads"> {
  /** Whether pages may run scripts; true unless said. */
  scripts?: boolean;
  /** Light unless said. */
  colorScheme?: "light" | "dark";
}

/** Close it after the tests of a file: `afterAll(() => browser.close())`. */
/** @param more arguments of Chromium's own, such as where names lead */
export async function launchBrowser(more: string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("Chromium is not installed: see npm test.");
  return await chromium.launch({ executablePath, args: [...quiet, ...more] });
}

/** A fresh browser profile on a small phone. */
export function newPhone(browser: Browser, visitor: Visitor = {}): Promise<BrowserContext> {
  const phone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
  return browser.newContext({ ...phone, ...options(visitor) });
}

/** A fresh browser profile on a desktop computer. */
export function newDesktop(browser: Browser, visitor: Visitor = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1280, height: 800 }, ...options(visitor) });
}

// Chromium must talk to the server under test and to nobody else.
const quiet = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

function options({ scripts = true, colorScheme = "light", ...rest }: Visitor): BrowserContextOptions {
  return { ...rest, javaScriptEnabled: scripts, colorScheme };
}
