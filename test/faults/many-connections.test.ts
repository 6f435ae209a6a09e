// More connections than anybody needs, and more than there are files for: the program goes on, and comes back.
// 2,000 idle ones at every `npm test`; FAULT_CONNECTIONS=10000 waits until they are closed as well.
import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { until } from "./program.ts";
import { type Besieged, besieged, head, linux, onlyLinux, open, openMany, type SlowClient } from "./slow-sockets.ts";

const timeout = 240_000;
const wanted = process.env.FAULT_CONNECTIONS;
const many = Number(wanted ?? 2000);
const hello = `${head("GET /health/live")}\r\n`;

let siege: Besieged;
let clients: SlowClient[] = [];
afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  clients = [];
  await siege?.end();
});

const answered = (client: SlowClient) => client.heard().startsWith("HTTP/1.1 200");
const left = () => clients.filter((client) => !client.ended());

/** Connections that were used once and are kept, from several networks. */
async function keep(count: number, networks = 4): Promise<void> {
  const use = (i: number) => open(siege.program, (socket) => void socket.write(hello), `127.0.1.${1 + (i % networks)}`);
  for (let i = 0; i < count; i += 50) {
    const some = await Promise.all(Array.from({ length: 50 }, (_, j) => use(i + j)));
    clients.push(...some);
    await until(() => some.every((client) => client.ended() || answered(client)), 60_000);
  }
}

test(`${many} idle connections cost some memory and nobody's time`, { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  siege = await besieged();
  await keep(many);
  expect(left()).toHaveLength(many);
  await siege.personSignsIn();
  const grown = siege.grown();
  if (wanted) console.log(`${many} idle connections: ${Math.round(grown)} MiB more`);
  expect(grown).toBeLessThan(many > 2000 ? 300 : 100);
  if (!wanted) return;
  await until(() => left().length === 0, 120_000);
  await siege.personSignsIn();
  expect(siege.program.complaints()).toBe("");
});

test("one network gets a quarter of the places; where they run short, idle connections make room", {
  timeout,
}, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  // 250 places.
  siege = await besieged(["prlimit", "--nofile=400:400"]);
  clients = await openMany(siege.program, 100, undefined, "127.0.2.1");
  await until(() => left().length === 62);
  await siege.personSignsIn();
  // From everywhere, and kept after one request: whoever comes is let in.
  await keep(400, 40);
  await siege.personSignsIn();
  expect(clients.slice(100).every(answered)).toBe(true);
  for (const { socket } of clients.splice(0)) socket.destroy();

  // From everywhere, and silent: nobody else gets in until they are ended, after ten seconds.
  for (let i = 0; i < 6; i++) clients.push(...(await openMany(siege.program, 60, undefined, `127.0.3.${i + 1}`)));
  await until(() => left().length <= 250);
  const late = await open(siege.program, (socket) => void socket.write(hello), "127.0.4.1");
  await until(() => late.ended());
  expect(late.heard()).toBe("");
  await until(() => left().length === 0, 30_000);
  await siege.personSignsIn();
  expect(siege.program.complaints()).toBe("");
});

test("where files run out all the same, the program waits for some and goes on", { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  siege = await besieged();
  const { pid } = siege.program.child;
  // Fewer than it counted on when it began.
  expect(spawnSync("prlimit", ["--pid", `${pid}`, "--nofile=60:60"]).status).toBe(0);
  for (let i = 0; i < 4; i++) clients.push(...(await openMany(siege.program, 50, undefined, `127.0.5.${i + 1}`)));
  await until(() => left().length < 60);
  expect(left().length).toBeGreaterThan(10);
  expect(siege.program.child.exitCode).toBe(null);
  // By themselves: they said nothing.
  await until(() => left().length === 0, 30_000);
  await siege.personSignsIn();
  expect(siege.program.complaints()).toBe("");
});
