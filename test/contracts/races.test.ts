// What may happen once happens once, however many ask for it at the same instant. Each round sets off all its requests
// together; on PostgreSQL half of them go to a second program over the same database.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invite } from "../../src/invitations/actions.ts";
import { second } from "../../src/kernel/clock.ts";
import { openTheFirstRun } from "../../src/organisations/actions.ts";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { addPerson, keyOf } from "../../src/people/actions.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute, raw } from "./programs.ts";

const rounds = 200;
/** Ten connections a program are at work at once on PostgreSQL: more requests than these only wait in line there. */
const crowds = {
  sqlite: { codes: 200, signIns: 50, recoveryCodes: 24, people: 50 },
  postgres: { codes: 12, signIns: 4, recoveryCodes: 8, people: 8 },
};
const timeout = 240_000;
const source = { address: "192.0.2.1", userAgent: "" };

describe.each(dialects)("at the same instant on %s", (dialect) => {
  const crowd = crowds[dialect];
  let world: World;
  let programs: World[];
  let clients: Client[];
  beforeAll(async () => {
    world = await createWorld({ dialect, waitingForHash: 10_000 });
    const another = dialect === "postgres" ? [await createWorld({ beside: world, waitingForHash: 10_000 })] : [];
    programs = [world, ...another];
    clients = programs.map((program) => program.client());
  });
  afterAll(async () => {
    for (const program of programs.toReversed()) await program.close();
  });

  /** So many requests at once, spread over the programs. */
  const together = (howMany: number, send: (client: Client, i: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: howMany }, (_, i) => send(clients[i % clients.length] as Client, i)));

  const enrolled = (name: string, howMany = rounds): Promise<TestPerson[]> =>
    Promise.all(
      Array.from({ length: howMany }, (_, i) => world.addPerson({ email: `${name}${i}@acme.example`, enrolled: true })),
    );

  const answer = (client: Client, signIn: string | undefined, body: { method: string; code: string }) =>
    client.api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`);

  const rows = <Row>(sql: string) => world.needs.db.list(() => raw<Row>(sql));
  /** Of each of these people, how many rows a table has. */
  async function countOf(table: string, people: TestPerson[], where = "true"): Promise<number[]> {
    const found = await rows<{ person_id: string; n: number }>(
      `select person_id, count(*) as n from ${table} where ${where} and person_id in (${people.map(({ person }) => `'${person.id}'`)}) group by person_id`,
    );
    const byPerson = new Map(found.map((row) => [row.person_id, row.n]));
    return people.map(({ person }) => byPerson.get(person.id) ?? 0);
  }
  const events = (name: string, people: TestPerson[]) => countOf("audit_events", people, `name = '${name}'`);
  const all = (people: unknown[], n: number) => people.map(() => n);

  test("a code on one sign-in lets one in", { timeout }, async () => {
    const people = await enrolled("a");
    for (const who of people) {
      const [signIn] = await world.signIns(who, 1);
      const code = world.code(who);
      const answers = await together(crowd.codes, (client) => answer(client, signIn, { method: "totp", code }));
      expectOneOf(answers, 200, ["sign-in-ended"]);
    }
    expect(await countOf("sessions", people)).toEqual(all(people, 1));
    expect(await events("sign-in.completed", people)).toEqual(all(people, 1));
  });

  test("a code on many sign-ins of one person lets one in", { timeout }, async () => {
    const people = await enrolled("b");
    for (const who of people) {
      const signIns = await world.signIns(who, crowd.signIns);
      const code = world.code(who);
      const answers = await together(crowd.codes, (client, i) =>
        answer(client, signIns[i % signIns.length], { method: "totp", code }),
      );
      expectOneOf(answers, 200, ["sign-in-ended", "wrong-code", "wait"]);
    }
    expect(await countOf("sessions", people)).toEqual(all(people, 1));
    expect(await events("sign-in.completed", people)).toEqual(all(people, 1));
  });

  test("a recovery code on one sign-in is taken once", { timeout }, async () => {
    const people = await enrolled("c");
    for (const who of people) {
      const [signIn] = await world.signIns(who, 1);
      const code = who.recoveryCodes[3] as string;
      const answers = await together(crowd.recoveryCodes, (client) =>
        answer(client, signIn, { method: "recovery-code", code }),
      );
      expectOneOf(answers, 200, ["sign-in-ended", "wrong-step"]);
    }
    expect(await countOf("recovery_codes", people, "used_at is not null")).toEqual(all(people, 1));
    expect(await events("sign-in.recovery-code-used", people)).toEqual(all(people, 1));
  });

  test("a recovery code on many sign-ins of one person is taken once", { timeout }, async () => {
    const people = await enrolled("d");
    for (const who of people) {
      const signIns = await world.signIns(who, crowd.recoveryCodes / 4);
      const code = who.recoveryCodes[7] as string;
      const body = { method: "recovery-code", code };
      const answers = await together(crowd.recoveryCodes, (client, i) =>
        answer(client, signIns[i % signIns.length], body),
      );
      expectOneOf(answers, 200, ["sign-in-ended", "wrong-code", "wait"]);
    }
    expect(await countOf("recovery_codes", people, "used_at is not null")).toEqual(all(people, 1));
    expect(await events("sign-in.recovery-code-used", people)).toEqual(all(people, 1));
  });

  test("an invitation is accepted once, and the password of that one holds", { timeout }, async () => {
    const invited = await world.needs.db.transaction(async (tx) => {
      const made: { email: string; token: string }[] = [];
      for (let i = 0; i < rounds; i++) {
        const email = `invited${i}@acme.example`;
        const added = await addPerson(tx, world.needs, world.organisation.id, { email, status: "invited" });
        if (added.outcome !== "added") throw new Error(added.outcome);
        made.push({
          email,
          ...(await invite(tx, world.needs, keyOf(added.person), { purpose: "join", actor: null, source })),
        });
      }
      return made;
    });
    for (const [round, { email, token }] of invited.entries()) {
      const answers = await together(crowd.people, (client, i) =>
        client.form("/invitation", { token, password: `the harbour of number ${i}` }),
      );
      const winner = expectOneOf(answers, 303, ["status 410"]);
      if (round % 10 > 0) continue;
      const login = (i: number) =>
        world.client().api("POST", "/sign-ins", { login: email, password: `the harbour of number ${i}` });
      expect((await login(winner)).status).toBe(201);
      expect((await login((winner + 1) % crowd.people)).status).toBe(401);
    }
    const left = await rows("select id from invitations");
    expect(left).toEqual([]);
  });

  test("a set-up is confirmed once: one authenticator, one set of codes", { timeout }, async () => {
    for (let round = 0; round < 20; round++) {
      const who = await world.addPerson({ email: `setup${round}@acme.example` });
      const [signIn] = await world.signIns(who, 1);
      const pending = await world.client().api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${signIn}`);
      const code = codeOf(world, pending.json.secret);
      const answers = await together(crowd.people, (client) => confirmSetUp(client, signIn, code));
      const winner = expectOneOf(answers, 200, ["wrong-step", "nothing-pending", "sign-in-ended"]);
      expect(await countOf("authenticators", [who])).toEqual([1]);
      expect(await countOf("recovery_codes", [who])).toEqual([10]);

      // The codes that the one answer showed are those that work.
      const completed = await world
        .client()
        .api("POST", "/sign-ins/current/enrolment/completion", { saved: "copied" }, `SignIn ${signIn}`);
      expect(completed.json.step).toBe("done");
      const [next] = await world.signIns(who, 1);
      const shown = answers[winner]?.json.recoveryCodes[0];
      const used = await answer(world.client(), next, { method: "recovery-code", code: shown });
      expect(used).toMatchObject({ status: 200, json: { step: "set-up" } });
    }
  });

  test("of many sign-ins that set up an authenticator each, one succeeds", { timeout }, async () => {
    for (let round = 0; round < 20; round++) {
      const who = await world.addPerson({ email: `setups${round}@acme.example` });
      const signIns = await world.signIns(who, crowd.people);
      const codes = await together(crowd.people, (client, i) =>
        client.api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${signIns[i]}`),
      ).then((begun) => begun.map(({ json }) => codeOf(world, json.secret)));
      const answers = await together(crowd.people, (client, i) => confirmSetUp(client, signIns[i], codes[i] as string));
      const winner = expectOneOf(answers, 200, ["wrong-step", "sign-in-ended"]);
      expect(await countOf("authenticators", [who])).toEqual([1]);
      expect(await countOf("recovery_codes", [who])).toEqual([10]);

      // Nothing that was pending elsewhere helps anybody now.
      const loser = (winner + 1) % crowd.people;
      const other = await confirmSetUp(world.client(), signIns[loser], codes[loser] as string);
      expect(["wrong-step", "sign-in-ended"]).toContain(other.json.code);
      expect(await countOf("authenticators", [who])).toEqual([1]);
    }
  });

  test("a trusted browser's token rotates once, and no parallel tab is taken for a thief", { timeout }, async () => {
    for (const who of await enrolled("f", 10)) {
      const { trustedBrowser } = await trust(world, who);
      const login = { login: who.person.email, password: who.password, trustedBrowser };
      const answers = await withoutThrottle(programs, 20, (i) =>
        (clients[i % clients.length] as Client).api("POST", "/sign-ins", login),
      );
      expect(answers.map(({ status, json }) => [status, json.step])).toEqual(answers.map(() => [201, "done"]));
      const [next, ...others] = answers.flatMap(({ json }) =>
        json.trustedBrowser ? [json.trustedBrowser as string] : [],
      );
      expect(next).toMatch(/\./);
      expect(others).toEqual([]);
      expect(await events("trusted-browser.stolen", [who])).toEqual([0]);
      expect(await countOf("trusted_browsers", [who])).toEqual([1]);

      // The token of before is good for the slower tabs, not for whoever has it later.
      world.clock.advance(10 * second);
      const late = await world.client().api("POST", "/sign-ins", login);
      expect(late).toMatchObject({ status: 201, json: { step: "done" } });
      expect(late.json.trustedBrowser).toBeUndefined();
      world.clock.advance(second);
      const replayed = await world.client().api("POST", "/sign-ins", login);
      expect(replayed).toMatchObject({ status: 201, json: { step: "second-step" } });
      expect(await events("trusted-browser.stolen", [who])).toEqual([1]);
      const after = await world.client().api("POST", "/sign-ins", { ...login, trustedBrowser: next });
      expect(after).toMatchObject({ status: 201, json: { step: "second-step" } });
      expect(await countOf("trusted_browsers", [who])).toEqual([0]);
    }
  });

  test("a code raises a session once, and only its new token is good", { timeout }, async () => {
    for (const who of await enrolled("i", 20)) {
      const { bearer } = await world.client().signIn(world, who);
      world.clock.advance(60 * second);
      const code = world.code(who);
      const answers = await together(crowd.people, (client) =>
        client.api("POST", "/session/proofs", { method: "totp", code }, bearer),
      );
      const winner = expectOneOf(answers, 200, ["wrong-code", "wait", "signed-out"]);
      expect(await events("session.stepped-up", [who])).toEqual([1]);
      expect((await world.client().api("GET", "/session", undefined, bearer)).status).toBe(401);
      const raised = `Bearer ${answers[winner]?.json.session}`;
      expect((await world.client().api("GET", "/session", undefined, raised)).status).toBe(200);
    }
  });
});

describe.each(dialects)("what ends everything that was begun, on %s", (dialect) => {
  test("leaves nothing of a code that is given at that instant", { timeout }, async () => {
    const world = await createWorld({ dialect });
    const programs =
      dialect === "postgres" ? [await createWorld({ beside: world }), await createWorld({ beside: world })] : [world];
    const clients = programs.map((program) => program.client());
    const { db } = world.needs;
    const count = async (table: string, of: TestPerson) =>
      (await db.list(() => raw(`select id from ${table} where person_id = '${of.person.id}'`))).length;
    const administrator = await world.addPerson({ email: "root@acme.example", enrolled: true, administrator: true });
    const root = await world.client().signIn(world, administrator);

    for (let round = 0; round < 30; round++) {
      const kim = await world.addPerson({ email: `kim${round}@acme.example`, enrolled: true });
      const own = await world.client().signIn(world, kim);
      const signIns = await world.signIns(kim, 6);
      world.clock.advance(20 * second);
      const code = world.code(kim, 1);
      const byThemselves = round % 2 === 0;
      const change = (client: Client) =>
        byThemselves
          ? client.api(
              "POST",
              "/me/password",
              { currentPassword: kim.password, newPassword: "a quiet harbour at dusk" },
              own.bearer,
            )
          : client.api("DELETE", `/people/${kim.person.id}/second-factor`, undefined, root.bearer);
      const answers = await Promise.all(
        [...signIns, undefined].map((signIn, i) => {
          const client = clients[i % clients.length] as Client;
          if (signIn === undefined) return change(client);
          const body = { method: "totp", code: i % 3 === 0 ? "000000" : code, trustBrowser: true };
          return client.api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`);
        }),
      );
      const changed = answers.at(-1) as Answer;
      expect(changed.status, changed.text).toBeLessThan(300);
      expect(await count("sign_ins", kim)).toBe(0);
      expect(await count("trusted_browsers", kim)).toBe(0);
      expect(await count("sessions", kim)).toBe(byThemselves ? 1 : 0);
      if (byThemselves) {
        const kept = await world.client().api("GET", "/session", undefined, `Bearer ${changed.json.session}`);
        expect(kept.status).toBe(200);
      }
    }
    // Everybody takes the same locks in the same order: nobody waited a second for the server to find a deadlock.
    if (dialect === "postgres") {
      for (const program of programs) await program.close();
      const found = await db.list(() =>
        raw("select deadlocks from pg_stat_database where datname = current_database()"),
      );
      expect(found).toEqual([{ deadlocks: 0 }]);
    }
    await world.close();
  });
});

describe.each(dialects)("the first run on %s", (dialect) => {
  test("is finished once", { timeout }, async () => {
    const world = await createWorld({ dialect, empty: true, waitingForHash: 10_000 });
    const programs =
      dialect === "postgres" ? [world, await createWorld({ beside: world, waitingForHash: 10_000 })] : [world];
    const clients = programs.map((program) => program.client());
    const { db } = world.needs;
    for (let round = 0; round < rounds; round++) {
      await execute(db, "delete from organisations");
      await execute(db, "delete from installation");
      // Every other round nobody has asked for the address yet, so that there is no row to race for.
      const token = round % 2 === 0 ? ((await openTheFirstRun(world.needs)) as string) : "";
      const address = token ? "192.0.2.1" : "127.0.0.1";
      const answers = await Promise.all(
        Array.from({ length: crowds[dialect].people }, (_, i) =>
          (token
            ? (clients[i % clients.length] as Client)
            : (programs[i % programs.length] as World).client({ address })
          ).form("/first-run", {
            token,
            organisation: `Acme ${i}`,
            name: "Kim",
            email: `kim${i}@acme.example`,
            password: "a quiet harbour at dawn",
          }),
        ),
      );
      const winner = expectOneOf(answers, 303, ["status 410", "status 403"]);
      const [{ name } = { name: "" }, ...more] = await db.list(() =>
        raw<{ name: string }>("select name from organisations"),
      );
      expect([name, more]).toEqual([`Acme ${winner}`, []]);
      const people = await db.list(() => raw<{ email: string }>("select email from people"));
      expect(people).toEqual([{ email: `kim${winner}@acme.example` }]);
    }
    for (const program of programs.toReversed()) await program.close();
  });
});

/** Signs a person in on a browser that they trust from then on. */
async function trust(world: World, who: TestPerson): Promise<{ trustedBrowser: string }> {
  const [signIn] = await world.signIns(who, 1);
  const body = { method: "totp", code: world.code(who), trustBrowser: true };
  const answered = await world.client().api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`);
  return { trustedBrowser: answered.json.trustedBrowser };
}

/**
 * So many sign-ins that go on together once their passwords are to be checked. More than five at once would wait for the
 * throttle, which is set back between the fives.
 */
async function withoutThrottle(
  programs: World[],
  howMany: number,
  send: (i: number) => Promise<Answer>,
): Promise<Answer[]> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  const before = programs.map(({ needs: { hasher, turns } }) => ({ hasher, turns }));
  for (const { needs } of programs) {
    const { verify } = needs.hasher;
    const held = async (...given: Parameters<typeof verify>) => {
      waiting++;
      await gate;
      return verify(...given);
    };
    needs.hasher = { ...needs.hasher, verify: held };
    // All of one person, who would take turns.
    needs.turns = { take: (_, work) => work(), taken: () => false };
  }
  const sent: Promise<Answer>[] = [];
  while (sent.length < howMany) {
    for (let i = 0; i < 5; i++) sent.push(send(sent.length));
    while (waiting < sent.length) await new Promise((resolve) => setTimeout(resolve, 1));
    await execute((programs[0] as World).needs.db, "delete from throttles");
  }
  open();
  const answers = await Promise.all(sent);
  for (const [i, { needs }] of programs.entries()) Object.assign(needs, before[i]);
  return answers;
}

/** Which of the answers has the status that one may have; all others have to be refusals of these kinds. */
function expectOneOf(answers: Answer[], status: number, refusals: string[]): number {
  const tally: Record<string, number> = {};
  for (const answer of answers) {
    const kind = answer.status === status ? "won" : (answer.json?.code ?? `status ${answer.status}`);
    tally[kind] = (tally[kind] ?? 0) + 1;
  }
  const { won, ...lost } = tally;
  const unexpected = Object.keys(lost).filter((kind) => !refusals.includes(kind));
  expect({ won, unexpected }, JSON.stringify(tally)).toEqual({ won: 1, unexpected: [] });
  return answers.findIndex((answer) => answer.status === status);
}

const confirmSetUp = (client: Client, signIn: string | undefined, code: string) =>
  client.api("POST", "/sign-ins/current/enrolment/confirmation", { code }, `SignIn ${signIn}`);

const codeOf = (world: World, secret: string): string =>
  totp({ secret: decodeBase32(secret) as Uint8Array, at: world.clock.now() });
