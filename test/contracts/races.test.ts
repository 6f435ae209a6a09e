// What may happen once happens once, however many ask for it at the same instant. Each round sets off all its requests
// together; on PostgreSQL half of them go to a second program over the same database.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invite } from "../../src/invitations/actions.ts";
import { second } from "../../src/kernel/clock.ts";
import { openTheFirstRun } from "../../src/organisations/actions.ts";
import { totp } from "../../src/otp/index.ts";
import { decodeBase32 } from "../../src/otp/index.ts";
import { addPerson, keyOf } from "../../src/people/actions.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute, raw } from "./programs.ts";

const rounds = 200;
/** Ten connections a program are at work at once on PostgreSQL: more requests than these only wait in line there. */
const crowds = {
  sqlite: { codes: 200, signIns: 50, recoveryCodes: 100, people: 50 },
  postgres: { codes: 24, signIns: 8, recoveryCodes: 16, people: 16 },
};
const timeout = 180_000;
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
    Promise.all(Array.from({ length: howMany }, (_, i) => world.addPerson({ email: `${name}${i}@acme.example`, enrolled: true })));

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
      const answers = await together(crowd.codes, (client, i) => answer(client, signIns[i % signIns.length], { method: "totp", code }));
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
      const answers = await together(crowd.recoveryCodes, (client) => answer(client, signIn, { method: "recovery-code", code }));
      expectOneOf(answers, 200, ["sign-in-ended", "wrong-step"]);
    }
    expect(await countOf("recovery_codes", people, "used_at is not null")).toEqual(all(people, 1));
    expect(await events("sign-in.recovery-code-used", people)).toEqual(all(people, 1));
  });

  test("a recovery code on many sign-ins of one person is taken once", { timeout }, async () => {
    const people = await enrolled("d");
    for (const who of people) {
      const signIns = await world.signIns(who, crowd.signIns);
      const code = who.recoveryCodes[7] as string;
      const body = { method: "recovery-code", code };
      const answers = await together(crowd.recoveryCodes, (client, i) => answer(client, signIns[i % signIns.length], body));
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
        made.push({ email, ...(await invite(tx, world.needs, keyOf(added.person), { actor: null, source })) });
      }
      return made;
    });
    for (const [round, { email, token }] of invited.entries()) {
      const answers = await together(crowd.people, (client, i) =>
        client.form("/invitation", { token, password: `the harbour of number ${i}` }),
      );
      const winner = expectOneOf(answers, 303);
      if (round % 10 > 0) continue;
      const login = (i: number) => world.client().api("POST", "/sign-ins", { login: email, password: `the harbour of number ${i}` });
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
      const completed = await world.client().api("POST", "/sign-ins/current/enrolment/completion", { saved: "copied" }, `SignIn ${signIn}`);
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
      const winner = expectOneOf(answers, 200, ["wrong-step"]);
      expect(await countOf("authenticators", [who])).toEqual([1]);
      expect(await countOf("recovery_codes", [who])).toEqual([10]);

      // The others are asked for a code of the one that is there, and nothing that was pending helps them.
      const loser = (winner + 1) % crowd.people;
      const other = await confirmSetUp(world.client(), signIns[loser], codes[loser] as string);
      expect(other).toMatchObject({ status: 409, json: { code: "wrong-step", step: "second-step" } });
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

describe.each(dialects)("the first run on %s", (dialect) => {
  test("is finished once", { timeout }, async () => {
    const world = await createWorld({ dialect, empty: true, waitingForHash: 10_000 });
    const programs = dialect === "postgres" ? [world, await createWorld({ beside: world, waitingForHash: 10_000 })] : [world];
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
          (token ? (clients[i % clients.length] as Client) : (programs[i % programs.length] as World).client({ address })).form("/first-run", {
            token,
            organisation: `Acme ${i}`,
            name: "Kim",
            email: `kim${i}@acme.example`,
            password: "a quiet harbour at dawn",
          }),
        ),
      );
      const winner = expectOneOf(answers, 303);
      const [{ name } = { name: "" }, ...more] = await db.list(() => raw<{ name: string }>("select name from organisations"));
      expect([name, more]).toEqual([`Acme ${winner}`, []]);
      const people = await db.list(() => raw<{ email: string }>("select email from people"));
      expect(people).toEqual([{ email: `kim${winner}@acme.example` }]);
    }
    for (const program of programs.toReversed()) await program.close();
  });
});

/** Which of the answers has the status that one may have; the others are refusals, and of these kinds where they are given. */
function expectOneOf(answers: Answer[], status: number, refusals?: string[]): number {
  const tally: Record<string, number> = {};
  for (const answer of answers) {
    const kind = answer.status === status ? "won" : (answer.json?.code ?? `status ${answer.status}`);
    tally[kind] = (tally[kind] ?? 0) + 1;
  }
  const { won, ...lost } = tally;
  expect({ won, unexpected: Object.keys(lost).filter((kind) => !(refusals ?? ["status 410"]).includes(kind)) }, JSON.stringify(tally)).toEqual({
    won: 1,
    unexpected: [],
  });
  return answers.findIndex((answer) => answer.status === status);
}

const confirmSetUp = (client: Client, signIn: string | undefined, code: string) =>
  client.api("POST", "/sign-ins/current/enrolment/confirmation", { code }, `SignIn ${signIn}`);

const codeOf = (world: World, secret: string): string => totp({ secret: decodeBase32(secret) as Uint8Array, at: world.clock.now() });
