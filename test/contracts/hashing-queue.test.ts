// Who gets a place in the queue for slow hashing: neither one account nor one network takes it from everybody else, and who
// waits for it asks the database for nothing.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute } from "./programs.ts";

const timeout = 60_000;
/** The fewest places that any machine has. */
const waitingForHash = 64;

describe.each(dialects)("the queue for hashing on %s", (dialect) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ dialect, waitingForHash, policy: { organisation: "optional" } });
  });
  afterEach(() => world.close());

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Until as many hashes have begun, and none follows. */
  async function begins(held: { begun: number }, howMany: number): Promise<void> {
    for (let i = 0; i < 100 && held.begun < howMany; i++) await pause(20);
    await pause(200);
    expect(held.begun).toBe(howMany);
  }
  async function people(howMany: number): Promise<TestPerson[]> {
    const added: TestPerson[] = [];
    for (let i = 0; i < howMany; i++) added.push(await world.addPerson({ email: `early-${i}@acme.example` }));
    return added;
  }

  /** Holds every hash of a password back until it is opened; says how many were begun at once. */
  function holdHashes() {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { verify } = world.needs.hasher;
    const held = { begun: 0, open };
    world.needs.hasher = {
      ...world.needs.hasher,
      verify: async (...given: Parameters<typeof verify>) => {
        held.begun++;
        await gate;
        return verify(...given);
      },
    };
    return held;
  }

  test("has one place for one person, whatever their sessions ask for", { timeout }, async () => {
    const mallory = await world.addPerson({ email: "mallory@acme.example" });
    const client = world.client({ address: "203.0.113.9" });
    const sessions: string[] = [];
    for (let i = 0; i < 6; i++) sessions.push((await client.signIn(world, mallory)).bearer);
    const held = holdHashes();
    const { password } = mallory;
    const asked = sessions.flatMap((bearer) => [
      client.api("POST", "/me/email", { email: "no address", password }, bearer),
      client.api("POST", "/session/proofs", { method: "password", password }, bearer),
      client.api("POST", "/me/password", { currentPassword: password, newPassword: "a louder harbour" }, bearer),
      client.api("POST", "/sign-ins", { login: "mallory@acme.example", password }),
    ]);
    await begins(held, 1);
    held.open();
    await Promise.all(asked);
  });

  test("has one place for a login that nobody has, as for one that somebody has", { timeout }, async () => {
    await world.addPerson({ email: "kim@acme.example" });
    const held = holdHashes();
    const wrong = (login: string) => world.client().api("POST", "/sign-ins", { login, password: "wrong" });
    const kims = ["kim", "KIM", "kim@acme.example"].map(wrong);
    await begins(held, 1);
    const nobodys = ["nobody", "NOBODY", "nobody"].map(wrong);
    await begins(held, 2);
    held.open();
    for (const { status } of await Promise.all([...kims, ...nobodys])) expect(status).toBe(401);
  });

  test("has half of its places for one network; somebody elsewhere still gets in", { timeout }, async () => {
    const crowd = await people(60);
    const kim = await world.addPerson({ email: "kim@acme.example" });
    const held = holdHashes();
    const { places } = world.needs.hasher;
    const signIn = (login: string, password: string, address: string) =>
      world.client({ address }).api("POST", "/sign-ins", { login, password });
    const asked = crowd.map(({ person, password }) => signIn(person.email, password, "203.0.113.9"));
    const half = Math.floor(places / 2);
    await begins(held, half);
    const kims = signIn("kim@acme.example", kim.password, "198.51.100.4");
    await begins(held, half + 1);
    held.open();
    expect((await kims).status).toBe(201);
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([201]));
  });

  test("takes a company that arrives at the same instant", { timeout }, async () => {
    const crowd = await people(90);
    const office = world.client();
    const answers = await Promise.all(
      crowd.map(({ person, password }) => office.api("POST", "/sign-ins", { login: person.email, password })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });

  test("asks a flood from one network to come back at once, and waits for it without asking the database", {
    timeout,
  }, async () => {
    const crowd = await people(20);
    const { db, hasher } = world.needs;
    let asked = 0;
    const transaction = db.transaction.bind(db);
    db.transaction = (body) => {
      asked++;
      return transaction(body);
    };
    const held = holdHashes();
    const flood = Array.from({ length: 300 }, (_, i) =>
      world.client().api("POST", "/sign-ins", { login: crowd[i % 20]?.person.email, password: "wrong" }),
    );
    const refused: number[] = [];
    for (const one of flood) void one.then(({ status }) => refused.push(status));
    await pause(1500);
    expect(refused.filter((status) => status === 503).length).toBeGreaterThanOrEqual(300 - hasher.places * 1.5);
    // One each for those who may go on at once, and their refusals; none for those who wait.
    expect(asked).toBeLessThan(hasher.places);
    held.open();
    await Promise.all(flood);
  });

  test("and who has to wait for another program's tries asks one at a time", { timeout }, async () => {
    const crowd = await people(30);
    const { clock } = world;
    const { db } = world.needs;
    // Elsewhere as many are being looked at as may be.
    const now = clock.now();
    const elsewhere = JSON.stringify(Array(50).fill(now));
    await execute(
      db,
      `insert into throttles values ('${world.organisation.id}', 'network', '192.0.2.1', 0, 0, '${elsewhere}', ${now})`,
    );
    let asked = 0;
    const transaction = db.transaction.bind(db);
    db.transaction = (body) => {
      asked++;
      return transaction(body);
    };
    const office = world.client();
    const waiting = crowd.map(({ person, password }) =>
      office.api("POST", "/sign-ins", { login: person.email, password }),
    );
    await pause(2000);
    expect(asked).toBeLessThan(30 + 15);
    clock.advance(30_000);
    const answers = await Promise.all(waiting);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });
});
