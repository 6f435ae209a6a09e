// An application of a test that runs Countersign within itself, and browsers that visit it, without listening.
import { pino } from "pino";
import { type Countersign, type CountersignOptions, createCountersign, type VouchResult } from "../../src/library.ts";
import { decodeBase32 } from "../../src/otp/base32.ts";
import { totp } from "../../src/otp/index.ts";
import { createWorld, type DialectName, type World } from "./world.ts";

export const url = "https://shop.example";

export interface EmbeddedWorld {
  countersign: Countersign;
  /** The same database as a program of its own would serve it, with its clock. */
  world: World;
  browser(): Browser;
  close(): Promise<void>;
}

export async function embedCountersign(
  options: Partial<CountersignOptions> & { dialect?: DialectName } = {},
): Promise<EmbeddedWorld> {
  const { dialect = "sqlite", ...rest } = options;
  const world = await createWorld({ dialect, name: "Tea shop", origin: url });
  const { data, databaseUrl } = world.config;
  // The embedded database is one process's: the world goes on beside it in this very one.
  const countersign = await createCountersign(
    {
      database: databaseUrl ?? data,
      url,
      mountedAt: "/auth",
      signIn: "/login",
      keys: Buffer.alloc(32, 7).toString("base64"),
      name: "Tea shop's orders",
      log: pino({ level: "silent" }),
      ...rest,
    },
    { clock: world.clock, hashingCost: { memoryCost: 64, timeCost: 1, parallelism: 1 } },
  ).catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  return {
    countersign,
    world,
    browser: () => new Browser(countersign),
    async close() {
      await countersign.close();
      await world.close();
    },
  };
}

export interface Shown {
  status: number;
  text: string;
  headers: Headers;
  location: string | null;
}

export interface Own {
  id: string | number;
  email: string;
  displayName?: string;
  emailVerified?: boolean;
}

/** One browser at the application's origin. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #countersign: Countersign;

  constructor(countersign: Countersign) {
    this.#countersign = countersign;
  }

  get headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ host: new URL(url).host, "user-agent": "Chrome/150.0.0.0", ...(cookie ? { cookie } : {}) });
  }

  asking = () => ({ headers: this.headers });

  get = (path: string) => this.#send(new Request(url + path, { headers: this.headers, redirect: "manual" }));

  form(path: string, fields: Record<string, string>): Promise<Shown> {
    const headers = this.headers;
    headers.set("sec-fetch-site", "same-origin");
    headers.set("content-type", "application/x-www-form-urlencoded");
    const body = new URLSearchParams(fields).toString();
    return this.#send(new Request(url + path, { method: "POST", headers, body, redirect: "manual" }));
  }

  async vouch(
    person: Own,
    more: { resume?: unknown; secondFactor?: boolean } = {},
  ): Promise<VouchResult & { redirect: string }> {
    const vouched = await this.#countersign.vouch({ request: this.asking(), person, ...more });
    if (vouched.outcome === "refused") return { ...vouched, redirect: "" } as never;
    this.keep(vouched.headers);
    return vouched;
  }

  session = () => this.#countersign.session(this.asking());

  /** Sets up an authenticator in the sign-in that it is in. @returns the app's secret, and where it is led */
  async setUp(at: () => number): Promise<{ secret: Buffer; location: string | null }> {
    const page = await this.get("/auth/set-up");
    const key = /data-copy="([A-Z2-7]{32})"/.exec(page.text)?.[1];
    if (!key) throw new Error(`no key on the page: ${page.status} ${page.location}`);
    const secret = Buffer.from(decodeBase32(key) as Uint8Array);
    await this.form("/auth/set-up", { code: totp({ secret, at: at() }) });
    const done = await this.form("/auth/set-up/done", { saved: "copied" });
    return { secret, location: done.location };
  }

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const at = pair.indexOf("=");
      if (attributes.some((attribute) => attribute.toLowerCase() === "max-age=0"))
        this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
    }
  }

  async #send(request: Request): Promise<Shown> {
    const answer = await this.#countersign.fetch(request, { address: "192.0.2.1" });
    this.keep(answer.headers);
    const { status, headers } = answer;
    return { status, headers, text: await answer.text(), location: headers.get("location") };
  }
}
