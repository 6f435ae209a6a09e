// The proxy examples of deploy/, each loaded by the very proxy it is for, and a sign-in through it over TLS as a browser
// does it: what people's browsers, the program and the proxy tell each other there.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { totp } from "../../src/otp/index.ts";
import { type Collector, startCollector } from "../support/otlp.ts";
import { type Program, startProgram } from "../support/program.ts";
import { host, proxies, type RunningProxy } from "../support/proxies.ts";
import { createWorld, type TestPerson, type World } from "../support/world.ts";

describe.each(proxies)("behind %s", (_name, start) => {
  let world: World;
  let program: Program;
  let proxy: RunningProxy;
  let child: ChildProcess | undefined;
  let folder: string;
  let collector: Collector;
  const people: TestPerson[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-proxy-"));
    world = await createWorld({ realClock: true });
    for (const name of ["kim", "lee", "max"])
      people.push(await world.addPerson({ email: `${name}@acme.example`, enrolled: true }));
    await world.needs.db.close();
    collector = await startCollector();
    program = await startProgram({
      world,
      environment: {
        ...{ COUNTERSIGN_URL: `https://${host}`, COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" },
        ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "50" },
      },
    });
    ({ child, proxy } = await start(folder, { upstream: new URL(program.url).host }));
  });
  afterAll(async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await program?.kill("SIGTERM");
    await collector?.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const through = (options: Visit) => visit({ ...options, proxy });

  /** Through the forms, from an address of the visitor's own; the session's cookie. */
  async function signIn(who: TestPerson, from: string, headers: Record<string, string> = {}): Promise<string> {
    const begun = await through({
      path: "/sign-in",
      from,
      headers: { ...ownPage, ...headers },
      form: { login: who.person.email, password: who.password },
    });
    expect(begun.status).toBe(303);
    const code = totp({ secret: who.secret, at: Date.now() });
    const done = await through({
      path: "/sign-in/code",
      from,
      headers: { ...ownPage, ...headers, cookie: pairOf(begun.cookies, "__Host-countersign-sign-in") },
      form: { code },
    });
    expect(done).toMatchObject({ status: 303, headers: { location: "/account" } });
    return pairOf(done.cookies, "__Host-countersign-session");
  }

  const addressOf = async (cookie: string): Promise<string> => {
    const { text } = await through({ path: "/api/v1/me/sessions", headers: { cookie } });
    return JSON.parse(text).sessions.find((session: { current: boolean }) => session.current).address;
  };

  test("somebody signs in, with cookies that only this host gets and only over TLS", async () => {
    const [kim] = people as [TestPerson];
    const begun = await through({
      path: "/sign-in",
      headers: ownPage,
      form: { login: kim.person.email, password: kim.password },
    });
    for (const cookie of begun.cookies) expect(cookie).toMatch(/^__Host-.*; Path=\/; .*HttpOnly; Secure/);
    expect(begun.headers["strict-transport-security"]).toContain("max-age=63072000");
    expect(begun.headers["content-security-policy"]).toBeDefined();
    expect(begun.headers["cache-control"]).toBe("no-store");
    const cookie = await signIn(kim, "127.0.0.1");
    const account = await through({ path: "/account", headers: { cookie } });
    expect([account.status, account.text.includes("kim@acme.example")]).toEqual([200, true]);
  });

  test("a session shows the address of its owner, whatever they claim", async () => {
    const [, lee] = people as [TestPerson, TestPerson];
    const cookie = await signIn(lee, "127.0.0.5", { "x-forwarded-for": "203.0.113.9" });
    expect(await addressOf(cookie)).toBe("127.0.0.5");
  });

  test("who comes past the proxy is believed nothing", async () => {
    const [, , max] = people as [TestPerson, TestPerson, TestPerson];
    const direct = (path: string, body: unknown, headers = {}) =>
      visit({
        upstream: program.url,
        path,
        from: "127.0.0.7",
        headers: { "content-type": "application/json", "x-forwarded-for": "203.0.113.9", ...headers },
        body: JSON.stringify(body),
      });
    const begun = JSON.parse(
      (await direct("/api/v1/sign-ins", { login: max.person.email, password: max.password })).text,
    );
    const code = totp({ secret: max.secret, at: Date.now() });
    const answer = await direct(
      "/api/v1/sign-ins/current/answers",
      { method: "totp", code },
      { authorization: `SignIn ${begun.signIn}` },
    );
    const { session } = JSON.parse(answer.text);
    expect(await addressOf(`__Host-countersign-session=${session}`)).toBe("127.0.0.7");
  });

  test("nobody puts a request into a trace that they name, or keeps it out of all", async () => {
    const stranger = "0af7651916cd43dd8448eb211c80319c";
    for (const flag of ["01", "00"])
      await through({ path: "/health/live", headers: { traceparent: `00-${stranger}-b7ad6b7169203331-${flag}` } });
    const ours = () => collector.spans.filter(({ name }) => name === "GET /health/live");
    await expect.poll(() => ours().length).toBeGreaterThanOrEqual(2);
    expect(ours().map(({ trace }) => trace)).not.toContain(stranger);
  });

  test("forms of other sites are refused, and those of old browsers taken by their origin", async () => {
    const send = async (headers: Record<string, string>) =>
      (await through({ path: "/sign-in", headers, form: { login: "nobody", password: "nothing at all" } })).status;
    expect(await send({ "sec-fetch-site": "cross-site", origin: "https://evil.example" })).toBe(403);
    expect(await send({ origin: "https://evil.example" })).toBe(403);
    expect(await send({ origin: `http://${host}` })).toBe(403);
    expect(await send({ origin: `https://${host}` })).not.toBe(403);
  });

  test("plain http leads to https", async () => {
    const answer = await visit({
      upstream: `http://127.0.0.1:${proxy.plainPort}`,
      path: "/account?x=1",
      headers: { host },
    });
    expect([answer.status, answer.headers.location]).toEqual([308, `https://${host}/account?x=1`]);
  });

  test("a body of a megabyte gets through to where it is judged, and an endless one does not", async () => {
    const sent = async (bytes: number) =>
      (
        await through({ path: "/sign-in", headers: ownPage, body: Buffer.alloc(bytes, 97) }).catch(() => ({
          status: 413,
        }))
      ).status;
    expect(await sent(1024 * 1024)).toBe(413);
    expect(await sent(3 * 1024 * 1024)).toBe(413);
  });
});

const ownPage = { "sec-fetch-site": "same-origin", origin: `https://${host}` };

interface Visit {
  path: string;
  proxy?: RunningProxy;
  /** Past the proxy. */
  upstream?: string;
  /** The visitor's own address. */
  from?: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  body?: string | Buffer;
}

interface Visited {
  status: number;
  headers: IncomingMessage["headers"];
  cookies: string[];
  text: string;
}

function visit({ path, proxy, upstream, from = "127.0.0.1", headers = {}, form, body }: Visit): Promise<Visited> {
  const sent = form ? new URLSearchParams(form).toString() : body;
  const options: RequestOptions = {
    method: sent === undefined ? "GET" : "POST",
    path,
    localAddress: from,
    agent: false,
    headers: { host, "content-type": "application/x-www-form-urlencoded", ...headers },
  };
  return new Promise((resolve, reject) => {
    const take = async (answer: IncomingMessage) => {
      let text = "";
      for await (const chunk of answer.setEncoding("utf8")) text += chunk;
      const cookies = answer.headers["set-cookie"] ?? [];
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, cookies, text });
    };
    const asked = proxy
      ? request({ ...options, host: "127.0.0.1", port: proxy.port, servername: host, ca: proxy.certificate }, take)
      : plainRequest(new URL(path, upstream), { ...options, path }, take);
    asked.on("error", reject).end(sent);
  });
}

function pairOf(cookies: string[], name: string): string {
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`no cookie ${name} in ${cookies.join(" | ") || "none"}`);
  return found.split(";")[0] as string;
}
