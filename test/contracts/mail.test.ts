// Letters: none is lost, none is sent twice, none says what it must not.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { record } from "../../src/audit/actions.ts";
import { eventCatalogue, toldByMail } from "../../src/audit/events.ts";
import { hour, minute } from "../../src/kernel/clock.ts";
import { renderLetter } from "../../src/letters/actions.tsx";
import { hasWordsFor } from "../../src/letters/words.tsx";
import { enqueue, enqueueWithLink, sendAgain } from "../../src/mail/actions.ts";
import { keepDelivering } from "../../src/mail/delivery.ts";
import { lease, mostTries } from "../../src/mail/rules.ts";
import * as store from "../../src/mail/store.ts";
import { beginRemoval, finishRemovals, setSuspended } from "../../src/organisations/register.ts";
import { keyOf } from "../../src/people/actions.ts";
import { words } from "../../src/words/index.ts";
import { deliver, linkIn, Mailbox } from "../support/mailbox.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let mailbox: Mailbox;
  let world: World;
  let kim: TestPerson;
  const beside: World[] = [];
  beforeEach(async () => {
    mailbox = await Mailbox.open();
    world = await createWorld({ dialect, environment: mailbox.environment });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen" });
  });
  afterEach(async () => {
    for (const one of beside.splice(0)) await one.close();
    await world.close();
    await mailbox.stop();
  });

  const write = (more: Partial<Parameters<typeof enqueue>[2]> = {}) =>
    world.needs.db.transaction((tx) =>
      enqueue(tx, world.needs, {
        organisation: world.organisation.id,
        person: kim.person.id,
        kind: "person.password-changed",
        ...more,
      }),
    );
  const token = `${"a".repeat(22)}.${"s3cr3tS3cr3t".repeat(3)}`;
  const link = `http://localhost:8080/invitation?token=${token}`;
  const writeWithLink = (until = world.clock.now() + hour) =>
    world.needs.db.transaction((tx) =>
      enqueueWithLink(
        tx,
        world.needs,
        {
          organisation: world.organisation.id,
          person: kim.person.id,
          kind: "person.password-link",
          details: { until },
        },
        link,
      ),
    );
  const outbox = () => world.needs.db.list((query) => query.selectFrom("outbox").selectAll().orderBy("id"));
  const change: World["needs"]["db"]["list"] = (build) => world.needs.db.transaction((tx) => tx.list(build));
  const program = async (environment: Record<string, string> = mailbox.environment) => {
    const another = await createWorld({ dialect, beside: world, environment });
    beside.push(another);
    return another;
  };

  test("a change is told in text and HTML, once, and nothing of the letter is kept", async () => {
    await world.needs.db.transaction((tx) =>
      record(tx, world.needs, {
        organisation: world.organisation.id,
        name: "trusted-browser.added",
        actor: kim.person.id,
        person: kim.person.id,
        source: { address: "198.51.100.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0" },
        details: { until: world.clock.now() + hour },
      }),
    );
    expect(await deliver(world)).toBe(1);
    expect(await deliver(world)).toBe(0);
    const [mail] = mailbox.mails;
    expect(mailbox.mails).toHaveLength(1);
    expect(mail?.to).toEqual(["kim@acme.example"]);
    expect(mail?.subject).toBe("A browser is trusted now · Acme");
    expect(mail?.headers.get("from")).toBe("Acme <no-reply@acme.example>");
    expect(mail?.headers.get("to")).toBe("Kim Larsen <kim@acme.example>");
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    const [row] = await outbox();
    expect(mail?.headers.get("message-id")).toBe(`<${row?.id}@acme.example>`);
    for (const words of [
      "Hello Kim Larsen,",
      "no code is asked for there until 1 March 2027, 10:00 UTC",
      "When: 1 March 2027, 09:00 UTC",
      "From: 198.51.100.7",
      "With: Chrome on Linux",
      "http://localhost:8080/account/security",
      "Acme, localhost:8080",
    ])
      expect(mail?.text).toContain(words);
    expect(mail?.text).not.toMatch(/[<>]|&\w+;/);
    expect(mail?.html).toContain("<th");
    expect(row).toMatchObject({ details: "{}", sealed_link: null, next_try_at: null, failure: null });
    expect(row?.sent_at).toBe(world.clock.now());
  });

  test("goes to the address that its owner had when it was written, whoever changes it next", async () => {
    await write();
    await change((query) => query.updateTable("people").set({ email: "eve@evil.example" }));
    await deliver(world);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([["kim@acme.example"]]);
  });

  test("two programs that look at the same instant never send a letter twice", { timeout: 60_000 }, async () => {
    const other = await program();
    for (let i = 0; i < 30; i++) await write({ details: { at: i } });
    for (let round = 0; round < 8; round++)
      await Promise.all([deliver(world), deliver(other), deliver(world), deliver(other)]);
    expect(mailbox.mails).toHaveLength(30);
    expect(new Set(mailbox.mails.map((mail) => mail.headers.get("message-id"))).size).toBe(30);
    expect((await outbox()).every((row) => row.sent_at !== null)).toBe(true);
  });

  test("while the server is away letters wait, longer each time, and go once it is back", async () => {
    await mailbox.stop();
    await write();
    await deliver(world);
    expect(await outbox()).toMatchObject([
      {
        tries: 1,
        failure: "The mail server can't be reached, or it hung up.",
        next_try_at: world.clock.now() + minute,
      },
    ]);
    expect(await deliver(world)).toBe(0);
    world.clock.advance(minute);
    await deliver(world);
    expect(await outbox()).toMatchObject([{ tries: 2, next_try_at: world.clock.now() + 2 * minute }]);
    await mailbox.start();
    world.clock.advance(2 * minute);
    await deliver(world);
    expect(mailbox.mails).toHaveLength(1);
  });

  test("a recipient that is refused is tried for three days, then given up with the reason; then it can be sent again", async () => {
    mailbox.refuse = (address) => `no such mailbox <${address}>, see http://blocked.example/?token=${token}`;
    await write();
    const began = world.clock.now();
    for (let i = 0; i < mostTries; i++) {
      expect(await deliver(world)).toBe(1);
      const [row] = await outbox();
      expect(row?.tries).toBe(i + 1);
      if (row?.next_try_at != null) world.clock.set(row.next_try_at);
    }
    expect(world.clock.now() - began).toBeGreaterThan(70 * hour);
    expect(world.clock.now() - began).toBeLessThan(80 * hour);
    const [row] = await outbox();
    expect(row).toMatchObject({ next_try_at: null, sent_at: null });
    expect(row?.failure).toBe("The mail server refused the recipient: 550 no such mailbox <kim@acme.example>, see …");
    expect(await deliver(world)).toBe(0);

    mailbox.refuse = () => undefined;
    const again = (organisation: string) =>
      world.needs.db.transaction((tx) => sendAgain(tx, world.needs, { organisation, id: row?.id as string }));
    const other = await world.addOrganisation("Other", "other.example");
    expect(await again(other.id)).toBeUndefined();
    expect(await again(world.organisation.id)).toMatchObject({ kind: "person.password-changed" });
    expect(await again(world.organisation.id)).toBeUndefined();
    await deliver(world);
    expect(mailbox.mails).toHaveLength(1);
  });

  test("one letter that is refused holds up no other", async () => {
    mailbox.refuse = (address) => (address.startsWith("kim") ? "no" : undefined);
    await write();
    await write({ to: "lee@acme.example" });
    await deliver(world);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([["lee@acme.example"]]);
  });

  test("what a program took and did not send, because it died, is sent by another, but not before its time", async () => {
    const other = await program();
    await write();
    const [row] = await outbox();
    const key = { organisation: world.organisation.id, id: row?.id as string, tries: 0 };
    const leaseUntil = world.clock.now() + lease;
    const taken = await world.needs.db.transaction((tx) => tx.first(store.claim, { ...key, leaseUntil }));
    expect(taken?.tries).toBe(1);
    expect(await deliver(other)).toBe(0);
    world.clock.advance(lease);
    expect(await deliver(other)).toBe(1);
    expect(mailbox.mails).toHaveLength(1);
    // Should the first have been only slow, it has no say any more.
    const late = { ...key, tries: 1, failure: "late", nextTryAt: 1 };
    expect(await world.needs.db.transaction((tx) => tx.first(store.markFailed, late))).toBeUndefined();
    expect(await deliver(world)).toBe(0);
  });

  test("without a server letters wait, the log has their subject alone, and they go once there is one", async () => {
    const without = await program({ COUNTERSIGN_SMTP_URL: "", COUNTERSIGN_MAIL_FROM: "" });
    await writeWithLink();
    await deliver(without);
    const logged = without.logged.join("");
    expect(logged).toContain('"subject":"Choose another password · Acme"');
    expect(logged).not.toMatch(/s3cr3t|invitation|kim/);
    expect(await outbox()).toMatchObject([{ failure: "No mail server is set up.", tries: 1 }]);
    expect(await deliver(world)).toBe(0);
    const delivering = keepDelivering(world.needs, renderLetter(world.needs));
    await expect.poll(() => mailbox.mails.length, { timeout: 5_000 }).toBe(1);
    await delivering.stop();
    expect(linkIn(mailbox.latest("kim@acme.example"))).toBe(link);
  });

  test("what waited for a server and is being sent is left to who sends it by a program that starts meanwhile", async () => {
    const without = await program({ COUNTERSIGN_SMTP_URL: "", COUNTERSIGN_MAIL_FROM: "" });
    await write();
    await deliver(without);
    const [row] = await outbox();
    const key = { organisation: world.organisation.id, id: row?.id as string, tries: 1 };
    const leaseUntil = world.clock.now() + lease;
    expect(await world.needs.db.transaction((tx) => tx.first(store.claim, { ...key, leaseUntil }))).toBeDefined();
    const delivering = keepDelivering(world.needs, renderLetter(world.needs));
    await write({ to: "lee@acme.example" });
    await expect.poll(() => mailbox.mails.length, { timeout: 5_000 }).toBe(1);
    await delivering.stop();
    expect(mailbox.mails.map(({ to }) => to)).toEqual([["lee@acme.example"]]);
    expect((await outbox())[0]).toMatchObject({ tries: 2, next_try_at: leaseUntil });
  });

  test("a program that is told to stop finishes the letter it is about", async () => {
    const delivering = keepDelivering(world.needs, renderLetter(world.needs));
    await write();
    await expect.poll(() => mailbox.mails.length, { timeout: 5_000 }).toBe(1);
    await delivering.stop();
    expect((await outbox())[0]?.sent_at).not.toBeNull();
    await write();
    expect((await outbox())[1]?.tries).toBe(0);
  });

  test("a link is nowhere but in the letter: not in the outbox, not in the log, and gone once it is sent", async () => {
    await writeWithLink();
    const [row] = await outbox();
    const kept = Object.values(row ?? {}).map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value),
    );
    expect(kept.join("\n")).not.toMatch(/s3cr3t|token=/i);
    mailbox.refuse = () => `550 not this: ${link}`;
    await deliver(world);
    expect((await outbox())[0]?.failure).not.toMatch(/s3cr3t/);
    mailbox.refuse = () => undefined;
    world.clock.advance(minute);
    await deliver(world);
    const mail = mailbox.latest("kim@acme.example");
    expect(linkIn(mail)).toBe(link);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.subject).toBe("Choose another password · Acme");
    expect(world.logged.join("")).not.toMatch(/s3cr3t/i);
    expect((await outbox())[0]?.sealed_link).toBeNull();
  });

  test("a link that is too old, or sealed with another key, is not sent", async () => {
    await writeWithLink(world.clock.now() + minute);
    await writeWithLink();
    const strange = await program({
      ...mailbox.environment,
      COUNTERSIGN_KEYS: Buffer.alloc(32, 9).toString("base64"),
    });
    world.clock.advance(2 * minute);
    await deliver(strange);
    expect((await outbox()).map(({ failure }) => failure)).toEqual([
      "The link in it is too old by now.",
      "The link in it can't be read with this key.",
    ]);
    expect(mailbox.mails).toEqual([]);
  });

  test("names break out of no header and no tag", async () => {
    const bad = 'Kim"\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>&amp;';
    await change((query) => query.updateTable("people").set({ display_name: bad }));
    await change((query) => query.updateTable("organisations").set({ name: `Acme\r\nBcc: eve@evil.example` }));
    await write({ kind: "authenticator.removed", details: { name: "<img src=x>\r\nBcc: eve@evil.example" } });
    await deliver(world);
    const [mail] = mailbox.mails;
    expect(mail?.to).toEqual(["kim@acme.example"]);
    expect([...(mail?.headers.keys() ?? [])]).not.toContain("bcc");
    expect(mail?.html).not.toMatch(/<script|<img/);
    expect(mail?.html).toContain("&lt;img src=x&gt;");
    expect(mail?.text).toContain("<script>alert(1)</script>&amp;");
    expect(mail?.subject).toBe("An authenticator app was removed · Acme Bcc: eve@evil.example");
  });

  test("addresses that could never arrive are given up at once", async () => {
    await write({ to: "kim@acme.example,eve@evil.example" });
    await write({ person: null });
    await deliver(world);
    expect((await outbox()).map(({ failure }) => failure)).toEqual(
      Array(2).fill("There is no address to send this to."),
    );
    expect(mailbox.mails).toEqual([]);
  });

  test("a letter of a name that was written before is not written again", async () => {
    await Promise.all([1, 2, 3].map(() => write({ once: "only one" })));
    expect(await outbox()).toHaveLength(1);
  });

  test("an organisation that is suspended or on its way out writes to nobody", async () => {
    const { id } = await world.addOrganisation("Beta", "beta.example");
    const pat = await world.addPerson({ email: "pat@beta.example", organisation: { id } as never });
    const toPat = () => write({ organisation: id, person: pat.person.id });
    const failures = async () => (await outbox()).map(({ failure, next_try_at }) => [failure, next_try_at]);
    await world.needs.db.transaction((tx) => setSuspended(tx, id, true));
    await toPat();
    await deliver(world);
    expect(await failures()).toEqual([["The organisation is suspended.", null]]);
    await world.needs.db.transaction((tx) => beginRemoval(tx, id));
    await toPat();
    await deliver(world);
    expect((await failures())[1]).toEqual(["The organisation is gone.", null]);
    expect(mailbox.mails).toEqual([]);
    // What is left of its letters goes before its people.
    await finishRemovals(world.needs, 1);
    expect(await outbox()).toEqual([]);
    const left = world.needs.db.list((query) =>
      query.selectFrom("people").select("id").where("id", "=", pat.person.id),
    );
    expect(await left).toHaveLength(1);
  });

  test("a clock that ran ahead holds no letter back for long", async () => {
    const now = world.clock.now();
    world.clock.set(now + 365 * 24 * hour);
    await write();
    world.clock.set(now);
    expect(await deliver(world)).toBe(1);
  });

  test("the last letters of a person who is deleted still go out", async () => {
    await write();
    const { organisation, person } = keyOf(kim.person);
    await change((query) =>
      query.deleteFrom("people").where("organisation_id", "=", organisation).where("id", "=", person),
    );
    await deliver(world);
    expect(mailbox.mails).toHaveLength(1);
  });
});

test("every event that is told by mail, and every title, has words", () => {
  const { titles } = words.en.letters;
  for (const event of toldByMail) expect(Object.keys(eventCatalogue)).toContain(event);
  expect([...toldByMail].filter((event) => !hasWordsFor(event))).toEqual([]);
  expect(Object.keys(titles).filter((kind) => !hasWordsFor(kind))).toEqual([]);
  expect([...toldByMail].filter((event) => !(event in titles))).toEqual([]);
});
