// `countersign identity-provider …`, `api-key …` and `key rotate-signing` as they are typed: what they do, refuse, and leave
// in the audit trail; secrets come from standard input alone.
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeKey } from "../../src/api-keys/actions.ts";
import { providersOf, secretOf } from "../../src/identity-providers/actions.ts";
import { personLocked } from "../../src/people/actions.ts";
import { environmentOf, run as runProgram, startProgram } from "../support/commands.ts";
import { createWorld, type TestPerson, type World } from "../support/world.ts";

let world: World;
let kim: TestPerson;
beforeAll(async () => {
  world = await createWorld({ realClock: true });
  kim = await world.addPerson({ email: "kim@acme.example", administrator: true, enrolled: true });
});
afterAll(() => world.close());

const environment = () => environmentOf(world.config);
const run = (...args: string[]) => runProgram([...args, "--json"], environment());
const eventsCalled = (name: string) =>
  world.needs.db.list((query) => query.selectFrom("audit_events").selectAll().where("name", "=", name).orderBy("id"));

async function typing(secret: string, ...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = startProgram([...args, "--json"], environment());
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (out += text));
  child.stdin?.end(`${secret}\n`);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out };
}

describe("countersign identity-provider", { timeout: 180_000 }, () => {
  test("connects, shows, changes and removes one, and every step is in the trail without an actor", async () => {
    const secret = "a secret of the provider";
    const given = ["--issuer", "https://login.example/tenant", "--client-id", "acme", "--secret"];
    const added = await typing(secret, "identity-provider", "add", "Login", ...given, "--domain", "acme.example");
    expect(added.code).toBe(0);
    expect(added.out).not.toContain(secret);
    expect(JSON.parse(added.out).identityProvider).toMatchObject({
      ...{ name: "Login", active: false, hasSecret: true, domains: ["acme.example"], accountType: "staff" },
      redirectAddress: expect.stringContaining("/single-sign-on/"),
    });
    const [provider] = await providersOf(world.needs.db, world.organisation.id);
    expect(provider && (await secretOf(world.needs.db, world.needs, provider))).toBe(secret);

    const again = await run("identity-provider", "add", "Login", ...given.slice(0, 4));
    expect([again.code, again.json.code]).toEqual([1, "identity-provider-taken"]);
    const bad = await run("identity-provider", "change", "Login", "--type", "nobody");
    expect([bad.code, bad.json.code]).toEqual([1, "invalid"]);
    expect((await run("identity-provider", "change", "Login", "--active", "perhaps")).code).toBe(2);
    expect((await run("identity-provider", "change", "Login", "--client-secret", "abc")).code).toBe(2);

    const changed = await run(
      ...["identity-provider", "change", "Login", "--active", "yes", "--rename", "Entra", "--drop-secret"],
      ...["--domain", "-", "--amr", "mfa", "--amr", "otp", "--max-age", "60", "--type-of", "Sales=staff"],
    );
    expect(changed.json.identityProvider).toMatchObject({
      ...{ name: "Entra", active: true, hasSecret: false, domains: [], types: { Sales: "staff" } },
      ...{ issuer: "https://login.example/tenant", evidence: { amr: ["mfa", "otp"], acr: [], maxAge: 60 } },
    });
    expect(
      (await run("identity-provider", "change", "Entra", "--max-age", "-")).json.identityProvider.evidence,
    ).toEqual({
      ...{ amr: ["mfa", "otp"], acr: [], maxAge: null },
    });
    expect((await run("identity-provider", "show", "Entra")).json.identityProvider.active).toBe(true);
    expect((await run("identity-provider", "list")).json.identityProviders).toHaveLength(1);

    expect((await run("identity-provider", "remove", "Entra")).code).toBe(2);
    expect((await run("identity-provider", "remove", "Login", "--yes")).json.code).toBe("not-found");
    expect((await run("identity-provider", "remove", "Entra", "--yes")).json.removed.name).toBe("Entra");
    expect((await run("identity-provider", "list")).json.identityProviders).toEqual([]);
    for (const [name, times] of Object.entries({ connected: 1, changed: 2, removed: 1 })) {
      const events = await eventsCalled(`identity-provider.${name}`);
      expect(events).toHaveLength(times);
      for (const event of events) expect(event).toMatchObject({ actor_id: null, address: "command line" });
    }
  });
});

describe("countersign api-key", { timeout: 180_000 }, () => {
  test("lists whose each is, and ends one of them", async () => {
    const { needs, organisation } = world;
    const scopes = ["read:people"] as const;
    const make = (name: string, own: boolean) =>
      needs.db.transaction(async (tx) => {
        const person = (await personLocked(tx, { organisation: organisation.id, person: kim.person.id })) ?? null;
        const owner = { organisation: organisation.id, person: own ? person : null };
        const by = { allowed: scopes, actor: kim.person.id, source: { address: "", userAgent: "" } };
        const made = await makeKey(tx, needs, owner, { name, scopes, days: 30 }, by);
        return made.outcome === "made" ? made : (undefined as never);
      });
    const own = await make("Job", true);
    const shared = await make("Nightly", false);
    const other = await world.addOrganisation("Other", "other.example");

    const listed = (await run("api-key", "list")).json.apiKeys;
    expect(new Map(listed.map((one: { name: string; owner: string }) => [one.name, one.owner]))).toEqual(
      new Map([
        ["Job", "kim@acme.example"],
        ["Nightly", null],
      ]),
    );
    expect(JSON.stringify(listed)).not.toContain(own.text);
    expect((await run("api-key", "list", "--organisation", other.slug)).json.apiKeys).toEqual([]);

    const elsewhere = await run("api-key", "end", own.key.id, "--yes", "--organisation", other.slug);
    expect([elsewhere.code, elsewhere.json.code]).toEqual([1, "not-found"]);
    expect((await run("api-key", "end", own.key.id)).code).toBe(2);
    const call = (text: string) => world.client().api("GET", "/people", undefined, `Bearer ${text}`);
    for (const one of [own, shared]) {
      expect((await call(one.text)).status).toBe(200);
      expect((await run("api-key", "end", one.key.id, "--yes")).json.ended.id).toBe(one.key.id);
      expect((await call(one.text)).status).toBe(401);
      expect((await run("api-key", "end", one.key.id, "--yes")).json.code).toBe("not-found");
    }
    expect(await eventsCalled("api-key.ended")).toMatchObject([
      { actor_id: null, address: "command line", person_id: kim.person.id },
      { actor_id: null, address: "command line", person_id: null },
    ]);
  });
});

describe("countersign key rotate-signing", { timeout: 180_000 }, () => {
  test("has others sign from now on, and lists the old ones for a while", async () => {
    const keys = async () => {
      const answer = await world.client().get(`/openid/${world.organisation.slug}/jwks`);
      return answer.json.keys.map(({ kid }: { kid: string }) => kid) as string[];
    };
    const before = await keys();
    expect((await run("key", "rotate-signing")).json.keys).toEqual(["RS256-2", "ES256-2"]);
    const after = await keys();
    expect(after).toHaveLength(4);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(await eventsCalled("signing-keys.rotated")).toMatchObject([
      { actor_id: null, address: "command line", details: JSON.stringify({ keys: "RS256-2 ES256-2" }) },
    ]);
  });
});
