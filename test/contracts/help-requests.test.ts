// A request is decided once and its pass used once, however many ask for it at the same instant; a cancellation and what
// it races with leave one of the two standing, never both.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { minute } from "../../src/kernel/clock.ts";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { ask, half, notMeLink } from "../support/help.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const timeout = 120_000;

describe.each(dialects)("at the same instant on %s", (dialect) => {
  let world: World;
  let programs: World[];
  let clients: Client[];
  let deciders: string[];
  const staff: TestPerson[] = [];
  let people = 0;
  beforeAll(async () => {
    world = await createWorld({ dialect });
    programs = [world, ...(dialect === "postgres" ? [await createWorld({ beside: world })] : [])];
    clients = programs.map((program) => program.client());
    for (const name of ["ada", "eve", "bob", "hal"]) {
      const roles = name === "hal" ? { helper: true } : { administrator: true };
      staff.push(await world.addPerson({ email: `${name}@acme.example`, enrolled: true, ...roles }));
    }
  });
  // Deciding asks for a proof that is not older than 15 minutes.
  beforeEach(async () => {
    world.clock.advance(minute);
    deciders = [];
    for (const who of staff) deciders.push((await world.client().signIn(world, who)).bearer);
  });
  afterAll(async () => {
    for (const program of programs.toReversed()) await program.close();
  });

  const client = (i: number) => clients[i % clients.length] as Client;
  const decider = (i: number) => deciders[i % deciders.length] as string;
  const together = (howMany: number, send: (client: Client, i: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: howMany }, (_, i) => send(client(i), i)));
  const newPerson = () => world.addPerson({ email: `kim${people++}@acme.example`, enrolled: true });
  const decide = (by: Client, id: string, verb: string, as: string) =>
    by.api("POST", `/help-requests/${id}/${verb}`, {}, as);
  const pass = (by: Client, signIn: string) => by.api("POST", "/sign-ins/current/pass", {}, signIn);
  const rowOf = async (id: string) =>
    (
      await world.needs.db.list((query) => query.selectFrom("help_requests").selectAll().where("id", "=", id))
    )[0] as NonNullable<unknown> & { status: string; decided_by: string; pass_used_at: number | null };
  const written = async (table: "audit_events" | "outbox", who: TestPerson, name: string) =>
    (
      await world.needs.db.list((query) =>
        table === "outbox"
          ? query.selectFrom("outbox").select("id").where("person_id", "=", who.person.id).where("kind", "=", name)
          : query
              .selectFrom("audit_events")
              .select("id")
              .where("person_id", "=", who.person.id)
              .where("name", "=", name),
      )
    ).length;
  const cancel = async (by: Client, link: string) =>
    by.form("/help-requests/cancellation", { token: new URL(link, world.origin).searchParams.get("token") as string });

  test("one of many asks; there is one open request", { timeout }, async () => {
    for (let round = 0; round < 10; round++) {
      const kim = await newPerson();
      const signIns = await world.signIns(kim, 12);
      const answers = await together(24, (by, i) =>
        by.api("POST", "/sign-ins/current/help", {}, `SignIn ${signIns[i % signIns.length]}`),
      );
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      const refused = answers.filter(({ status }) => status !== 202).map(({ json }) => json.code);
      expect(refused.every((code) => code === "help-already-asked" || code === "sign-in-ended")).toBe(true);
      expect(await written("audit_events", kim, "help-request.asked")).toBe(1);
      expect(await written("outbox", kim, "help-request.asked")).toBe(1);
    }
  });

  test("of many who decide, some one way and some the other, one does", { timeout }, async () => {
    for (let round = 0; round < 25; round++) {
      const kim = await newPerson();
      const id = await ask(world, kim);
      const verbs = ["approval", "decline"] as const;
      const answers = await together(16, (by, i) => decide(by, id, verbs[i % 2] as string, decider(i)));
      const winners = answers.filter(({ status }) => status === 200);
      expect(winners).toHaveLength(1);
      expect(answers.filter(({ json }) => json.code === "already-decided")).toHaveLength(15);
      const { status, decidedBy } = (winners[0] as Answer).json as { status: string; decidedBy: string };
      expect(await rowOf(id)).toMatchObject({ status, decided_by: decidedBy });
      const [approved, declined] = [
        await written("audit_events", kim, "help-request.approved"),
        await written("audit_events", kim, "help-request.declined"),
      ];
      expect([approved, declined]).toEqual(status === "approved" ? [1, 0] : [0, 1]);
      expect(await written("outbox", kim, `help-request.${status}`)).toBe(1);
    }
  });

  test("a pass on fifty sign-ins lets one on to set-up", { timeout }, async () => {
    for (let round = 0; round < 10; round++) {
      const kim = await newPerson();
      const id = await ask(world, kim);
      expect((await decide(client(0), id, "approval", decider(0))).status).toBe(200);
      const signIns = await world.signIns(kim, 50);
      const answers = await together(50, (by, i) => pass(by, `SignIn ${signIns[i]}`));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ json }) => json.code === "no-pass")).toHaveLength(49);
      expect(await written("audit_events", kim, "help-request.pass-used")).toBe(1);
    }
  });

  test("an approval and a cancellation: whichever comes first, there is no pass", { timeout }, async () => {
    for (let round = 0; round < 25; round++) {
      const kim = await newPerson();
      const id = await ask(world, kim);
      const link = await notMeLink(world);
      const [decided, cancelled] = await Promise.all([
        decide(client(round), id, "approval", decider(round)),
        cancel(client(round + 1), link),
      ]);
      expect([200, 409]).toContain(decided.status);
      expect(cancelled.status).toBe(200);
      expect((await rowOf(id)).status).toBe("cancelled");
      expect((await pass(client(0), await half(world.client(), kim))).json.code).toBe("no-pass");
    }
  });

  test("a pass and a cancellation: set-up goes on only where nothing was cancelled", { timeout }, async () => {
    for (let round = 0; round < 25; round++) {
      const kim = await newPerson();
      const id = await ask(world, kim);
      expect((await decide(client(0), id, "approval", decider(0))).status).toBe(200);
      const link = await notMeLink(world);
      const signIn = await half(world.client(), kim);
      const [passed, cancelled] = await Promise.all([pass(client(round), signIn), cancel(client(round + 1), link)]);
      expect(cancelled.status).toBe(200);
      if (passed.status !== 200) continue;
      const begun = await world.client().api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${passed.json.signIn}`);
      expect(begun.status).toBe(410);
    }
  });

  test("a confirmation and a cancellation: one of them, never both", { timeout }, async () => {
    for (let round = 0; round < 15; round++) {
      const kim = await newPerson();
      const id = await ask(world, kim);
      expect((await decide(client(0), id, "approval", decider(0))).status).toBe(200);
      const link = await notMeLink(world);
      const passed = await pass(client(0), await half(world.client(), kim));
      const token = `SignIn ${passed.json.signIn}`;
      const begun = await world.client().api("POST", "/sign-ins/current/enrolment", {}, token);
      const secret = Buffer.from(decodeBase32(begun.json.secret) as Uint8Array);
      const code = totp({ secret, at: world.clock.now() });
      const [confirmed, cancelled] = await Promise.all([
        client(round).api("POST", "/sign-ins/current/enrolment/confirmation", { code }, token),
        cancel(client(round + 1), link),
      ]);
      expect([confirmed.status, cancelled.status].filter((status) => status === 200)).toHaveLength(1);
      world.clock.advance(30_000);
      const works = confirmed.status === 200 ? { ...kim, secret } : kim;
      expect((await world.client().signIn(world, works)).session).toBeTruthy();
    }
  });

  test("a pass and a code of its owner: both at most, and then nothing is set up", { timeout }, async () => {
    for (let round = 0; round < 15; round++) {
      world.clock.advance(30_000);
      const kim = await newPerson();
      const id = await ask(world, kim);
      expect((await decide(client(0), id, "approval", decider(0))).status).toBe(200);
      const [thief, owner] = await world.signIns(kim, 2);
      const body = { method: "totp", code: world.code(kim) };
      const [passed, answered] = await Promise.all([
        pass(client(round), `SignIn ${thief}`),
        client(round + 1).api("POST", "/sign-ins/current/answers", body, `SignIn ${owner}`),
      ]);
      expect(answered.json.step).toBe("done");
      if (passed.status !== 200) continue;
      const begun = await world.client().api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${passed.json.signIn}`);
      expect([begun.status, begun.json.code]).toEqual([409, "wrong-step"]);
    }
  });
});
