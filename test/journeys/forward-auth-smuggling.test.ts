// What gets past the real nginx and the real Caddy to an application behind forward-auth: identity that nobody judged, and
// requests that were judged for another application. Written byte by byte, as no browser would.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { type ServerType, serve } from "@hono/node-server";
import { afterEach, expect, test, vi } from "vitest";
import { addApplication } from "../../src/applications/actions.ts";
import type { Participation } from "../../src/applications/rules.ts";
import { applicationHost, freePort, host, proxies, type StartProxy } from "../support/proxies.ts";
import { type Client, createWorld, type TestPerson, type World } from "../support/world.ts";

vi.setConfig({ testTimeout: 60_000 });

let toEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of toEnd.reverse()) await end();
  toEnd = [];
});

const addressOf = (server: Server | ServerType) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function behind(start: StartProxy) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-smuggling-"));
  const port = await freePort();
  const world: World = await createWorld({
    origin: `https://${host}:${port}`,
    environment: { COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" },
  });
  toEnd.push(
    () => world.close(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  const add = (name: string, hosts: string[], participation: Participation) =>
    world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation: world.organisation.id, name, kind: "forward-auth", participation, note: "", settings: {} },
        ...{
          names: hosts.map((name) => ({ kind: "host", name })),
          actor: null,
          source: { address: "", userAgent: "" },
        },
      }),
    );
  await add("Wiki", [`${applicationHost}:${port}`], { takesPart: "yes" });
  await add("Forum", [`forum.acme.example:${port}`, "forum.acme.example"], { takesPart: "not-yet", from: null });
  const ours = serve({ fetch: (request, env) => world.app.fetch(request, env), port: 0, hostname: "127.0.0.1" });
  await once(ours, "listening");
  // The application sees headers as programs behind CGI's names do: for them a line below and a hyphen are one.
  const wiki = createServer((request, answer) => {
    const told = request.rawHeaders.filter((_, i) => i % 2 === 0 && /^remote[-_]/i.test(request.rawHeaders[i] ?? ""));
    const values = told.map((name) => [name, request.rawHeaders[request.rawHeaders.indexOf(name) + 1]]);
    answer.end(`WIKI ${JSON.stringify(values)}`);
  }).listen(0, "127.0.0.1");
  await once(wiki, "listening");
  toEnd.push(
    () => (ours as Server).closeAllConnections(),
    () => ours.close(),
    () => wiki.close(),
  );
  const { child } = await start(folder, { upstream: addressOf(ours), application: addressOf(wiki), port });
  toEnd.push(() => stop(child));

  const at = `${host}:${port}`;
  const browser = world.client({ host: at });
  const send = (lines: string[]) => raw(port, lines);
  return { world, kim, browser, port, send };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Everything that comes back for these lines until the other side hangs up, or is silent for a while. */
function raw(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", servername: applicationHost, rejectUnauthorized: false }, () =>
      socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1"),
    );
    socket.setEncoding("latin1");
    socket.setTimeout(3000, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

/** The browser's cookies once it was led into the application at this host. */
async function enter(
  { world, kim, browser, port }: { world: World; kim: TestPerson; browser: Client; port: number },
  name: string,
): Promise<string> {
  const rd = `https://${name}:${port}/`;
  const resume = `/forward-auth?${new URLSearchParams({ rd })}`;
  const led = await browser.get(resume);
  const fields = Object.fromEntries(new URL(led.location as string, "https://x").searchParams);
  const answer = await browser.form("/sign-in", { ...fields, login: "kim@acme.example", password: kim.password });
  if (answer.location === "/sign-in") {
    world.clock.advance(30_000);
    await browser.form("/sign-in/code", { code: world.code(kim) });
  }
  await browser.get(resume);
  return `__Secure-countersign-forward=${browser.cookies.get("__Secure-countersign-forward")}`;
}

test.each(proxies)("%s lets nobody in who was judged for another application", async (_name, start) => {
  const all = await behind(start);
  const { send, port } = all;
  const cookie = await enter(all, "forum.acme.example");
  const wiki = `${applicationHost}:${port}`;
  for (const other of [`forum.acme.example:${port}`, "forum.acme.example", `FORUM.acme.example:${port}`])
    for (const first of ["GET / HTTP/1.1", `GET https://${wiki}/ HTTP/1.1`, `GET https://${other}/ HTTP/1.1`])
      for (const second of [[], [`Host: ${wiki}`], ["X-Forwarded-Host: forum.acme.example"]]) {
        const answer = await send([first, `Host: ${other}`, ...second, `Cookie: ${cookie}`, "Connection: close"]);
        expect([first, other, second, answer.includes("WIKI")]).toEqual([first, other, second, false]);
      }
  for (const lines of [["GET / HTTP/1.0"], ["GET / HTTP/1.0", "Host: forum.acme.example"], ["GET / HTTP/1.1", "Host:"]])
    expect([lines, (await send([...lines, `Cookie: ${cookie}`])).includes("WIKI")]).toEqual([lines, false]);
});

test.each(proxies)("%s hands on no identity but the one that was judged, in any spelling", async (_name, start) => {
  const all = await behind(start);
  const { send, port } = all;
  const cookie = await enter(all, applicationHost);
  const spellings = ["Remote-User", "REMOTE-USER", "Remote_User", "remote_user", "REMOTE_USER", "Remote-user "];
  for (const name of spellings)
    for (const more of [[], ["Connection: close, Remote-User"], ["Connection: Remote-User, Remote-Groups, close"]]) {
      const lines = ["GET / HTTP/1.1", `Host: ${applicationHost}:${port}`, `Cookie: ${cookie}`];
      const answer = await send([...lines, `${name}: root`, `${name}: root`, ...more, "Connection: close"]);
      if (/^HTTP\/1\.1 400/.test(answer)) continue;
      const told = JSON.parse(/WIKI (.*)/.exec(answer)?.[1] ?? "null") as [string, string][] | null;
      const users = told?.filter(([name]) => /^remote[-_]user$/i.test(name)).map(([, value]) => value);
      expect([name, more, users]).toEqual([name, more, ["kim"]]);
    }
});

test.each(proxies)("%s lets no method, path or upgrade past the question", async (_name, start) => {
  const { send, port } = await behind(start);
  const at = `Host: ${applicationHost}:${port}`;
  const requests = [
    ...["OPTIONS", "TRACE", "CONNECT", "HEAD", "PROPFIND", "get", "POST"].map((method) => [`${method} / HTTP/1.1`, at]),
    ...["//", "/../", "/%2e%2e/", "/internal/countersign", "/internal/countersign/..", "/./internal/countersign"].map(
      (path) => [`GET ${path} HTTP/1.1`, at],
    ),
    ["GET / HTTP/1.1", at, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: x"],
    ["POST / HTTP/1.1", at, "Content-Length: 3", "Transfer-Encoding: chunked", "", "0", "", "GET / HTTP/1.1", at],
    ["POST / HTTP/1.1", at, "Transfer-Encoding: chunked", "Expect: 100-continue", "", "0"],
    ["GET / HTTP/1.1", at, "X-Original-URL: https://forum.acme.example/", "X-Original-Method: GET"],
    ["GET / HTTP/1.1", at, "Connection: X-Forwarded-Host, X-Forwarded-Proto", "X-Forwarded-Host: forum.acme.example"],
  ];
  for (const lines of requests) {
    const answer = await send([...lines, "Connection: close"]);
    expect([lines, answer.includes("WIKI"), /^HTTP\/1\.1 2/.test(answer)]).toEqual([lines, false, false]);
  }
});
