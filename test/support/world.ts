// A whole Countersign for a test: a real database, the real app, a clock that the test sets, cheap password hashing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type App, createApp } from "../../src/app.tsx";
import { addAuthenticator } from "../../src/authenticators/totp/actions.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { newId } from "../../src/kernel/ids.ts";
import { databaseFile, type Needs, open } from "../../src/opening.ts";
import { addOrganisation } from "../../src/organisations/actions.ts";
import type { Organisation } from "../../src/organisations/rules.ts";
import { totp } from "../../src/otp/index.ts";
import { hashPassword } from "../../src/passwords/actions.ts";
import { addPerson, keyOf, type NewPerson, type Person, personLocked } from "../../src/people/actions.ts";
import { listAccountType } from "../../src/policy/account-types.ts";
import { digestOf, startPolicy } from "../../src/policy/actions.ts";
import { type Policy, policyOfNewOrganisation } from "../../src/policy/rules.ts";
import { prepareCodes, storeCodes } from "../../src/recovery-codes/actions.ts";
import { afterPassword } from "../../src/sign-in/actions.ts";
import { copyMigratedFile, createMigratedDatabase } from "./migrated.ts";

export type DialectName = "sqlite" | "postgres";
/** Loop contract tests over these: `describe.each(dialects)("on %s", …)`. */
export const dialects: DialectName[] = ["sqlite", "postgres"];

/** A moment in the middle of a time step, so that tests don't straddle two by accident. */
export const startOfTests = Date.UTC(2027, 2, 1, 9, 0, 15);

export class TestClock implements Clock {
  #now = startOfTests;
  now(): number {
    return this.#now;
  }
  set(now: number): void {
    this.#now = now;
  }
  advance(ms: number): void {
    this.#now += ms;
  }
}

export const password = "a quiet harbour at dawn";

export interface TestPerson {
  person: Person;
  password: string;
  /** Raw TOTP secret, where the person was given an authenticator. */
  secret: Buffer;
  recoveryCodes: string[];
}

export interface World {
  needs: Needs;
  app: App;
  clock: TestClock;
  config: Config;
  organisation: Organisation;
  origin: string;
  /** Everything that was logged, one JSON line each. */
  logged: string[];
  addOrganisation(name: string, host: string | null, policy?: Partial<Policy>): Promise<Organisation>;
  addPerson(
    wanted: Partial<NewPerson> & { email: string; enrolled?: boolean; organisation?: Organisation },
  ): Promise<TestPerson>;
  /** So many sign-ins of one person with the password behind them, without the cost of giving it; their tokens. */
  signIns(who: TestPerson, howMany: number): Promise<string[]>;
  /** The code that the person's app shows now. */
  code(who: TestPerson, offsetSteps?: number): string;
  setPolicy(policy: Partial<Policy>, organisation?: Organisation): Promise<void>;
  /** A client with a cookie jar of its own, like one browser. */
  client(options?: { host?: string; address?: string }): Client;
  close(): Promise<void>;
}

export interface WorldOptions {
  dialect?: DialectName;
  policy?: Partial<Policy>;
  name?: string;
  origin?: string;
  /** Real time in place of the test's clock. */
  realClock?: boolean;
  environment?: Record<string, string>;
  waitingForHash?: number;
  /** Without an organisation: the first run is still to come. */
  empty?: boolean;
  /** Another program over the data, the key and the clock of this one; `environment` says what differs. */
  beside?: World;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { dialect = "sqlite", name = "Acme", origin = "http://localhost:8080", beside } = options;
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  const clock = beside?.clock ?? new TestClock();
  const database = dialect === "postgres" && !beside ? await createMigratedDatabase(clock) : undefined;
  const databaseUrl = beside ? beside.config.databaseUrl : database?.url;
  const config = readConfig({
    COUNTERSIGN_DATA: beside?.config.data ?? join(folder, "data"),
    COUNTERSIGN_URL: origin,
    COUNTERSIGN_KEYS: Buffer.alloc(32, 7).toString("base64"),
    ...(databaseUrl ? { COUNTERSIGN_DATABASE_URL: databaseUrl } : {}),
    ...options.environment,
  });
  // Where a test chooses the place, it is about the place.
  const anywhere = !config.databaseUrl && !beside && options.environment?.COUNTERSIGN_DATA === undefined;
  if (anywhere && config.keys) await copyMigratedFile(databaseFile(config), clock);
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const needs = await open(config, {
    ...(options.realClock ? {} : { clock }),
    log,
    hasty: anywhere,
    hashingCost: { memoryCost: 64, timeCost: 1, parallelism: 1 },
    waitingForHash: options.waitingForHash ?? 1000,
  });
  const app = createApp(needs);

  const make = async (organisationName: string, host: string | null, policy: Partial<Policy> = {}) =>
    needs.db.transaction(async (tx) => {
      const organisation = await addOrganisation(tx, needs, { name: organisationName, host });
      await startPolicy(tx, needs.clock, organisation.id, { ...policyOfNewOrganisation, ...policy });
      return organisation;
    });
  const organisation =
    beside?.organisation ?? (options.empty ? (undefined as never) : await make(name, null, options.policy));

  return {
    needs,
    app,
    clock,
    config,
    organisation,
    origin,
    logged,
    addOrganisation: make,
    async addPerson({ enrolled = false, organisation: of = organisation, ...wanted }) {
      const passwordHash = await hashPassword(needs, password);
      const codes = await prepareCodes(needs);
      const secret = needs.random.bytes(20);
      const { accountType } = wanted;
      const person = await needs.db.transaction(async (tx) => {
        if (accountType) await listAccountType(tx, needs, of.id, accountType);
        const added = await addPerson(tx, needs, of.id, { status: "active", passwordHash, ...wanted });
        if (added.outcome !== "added") throw new Error(`no person: ${added.outcome}`);
        if (enrolled) {
          const id = newId(needs);
          await addAuthenticator(tx, needs, keyOf(added.person), {
            id,
            name: "Authenticator app",
            secret,
            confirmedBy: 0,
          });
          await storeCodes(tx, needs, keyOf(added.person), codes);
        }
        return added.person;
      });
      return { person, password, secret, recoveryCodes: enrolled ? codes.codes : [] };
    },
    async signIns({ person }, howMany) {
      const source = { address: "192.0.2.1", userAgent: "" };
      return needs.db.transaction(async (tx) => {
        const now = (await personLocked(tx, keyOf(person))) as Person;
        const tokens: string[] = [];
        for (let i = 0; i < howMany; i++)
          tokens.push((await afterPassword(tx, needs, now, { source })).signIn?.token as string);
        return tokens;
      });
    },
    code: (who, offsetSteps = 0) => totp({ secret: who.secret, at: needs.clock.now() + offsetSteps * 30_000 }),
    async setPolicy(policy, of = organisation) {
      const document = JSON.stringify({ ...policyOfNewOrganisation, ...options.policy, ...policy });
      await needs.db.transaction(async (tx) => {
        for (const type of Object.keys(policy.accountTypes ?? {})) await listAccountType(tx, needs, of.id, type);
        await tx.list((query) =>
          query
            .updateTable("policies")
            .set({ document, digest: digestOf(document) })
            .where("organisation_id", "=", of.id),
        );
      });
    },
    client: (clientOptions) => new Client(app, origin, clientOptions),
    async close() {
      // A test may have closed it already, to leave the data to another program.
      await needs.db.close().catch(() => {});
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field by the tests.
  json: any;
  headers: Headers;
  location: string | null;
}

/** One browser, or one program: keeps cookies, sends forms and JSON as either would. */
export class Client {
  readonly cookies = new Map<string, string>();
  readonly #app: App;
  readonly #origin: string;
  readonly #host: string | undefined;
  readonly #address: string;

  constructor(app: App, origin: string, { host, address = "192.0.2.1" }: { host?: string; address?: string } = {}) {
    this.#app = app;
    this.#origin = origin;
    this.#host = host;
    this.#address = address;
  }

  get = (path: string, headers: Record<string, string> = {}) => this.send("GET", path, undefined, headers);

  /** Sends a form as a page of ours would. */
  form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    this.send("POST", path, new URLSearchParams(fields).toString(), {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      ...headers,
    });

  /** Calls the JSON API as a program would; `token` such as `SignIn …` or `Bearer …`. */
  api = (method: string, path: string, body?: unknown, token?: string, headers: Record<string, string> = {}) =>
    this.send(method, `/api/v1${path}`, body === undefined ? undefined : JSON.stringify(body), {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: token } : {}),
      ...headers,
    });

  async send(
    method: string,
    path: string,
    body?: string | FormData,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.#app.request(
      path.startsWith("http") ? path : `${this.#origin}${path}`,
      {
        method,
        headers: {
          host: this.#host ?? new URL(this.#origin).host,
          "user-agent":
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        redirect: "manual",
        ...(body === undefined ? {} : { body }),
      },
      { incoming: { socket: { remoteAddress: this.#address } } },
    );
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const at = pair.indexOf("=");
      if (attributes.some((attribute) => attribute.toLowerCase() === "max-age=0"))
        this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
    }
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {}
    return {
      status: response.status,
      text,
      json,
      headers: response.headers,
      location: response.headers.get("location"),
    };
  }

  /** Password and code by the JSON API. */
  async signIn(world: World, who: TestPerson): Promise<{ session: string; bearer: string }> {
    const begun = await this.api("POST", "/sign-ins", { login: who.person.email, password: who.password });
    if (begun.json.step === "done") return { session: begun.json.session, bearer: `Bearer ${begun.json.session}` };
    const answered = await this.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code: world.code(who) },
      `SignIn ${begun.json.signIn}`,
    );
    if (answered.status !== 200) throw new Error(`not signed in: ${answered.status} ${answered.text}`);
    return { session: answered.json.session, bearer: `Bearer ${answered.json.session}` };
  }
}
