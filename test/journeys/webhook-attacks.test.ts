// Who means harm with webhooks: as a receiver, as an administrator of one organisation among several, and with the database.

import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { hour, second } from "../../src/kernel/clock.ts";
import { addWebhook, webhooksOf } from "../../src/webhooks/actions.ts";
import { createSender, keepSending, sendTest, spread } from "../../src/webhooks/delivering.ts";
import { mostWebhooks } from "../../src/webhooks/rules.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let admin: Client;
  const open: { close(): void }[] = [];
  beforeEach(async () => {
    world = await createWorld({ dialect, environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
    ada = await world.addPerson({ email: "ada@acme.example", enrolled: true, administrator: true });
    admin = world.client();
    world.clock.advance(30 * second);
    await admin.form("/sign-in", { login: ada.person.email, password: ada.password });
    expect((await admin.form("/sign-in/code", { code: world.code(ada) })).status).toBe(303);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await world.close();
  });

  /** Says these bytes to whoever asks; nothing where there are none. */
  async function saying(bytes: string | undefined): Promise<string> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => {}));
      socket.once("data", () => void (bytes === undefined || socket.write(bytes)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  /** Answers each as it is told to. */
  async function taking(
    answer: (path: string) => number | Promise<number>,
  ): Promise<{ base: string; taken: string[] }> {
    const taken: string[] = [];
    const server = createHttpServer(async (request, response) => {
      for await (const _ of request);
      taken.push(request.url as string);
      response.writeHead(await answer(request.url as string)).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({
      close() {
        server.closeAllConnections();
        server.close();
      },
    });
    return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
  }
  const source = { address: "192.0.2.9", userAgent: "" };
  const add = (url: string, organisation = world.organisation.id) =>
    world.needs.db.transaction(async (tx) => {
      world.clock.advance(second);
      const added = await addWebhook(tx, world.needs, {
        ...{ organisation, url, events: ["person.unlocked"], actor: null, source },
      });
      return (added as { id: string }).id;
    });
  async function happen(times: number, organisation = world.organisation.id): Promise<void> {
    await world.needs.db.transaction(async (tx) => {
      for (let i = 0; i < times; i++)
        await record(tx, world.needs, { organisation, name: "person.unlocked", actor: null, person: null, source });
    });
    await chainWaiting(world.needs);
    await spread(world.needs);
  }
  const rows = (webhook: string) =>
    world.needs.db.list((query) =>
      query.selectFrom("webhook_deliveries").selectAll().where("webhook_id", "=", webhook),
    );
  const change = (table: "webhooks" | "audit_events" | "organisations", row: object) =>
    world.needs.db.transaction((tx) => tx.list((query) => query.updateTable(table).set(row as never)));
  async function within<T>(ms: number, work: Promise<T>): Promise<T | "never"> {
    return Promise.race([work, new Promise<"never">((resolve) => setTimeout(resolve, ms, "never").unref())]);
  }

  test("of many that are added at the same moment there are as many as there may be", async () => {
    const { organisation } = world;
    const adding = Array.from({ length: mostWebhooks + 8 }, (_, i) =>
      world.needs.db.transaction((tx) =>
        addWebhook(tx, world.needs, {
          ...{ organisation: organisation.id, url: `https://siem.example/${i}`, events: "all", actor: null, source },
        }),
      ),
    );
    const outcomes = (await Promise.all(adding)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "added")).toHaveLength(mostWebhooks);
    expect(await webhooksOf(world.needs.db, organisation.id)).toHaveLength(mostWebhooks);
  });

  test("an answer that wants another protocol is an answer, and keeps no place for ever", async () => {
    const id = await add(await saying("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"));
    await happen(4);
    const sender = createSender(world.needs);
    await sender.sendDue();
    expect(await within(20_000, sender.settled())).toBeUndefined();
    expect((await rows(id)).map(({ failure, status }) => [failure, status])).toEqual(
      Array.from({ length: 4 }, () => ["It answered 101.", 101]),
    );
    const tested = sendTest(world.needs, { organisation: world.organisation.id, id });
    expect(await within(20_000, tested)).toEqual({ outcome: "refused", words: "It answered 101." });
  });

  // Ten seconds, and nothing of the database's.
  test.runIf(dialect === "sqlite")("an answer that never comes is called that", { timeout: 30_000 }, async () => {
    const id = await add(await saying("HTTP/1.1 103 Early Hints\r\n\r\n"));
    expect(await sendTest(world.needs, { organisation: world.organisation.id, id })).toEqual({
      outcome: "refused",
      words: "There was no answer in time.",
    });
  });

  test("many that hang keep neither other organisations' waiting nor others of their own", async () => {
    const hangs = await saying(undefined);
    const hostile = await world.addOrganisation("Hostile", null);
    for (let i = 0; i < 11; i++) await add(`${hangs}/${i}`, hostile.id);
    for (let i = 0; i < 4; i++) await add(`${hangs}/${i}`);
    const { base, taken } = await taking(() => 204);
    await add(`${base}/own`);
    const other = await world.addOrganisation("Other", null);
    await add(`${base}/other`, other.id);
    for (const { id } of [world.organisation, hostile, other]) await happen(8, id);
    const stop = new AbortController();
    const sender = createSender(world.needs, stop.signal);
    const began = performance.now();
    const takenBy = async (path: string, seconds: number) => {
      const many = () => taken.filter((one) => one === path).length;
      while (many() < 8 && performance.now() - began < seconds * 1000) {
        await sender.sendDue();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return many();
    };
    expect(await takenBy("/other", 6)).toBe(8);
    // A place that is hung on to is free after ten seconds.
    expect(await takenBy("/own", 40)).toBe(8);
    stop.abort();
    await sender.settled();
  }, 60_000);

  test("who takes quickly is sent the next one at once: made-up events keep what follows them waiting for moments", async () => {
    const { base, taken } = await taking(() => 204);
    await add(`${base}/quick`);
    await happen(100);
    const sending = keepSending(world.needs);
    const began = performance.now();
    while (taken.length < 100 && performance.now() - began < 20_000) await new Promise((r) => setTimeout(r, 50));
    await sending.stop();
    expect(taken).toHaveLength(100);
    // Four a second would take twenty-five.
    expect(performance.now() - began).toBeLessThan(12_000);
  });

  test("what was turned off stays off, whatever else is changed at the same moment", async () => {
    const id = await add("https://siem.example/hook");
    for (let i = 0; i < 10; i++) {
      expect((await admin.api("PATCH", `/webhooks/${id}`, { on: true })).status).toBe(200);
      const both = [{ on: false }, { url: `https://siem.example/hook/${i}` }];
      await Promise.all(both.map((body) => admin.api("PATCH", `/webhooks/${id}`, body)));
      expect((await admin.api("GET", `/webhooks/${id}`)).json).toMatchObject({ status: "off", url: both[1]?.url });
    }
  });

  test("the old address's 410 does not stop what goes to the new one by then", async () => {
    const { base } = await taking(async () => {
      await admin.api("PATCH", `/webhooks/${id}`, { url: `${base}/new` });
      return 410;
    });
    const id: string = await add(`${base}/old`);
    await happen(1);
    world.clock.advance(second);
    const sender = createSender(world.needs);
    await sender.sendDue();
    await sender.settled();
    expect((await admin.api("GET", `/webhooks/${id}`)).json).toMatchObject({ status: "on", url: `${base}/new` });
  });

  test("a clock that went back after it was added costs no event", async () => {
    const { base } = await taking(() => 204);
    const id = await add(`${base}/hook`);
    world.clock.advance(-hour);
    await happen(2);
    expect(await rows(id)).toHaveLength(2);
  });

  test("a secret that can't be opened and an event that can't be read are failures like others", async () => {
    const { base, taken } = await taking(() => 204);
    const id = await add(`${base}/hook`);
    await happen(1);
    const [before] = await world.needs.db.list((query) => query.selectFrom("webhooks").select("sealed_secret"));
    await change("webhooks", { sealed_secret: Buffer.alloc(80, 1) });
    const sender = createSender(world.needs);
    const send = async () => {
      await sender.sendDue();
      await sender.settled();
      return (await rows(id))[0];
    };
    expect(await send()).toMatchObject({ failure: "Its secret can't be opened with the key ring.", tries: 1 });
    expect((await rows(id))[0]?.next_try_at).toBe(world.clock.now() + 5 * second);
    await change("webhooks", { sealed_secret: before?.sealed_secret });
    for (const wrong of [{ details: "{" }, { details: "{}", at: 9e15 }]) {
      await change("audit_events", wrong);
      await world.needs.db.transaction((tx) =>
        tx.list((query) => query.updateTable("webhook_deliveries").set({ next_try_at: world.clock.now() })),
      );
      expect(await send()).toMatchObject({ next_try_at: null, taken_at: null });
    }
    expect(taken).toEqual([]);
  });

  test("of a suspended organisation nothing is sent until it goes on", async () => {
    const { base, taken } = await taking(() => 204);
    const id = await add(`${base}/hook`);
    await happen(1);
    await change("organisations", { status: "suspended" });
    await happen(1);
    const sender = createSender(world.needs);
    const send = async () => {
      await spread(world.needs);
      await sender.sendDue();
      await sender.settled();
    };
    await send();
    expect(taken).toEqual([]);
    await change("organisations", { status: "active" });
    await send();
    expect(taken).toHaveLength(2);
    expect((await rows(id)).every(({ taken_at }) => taken_at !== null)).toBe(true);
  });

  test("nothing behind the host is told to those who read events: many chats have no other secret", async () => {
    const added = await admin.api("POST", "/webhooks", {
      url: "https://chat.example/services/T0/canary",
      events: ["*"],
    });
    await admin.api("PATCH", `/webhooks/${added.json.id}`, { url: "https://chat.example/?canary" });
    await admin.api("DELETE", `/webhooks/${added.json.id}`);
    const events = await world.needs.db.list((query) => query.selectFrom("audit_events").selectAll());
    expect(JSON.stringify(events)).toContain("https://chat.example/…");
    expect(JSON.stringify(events)).not.toContain("canary");
  });
});
