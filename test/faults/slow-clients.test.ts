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
const mostGrowth = 100;

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

// Side by side: what is waited for are the program's own limits, of 10 and 30 seconds.
test("whoever does not come to an end is ended: silent, dripping headers or bodies, bodies that never come", {
  timeout,
}, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  const silent = await openMany(siege.program, count);
  const headers = await openMany(siege.program, count, dripping("GET / HTTP/1.1\r\nx-a: ", "a"));
  const fields = await openMany(siege.program, count, dripping("GET / HTTP/1.1\r\n", "x-a: a\r\n", 500));
  await endure([...silent, ...headers, ...fields], 60_000);
  expect(statuses(headers)).toEqual(["408"]);

  const body = await openMany(siege.program, count, dripping(post("content-length: 10000"), "{"));
  const never = await openMany(siege.program, count, dripping(post("content-length: 10000"), ""));
  const chunks = await openMany(siege.program, count, dripping(post("transfer-encoding: chunked"), "1\r\n{\r\n"));
  await siege.personSignsIn();
  await endure([...body, ...never, ...chunks], 90_000);
  expect(statuses([...body, ...never, ...chunks])).toEqual(["408"]);
});

test("headers and bodies without end are refused as soon as they are too long", { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  const much = "a".repeat(16_384);
  const name = await openMany(siege.program, count, pouring("GET / HTTP/1.1\r\nx-a: ", much));
  const many = await openMany(siege.program, count, pouring("GET / HTTP/1.1\r\n", "x-a: a\r\n".repeat(2000)));
  const address = await openMany(siege.program, count, pouring("GET /", much));
  const body = await openMany(siege.program, count, pouring(post("transfer-encoding: chunked"), `4000\r\n${much}\r\n`));
  await endure([...name, ...many, ...address, ...body], 30_000);
  // Where the rest of what was poured was thrown away, the refusal may have gone with it.
  for (const clients of [name, many, address])
    expect(["431", "none"]).toEqual(expect.arrayContaining(statuses(clients)));
  expect(["413", "none"]).toEqual(expect.arrayContaining(statuses(body)));
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

test("an answer that is not fetched ends with its connection", { timeout }, async (at) => {
  if (!linux) return at.skip(onlyLinux);
  // One answer after the other, none of them read: what the system takes for them is full before long.
  const ask = `${head("GET /api/openapi.json")}\r\n`;
  const deaf: Manner = (socket) => {
    socket.pause();
    return dripping(ask, ask, 50)(socket);
  };
  const clients = await openMany(siege.program, Math.min(count, 25), deaf);
  await siege.personSignsIn();
  // It is seen by whoever writes on: the connection is reset.
  await endure(clients, 90_000);
});
