// The real server, killed at random moments while it works: what it has acknowledged stands, and nothing stands by half.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { second } from "../../src/kernel/clock.ts";
import { createSlowHasher } from "../../src/kernel/slow-hashing.ts";
import { totp } from "../../src/otp/index.ts";
import { keyOf } from "../../src/people/actions.ts";
import { prepareCodes, storeCodes } from "../../src/recovery-codes/actions.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { raw } from "./programs.ts";

const kills = 8;
const peopleARound = 40;
const program = fileURLToPath(new URL("../../bin/countersign.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

interface Server {
  child: ChildProcess;
  url: string;
  exited: Promise<unknown[]>;
  /** ms from the command to the address that it prints. */
  startedIn: number;
}

/** People with sign-ins past the password, for one round of load. */
interface Prepared {
  codes: { who: TestPerson; signIns: string[] }[];
  recovery: { code: string; signIns: string[] }[];
  wrong: { who: TestPerson; signIns: string[] }[];
}

/** What the server said before it was killed. */
interface Acknowledged {
  sessions: { session: string; code: string; spare: string }[];
  used: { code: string; spare: string }[];
  wrong: { signIn: string; times: number }[];
}

describe.each(dialects)("the server on %s", (dialect) => {
  let world: World;
  const started: Server[] = [];
  beforeEach(async () => {
    if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
    world = await createWorld({ dialect, realClock: true });
    // From here on the data are the server's alone, so that a killed one leaves them to nobody.
    await world.needs.db.close();
  });
  afterEach(async () => {
    for (const { child, exited } of started.splice(0)) {
      child.kill("SIGKILL");
      await exited;
    }
    await world.close();
  });

  async function start(): Promise<Server> {
    const began = performance.now();
    const { config } = world;
    const child = spawn(process.execPath, [program, "serve", "--json"], {
      env: {
        PATH: process.env.PATH,
        PORT: "0",
        COUNTERSIGN_DATA: config.data,
        COUNTERSIGN_KEYS: config.keys && "text" in config.keys ? config.keys.text : "",
        COUNTERSIGN_LOG_LEVEL: "error",
        // The one that is killed is the one that serves.
        COUNTERSIGN_WORKERS: "1",
        ...(config.databaseUrl ? { COUNTERSIGN_DATABASE_URL: config.databaseUrl } : {}),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaints = "";
    child.stderr.on("data", (chunk) => {
      complaints += chunk;
    });
    const exited = once(child, "exit");
    const printed = await Promise.race([once(child.stdout, "data"), exited.then(() => undefined)]);
    if (!printed) throw new Error(`the server did not start: ${complaints}`);
    const server = {
      child,
      url: JSON.parse(String(printed[0])).listening as string,
      exited,
      startedIn: performance.now() - began,
    };
    started.push(server);
    return server;
  }

  /** Looks into the data while no server has them. */
  async function directly<T>(work: (beside: World) => Promise<T>): Promise<T> {
    const beside = await createWorld({ dialect, beside: world, realClock: true });
    try {
      return await work(beside);
    } finally {
      await beside.close();
    }
  }

  const prepare = (round: number, withCodes: TestPerson[]): Promise<Prepared> =>
    directly(async (beside) => {
      const enrolled = (name: string, howMany: number) =>
        Promise.all(
          Array.from({ length: howMany }, (_, i) =>
            beside.addPerson({ email: `${name}${round}-${i}@acme.example`, enrolled: true }),
          ),
        );
      const signIns = (whos: TestPerson[]) =>
        Promise.all(whos.map(async (who) => ({ who, signIns: await beside.signIns(who, 2) })));
      return {
        codes: await signIns(await enrolled("right", peopleARound)),
        wrong: await signIns(await enrolled("wrong", 4)),
        recovery: (await signIns(withCodes)).map(({ who, signIns }) => ({
          code: who.recoveryCodes[round] ?? "",
          signIns,
        })),
      };
    });

  /** Their recovery codes are hashed as the real server does it, unlike those of other people in tests. */
  const peopleWithCodes = (): Promise<TestPerson[]> =>
    directly((beside) => {
      const hasher = createSlowHasher({ atOnce: 2, waiting: 100 });
      return Promise.all(
        ["kim", "lee"].map(async (name) => {
          const who = await beside.addPerson({ email: `${name}@acme.example`, enrolled: true });
          const codes = await prepareCodes({ ...beside.needs, hasher });
          await beside.needs.db.transaction((tx) => storeCodes(tx, beside.needs, keyOf(who.person), codes));
          return { ...who, recoveryCodes: codes.codes };
        }),
      );
    });

  test(`keeps what it acknowledged through ${kills} kills`, { timeout: 240_000 }, async () => {
    const told: Acknowledged = { sessions: [], used: [], wrong: [] };
    let last: Acknowledged | undefined;
    const withCodes = await peopleWithCodes();
    for (let round = 0; round <= kills; round++) {
      const prepared = await prepare(round, withCodes);
      const server = await start();
      expect(server.startedIn).toBeLessThan(20 * second);
      if (last) await verify(server.url, last);
      if (round === kills) break;
      last = { sessions: [], used: [], wrong: [] };
      let left = 3 + Math.floor(Math.random() * peopleARound);
      await work(server.url, prepared, last, () => {
        if (--left === 0) setTimeout(() => server.child.kill("SIGKILL"), Math.random() * 5);
      });
      expect(await server.exited).toEqual([null, "SIGKILL"]);
      for (const kind of ["sessions", "used", "wrong"] as const) (told[kind] as unknown[]).push(...last[kind]);
    }
    const server = started.at(-1) as Server;
    server.child.kill("SIGTERM");
    expect(await server.exited).toEqual([0, null]);
    // Otherwise nothing was tried here.
    expect(told.sessions.length).toBeGreaterThan(0);
    await directly((beside) => expectNothingByHalf(beside, told));
  });

  test("finishes what is under way when it is told to stop, and ends well", { timeout: 120_000 }, async () => {
    const whos = await directly((beside) =>
      Promise.all(
        Array.from({ length: 12 }, (_, i) => beside.addPerson({ email: `late${i}@acme.example`, enrolled: true })),
      ),
    );
    const server = await start();
    // Each takes a new hash at full cost, so that some are still waiting for theirs when the signal comes.
    const underWay = whos.map((who) =>
      call(server.url, "/sign-ins", { login: who.person.email, password: who.password }),
    );
    await Promise.race(underWay);
    const told = performance.now();
    server.child.kill("SIGTERM");
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(whos.map(() => 201));
    expect(await server.exited).toEqual([0, null]);
    expect(performance.now() - told).toBeLessThan(9 * second);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
  });
});

/** Right codes, recovery codes and wrong codes, eight at a time, until the server is gone; notes only what was answered. */
async function work(
  url: string,
  { codes, recovery, wrong }: Prepared,
  told: Acknowledged,
  answered: () => void,
): Promise<void> {
  const answer = async (signIn: string | undefined, code: string, method = "totp") => {
    const found = await call(url, "/sign-ins/current/answers", { method, code }, `SignIn ${signIn}`);
    answered();
    return found;
  };
  const tasks: (() => Promise<void>)[] = [
    ...recovery.map(({ code, signIns: [signIn, spare = ""] }) => async () => {
      const { status } = await answer(signIn, code, "recovery-code");
      expect(status).toBe(200);
      told.used.push({ code, spare });
    }),
    ...wrong.map(({ signIns: [signIn = ""] }) => async () => {
      const noted = { signIn, times: 0 };
      told.wrong.push(noted);
      while (noted.times < 3) {
        expect((await answer(signIn, "12345x")).status).toBe(401);
        noted.times++;
      }
    }),
    ...codes.map(({ who, signIns: [signIn, spare = ""] }) => async () => {
      const code = codeOf(who);
      const { status, json } = await answer(signIn, code);
      if (status === 200) told.sessions.push({ session: json.session, code, spare });
      // A code given in the last instant of its step may be too late.
      else expect(json.code).toBe("wrong-code");
    }),
  ];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        try {
          await task();
        } catch (error) {
          if (!(error instanceof Gone)) throw error;
          return;
        }
      }
    }),
  );
}

/** What was acknowledged before the kill still holds. */
async function verify(url: string, { sessions, used, wrong }: Acknowledged): Promise<void> {
  const answer = (signIn: string, code: string, method: string) =>
    call(url, "/sign-ins/current/answers", { method, code }, `SignIn ${signIn}`);
  await Promise.all([
    ...sessions.map(async ({ session, code, spare }) => {
      expect((await call(url, "/session", undefined, `Bearer ${session}`)).status).toBe(200);
      expect(await answer(spare, code, "totp")).toMatchObject({ status: 401, json: { code: "wrong-code" } });
    }),
    ...used.map(async ({ code, spare }) => {
      const again = await answer(spare, code, "recovery-code");
      expect(["wrong-code", "wait"]).toContain(again.json.code);
    }),
    ...wrong.map(async ({ signIn, times }) => {
      const again = await answer(signIn, "12345x", "totp");
      expect(again).toMatchObject({ status: 401, json: { code: "wrong-code" } });
      // One that was not answered any more may have been counted.
      expect(again.json.triesLeft).toBeLessThanOrEqual(4 - times);
    }),
  ]);
}

/** Whoever's code was taken has the session for it, acknowledged or not; and nobody has one without. */
async function expectNothingByHalf({ needs: { db } }: World, told: Acknowledged): Promise<void> {
  const n = async (sql: string) =>
    Number((await db.list(() => raw<{ n: number }>(`select count(*) as n from ${sql}`)))[0]?.n);
  const sessions = await n("sessions");
  expect(sessions).toBeGreaterThanOrEqual(told.sessions.length);
  expect(await n("used_time_steps where step > 0")).toBe(sessions);
  expect(await n("audit_events where name = 'sign-in.completed'")).toBe(sessions);
  const codes = await n("recovery_codes where used_at is not null");
  expect(codes).toBeGreaterThanOrEqual(told.used.length);
  expect(await n("audit_events where name = 'sign-in.recovery-code-used'")).toBe(codes);
}

const codeOf = ({ secret }: TestPerson): string => totp({ secret, at: Date.now() });

/** The server can't be asked any more. */
class Gone extends Error {}

interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field.
  json: any;
}

async function call(url: string, path: string, body?: unknown, authorization?: string): Promise<Answered> {
  const headers = {
    ...(body ? { "content-type": "application/json" } : {}),
    ...(authorization ? { authorization } : {}),
  };
  try {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: body ? "POST" : "GET",
      headers,
      signal: AbortSignal.timeout(60_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, json: await response.json() };
  } catch (cause) {
    throw new Gone("no answer", { cause });
  }
}
