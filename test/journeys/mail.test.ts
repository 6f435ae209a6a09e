// Links and warnings by mail: forgotten passwords, new addresses, invitations, deadlines, and the console that shows them.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { remindOfDeadlines } from "../../src/letters/reminders.ts";
import { setSuspended } from "../../src/organisations/register.ts";
import { changeNames, keyOf, type Person, personLocked } from "../../src/people/actions.ts";
import { Canaries } from "../support/canaries.ts";
import { deliver, linkIn, Mailbox } from "../support/mailbox.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const newPassword = "nine green bottles in a row";

describe.each(dialects)("on %s", (dialect) => {
  let mailbox: Mailbox;
  let world: World;
  let kim: TestPerson;
  let ada: TestPerson;
  beforeEach(async () => {
    mailbox = await Mailbox.open();
    world = await createWorld({ dialect, environment: mailbox.environment });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim", enrolled: true });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  });
  afterEach(async () => {
    await world.close();
    await mailbox.stop();
  });

  const ask = async (login: string, address = "192.0.2.1") => {
    const client = world.client({ address });
    const answered = await client.form("/forgot-password", { login });
    const shown = answered.location ? await client.get(answered.location) : answered;
    await deliver(world);
    return { status: answered.status, text: shown.text };
  };
  const tokenOf = (link: string) => new URL(link).searchParams.get("token") as string;
  const linkTo = (address: string, subject: string) => tokenOf(linkIn(mailbox.latest(address, subject)));

  test("a forgotten password is replaced by a mailed link, which leads to the second step and never past it", async () => {
    await ask("kim@acme.example");
    const mail = mailbox.latest("kim@acme.example", "Choose another password");
    expect(mail.text).toContain("http://localhost:8080/invitation?token=");
    const token = linkTo("kim@acme.example", "Choose another password");
    const client = world.client();
    expect((await client.get(`/invitation?token=${token}`)).text).toContain("Choose another password");
    const chosen = await client.form("/invitation", { token, password: newPassword });
    expect([chosen.status, chosen.location]).toEqual([303, "/sign-in"]);
    expect([...client.cookies.keys()].some((name) => name.endsWith("session"))).toBe(false);
    expect((await client.get("/account")).status).toBe(303);
    // The authenticator of before is still the one that counts.
    world.clock.advance(30_000);
    expect((await client.form("/sign-in/code", { code: world.code(kim) })).location).toBe("/account");
    expect((await world.client().form("/invitation", { token, password: newPassword })).status).toBe(410);
    await deliver(world);
    expect(mailbox.latest("kim@acme.example").subject).toContain("Your password was changed");
  });

  test("without a second step the link begins no session: the password has to be given", async () => {
    await world.setPolicy({ organisation: "off" });
    const token = (await ask("kim@acme.example")) && linkTo("kim@acme.example", "Choose another password");
    const client = world.client();
    const chosen = await client.form("/invitation", { token, password: newPassword });
    expect(chosen.location).toBe("/sign-in?because=password-chosen");
    expect(client.cookies.size).toBe(0);
    expect((await client.get(chosen.location as string)).text).toContain("Your new password is saved.");
    const login = { login: "kim@acme.example", password: newPassword };
    expect((await client.form("/sign-in", login)).location).toBe("/account");
  });

  test("a link works for an hour, and not after the password was changed otherwise", async () => {
    await ask("kim@acme.example");
    const token = linkTo("kim@acme.example", "Choose another password");
    world.clock.advance(hour - 1);
    expect((await world.client().get(`/invitation?token=${token}`)).status).toBe(200);
    world.clock.advance(1);
    expect((await world.client().get(`/invitation?token=${token}`)).status).toBe(410);
    await ask("kim@acme.example");
    const next = linkTo("kim@acme.example", "Choose another password");
    const { bearer } = await world.client().signIn(world, kim);
    const passwords = { currentPassword: kim.password, newPassword };
    expect((await world.client().api("POST", "/me/password", passwords, bearer)).status).toBe(200);
    expect((await world.client().form("/invitation", { token: next, password: "other words, longer" })).status).toBe(
      410,
    );
  });

  test("the answer is the same for everybody, in words, status and time; the disabled get nothing", async () => {
    const dan = await world.addPerson({ email: "dan@acme.example" });
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ status: "disabled" }).where("id", "=", dan.person.id)),
    );
    const answers: string[] = [];
    const times: number[] = [];
    for (const login of ["kim@acme.example", "KIM", "nobody@acme.example", "dan@acme.example", "@", "x".repeat(3000)]) {
      const began = performance.now();
      const { status, text } = await ask(login);
      times.push(performance.now() - began);
      answers.push(`${status} ${text}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(Math.min(...times)).toBeGreaterThan(390);
    expect(mailbox.mails.flatMap(({ to }) => to)).toEqual(["kim@acme.example", "kim@acme.example"]);
  });

  test("nobody's mailbox is filled, and whoever waits is told the same", async () => {
    const answers = new Set<string>();
    for (let i = 0; i < 6; i++) answers.add((await ask("kim@acme.example", `192.0.2.${i}`)).text);
    expect(mailbox.mails).toHaveLength(3);
    expect(answers.size).toBe(1);
    world.clock.advance(16 * minute);
    await ask("kim@acme.example");
    expect(mailbox.mails).toHaveLength(4);
    // However often others ask, a letter an hour goes.
    for (let i = 0; i < 20; i++) {
      world.clock.advance(hour / 2);
      await ask("kim@acme.example", "203.0.113.9");
    }
    const before = mailbox.mails.length;
    world.clock.advance(hour);
    await ask("kim@acme.example");
    expect(mailbox.mails).toHaveLength(before + 1);
    // Whoever used a link may ask again.
    const token = linkTo("kim@acme.example", "Choose another password");
    await world.client().form("/invitation", { token, password: newPassword });
    await ask("kim@acme.example");
    expect(mailbox.to("kim@acme.example").filter((mail) => mail.subject.startsWith("Choose"))).toHaveLength(before + 2);
  });

  test("an organisation's links go to its own people, under its own name and address", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    await world.addPerson({ email: "kim@acme.example", organisation: other });
    await world.client({ host: "other.example" }).form("/forgot-password", { login: "kim@acme.example" });
    await deliver(world);
    const [mail] = mailbox.mails;
    expect(mail?.headers.get("from")).toBe("Other <no-reply@acme.example>");
    expect(linkIn(mail as never)).toMatch(/^http:\/\/other\.example:8080\/invitation/);
    const token = tokenOf(linkIn(mail as never));
    expect((await world.client().get(`/invitation?token=${token}`)).status).toBe(410);
  });

  test("a new address counts once the letter to it was followed; both addresses are told", async () => {
    const client = world.client();
    const { bearer } = await client.signIn(world, kim);
    const changed = await client.api(
      "POST",
      "/me/email",
      { email: "kim@next.example", password: kim.password },
      bearer,
    );
    expect(changed.json).toMatchObject({ email: "kim@acme.example", pendingEmail: "kim@next.example" });
    await deliver(world);
    expect(mailbox.latest("kim@acme.example").text).toContain("is to become kim@next.example");
    const letter = mailbox.latest("kim@next.example", "Confirm your new e-mail address");
    expect(letter.text).not.toContain("Kim");
    const token = tokenOf(linkIn(letter));
    // Programs that look at every link change nothing.
    expect((await world.client().get(`/confirm-address?token=${token}`)).text).toContain("kim@next.example");
    expect((await client.api("GET", "/me", undefined, bearer)).json.email).toBe("kim@acme.example");

    const both = await Promise.all([1, 2].map(() => world.client().form("/confirm-address", { token })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    const me = (await client.api("GET", "/me", undefined, bearer)).json;
    expect(me).toMatchObject({ email: "kim@next.example", pendingEmail: null });
    await deliver(world);
    for (const address of ["kim@acme.example", "kim@next.example"]) {
      expect(mailbox.latest(address, "Your e-mail address was changed").text).toContain(
        "from kim@acme.example to kim@next.example",
      );
    }
  });

  test("a pending address dies with a new password, a reset, a newer one, its time, and where somebody else has it", async () => {
    const client = world.client();
    let { bearer } = await client.signIn(world, kim);
    const next = async (email: string) => {
      await client.api("POST", "/me/email", { email, password: kim.password }, bearer);
      await deliver(world);
      return linkTo(email, "Confirm your new");
    };
    const confirm = async (token: string) => (await world.client().form("/confirm-address", { token })).status;
    const older = await next("one@next.example");
    const newer = await next("two@next.example");
    expect(await confirm(older)).toBe(410);
    await world.addPerson({ email: "two@next.example" });
    expect(await confirm(newer)).toBe(409);
    const late = await next("three@next.example");
    world.clock.advance(day);
    expect(await confirm(late)).toBe(410);
    bearer = (await client.signIn(world, kim)).bearer;
    const reset = await next("four@next.example");
    const adas = (await world.client().signIn(world, ada)).bearer;
    await world.client().api("DELETE", `/people/${kim.person.id}/second-factor`, {}, adas);
    expect(await confirm(reset)).toBe(410);
  });

  test("a pending address ends when an administrator changes the address, disables or deletes the person", async () => {
    const adas = (await world.client().signIn(world, ada)).bearer;
    const waiting = () => world.needs.db.list((query) => query.selectFrom("address_changes").select("email"));
    const acts = [
      { method: "PATCH", path: "", body: { email: "lee@right.example" } },
      { method: "POST", path: "/disable", body: {} },
      { method: "DELETE", path: "", body: {} },
    ];
    for (const [i, { method, path, body }] of acts.entries()) {
      const lee = await world.addPerson({ email: `lee${i}@acme.example`, enrolled: true });
      const client = world.client();
      const { bearer } = await client.signIn(world, lee);
      const wanted = { email: `lee${i}@next.example`, password: lee.password };
      expect((await client.api("POST", "/me/email", wanted, bearer)).json.pendingEmail).toBe(wanted.email);
      await deliver(world);
      const token = linkTo(wanted.email, "Confirm your new");
      const done = await world.client().api(method, `/people/${lee.person.id}${path}`, body, adas);
      expect([method, path, done.status < 300]).toEqual([method, path, true]);
      expect([method, path, await waiting()]).toEqual([method, path, []]);
      expect((await world.client().form("/confirm-address", { token })).status).toBe(410);
    }
  });

  test("a pending address can be taken back, by its button and by a program; its link opens nothing then", async () => {
    const client = world.client();
    const { session, bearer } = await client.signIn(world, kim);
    client.cookies.set("countersign-session", session);
    const events = () =>
      world.needs.db.list((query) =>
        query.selectFrom("audit_events").select("details").where("name", "=", "person.address-change-withdrawn"),
      );
    const wanted = { email: "kim@next.example", password: kim.password };
    for (const takeBack of [
      async () => {
        expect((await client.get("/account")).text).toContain("Keep my present address");
        const done = await client.form("/account/email/withdrawal", {});
        expect(done.location).toBe("/account?done=email-withdrawn");
        const page = (await client.get(done.location as string)).text;
        expect(page).toContain("Your address stays as it is.");
        expect(page).not.toContain("Keep my present address");
      },
      async () => expect((await client.api("DELETE", "/me/pending-email", undefined, bearer)).status).toBe(204),
    ]) {
      await client.api("POST", "/me/email", wanted, bearer);
      await deliver(world);
      const token = linkTo(wanted.email, "Confirm your new");
      await takeBack();
      expect((await client.api("GET", "/me", undefined, bearer)).json).toMatchObject({ pendingEmail: null });
      expect((await world.client().form("/confirm-address", { token })).status).toBe(410);
    }
    expect((await events()).map(({ details }) => JSON.parse(details))).toEqual(Array(2).fill({ to: wanted.email }));
    // Where nothing waits, nothing happens.
    expect((await client.api("DELETE", "/me/pending-email", undefined, bearer)).status).toBe(204);
    expect(await events()).toHaveLength(2);
  });

  test("nobody's mailbox is filled by changes of address: a few new ones, then waits", async () => {
    const client = world.client();
    let { session, bearer } = await client.signIn(world, kim);
    const change = (email = "victim@elsewhere.example") =>
      client.api("POST", "/me/email", { email, password: kim.password }, bearer);
    const letters = async () =>
      (await world.needs.db.list((query) => query.selectFrom("outbox").select("kind"))).filter(
        ({ kind }) => kind === "person.address-confirmation",
      ).length;
    const answers: number[] = [];
    // At the same instant as well.
    for (let i = 0; i < 4; i++) answers.push((await change(`victim${i}@elsewhere.example`)).status);
    answers.push(...(await Promise.all([1, 2, 3].map(() => change()))).map(({ status }) => status).sort());
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await letters()).toBe(5);
    const refused = await change();
    expect(refused.json).toMatchObject({ code: "wait", retryAfter: 6 * 3600 });
    client.cookies.set("countersign-session", session);
    const page = await client.form("/account/email", { email: "victim@elsewhere.example", password: kim.password });
    expect(page.status).toBe(429);
    expect(page.text).toContain("Letters went to several new addresses lately. Please wait 6 hours and try again.");
    // Who asked too often still has what they asked for last, and may take it back.
    expect((await client.api("GET", "/me", undefined, bearer)).json.pendingEmail).toBe("victim@elsewhere.example");
    world.clock.advance(6 * hour);
    ({ session, bearer } = await client.signIn(world, kim));
    expect((await change()).status).toBe(200);
    expect((await change()).status).toBe(429);
    expect(await letters()).toBe(6);
    // Another person is not held up.
    const adas = (await world.client().signIn(world, ada)).bearer;
    const own = { email: "ada@next.example", password: ada.password };
    expect((await world.client().api("POST", "/me/email", own, adas)).status).toBe(200);
  });

  test("an invitation is mailed, and shown to the administrator once as well", async () => {
    const { bearer } = await world.client().signIn(world, ada);
    const added = await world.client().api("POST", "/people", { email: "new@acme.example" }, bearer);
    expect(added.json.invitation.mailed).toBe(true);
    await deliver(world);
    const mailed = linkIn(mailbox.latest("new@acme.example", "You are invited"));
    expect((await world.client().get(mailed)).text).toContain("Choose a password");
    expect((await world.client().get(added.json.invitation.url)).text).toContain("Choose a password");
    // Either is good, once for both.
    const form = { token: tokenOf(mailed), password: newPassword };
    expect((await world.client().form("/invitation", form)).status).toBe(303);
    expect((await world.client().get(added.json.invitation.url)).status).toBe(410);
  });

  test("an address is proven by the link that was mailed there, and by no other", async () => {
    const { bearer } = await world.client().signIn(world, ada);
    const proven = async (email: string) => {
      const [row] = await world.needs.db.list((query) =>
        query.selectFrom("people").select("address_proven_at").where("email_normal", "=", email),
      );
      return row?.address_proven_at;
    };
    const accept = (link: string) =>
      world.client().form("/invitation", { token: tokenOf(link), password: newPassword });
    const shown = await world.client().api("POST", "/people", { email: "lee@acme.example" }, bearer);
    expect((await accept(shown.json.invitation.url)).status).toBe(303);
    expect(await proven("lee@acme.example")).toBeNull();

    await world.client().api("POST", "/people", { email: "mia@acme.example" }, bearer);
    await deliver(world);
    expect((await accept(linkIn(mailbox.latest("mia@acme.example")))).status).toBe(303);
    expect(await proven("mia@acme.example")).toBe(world.clock.now());

    await ask("kim@acme.example");
    await accept(linkIn(mailbox.latest("kim@acme.example", "Choose another password")));
    expect(await proven("kim@acme.example")).toBe(world.clock.now());
    // Another address is another matter; the same one written otherwise is not.
    const path = `/people/${kim.person.id}`;
    await world.client().api("PATCH", path, { email: "Kim@acme.example" }, bearer);
    expect(await proven("kim@acme.example")).toBe(world.clock.now());
    await world.client().api("PATCH", path, { email: "kim@next.example" }, bearer);
    expect(await proven("kim@next.example")).toBeNull();
  });

  test("a letter that went to the address of before proves nothing of the one that came after it", async () => {
    await ask("kim@acme.example");
    const link = linkIn(mailbox.latest("kim@acme.example", "Choose another password"));
    world.clock.advance(minute);
    await world.needs.db.transaction(async (tx) => {
      const person = (await personLocked(tx, keyOf(kim.person))) as Person;
      await changeNames(tx, world.needs, person, { email: "kim@next.example" });
    });
    const form = { token: tokenOf(link), password: newPassword };
    expect((await world.client().form("/invitation", form)).status).toBe(303);
    const rows = await world.needs.db.list((query) =>
      query.selectFrom("people").select("address_proven_at").where("id", "=", kim.person.id),
    );
    expect(rows).toEqual([{ address_proven_at: null }]);
  });

  test("no token of a link stands in the database or the log", async () => {
    const canaries = new Canaries();
    const { bearer } = await world.client().signIn(world, ada);
    const added = await world.client().api("POST", "/people", { email: "new@acme.example" }, bearer);
    canaries.addToken("invitation", tokenOf(added.json.invitation.url));
    const { bearer: kims } = await world.client().signIn(world, kim);
    await world.client().api("POST", "/me/email", { email: "kim@next.example", password: kim.password }, kims);
    await world.client().form("/forgot-password", { login: "kim@acme.example" });
    mailbox.refuse = () => "not now";
    const rows = () => world.needs.db.list((query) => query.selectFrom("outbox").selectAll());
    const kept = JSON.stringify(await rows());
    await deliver(world);
    mailbox.refuse = () => undefined;
    world.clock.advance(minute);
    await deliver(world);
    canaries.addToken("password link", linkTo("kim@acme.example", "Choose another password"));
    canaries.addToken("confirmation", linkTo("kim@next.example", "Confirm"));
    expect(canaries.foundIn(kept)).toEqual([]);
    expect(canaries.foundIn(JSON.stringify(await rows()))).toEqual([]);
    expect(canaries.foundIn(world.logged.join(""))).toEqual([]);
  });

  test("who has nothing set up is reminded 7 days and 1 day before the deadline, once each", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example" });
    await world.setPolicy({ bindsFrom: { date: "2027-03-20" } });
    const deadline = Date.UTC(2027, 2, 20);
    const at = async (moment: number) => {
      world.clock.set(moment);
      return remindOfDeadlines(world.needs, world.organisation.id);
    };
    expect(await at(deadline - 7 * day - 1)).toBe(0);
    const both = await Promise.all([at(deadline - 7 * day), at(deadline - 7 * day)]);
    expect(Math.max(...both)).toBe(1);
    expect(await at(deadline - 2 * day)).toBe(0);
    expect(await at(deadline - day)).toBe(1);
    expect(await at(deadline - 1)).toBe(0);
    expect(await at(deadline)).toBe(0);
    await deliver(world);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[lee.person.email], [lee.person.email]]);
    expect(mailbox.latest(lee.person.email).text).toContain("20 March 2027, 00:00 UTC");
  });

  test("who is given days is reminded once the days have begun, and not hour after hour before", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example" });
    await world.addPerson({ email: "never@acme.example" });
    await world.setPolicy({ bindsFrom: { days: 10 } });
    const remind = () => remindOfDeadlines(world.needs, world.organisation.id);
    for (let i = 0; i < 30; i++) {
      expect(await remind()).toBe(0);
      world.clock.advance(hour);
    }
    await world.client().form("/sign-in", { login: "lee", password: lee.password });
    const met = world.clock.now();
    const written: number[] = [];
    for (let passed = 0; passed <= 10 * day; passed += 6 * hour) {
      world.clock.set(met + passed);
      if ((await remind()) > 0) written.push(passed / day);
    }
    expect(written).toEqual([3, 9]);
    await deliver(world);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[lee.person.email], [lee.person.email]]);
  });

  test("people of a suspended organisation are reminded of nothing", async () => {
    await world.addPerson({ email: "lee@acme.example" });
    await world.setPolicy({ bindsFrom: { date: "2027-03-04" } });
    const suspend = (suspended: boolean) =>
      world.needs.db.transaction((tx) => setSuspended(tx, world.organisation.id, suspended));
    await suspend(true);
    expect(await remindOfDeadlines(world.needs, world.organisation.id)).toBe(0);
    await suspend(false);
    expect(await remindOfDeadlines(world.needs, world.organisation.id)).toBe(1);
  });

  test("administrators see what waits and why, and send again what was given up; nobody else does", async () => {
    const { bearer } = await world.client().signIn(world, ada);
    mailbox.refuse = () => "no such mailbox";
    const added = await world.client().api("POST", "/people", { email: "new@acme.example" }, bearer);
    await deliver(world);
    const list = async () => (await world.client().api("GET", "/mail", undefined, bearer)).json;
    const [letter] = (await list()).letters;
    expect(letter).toMatchObject({
      kind: "person.invited",
      recipient: "new@acme.example",
      state: "waiting",
      tries: 1,
      failure: "The mail server refused the recipient: 550 no such mailbox",
    });
    expect(JSON.stringify(await list())).not.toContain(tokenOf(added.json.invitation.url));
    const again = (as: string, id = letter.id) => world.client().api("POST", `/mail/${id}/again`, undefined, as);
    expect((await again(bearer)).status).toBe(404);
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("outbox").set({ next_try_at: null })),
    );
    expect((await again((await world.client().signIn(world, kim)).bearer)).status).toBe(403);
    expect((await again(bearer, "x")).status).toBe(404);
    expect((await again(bearer)).status).toBe(204);
    mailbox.refuse = () => undefined;
    await deliver(world);
    expect((await list()).letters).toEqual([]);
    expect((await world.client().get(linkIn(mailbox.latest("new@acme.example")))).status).toBe(200);
  });
});

test("without a mail server nobody is promised a letter, and an address changes at once", async () => {
  const world = await createWorld();
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const { text } = await world.client().form("/forgot-password", { login: "kim" });
  expect(text).toContain("sends no letters from here");
  const { bearer } = await world.client().signIn(world, kim);
  const changed = await world
    .client()
    .api("POST", "/me/email", { email: "kim@next.example", password: kim.password }, bearer);
  expect(changed.json).toMatchObject({ email: "kim@next.example", pendingEmail: null });
  expect(await world.needs.db.list((query) => query.selectFrom("invitations").selectAll())).toEqual([]);
  await world.close();
});
