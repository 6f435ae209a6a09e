// Who is kept waiting by wrong guesses, and who is not.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const day = 24 * 60 * 60 * 1000;

describe.each(dialects)("guessing on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  const begin = async (client: Client, password = kim.password, trustedBrowser?: string) =>
    client.api("POST", "/sign-ins", { login: "kim", password, ...(trustedBrowser ? { trustedBrowser } : {}) });
  const answer = (client: Client, signIn: string, code: string, method = "totp", trustBrowser = false) =>
    client.api("POST", "/sign-ins/current/answers", { method, code, trustBrowser }, `SignIn ${signIn}`);

  test("five wrong passwords make further ones wait, for the screen name and the address alike", async () => {
    const client = world.client();
    for (let i = 0; i < 5; i++) expect((await begin(client, "not the password")).status).toBe(401);
    const refused = await begin(client);
    expect(refused).toMatchObject({ status: 429, json: { code: "wait" } });
    expect(Number(refused.headers.get("retry-after"))).toBe(30);
    expect((await client.api("POST", "/sign-ins", { login: "kim@acme.example", password: kim.password })).status).toBe(
      429,
    );
    world.clock.advance(30_000);
    expect((await begin(client)).status).toBe(201);
  });

  test("a browser that holds the owner's trust does not wait for what others guessed", async () => {
    const owner = world.client();
    const begun = await begin(owner);
    const done = await answer(owner, begun.json.signIn, world.code(kim), "totp", true);
    const trusted = done.json.trustedBrowser;
    expect(trusted).toBeTruthy();

    const attacker = world.client({ address: "203.0.113.9" });
    for (let i = 0; i < 5; i++) await begin(attacker, "not the password");
    expect((await begin(attacker)).status).toBe(429);
    expect((await begin(owner)).status).toBe(429);
    expect(await begin(owner, kim.password, trusted)).toMatchObject({ status: 201, json: { step: "done" } });
  });

  test("twenty-five wrong codes in thirty days close the code here, until a recovery code or a trusted browser shows the owner", async () => {
    const client = world.client();
    const trusted = (await answer(client, (await begin(client)).json.signIn, world.code(kim), "totp", true)).json
      .trustedBrowser;
    for (let i = 0; i < 25; i++) {
      world.clock.advance(day / 2);
      const begun = await begin(client);
      expect((await answer(client, begun.json.signIn, "000000")).json.code).toBe("wrong-code");
      // A right code ends the row of failures; the budget stays spent.
      if (i % 4 === 3) {
        world.clock.advance(60_000);
        expect((await answer(client, (await begin(client)).json.signIn, world.code(kim))).status).toBe(200);
      }
    }
    world.clock.advance(2 * 60 * 60 * 1000);
    const closed = await answer(client, (await begin(client)).json.signIn, world.code(kim));
    expect(closed).toMatchObject({ status: 429, json: { code: "wait", reason: "codes-refused" } });

    const recovered = await answer(
      client,
      (await begin(client)).json.signIn,
      kim.recoveryCodes[0] as string,
      "recovery-code",
    );
    expect(recovered.json.step).toBe("set-up");
    world.clock.advance(60_000);
    expect((await answer(client, (await begin(client)).json.signIn, world.code(kim))).status).toBe(200);
    expect(trusted).toBeTruthy();
  });

  test("tries that are refused while waiting write nothing", async () => {
    const client = world.client();
    for (let i = 0; i < 5; i++) await begin(client, "not the password");
    const events = async () =>
      (await world.needs.db.list((query) => query.selectFrom("audit_events").select("name"))).map((row) => row.name);
    const before = await events();
    expect(before.filter((name) => name === "sign-in.waiting")).toHaveLength(1);
    for (let i = 0; i < 20; i++) await begin(client, "not the password");
    expect(await events()).toEqual(before);
  });

  test("wrong passwords never close the second step of a sign-in that is under way", async () => {
    const client = world.client();
    const begun = await begin(client);
    for (let i = 0; i < 8; i++) await begin(client, "not the password");
    expect((await answer(client, begun.json.signIn, world.code(kim))).status).toBe(200);
  });
});
