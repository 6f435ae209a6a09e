// Who is kept waiting by wrong guesses, and who is not.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Statement, Value } from "../../src/database/statement.ts";
import { decodeBase32, totp } from "../../src/otp/index.ts";
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
    const written = countWrites();
    for (let i = 0; i < 20; i++) expect((await begin(client, "not the password")).status).toBe(429);
    expect((await begin(world.client({ address: "203.0.113.10" }))).status).toBe(429);
    expect(written()).toBe(0);
    expect(await events()).toEqual(before);
  });

  /** Counts the rows that change from now on. */
  function countWrites(): () => number {
    const { db } = world.needs;
    let written = 0;
    const transaction = db.transaction.bind(db);
    db.transaction = (body) =>
      transaction((tx) => {
        const run = tx.run.bind(tx);
        tx.run = async <P extends Record<string, Value>, Row>(statement: Statement<P, Row>, params: P) => {
          const changed = await run(statement, params);
          written += changed;
          return changed;
        };
        return body(tx);
      });
    return () => written;
  }

  test("twelve quiet hours end the count of a login, whether anybody has it or not", async () => {
    const stranger = world.client({ address: "203.0.113.9" });
    const wrong = async (login: string) =>
      (await stranger.api("POST", "/sign-ins", { login, password: "not the password" })).status;
    const logins = ["kim", "nobody"];
    for (const login of logins) for (let i = 0; i < 4; i++) expect(await wrong(login)).toBe(401);
    // Kim signs in, which ends the count for her alone.
    await world.client().signIn(world, kim);
    world.clock.advance(day / 2);
    for (const login of logins) {
      for (let i = 0; i < 5; i++) expect(await wrong(login)).toBe(401);
      expect(await wrong(login)).toBe(429);
    }
    // An hour is no peace: the count goes on.
    world.clock.advance(60 * 60_000);
    for (const login of logins) expect([await wrong(login), await wrong(login)]).toEqual([401, 429]);
  });

  test("a made-up token of a trusted browser is looked up for every login alike", async () => {
    const { db } = world.needs;
    let asked = 0;
    const first = db.first.bind(db);
    db.first = (statement, params) => {
      asked++;
      return first(statement, params);
    };
    const madeUp = `${"A".repeat(22)}.${"A".repeat(43)}`;
    const ways: number[] = [];
    for (const login of ["kim@acme.example", "nobody@acme.example"]) {
      asked = 0;
      await world.client().api("POST", "/sign-ins", { login, password: "x", trustedBrowser: madeUp });
      ways.push(asked);
    }
    expect(ways[0]).toBe(ways[1]);
  });

  test("a right password is not counted as a wrong one, whatever is refused after it", async () => {
    await world.setPolicy({ organisation: "optional" });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const owner = world.client();
    const { bearer } = await owner.signIn(world, lee);
    const call = (path: string, body: object) => owner.api("POST", path, body, bearer);
    for (let i = 0; i < 7; i++) {
      const refused = await call("/me/recovery-codes", { password: lee.password });
      expect(refused).toMatchObject({ status: 409, json: { code: "no-second-factor" } });
    }
    const { encode } = world.needs.hasher;
    world.needs.hasher = { ...world.needs.hasher, encode: () => Promise.reject(world.needs.hasher.busy()) };
    const passwords = { currentPassword: lee.password, newPassword: "another quiet harbour" };
    for (let i = 0; i < 7; i++) expect((await call("/me/password", passwords)).status).toBe(503);
    world.needs.hasher = { ...world.needs.hasher, encode };
    expect((await call("/me/password", passwords)).status).toBe(200);
  });

  test("a stolen session spends five of the budget of wrong codes and is over; its owner is told", async () => {
    const { bearer } = await world.client().signIn(world, kim);
    const thief = world.client({ address: "203.0.113.9" });
    const guess = () => thief.api("POST", "/session/proofs", { method: "totp", code: "000000" }, bearer);
    for (let i = 0; i < 4; i++) expect(await guess()).toMatchObject({ status: 401, json: { code: "wrong-code" } });
    expect(await guess()).toMatchObject({ status: 401, json: { code: "signed-out" } });
    world.clock.advance(60 * 60_000);
    expect((await guess()).status).toBe(401);
    const [codes] = await rowsOf("second-step");
    expect(JSON.parse(codes?.recent ?? "[]")).toHaveLength(5);
    const letters = await world.needs.db.list((query) => query.selectFrom("outbox").select("kind"));
    expect(letters.map(({ kind }) => kind)).toContain("session.stopped");
    await world.client().signIn(world, kim);
  });

  test("of a burst of codes within one session five are looked at", async () => {
    const { bearer } = await world.client().signIn(world, kim);
    const codes = Array.from({ length: 30 }, (_, i) => String(i * 17_341).padStart(6, "0"));
    const answers = await Promise.all(
      codes.map((code) => world.client().api("POST", "/session/proofs", { method: "totp", code }, bearer)),
    );
    const tally = (code: string) => answers.filter(({ json }) => json.code === code).length;
    expect([tally("wrong-code"), tally("signed-out")]).toEqual([4, 26]);
    const [kept] = await rowsOf("second-step");
    expect(kept).toMatchObject({ failures: 5 });
  });

  test("a right code within a session begins its count anew", async () => {
    const client = world.client();
    let { bearer } = await client.signIn(world, kim);
    for (let round = 0; round < 3; round++) {
      const give = (code: string) => client.api("POST", "/session/proofs", { method: "totp", code }, bearer);
      for (let i = 0; i < 4; i++) expect((await give("000000")).json.code).toBe("wrong-code");
      world.clock.advance(60_000);
      const raised = await give(world.code(kim));
      expect(raised.status).toBe(200);
      bearer = `Bearer ${raised.json.session}`;
    }
  });

  const rowsOf = async (kind: string) =>
    world.needs.db.list((query) => query.selectFrom("throttles").selectAll().where("kind", "=", kind));

  test("whoever owns one login can't go on guessing at others by signing in now and then", async () => {
    const attacker = world.client({ address: "203.0.113.9" });
    const own = await world.addPerson({ email: "mallory@acme.example", enrolled: true });
    const signIn = (login: string, typed: string) => attacker.api("POST", "/sign-ins", { login, password: typed });
    let lookedAt = 0;
    for (let i = 0; i < 300; i++) {
      if ((await signIn(`person-${i}`, "Spring2027!")).status === 401) lookedAt++;
      if (i % 9 === 8) await signIn("mallory", own.password);
    }
    // Fifty are free, and the first time the attacker spoke for the network nine more were forgiven.
    expect(lookedAt).toBe(59);
    world.clock.advance(13 * 60 * 60 * 1000);
    expect((await signIn("mallory", own.password)).status).toBe(201);
    expect((await rowsOf("network"))[0]).toMatchObject({ failures: expect.any(Number) });
  });

  test("a network that waits leaves no trace of the logins that are typed at it", async () => {
    const attacker = world.client({ address: "203.0.113.9" });
    for (let i = 0; i < 60; i++) await attacker.api("POST", "/sign-ins", { login: `person-${i}`, password: "x" });
    const before = (await rowsOf("password")).length;
    expect(before).toBe(50);
    for (let i = 60; i < 100; i++) {
      expect((await attacker.api("POST", "/sign-ins", { login: `person-${i}`, password: "x" })).status).toBe(429);
    }
    expect(await rowsOf("password")).toHaveLength(before);
  });

  test("a company that arrives at the same minute does not wait for itself", async () => {
    const people = await Promise.all(
      Array.from({ length: 90 }, (_, i) => world.addPerson({ email: `early-${i}@acme.example`, enrolled: true })),
    );
    const office = world.client();
    const statuses = await Promise.all(
      people.map(
        async ({ person }) =>
          (await office.api("POST", "/sign-ins", { login: person.email, password: kim.password })).status,
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([201]));
    expect(await rowsOf("network")).toEqual([]);
  });

  test("nobody outside makes a signed-in person wait when they confirm with their password", async () => {
    const owner = world.client();
    const done = await answer(owner, (await begin(owner)).json.signIn, world.code(kim));
    const session = `Bearer ${done.json.session}`;
    const stranger = world.client();
    for (let i = 0; i < 60; i++) await begin(stranger, "not the password");
    const wrong = { password: "not the password" };
    for (let i = 0; i < 5; i++) {
      expect((await owner.api("POST", "/me/recovery-codes", wrong, session)).status).toBe(401);
    }
    expect((await owner.api("POST", "/me/recovery-codes", { password: kim.password }, session)).status).toBe(429);
    world.clock.advance(30_000);
    expect((await owner.api("POST", "/me/recovery-codes", { password: kim.password }, session)).status).toBe(201);
  });

  test("a recovery code that has to wait is not hashed, and one sign-in makes new codes three times at most", async () => {
    const client = world.client();
    const hashes: number[] = [];
    const { raw } = world.needs.hasher;
    world.needs.hasher.raw = (inputs) => {
      hashes.push(inputs.length);
      return raw(inputs);
    };
    let begun = await begin(client);
    for (let i = 0; i < 5; i++) {
      if (i === 4) begun = await begin(client);
      await answer(client, begun.json.signIn, "AAAA-AAAA-AAAA-AAAA", "recovery-code");
    }
    expect(hashes).toHaveLength(5);
    for (let i = 0; i < 3; i++) {
      expect((await answer(client, begun.json.signIn, "AAAA-AAAA-AAAA-AAAA", "recovery-code")).status).toBe(429);
    }
    expect(hashes).toHaveLength(5);

    const lee = await world.addPerson({ email: "lee@acme.example" });
    const { signIn } = (await client.api("POST", "/sign-ins", { login: "lee", password: lee.password })).json;
    const token = `SignIn ${signIn}`;
    const { secret } = (await client.api("POST", "/sign-ins/current/enrolment", {}, token)).json;
    const code = totp({ secret: decodeBase32(secret) as Uint8Array, at: world.clock.now() });
    expect((await client.api("POST", "/sign-ins/current/enrolment/confirmation", { code }, token)).status).toBe(200);
    const browser = world.client();
    browser.cookies.set("countersign-sign-in", signIn);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await browser.form("/set-up/new-codes", {})).status);
    expect(statuses).toEqual([200, 200, 200, 409, 409, 409]);
  });

  test("wrong passwords never close the second step of a sign-in that is under way", async () => {
    const client = world.client();
    const begun = await begin(client);
    for (let i = 0; i < 8; i++) await begin(client, "not the password");
    expect((await answer(client, begun.json.signIn, world.code(kim))).status).toBe(200);
  });
});
