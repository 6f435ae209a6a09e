// A world that really listens, and the browsers that visit it.
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { encodeBase32 } from "../../src/otp/index.ts";
import { launchBrowser, newDesktop, newPhone, type Visitor } from "./chromium.ts";
import { oathtoolCode } from "./tools.ts";
import { watch } from "./watching.ts";
import { createWorld, type TestPerson, type World, type WorldOptions } from "./world.ts";

export interface ServedWorld extends World {
  /** A page of a fresh browser on a phone, or on a desktop computer. */
  phone(visitor?: Visitor): Promise<Page>;
  desktop(visitor?: Visitor): Promise<Page>;
  /** The six digits that oathtool shows now for this person, or for this base32 secret. */
  oathtool(of: TestPerson | string, offsetSteps?: number): string;
  /** To the next time step, so that an app shows a code that was not used yet. */
  nextStep(): void;
}

export interface BrowserOfTests {
  /** The real app on a free port, gone after the test; it fails if any page had an error that a developer would see. */
  serve(options?: ServedOptions): Promise<ServedWorld>;
  /** Visits to a server of the test's own. */
  visits(origin: string): Visits;
}

/** @param hostName by which the browsers come; every name below `localhost` leads here */
export type ServedOptions = Omit<WorldOptions, "origin"> & { hostName?: string };

/** One Chromium for the tests of a file. */
export function useBrowser(): BrowserOfTests {
  // Many pages, on machines that may be busy with other tests as well.
  vi.setConfig({ testTimeout: 120_000 });
  let browser: Browser;
  const toEnd: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const end of toEnd.splice(0)) await end();
  });
  afterAll(() => browser.close());
  return {
    async serve(options) {
      const world = await serveWorld(browser, options);
      toEnd.push(() => world.close());
      return world;
    },
    visits(origin) {
      const visits = new Visits(browser, origin);
      toEnd.push(() => visits.end());
      return visits;
    },
  };
}

async function serveWorld(
  browser: Browser,
  { hostName = "localhost", ...options }: ServedOptions = {},
): Promise<ServedWorld> {
  let world: World | undefined;
  // Listening comes first: the world has to know the address that people see.
  const listening = await listen((request, env) => (world as World).app.fetch(request, env));
  const origin = `http://${hostName}:${listening.port}`;
  world = await createWorld({ ...options, origin });
  const { clock, close } = world;
  // Near today, so that browsers, whose own clock nobody sets, keep its cookies; in the middle of a time step.
  clock.set(Math.floor(Date.now() / 30_000) * 30_000 + 15_000);
  const visits = new Visits(browser, origin);
  const secretOf = (of: TestPerson | string) => (typeof of === "string" ? of : encodeBase32(of.secret));
  return {
    ...world,
    phone: (visitor) => visits.phone(visitor),
    desktop: (visitor) => visits.desktop(visitor),
    oathtool: (of, offsetSteps = 0) => oathtoolCode(secretOf(of), clock.now() + offsetSteps * 30_000),
    nextStep: () => clock.advance(30_000),
    async close() {
      try {
        await visits.end();
      } finally {
        await listening.stop();
        await close();
      }
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

  phone = (visitor?: Visitor): Promise<Page> => this.#open(newPhone, visitor);
  desktop = (visitor?: Visitor): Promise<Page> => this.#open(newDesktop, visitor);

  /** @throws where there was trouble */
  async end(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    if (this.#troubles.length > 0) throw new Error(`in the browser:\n${this.#troubles.join("\n")}`);
  }

  async #open(kind: typeof newPhone, visitor: Visitor = {}): Promise<Page> {
    const context = await kind(this.#browser, { baseURL: this.#origin, ...visitor });
    this.#contexts.push(context);
    context.setDefaultTimeout(15_000);
    await watch(context, this.#troubles);
    return context.newPage();
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
