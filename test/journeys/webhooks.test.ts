// Webhooks end to end: events come to a real receiver, signed so that the standard's own library takes them, again and again
// until they are taken, and to nobody whom the operator has not allowed.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Standard } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { day, hour, minute, second } from "../../src/kernel/clock.ts";
import { changeWebhook, removeOld } from "../../src/webhooks/actions.ts";
import { createSender, spread } from "../../src/webhooks/delivering.ts";
import { Canaries } from "../support/canaries.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

interface Taken {
  headers: Record<string, string>;
  body: string;
  // biome-ignore lint/suspicious/noExplicitAny: looked into field by field.
  json: any;
}

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let kim: TestPerson;
  let admin: Client;
  let receiver: Server;
  let base: string;
  let taken: Taken[];
  /** What the receiver answers; `hang` answers nothing. */
  let answers: (request: IncomingMessage) => number | "hang";
  beforeEach(async () => {
    taken = [];
    answers = () => 204;
    receiver = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      taken.push({ headers: request.headers as Record<string, string>, body, json: JSON.parse(body) });
      const status = answers(request);
      if (status === "hang") return;
      response.writeHead(status, status === 302 ? { location: `${base}/elsewhere` } : {}).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    world = await createWorld({ dialect, environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
    ada = await world.addPerson({ email: "ada@acme.example", enrolled: true, administrator: true });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    admin = world.client();
    await signIn(admin, ada);
  });
  afterEach(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await world.close();
  });

  async function signIn(client: Client, who: TestPerson): Promise<void> {
    world.clock.advance(30 * second);
    await client.form("/sign-in", { login: who.person.email, password: who.password });
    expect((await client.form("/sign-in/code", { code: world.code(who) })).status).toBe(303);
  }
  const add = async (events: string[], url = `${base}/hook`): Promise<{ id: string; secret: string }> => {
    // Otherwise what was before it happened at the same moment.
    world.clock.advance(second);
    const answer = await admin.api("POST", "/webhooks", { url, events });
    expect(answer.status, answer.text).toBe(201);
    return answer.json;
  };
  /** As the worker does: chain, spread, send, and wait for what is on its way. */
  async function work(needs = world.needs): Promise<void> {
    await chainWaiting(needs);
    while ((await spread(needs)) > 0);
    const sender = createSender(needs);
    for (let i = 0; i < 10; i++) {
      await sender.sendDue();
      await sender.settled();
    }
  }
  const types = () => taken.map(({ json }) => json.type as string);
  const deliveries = async (id: string, query = "") =>
    (await admin.api("GET", `/webhooks/${id}/deliveries${query}`)).json.deliveries;

  test("[BY-7] chosen events are sent on, signed as the standard's own library checks it", async () => {
    const { id, secret } = await add(["sign-in.completed", "sign-in.code-wrong"]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const client = world.client();
    await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });
    await client.form("/sign-in/code", { code: "000000" });
    world.clock.advance(30 * second);
    await client.form("/sign-in/code", { code: world.code(kim) });
    await work();
    expect(types().sort()).toEqual(["sign-in.code-wrong", "sign-in.completed"]);
    for (const { headers, body, json } of taken) {
      // Its own clock is the machine's: it is given one that goes as ours does here.
      const verified = atTime(world.clock.now(), () => new Standard(secret).verify(body, headers));
      expect(verified).toEqual(json);
      expect(headers["webhook-id"]).toBe(json.data.id);
      expect(json.data).toMatchObject({ organisation: world.organisation.id, person: kim.person.id });
      const forged = body.replace("kim", "pat").replace(kim.person.id, ada.person.id);
      expect(() => atTime(world.clock.now(), () => new Standard(secret).verify(forged, headers))).toThrow();
    }
    const all = await deliveries(id);
    expect(all.map(({ state, tries, status }: Record<string, unknown>) => [state, tries, status])).toEqual([
      ["taken", 1, 204],
      ["taken", 1, 204],
    ]);
    // Nothing is sent twice, whoever looks.
    await work();
    expect(taken).toHaveLength(2);
  });

  test("only what happens after it was added or turned on, and nothing of another organisation", async () => {
    const { id } = await add(["*"]);
    const other = await world.addOrganisation("Other", null);
    const olga = await world.addPerson({ email: "olga@other.example", organisation: other, enrolled: true });
    const theirs = world.client({ host: "localhost" });
    await theirs.get(`/o/${other.slug}`);
    await theirs.form("/sign-in", { login: "olga@other.example", password: "wrong wrong wrong" });
    await work();
    expect(types()).toEqual(["webhook.added"]);
    expect(taken[0]?.json.data.details.address).toBe(`${base}/…`);
    expect(JSON.stringify(taken)).not.toContain(olga.person.id);
    await admin.api("PATCH", `/webhooks/${id}`, { on: false });
    await world.client().form("/sign-in", { login: "kim@acme.example", password: "wrong wrong wrong" });
    await work();
    await admin.api("PATCH", `/webhooks/${id}`, { on: true });
    await work();
    expect(types()).toEqual(["webhook.added", "webhook.changed"]);
    expect(taken[1]?.json.data.details.on).toBe(true);
  });

  test("what is not taken is tried again at growing distances, given up in the end, and sent again by hand", async () => {
    const { id } = await add(["person.unlocked"]);
    answers = () => 503;
    await admin.api("POST", `/people/${kim.person.id}/unlock`);
    const waits: number[] = [];
    await work();
    const nextTry = async () => {
      const [row] = await world.needs.db.list((query) => query.selectFrom("webhook_deliveries").select("next_try_at"));
      return row?.next_try_at ?? undefined;
    };
    for (let next = await nextTry(); next !== undefined; next = await nextTry()) {
      const wait = next - world.clock.now();
      waits.push(wait);
      world.clock.advance(wait - 1);
      await work();
      expect(taken).toHaveLength(waits.length);
      world.clock.advance(1);
      await work();
    }
    expect(waits.slice(0, 4)).toEqual([5 * second, 5 * minute, 30 * minute, 2 * hour]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * day);
    expect(new Set(taken.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    await signIn(admin, ada);
    const [given] = await deliveries(id, "?only=given-up");
    expect(given).toMatchObject({ state: "given-up", tries: 10, status: 503, failure: "It answered 503." });
    expect((await admin.api("GET", `/webhooks/${id}`)).json).toMatchObject({ givenUp: 1, waiting: 0, status: "on" });
    answers = () => 200;
    const before = taken.length;
    expect((await admin.api("POST", `/webhooks/${id}/deliveries/${given.id}/again`)).status).toBe(204);
    await work();
    expect(taken).toHaveLength(before + 1);
    expect(await deliveries(id)).toMatchObject([{ state: "taken", tries: 1 }]);
    expect((await admin.api("GET", `/webhooks/${id}`)).json.failingSince).toBeNull();
  });

  test("one that takes nothing for five days is stopped, one that says that it is gone at once", async () => {
    const { id } = await add(["person.unlocked"]);
    answers = () => 410;
    await admin.api("POST", `/people/${kim.person.id}/unlock`);
    await work();
    expect((await admin.api("GET", `/webhooks/${id}`)).json).toMatchObject({ status: "stopped", givenUp: 1 });
    answers = () => 500;
    await admin.api("PATCH", `/webhooks/${id}`, { on: true });
    await admin.api("POST", `/webhooks/${id}/deliveries/again`);
    for (let i = 0; i < 8; i++) {
      await work();
      world.clock.advance(day);
      await signIn(admin, ada);
      await admin.api("POST", `/people/${kim.person.id}/unlock`);
    }
    expect((await admin.api("GET", `/webhooks/${id}`)).json.status).toBe("stopped");
    const tried = taken.length;
    await admin.api("POST", `/people/${kim.person.id}/unlock`);
    await work();
    expect(taken).toHaveLength(tried);
  });

  test("after another secret was made the former one signs beside it for a day, and no longer", async () => {
    const { id, secret: former } = await add(["person.unlocked"]);
    const rotated = await admin.api("POST", `/webhooks/${id}/secret`);
    const { secret } = rotated.json;
    expect(secret).not.toBe(former);
    const good = (text: string, { body, headers }: Taken) => {
      try {
        atTime(world.clock.now(), () => new Standard(text).verify(body, headers));
        return true;
      } catch {
        return false;
      }
    };
    const next = async (): Promise<Taken> => {
      await admin.api("POST", `/people/${kim.person.id}/unlock`);
      await work();
      return taken.at(-1) as Taken;
    };
    const first = await next();
    expect([good(secret, first), good(former, first)]).toEqual([true, true]);
    world.clock.advance(day);
    await signIn(admin, ada);
    const second = await next();
    expect([good(secret, second), good(former, second)]).toEqual([true, false]);
    await world.needs.db.transaction((tx) => removeOld(tx, world.organisation.id, world.clock.now()));
    const [row] = await world.needs.db.list((query) => query.selectFrom("webhooks").selectAll());
    expect(row?.sealed_former).toBeNull();
  });

  test("of several programs that look at once each event is sent by one", async () => {
    const { id } = await add(["person.unlocked"]);
    for (let i = 0; i < 12; i++) await admin.api("POST", `/people/${kim.person.id}/unlock`);
    const others = await Promise.all(
      Array.from({ length: 3 }, () =>
        createWorld({ dialect, beside: world, environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } }),
      ),
    );
    try {
      await Promise.all([world, ...others].map(({ needs }) => work(needs)));
      await work();
      expect(taken).toHaveLength(12);
      expect(await deliveries(id)).toHaveLength(12);
    } finally {
      for (const other of others) await other.needs.db.close();
    }
  });

  test("one that hangs keeps nobody else's waiting", { timeout: 60_000 }, async () => {
    await add(["person.unlocked"], `${base}/hangs`);
    await add(["person.unlocked"], `${base}/answers`);
    answers = ({ url }) => (url === "/hangs" ? "hang" : 204);
    for (let i = 0; i < 20; i++) await admin.api("POST", `/people/${kim.person.id}/unlock`);
    await chainWaiting(world.needs);
    await spread(world.needs);
    const stop = new AbortController();
    const sender = createSender(world.needs, stop.signal);
    const began = performance.now();
    const waiting = async () =>
      (
        await world.needs.db.list((query) =>
          query
            .selectFrom("webhook_deliveries as d")
            .innerJoin("webhooks as w", "w.id", "d.webhook_id")
            .select("d.id")
            .where("w.url", "=", `${base}/answers`)
            .where("d.taken_at", "is", null),
        )
      ).length;
    while ((await waiting()) > 0 && performance.now() - began < 20_000) {
      await sender.sendDue();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await waiting()).toBe(0);
    stop.abort();
    await sender.settled();
    // Told to stop in the middle: none of those that hang counts as tried and failed for good.
    const rows = await world.needs.db.list((query) =>
      query
        .selectFrom("webhook_deliveries")
        .select("id")
        .where("taken_at", "is", null)
        .where("next_try_at", "is", null),
    );
    expect(rows).toEqual([]);
  });

  test("private networks, and whatever leads there, are not spoken to unless the operator allowed it", async () => {
    const strict = await createWorld({ dialect, beside: world });
    try {
      const names = [
        ...[
          "http://127.0.0.1",
          "https://127.0.0.1",
          "https://localhost",
          "https://[::1]",
          "https://0.0.0.0",
          "https://0",
        ],
        ...[
          "https://2130706433",
          "https://0x7f.1",
          "https://127.1",
          "https://[::ffff:127.0.0.1]",
          "https://[::ffff:7f00:1]",
        ],
        ...[
          "https://10.0.0.1",
          "https://172.16.5.5",
          "https://192.168.1.1",
          "https://169.254.169.254",
          "https://100.64.0.1",
        ],
        ...[
          "https://[fd00::1]",
          "https://[fe80::1]",
          "https://[64:ff9b::7f00:1]",
          "https://[2002:7f00:1::]",
          "https://[::]",
        ],
        ...["https://localhost.", "http://localhost"],
      ];
      const port = new URL(base).port;
      for (const name of names) {
        const { id } = await add(["person.unlocked"], `${name}:${port}/hook`);
        const tested = await sendTestOf(strict, id);
        expect([name, tested]).toEqual([
          name,
          { outcome: "refused", words: expect.stringMatching(/private network|https|found/) },
        ]);
        await admin.api("DELETE", `/webhooks/${id}`);
      }
      expect(taken).toEqual([]);
      // A redirect is an answer like others, and leads nowhere.
      answers = () => 302;
      const { id } = await add(["person.unlocked"]);
      const tested = await admin.api("POST", `/webhooks/${id}/test`);
      expect(tested.json).toEqual({ taken: false, status: null, failure: "It answered 302." });
      expect(taken).toHaveLength(1);
    } finally {
      await strict.needs.db.close();
    }
  });

  test("addresses and events that can't be used change nothing", async () => {
    const wrong: [unknown, string][] = [
      [{ url: "ftp://files.example/", events: ["*"] }, "url"],
      [{ url: "https://user:password@siem.example/", events: ["*"] }, "url"],
      [{ url: "https://siem.example/#part", events: ["*"] }, "url"],
      [{ url: "javascript:alert(1)", events: ["*"] }, "url"],
      [{ url: "//siem.example/", events: ["*"] }, "url"],
      [{ url: "https://siem.example/", events: ["no.such-event"] }, "events"],
      [{ url: "https://siem.example/", events: ["constructor"] }, "events"],
    ];
    for (const [body, field] of wrong) {
      const answer = await admin.api("POST", "/webhooks", body);
      expect([body, answer.status, answer.json.errors?.[0]?.field]).toEqual([body, 400, field]);
    }
    for (let i = 0; i < 20; i++) await add(["*"], `https://siem.example/${i}`);
    const more = await admin.api("POST", "/webhooks", { url: "https://siem.example/", events: ["*"] });
    expect([more.status, more.json.code]).toEqual([409, "too-many-webhooks"]);
    expect((await admin.api("GET", "/webhooks")).json.webhooks).toHaveLength(20);
  });

  test("no secret is in anything that is sent, told or kept in the clear", async () => {
    const { id, secret } = await add(["*"]);
    const rotated = (await admin.api("POST", `/webhooks/${id}/secret`)).json.secret as string;
    const canaries = new Canaries();
    for (const text of [secret, rotated]) {
      const bare = text.slice("whsec_".length);
      canaries.add("webhook secret", bare, Buffer.from(bare, "base64"));
    }
    canaries.add("password", kim.password);
    const client = world.client();
    await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });
    world.clock.advance(30 * second);
    const code = world.code(kim);
    await client.form("/sign-in/code", { code, trustBrowser: "yes" });
    for (const [name, value] of client.cookies) if (value.includes(".")) canaries.addToken(name, value);
    await work();
    expect(taken.length).toBeGreaterThan(3);
    expect(canaries.foundIn(JSON.stringify(taken))).toEqual([]);
    expect(canaries.foundIn(world.logged.join("\n"))).toEqual([]);
    const rows = await world.needs.db.list((query) => query.selectFrom("audit_events").selectAll());
    expect(canaries.foundIn(JSON.stringify(rows))).toEqual([]);
    const [kept] = await world.needs.db.list((query) => query.selectFrom("webhooks").selectAll());
    expect(canaries.foundIn(Buffer.from(kept?.sealed_secret as Uint8Array))).toEqual([]);
    expect((await admin.get(`/admin/webhooks/${id}`)).text).not.toContain("whsec_");
    // What stands behind a '?' may be the receiver's secret.
    await world.needs.db.transaction((tx) =>
      changeWebhook(tx, world.needs, {
        ...{
          organisation: world.organisation.id,
          id,
          url: `${base}/hook?key=canary-of-theirs`,
          events: "all",
          on: true,
        },
        ...{ actor: ada.person.id, source: { address: "192.0.2.1", userAgent: "" } },
      }),
    );
    const events = await world.needs.db.list((query) => query.selectFrom("audit_events").selectAll());
    expect(JSON.stringify(events)).not.toContain("canary-of-theirs");
  });
});

async function sendTestOf(world: World, id: string) {
  const { sendTest } = await import("../../src/webhooks/delivering.ts");
  return sendTest(world.needs, { organisation: world.organisation.id, id });
}

/** Runs something with the machine's clock as it would be at a moment. */
function atTime<T>(at: number, run: () => T): T {
  const real = Date.now;
  Date.now = () => at;
  try {
    return run();
  } finally {
    Date.now = real;
  }
}
