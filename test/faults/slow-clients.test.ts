// Clients that are as slow as they can be, or never come to an end, against the real program: each is ended by the program
// within its own limits, and meanwhile people sign in.
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "./program.ts";
import {
  type Besieged,
  besieged,
  dripping,
  head,
  linux,
  type Manner,
  onlyLinux,
  openMany,
  pouring,
  type SlowClient,
} from "./slow-sockets.ts";

const timeout = 150_000;
/** Of each kind. */
const count = Number(process.env.FAULT_CLIENTS ?? 100);
/** MiB. A hundred come and go with the runtime's mood; who is not held back takes eight hundred. */
const mostGrowth = 200;

let siege: Besieged;
beforeAll(async () => {
  if (linux) siege = await besieged();
}, timeout);
afterAll(() => siege?.end());

const json = "content-type: application/json";
const post = (...fields: string[]) => head("POST /api/v1/sign-ins", json, ...fields, "");

/** While they go on a person signs in again and again; then every one of them was ended by the program. */
async function endure(clients: SlowClient[], within: number): Promise<void> {
  await siege.personSignsIn();
  await until(() => clients.every((client) => client.ended()), within).catch((error) => {
    const left = clients.filter((client) => !client.ended()).length;
    throw new Error(`${left} of ${clients.length} connections are still there`, { cause: error });
  });
  await siege.personSignsIn();
  expect(siege.grown()).toBeLessThan(mostGrowth);
  expect(siege.program.complaints()).toBe("");
}

const statuses = (clients: SlowClient[]) =>
  [...new Set(clients.map((client) => /^HTTP\/1\.1 (\d+)/.exec(client.heard())?.[1] ?? "none"))].toSorted();

/** Of a client that goes on saying things the refusal may be lost with its connection. */
const refusedBy = (clients: SlowClient[], status: string) =>
  expect([status, "none"]).toEqual(expect.arrayContaining(statuses(clients)));

// Side by side: what is waited for are the program's own limits, of 10 and 30 seconds.
test("whoever does not come to an end is ended: silent, dripping, announcing what never comes, fetching no answer", {
  timeout,
}, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  const { program } = siege;
  const silent = await openMany(program, count);
  const name = await openMany(program, count, dripping("GET / HTTP/1.1\r\nx-a: ", "a"));
  const fields = await openMany(program, count, dripping("GET / HTTP/1.1\r\n", "x-a: a\r\n", 500));
  const body = await openMany(program, count, dripping(post("content-length: 10000"), "{"));
  const never = await openMany(program, count, dripping(post("content-length: 10000"), ""));
  const chunks = await openMany(program, count, dripping(post("transfer-encoding: chunked"), "1\r\n{\r\n"));
  // One answer after the other, none of them read: what the system takes for them is full before long.
  const ask = `${head("GET /api/openapi.json")}\r\n`;
  const unread = await openMany(program, count / 4, (socket) => {
    socket.pause();
    return dripping(ask, ask, 50)(socket);
  });
  await siege.personSignsIn();
  await endure([...silent, ...name, ...fields, ...body, ...never, ...chunks, ...unread], 100_000);
  for (const clients of [name, fields, body, never, chunks]) refusedBy(clients, "408");
});

test("headers and bodies without end are refused as soon as they are too long", { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  const much = "a".repeat(16_384);
  const name = await openMany(siege.program, count, pouring("GET / HTTP/1.1\r\nx-a: ", much));
  const many = await openMany(siege.program, count, pouring("GET / HTTP/1.1\r\n", "x-a: a\r\n".repeat(2000)));
  const address = await openMany(siege.program, count, pouring("GET /", much));
  const body = await openMany(siege.program, count, pouring(post("transfer-encoding: chunked"), `4000\r\n${much}\r\n`));
  await endure([...name, ...many, ...address, ...body], 30_000);
  for (const clients of [name, many, address]) refusedBy(clients, "431");
  refusedBy(body, "413");
});

test("who asks on and on without waiting for answers, or without reading them, is ended", { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  const ask = `${head("GET /api/openapi.json")}\r\n`;
  const reading = await openMany(siege.program, count, pouring(ask, ask.repeat(500)));
  const deaf: Manner = (socket) => {
    socket.pause();
    return pouring(ask, ask.repeat(500))(socket);
  };
  const notReading = await openMany(siege.program, count, deaf);
  await siege.personSignsIn();
  // A paused socket does not notice its end before it is read.
  setTimeout(() => {
    for (const { socket } of notReading) socket.resume();
  }, 3000);
  await endure([...reading, ...notReading], 30_000);
});
