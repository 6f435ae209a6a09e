// Takes the pictures of the README and the documents from the running demo: node scripts/screenshot.mjs writes docs/images/*.png.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findChromium } from "./prepare/tools.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here("..");
const images = here("../docs/images/");
const most = 150_000;

const prepared = spawnSync(process.execPath, [here("./prepare.mjs"), "--for=check"], { cwd: root, stdio: "inherit" });
const built = spawnSync(process.execPath, [here("./prepare.mjs"), "--for=start"], { cwd: root, stdio: "inherit" });
if (prepared.status !== 0 || built.status !== 0) process.exit(1);
const { chromium } = await import("playwright-core");
const { decodeBase32, totp } = await import("../dist/otp/index.js");

const executablePath = findChromium();
if (executablePath === undefined) throw new Error("Chromium is not installed: see npm test.");
mkdirSync(images, { recursive: true });
const demo = await startDemo();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
try {
  const context = await browser.newContext({
    baseURL: demo.origin,
    viewport: { width: 900, height: 780 },
    locale: "en",
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await take(page, "sign-in");

  await page.getByLabel("Six-digit code").fill(totp({ secret: decodeBase32(demo.key), at: Date.now() }));
  await page.waitForURL("**/account");
  await page.setViewportSize({ width: 900, height: 1160 });
  await page.goto("/account/security");
  await take(page, "security");

  await page.setViewportSize({ width: 1200, height: 1330 });
  await page.goto("/admin?range=365");
  await take(page, "adoption");

  await page.setViewportSize({ width: 1200, height: 860 });
  for (const [name, path] of [
    ["people", "/admin/people?secondFactor=missing"],
    ["audit", "/admin/audit?what=sign-in"],
    ["policy", "/admin/policy"],
  ]) {
    await page.goto(path);
    await take(page, name);
  }
  await page.getByRole("radio", { name: "Off" }).first().check();
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByRole("heading", { name: "Before you save" }).waitFor();
  await take(page, "preview");
} finally {
  await browser.close();
  demo.stop();
}

async function take(page, name) {
  const path = `${images}${name}.png`;
  await page.screenshot({ path, animations: "disabled" });
  const { size } = statSync(path);
  console.log(`docs/images/${name}.png ${Math.round(size / 1000)} kB`);
  if (size > most) throw new Error(`${name}.png is larger than ${most / 1000} kB`);
}

/** The demo on a free port, with what it prints: its address, everybody's password, the key for an authenticator app. */
function startDemo() {
  const pinned = here("../node_modules/.bin/node");
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("COUNTERSIGN_") && name !== "HOST");
  const child = spawn(existsSync(pinned) ? pinned : process.execPath, [here("../dist/cli/demo.js")], {
    cwd: root,
    env: { ...Object.fromEntries(own), PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill());
  return new Promise((resolve, reject) => {
    let printed = "";
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the demo ended (${code})`)));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
      const origin = /(http:\S+?)\/sign-in/.exec(printed)?.[1];
      const password = /password:\s+(.+)/.exec(printed)?.[1];
      const key = /\):\s+([A-Z2-7 ]+)\n/.exec(printed)?.[1];
      if (origin && password && key) resolve({ origin, password, key, stop: () => child.kill() });
    });
  });
}
