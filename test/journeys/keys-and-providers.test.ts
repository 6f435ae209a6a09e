// API keys of people who come through an identity provider: good for as long as their owner could still sign in.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeKey } from "../../src/api-keys/actions.ts";
import { type Provider, removeProvider } from "../../src/identity-providers/actions.ts";
import { keyOf, type Person, personLocked, removePassword } from "../../src/people/actions.ts";
import { change, connectTo, link } from "../support/single-sign-on.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
const acme = { issuer: "https://id.acme.example", clientId: "countersign", clientSecret: "" };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let provider: Provider;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    provider = await connectTo(world, acme);
  });
  afterEach(() => world.close());

  const without = ({ person }: TestPerson) => world.needs.db.transaction((tx) => removePassword(tx, keyOf(person)));
  /** What a program with a key of this person's gets. */
  const jobOf = async ({ person }: TestPerson) => {
    const made = await world.needs.db.transaction(async (tx) => {
      const now = (await personLocked(tx, keyOf(person))) as Person;
      const owner = { organisation: person.organisation_id, person: now };
      const wanted = { name: "Job", scopes: ["read:me"], days: 90 };
      const allowed = ["read:me"] as const;
      return makeKey(tx, world.needs, owner, wanted, { allowed, actor: person.id, source: by.source });
    });
    if (made.outcome !== "made") throw new Error(made.outcome);
    return async () => (await world.client().api("GET", "/me", undefined, `Bearer ${made.text}`)).status;
  };
  const gone = () =>
    world.needs.db.transaction((tx) =>
      removeProvider(tx, world.needs, { organisation: provider.organisation, id: provider.id, ...by }),
    );

  test("a key of somebody who comes through a provider alone is refused from the next request once that is off or gone", async () => {
    const ana = await world.addPerson({ email: "ana@acme.example" });
    await without(ana);
    await link(world, provider, ana, "ana-1");
    const job = await jobOf(ana);
    expect(await job()).toBe(200);
    await change(world, provider, { active: false });
    expect(await job()).toBe(401);
    await change(world, provider, { active: true });
    expect(await job()).toBe(200);
    await gone();
    expect(await job()).toBe(401);
  });

  test("somebody else's provider, or a second one of their own, decides for itself alone", async () => {
    const ana = await world.addPerson({ email: "ana@acme.example" });
    await without(ana);
    const second = await connectTo(world, acme, { name: "Other ID", domains: ["other.example"] });
    await link(world, provider, ana, "ana-1");
    const job = await jobOf(ana);
    await change(world, second, { active: false });
    expect(await job()).toBe(200);
    await change(world, second, { active: true });
    await gone();
    // There it is, and on, and nobody of theirs.
    expect(await job()).toBe(401);
    await link(world, second, ana, "ana-2");
    expect(await job()).toBe(200);
  });

  test("a key of somebody who has a password as well stays good, while that password counts", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example" });
    await link(world, provider, kim, "kim-1");
    const job = await jobOf(kim);
    provider = await change(world, provider, { active: false });
    expect(await job()).toBe(200);
    // Off, it closes nobody's password.
    provider = await change(world, provider, { onlyWay: true });
    expect(await job()).toBe(200);
    await gone();
    expect(await job()).toBe(200);
  });

  test("where a domain signs in through its provider alone, keys of those who never came through it are refused", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example" });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const mia = await world.addPerson({ email: "mia@elsewhere.example" });
    const boss = await world.addPerson({ email: "boss@acme.example", administrator: true, enrolled: true });
    const chief = await world.addPerson({ email: "chief@acme.example", administrator: true });
    await link(world, provider, lee, "lee-1");
    const [kims, lees, mias, bosss, chiefs] = await Promise.all([kim, lee, mia, boss, chief].map(jobOf));
    const all = async () => [await kims?.(), await lees?.(), await mias?.(), await bosss?.(), await chiefs?.()];
    expect(await all()).toEqual([200, 200, 200, 200, 200]);
    provider = await change(world, provider, { onlyWay: true });
    // An administrator with a second factor has the way for emergencies.
    expect(await all()).toEqual([401, 200, 200, 200, 401]);
    await link(world, provider, kim, "kim-1");
    expect(await kims?.()).toBe(200);
    provider = await change(world, provider, { onlyWay: false });
    expect(await all()).toEqual([200, 200, 200, 200, 200]);
  });
});
