// A product with Duo's own client library, as it comes from its maker, pointed at Countersign over TLS.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@duosecurity/duo_universal";
import { type ServerType, serve } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, test, vi } from "vitest";
import { addApplication } from "../../../src/applications/actions.ts";
import { secretContext } from "../../../src/applications/settings.ts";
import { totp } from "../../../src/otp/index.ts";
import { launchBrowser, newPhone } from "../../support/chromium.ts";
import { oathtoolCode } from "../../support/tools.ts";
import { codeOverlay, confirm, press, saveCodes, scan, see, seeHeading } from "../../support/visiting.ts";
import { createWorld, type TestPerson, type World } from "../../support/world.ts";

vi.setConfig({ testTimeout: 120_000 });

interface Example {
  countersignClient(
    settings: Record<"apiHost" | "clientId" | "clientSecret" | "redirectUrl", string> & { ca: Buffer },
  ): Client;
}
const example = new URL("../../../examples/duo/client.mjs", import.meta.url);
const { countersignClient } = (await import(example.href)) as Example;

const clientId = "DIABCDEFGHIJKLMNOPQR";
const clientSecret = "0123456789abcdefghijklmnopqrstuvwxyzABCD";

let browser: Browser;
let folder: string;
let world: World;
let tls: ServerType;
let product: Server;
let productAddress: string;
let client: Client;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), "countersign-duo-"));
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "certificate.pem")];
  execFileSync("openssl", ["req", "-x509", ...kind, ...files, ...subject], { stdio: "pipe" });
  const certificate = readFileSync(join(folder, "certificate.pem"));

  tls = serve({
    fetch: (request, env) => world.app.fetch(request, env),
    createServer: createTlsServer,
    serverOptions: { key: readFileSync(join(folder, "key.pem")), cert: certificate },
    hostname: "127.0.0.1",
    port: 0,
  });
  if (!tls.listening) await once(tls, "listening");
  const apiHost = `localhost:${(tls.address() as AddressInfo).port}`;

  // Its own sign-in is done with: it sends people to the second step, and shows what it is told.
  const states = new Map<string, string>();
  product = createServer(async (request, answer) => {
    const url = new URL(request.url ?? "/", productAddress);
    const say = (words: string) => answer.setHeader("content-type", "text/html").end(`<h1>${words}</h1>`);
    try {
      if (url.pathname === "/start") {
        await client.healthCheck();
        const state = client.generateState();
        const username = url.searchParams.get("as") as string;
        states.set(state, username);
        return answer.writeHead(302, { location: await client.createAuthUrl(username, state) }).end();
      }
      const state = url.searchParams.get("state") ?? "";
      const username = states.get(state);
      const code = url.searchParams.get("duo_code");
      if (!username || url.searchParams.has("error") || !code) return say(`No: ${url.searchParams.get("error")}`);
      const told = await client.exchangeAuthorizationCodeFor2FAResult(code, username);
      return say(`Welcome ${told.preferred_username}: ${told.auth_result?.result}`);
    } catch (error) {
      return say(`Failed: ${(error as Error).message}`);
    }
  }).listen(0, "127.0.0.1");
  await once(product, "listening");
  productAddress = `http://localhost:${(product.address() as AddressInfo).port}`;

  const redirectUrl = `${productAddress}/callback`;
  client = countersignClient({ apiHost, clientId, clientSecret, redirectUrl, ca: certificate });
});
afterAll(async () => {
  await browser.close();
  tls.close();
  product.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => world.close());

async function open(unknownPeople: "enrol" | "refuse") {
  const { port } = tls.address() as AddressInfo;
  world = await createWorld({ origin: `https://localhost:${port}`, realClock: true });
  const { id: organisation } = world.organisation;
  await world.needs.db.transaction((tx) =>
    addApplication(tx, world.needs, {
      ...{ organisation, name: "VPN", kind: "duo", participation: { takesPart: "yes" }, note: "" },
      settings: { redirectAddresses: [`${productAddress}/callback`], unknownPeople },
      names: [{ kind: "client", name: clientId }],
      seal: (id) => world.needs.sealer.seal(Buffer.from(clientSecret), secretContext(organisation, id)),
      ...{ actor: null, source: { address: "", userAgent: "" } },
    }),
  );
  const phone = await newPhone(browser, { ignoreHTTPSErrors: true });
  return phone.newPage();
}
const code = (who: TestPerson) => totp({ secret: who.secret, at: Date.now() });

test("[BY-10] a product with Duo's own client library gets its second step from Countersign", async () => {
  const page = await open("refuse");
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  await page.goto(`${productAddress}/start?as=kim@acme.example`);
  await codeOverlay(page).waitFor();
  await codeOverlay(page).getByLabel("Six-digit code").fill("000000");
  await see(page, "4 tries left");
  const used = code(kim);
  await codeOverlay(page).getByLabel("Six-digit code").fill(used);
  await see(page, "Welcome kim@acme.example: allow");
  // It opened the product, and nothing of ours.
  await page.goto(`${world.origin}/account`);
  await see(page, "Forgot your password?");
  // The same code is not good for a second time.
  await page.goto(`${productAddress}/start?as=kim@acme.example`);
  await codeOverlay(page).getByLabel("Six-digit code").fill(used);
  await see(page, "tries left");
  await press(page, "Cancel");
  await see(page, "No: access_denied");
});

test("who is not known is refused, and says so at the product", async () => {
  const page = await open("refuse");
  await page.goto(`${productAddress}/start?as=stranger@acme.example`);
  await see(page, "No: access_denied");
});

test("who is not known yet sets up there and then, where the application may let them", async () => {
  const page = await open("enrol");
  await page.goto(`${productAddress}/start?as=new@acme.example`);
  const { secret } = await scan(page);
  await confirm(page, oathtoolCode(secret, Date.now()));
  await seeHeading(page, "Save your recovery codes");
  await saveCodes(page);
  await see(page, "Welcome new@acme.example: allow");
});
