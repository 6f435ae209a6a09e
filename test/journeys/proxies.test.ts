// The proxy examples of deploy/, each loaded by the very proxy it is for, and a sign-in through it over TLS as a browser
// does it: what people's browsers, the program and the proxy tell each other there.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findProgram } from "../../scripts/prepare/tools.mjs";
import { totp } from "../../src/otp/index.ts";
import { type Program, startProgram } from "../support/program.ts";
import { createWorld, type TestPerson, type World } from "../support/world.ts";

const host = "login.acme.example";
const deploy = fileURLToPath(new URL("../../deploy/", import.meta.url));

interface Proxy {
  /** Of https; plain http beside it. */
  port: number;
  plainPort: number;
  /** What a browser has to trust. */
  certificate: Buffer;
}

type StartProxy = (folder: string, upstream: string) => Promise<{ child: ChildProcess; proxy: Proxy }>;
const proxies: [string, StartProxy][] = [
  ["nginx", startNginx],
  ["Caddy", startCaddy],
];

describe.each(proxies)("behind %s", (_name, start) => {
  let world: World;
  let program: Program;
  let proxy: Proxy;
  let child: ChildProcess | undefined;
  let folder: string;
  const people: TestPerson[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-proxy-"));
    world = await createWorld({ realClock: true });
    for (const name of ["kim", "lee", "max"])
      people.push(await world.addPerson({ email: `${name}@acme.example`, enrolled: true }));
    await world.needs.db.close();
    program = await startProgram({
      world,
      environment: { COUNTERSIGN_URL: `https://${host}`, COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" },
    });
    ({ child, proxy } = await start(folder, new URL(program.url).host));
  });
  afterAll(async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await program?.kill("SIGTERM");
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
  proxy?: Proxy;
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

/** `deploy/nginx.conf` as it is, but for ports, paths and the upstream. */
async function startNginx(folder: string, upstream: string) {
  const [port, plainPort] = [await freePort(), await freePort()];
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", certificate, ...subject], {
    stdio: "pipe",
  });
  let site = readFileSync(join(deploy, "nginx.conf"), "utf8");
  const changes: [string, string][] = [
    ["listen 80;", `listen 127.0.0.1:${plainPort};`],
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/nginx/tls/login.acme.example.pem", certificate],
    ["/etc/nginx/tls/login.acme.example.key", key],
    ["/var/log/nginx/countersign.log", join(folder, "access.log")],
    ["server 127.0.0.1:8080;", `server ${upstream};`],
  ];
  for (const [from, to] of changes) {
    expect(site.split(from)).toHaveLength(2);
    site = site.replace(from, to);
  }
  writeFileSync(join(folder, "site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => {
    mkdirSync(join(folder, kind));
    return `${kind}_temp_path ${join(folder, kind)};`;
  });
  const main = [
    "daemon off;",
    ...(process.getuid?.() === 0 ? ["user root;"] : []),
    `pid ${join(folder, "pid")};`,
    "events {}",
    `http { ${temporary.join(" ")} include ${join(folder, "site.conf")}; }`,
  ];
  writeFileSync(join(folder, "main.conf"), main.join("\n"));
  const child = run("nginx", ["-p", folder, "-e", join(folder, "error.log"), "-c", join(folder, "main.conf")], folder);
  await listening(port, child);
  return { child, proxy: { port, plainPort, certificate: readFileSync(certificate) } };
}

/** `deploy/Caddyfile` as it is, under global settings that keep it inside the folder and away from certificate issuers. */
async function startCaddy(folder: string, upstream: string) {
  const [port, plainPort] = [await freePort(), await freePort()];
  const globals = [
    "admin off",
    "local_certs",
    "skip_install_trust",
    `https_port ${port}`,
    `http_port ${plainPort}`,
    "default_bind 127.0.0.1",
    `storage file_system ${join(folder, "storage")}`,
  ];
  const main = join(folder, "Caddyfile");
  writeFileSync(main, `{\n${globals.map((line) => `\t${line}\n`).join("")}}\nimport ${join(deploy, "Caddyfile")}\n`);
  const child = run("caddy", ["run", "--adapter", "caddyfile", "--config", main], folder, {
    COUNTERSIGN_URL: `https://${host}`,
    COUNTERSIGN_UPSTREAM: upstream,
  });
  await listening(port, child);
  const root = join(folder, "storage/pki/authorities/local/root.crt");
  const leaf = join(folder, `storage/certificates/local/${host}/${host}.crt`);
  for (let tries = 0; tries < 200 && !existsSync(leaf); tries++) await wait(25);
  return { child, proxy: { port, plainPort, certificate: readFileSync(root) } };
}

function run(name: string, args: string[], folder: string, environment: Record<string, string> = {}): ChildProcess {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed: see npm test.`);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, ...environment };
  const child = spawn(path, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => complaints.push(String(chunk)));
  return child;
}

const complaints: string[] = [];

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const open = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      (error) => error.cause?.code !== "ECONNREFUSED",
    );
    if (open) return;
    await wait(25);
  }
  throw new Error(`the proxy does not start:\n${complaints.join("")}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
