// Help for who lost the authenticator, from asking to the new authenticator, on both databases.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { longestPage } from "../../src/help-requests/rules.ts";
import { insertIfAbsent } from "../../src/help-requests/store.ts";
import { tidy } from "../../src/housekeeping.ts";
import { readCsv } from "../../src/http/spreadsheets.ts";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { mintToken } from "../../src/kernel/tokens.ts";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { ask, half, lettersOf, notMeLink } from "../support/help.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("help requests on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let kim: TestPerson;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim", enrolled: true });
    ({ bearer } = await world.client().signIn(world, ada));
  });
  afterEach(() => world.close());

  const decide = (id: string, verb: "approval" | "decline", as = bearer, note?: string) =>
    world.client().api("POST", `/help-requests/${id}/${verb}`, note === undefined ? {} : { note }, as);
  const statusOf = async (id: string) =>
    (await world.client().api("GET", `/help-requests/${id}`, undefined, bearer)).json.status;
  const events = async (of: TestPerson) =>
    (
      await world.needs.db.list((query) =>
        query
          .selectFrom("audit_events")
          .select(["name", "actor_id"])
          .where("person_id", "=", of.person.id)
          .where("name", "like", "help-request.%")
          .orderBy("id"),
      )
    ).map(({ name }) => name.slice("help-request.".length));

  const passOf = (signIn: string) => world.client().api("POST", "/sign-ins/current/pass", {}, signIn);
  /** Sets up in a sign-in that stands at set-up. @returns the answer to the confirmation, and the new secret */
  async function confirm(signIn: string) {
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins/current/enrolment", {}, signIn);
    if (begun.status !== 201) return { answer: begun, secret: Buffer.alloc(0) };
    const secret = Buffer.from(decodeBase32(begun.json.secret) as Uint8Array);
    const code = totp({ secret, at: world.clock.now() });
    return { answer: await client.api("POST", "/sign-ins/current/enrolment/confirmation", { code }, signIn), secret };
  }
  const canUsePass = async () => (await passOf(await half(world.client(), kim))).status;

  test("from a lost phone to a new authenticator: asked, approved, set up; the old one is gone, everything else ended", async () => {
    const before = await world.client().signIn(world, kim);
    world.clock.advance(minute);
    const client = world.client();
    const signIn = await half(client, kim);
    const asked = await client.api("POST", "/sign-ins/current/help", { message: "Phone\r\nlost" }, signIn);
    expect([asked.status, asked.json]).toEqual([202, { status: "open" }]);
    // The sign-in has ended by it.
    expect((await client.api("POST", "/sign-ins/current/help", {}, signIn)).status).toBe(410);

    const list = await client.api("GET", "/help-requests", undefined, bearer);
    expect(list.json).toMatchObject({
      helpRequests: [{ person: { displayName: "Kim" }, message: "Phone\nlost", status: "open", decidedBy: null }],
      next: null,
    });
    const { id } = list.json.helpRequests[0];
    const details = await client.api("GET", `/help-requests/${id}`, undefined, bearer);
    expect(details.json.known).toMatchObject({ recoveryCodesLeft: 10, sessions: 1, otherRequests: 0 });
    expect(details.json.known.networkSeenAt).not.toBeNull();

    const approved = await decide(id, "approval", bearer, "Called her");
    expect(approved.json).toMatchObject({ status: "approved", decidedBy: ada.person.id, note: "Called her" });

    const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
    expect(begun.json).toMatchObject({ step: "second-step", methods: ["totp", "recovery-code", "pass"] });
    const passed = await passOf(`SignIn ${begun.json.signIn}`);
    expect(passed.json).toMatchObject({ step: "set-up" });
    expect(passed.json.signIn).not.toBe(begun.json.signIn);
    // Until the new one is confirmed the old one stays, and so does where she is signed in.
    expect((await client.api("GET", "/session", undefined, before.bearer)).status).toBe(200);

    const { answer, secret } = await confirm(`SignIn ${passed.json.signIn}`);
    expect(answer.json.recoveryCodes).toHaveLength(10);
    const done = await client.api(
      "POST",
      "/sign-ins/current/enrolment/completion",
      { saved: "printed" },
      `SignIn ${passed.json.signIn}`,
    );
    expect(done.json).toMatchObject({ step: "done" });
    expect((await client.api("GET", "/session", undefined, before.bearer)).status).toBe(401);
    world.clock.advance(minute);
    await expect(world.client().signIn(world, kim)).rejects.toThrow("wrong-code");
    expect((await world.client().signIn(world, { ...kim, secret })).session).toBeTruthy();
    expect(await statusOf(id)).toBe("used");
    expect(await events(kim)).toEqual(["asked", "approved", "pass-used"]);
  });

  test("the person and those who decide are told, with links that only a letter has", async () => {
    const hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    await world.addPerson({ email: "gone@acme.example", administrator: true, status: "invited" });
    const id = await ask(world, kim);
    const first = await lettersOf(world);
    expect(first.map(({ kind, person, to }) => [kind, person, to])).toEqual([
      ["help-request.asked", kim.person.id, kim.person.email],
      ["help-request.waiting", ada.person.id, ada.person.email],
      ["help-request.waiting", hal.person.id, hal.person.email],
    ]);
    expect(first[0]?.link).toMatch(
      /^http:\/\/localhost:8080\/help-requests\/cancellation\?token=[\w-]{22}\.[\w-]{43}$/,
    );
    expect(first[1]?.link).toBe(`http://localhost:8080/admin/help-requests/${id}`);
    expect(first[1]?.details).toMatchObject({ name: "Kim", request: id });
    // What somebody with a stolen password writes does not go out in our name.
    expect(JSON.stringify(first.map(({ details }) => details))).not.toContain("harbour");

    await decide(id, "approval", bearer, "Called her");
    const told = (await lettersOf(world)).slice(3);
    expect(told).toMatchObject([{ kind: "help-request.approved", details: { note: "Called her" } }]);
    expect(told[0]?.link).not.toBe(first[0]?.link);
    await passOf(await half(world.client(), kim));
    expect((await lettersOf(world)).slice(4).map(({ kind }) => kind)).toEqual(["help-request.pass-used"]);
  });

  test("the links of an organisation without a host name of its own choose it on the way", async () => {
    const beta = await world.addOrganisation("Beta", null);
    const bo = await world.addPerson({ email: "bo@beta.example", enrolled: true, organisation: beta });
    await world.addPerson({ email: "al@beta.example", enrolled: true, administrator: true, organisation: beta });
    const chosen = { "countersign-organisation": beta.slug, "content-type": "application/json" };
    const post = (path: string, body: object, authorization?: string) =>
      world.client().send("POST", `/api/v1${path}`, JSON.stringify(body), {
        ...chosen,
        ...(authorization ? { authorization } : {}),
      });
    const begun = await post("/sign-ins", { login: bo.person.email, password: bo.password });
    expect((await post("/sign-ins/current/help", {}, `SignIn ${begun.json.signIn}`)).status).toBe(202);
    const links = (await lettersOf(world)).map(({ link }) => link);
    expect(links).toHaveLength(2);
    for (const link of links) expect(link).toContain(`/o/${beta.slug}?to=%2F`);
  });

  test("an address that was given up within 30 days is told too", async () => {
    const client = world.client();
    const { bearer: own } = await client.signIn(world, kim);
    const changed = await client.api("POST", "/me/email", { email: "kim@new.example", password: kim.password }, own);
    expect(changed.status).toBe(200);
    kim.person.email = "kim@new.example";
    world.clock.advance(29 * 24 * hour);
    await ask(world, kim);
    const asked = (await lettersOf(world)).filter(({ kind }) => kind === "help-request.asked");
    expect(asked.map(({ to }) => to)).toEqual(["kim@new.example", "kim@acme.example"]);
    expect(new Set(asked.map(({ link }) => link)).size).toBe(1);
  });

  test("the owner's address is told however often it was changed since", async () => {
    for (let i = 0; i < 12; i++) {
      const email = `kim${i}@elsewhere.example`;
      const changed = await world.client().api("PATCH", `/people/${kim.person.id}`, { email }, bearer);
      expect(changed.status).toBe(200);
    }
    await ask(world, { ...kim, person: { ...kim.person, email: "kim11@elsewhere.example" } });
    const told = (await lettersOf(world)).filter(({ kind }) => kind === "help-request.asked").map(({ to }) => to);
    expect(told).toHaveLength(13);
    expect(told).toContain("kim@acme.example");
  });

  test("a declined request gives nothing, and another one can be asked", async () => {
    const id = await ask(world, kim);
    expect((await decide(id, "decline", bearer, "Not her voice")).json).toMatchObject({
      status: "declined",
      passUntil: null,
    });
    const told = (await lettersOf(world)).at(-1);
    expect(told).toMatchObject({ kind: "help-request.declined", details: { note: "Not her voice" }, link: undefined });
    expect(await canUsePass()).toBe(410);
    expect(await ask(world, kim)).not.toBe(id);
  });

  test("one open request a person, three a day", async () => {
    const first = await ask(world, kim);
    const again = await world.client().api("POST", "/sign-ins/current/help", {}, await half(world.client(), kim));
    expect([again.status, again.json.code]).toEqual([409, "help-already-asked"]);
    await decide(first, "decline");
    for (let i = 0; i < 2; i++) await decide(await ask(world, kim), "decline");
    const signIn = await half(world.client(), kim);
    const fourth = await world.client().api("POST", "/sign-ins/current/help", {}, signIn);
    expect([fourth.status, fourth.json.code, fourth.headers.get("retry-after")]).toEqual([429, "wait", "86400"]);
    // The sign-in has not ended by what was refused.
    const answered = await world
      .client()
      .api("POST", "/sign-ins/current/answers", { method: "totp", code: world.code(kim) }, signIn);
    expect(answered.json.step).toBe("done");
    world.clock.advance(24 * hour + 1000);
    await ask(world, kim);
  });

  test("a request that nobody decides lapses after 14 days: the person is told, and can ask again", async () => {
    const first = await ask(world, kim);
    const asked = world.clock.now();
    const waiting = async (status = "open") =>
      (await world.client().api("GET", `/help-requests?status=${status}`, undefined, bearer)).json.helpRequests.length;
    const adasAt = async (moment: number) => {
      world.clock.set(moment);
      ({ bearer } = await world.client().signIn(world, ada));
    };
    await adasAt(asked + 14 * day - minute);
    await tidy(world.needs);
    expect([await statusOf(first), await waiting()]).toEqual(["open", 1]);
    const again = await half(world.client(), kim);
    expect((await world.client().api("POST", "/sign-ins/current/help", {}, again)).status).toBe(409);

    // From then on nobody decides it, though nobody has tidied up yet.
    await adasAt(asked + 14 * day);
    expect(await statusOf(first)).toBe("lapsed");
    const late = await decide(first, "approval");
    expect([late.status, late.json.title]).toEqual([
      409,
      "Nobody decided this request within 14 days, so it has lapsed. The person can ask again.",
    ]);
    expect(await canUsePass()).toBe(410);
    const told = async () => (await lettersOf(world)).filter(({ kind }) => kind === "help-request.lapsed");
    expect((await told()).map(({ to }) => to)).toEqual(["kim@acme.example"]);

    const second = await ask(world, kim);
    await adasAt(world.clock.now() + 14 * day);
    await Promise.all([tidy(world.needs), tidy(world.needs)]);
    await tidy(world.needs);
    expect([await statusOf(second), await waiting(), await waiting("decided")]).toEqual(["lapsed", 0, 2]);
    expect(await told()).toHaveLength(2);
    expect(await events(kim)).toEqual(["asked", "lapsed", "asked", "lapsed"]);
    // Asking again needs no tidying either.
    const third = await ask(world, kim);
    world.clock.advance(15 * day);
    expect(await ask(world, kim)).not.toBe(third);
  });

  test("what a code has made void is cleared away unseen; what is over goes after a year", async () => {
    const open = await ask(world, kim);
    await world.client().signIn(world, kim);
    await tidy(world.needs);
    expect(await events(kim)).toEqual(["asked", "overtaken"]);
    const declined = await ask(world, kim);
    world.clock.advance(13 * day);
    const decided = world.clock.now();
    ({ bearer } = await world.client().signIn(world, ada));
    await decide(declined, "decline");
    const left = async () =>
      (await world.needs.db.list((query) => query.selectFrom("help_requests").select("id"))).map(({ id }) => id);
    world.clock.set(decided + 365 * day);
    await tidy(world.needs);
    expect([await left(), open === declined]).toEqual([[declined], false]);
    world.clock.advance(1);
    await tidy(world.needs);
    expect(await left()).toEqual([]);
    // On record it stays.
    expect(await events(kim)).toContain("declined");
  });

  test("the navigation of administrators and helpers says how many wait, and of this organisation alone", async () => {
    const hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
    const browser = async (who: TestPerson) => {
      const client = world.client();
      world.clock.advance(minute);
      client.cookies.set("countersign-session", (await client.signIn(world, who)).session);
      return client;
    };
    const [adas, hals] = [await browser(ada), await browser(hal)];
    const shown = async (client: typeof adas, path = "/admin/people") =>
      /Help requests <span class="count">(\d+)<\/span>/.exec((await client.get(path)).text)?.[1];
    expect(await shown(adas)).toBeUndefined();
    await ask(world, kim);
    const leesRequest = await ask(world, lee);
    for (const client of [adas, hals])
      for (const path of ["/admin/people", "/admin/help-requests", `/admin/help-requests/${leesRequest}`])
        expect([path, await shown(client, path)]).toEqual([path, "2"]);
    expect(await shown(adas, "/admin/policy")).toBe("2");
    expect(await shown(adas, "/account")).toBeUndefined();
    await decide(leesRequest, "decline", (await world.client().signIn(world, ada)).bearer);
    expect(await shown(hals)).toBe("1");
  });

  test("an approved request is not asked over again while its pass waits", async () => {
    await decide(await ask(world, kim), "approval");
    const again = await world.client().api("POST", "/sign-ins/current/help", {}, await half(world.client(), kim));
    expect([again.status, again.json.code]).toEqual([409, "help-already-asked"]);
    expect(again.json.title).toContain("was approved");
  });

  test("only where policy offers it; a pass of before is worth nothing then", async () => {
    const id = await ask(world, kim);
    const other = await world.addPerson({ email: "lou@acme.example", enrolled: true });
    const approved = await ask(world, other);
    await decide(approved, "approval");
    await world.setPolicy({ helpRequests: false });
    const client = world.client();
    const signIn = await half(client, other);
    expect((await client.api("POST", "/sign-ins/current/help", {}, signIn)).json.code).toBe("help-not-offered");
    expect((await client.api("POST", "/sign-ins/current/pass", {}, signIn)).json.code).toBe("no-pass");
    expect((await decide(id, "approval")).json.code).toBe("help-not-offered");
    expect((await decide(id, "decline")).status).toBe(200);
  });

  test("without the right password nobody asks, and nobody uses a pass", async () => {
    await decide(await ask(world, kim), "approval");
    const client = world.client();
    for (const token of [undefined, "SignIn x", bearer]) {
      expect((await client.api("POST", "/sign-ins/current/help", {}, token)).status).toBe(410);
      expect((await client.api("POST", "/sign-ins/current/pass", {}, token)).status).toBe(410);
    }
    expect(await canUsePass()).toBe(200);
  });

  test("a pass works for 24 hours and not a second longer", async () => {
    await decide(await ask(world, kim), "approval");
    world.clock.advance(24 * hour - 1000);
    const signIn = await half(world.client(), kim);
    world.clock.advance(1000);
    expect((await passOf(signIn)).json.code).toBe("no-pass");
    world.clock.advance(-1000);
    expect((await passOf(signIn)).status).toBe(200);
    world.clock.advance(minute);
    expect(await canUsePass()).toBe(410);
  });

  test("a clock that was set back does not lengthen a pass", async () => {
    const day = 24 * hour;
    world.clock.advance(30 * day);
    ({ bearer } = await world.client().signIn(world, ada));
    await decide(await ask(world, kim), "approval");
    world.clock.advance(-10 * day);
    expect(await canUsePass()).toBe(410);
  });

  test("a code, a recovery code, a reset or another password ends request and pass", async () => {
    const ways: [string, (who: TestPerson) => Promise<unknown>][] = [
      ["code", (who) => world.client().signIn(world, who)],
      [
        "recovery-code",
        async (who) => {
          const client = world.client();
          const body = { method: "recovery-code", code: who.recoveryCodes[0] };
          return client.api("POST", "/sign-ins/current/answers", body, await half(client, who));
        },
      ],
      ["reset", (who) => world.client().api("DELETE", `/people/${who.person.id}/second-factor`, {}, bearer)],
      [
        "password",
        async (who) => {
          const client = world.client();
          const body = { currentPassword: who.password, newPassword: "nine green bottles in a row" };
          const { session } = sessions.get(who) as { session: string };
          return client.api("POST", "/me/password", body, `Bearer ${session}`);
        },
      ],
    ];
    const sessions = new Map<TestPerson, { session: string }>();
    for (const [name, way] of ways) {
      const [open, approved] = [
        await world.addPerson({ email: `${name}-open@acme.example`, enrolled: true }),
        await world.addPerson({ email: `${name}-approved@acme.example`, enrolled: true }),
      ];
      for (const who of [open, approved]) sessions.set(who, await world.client().signIn(world, who));
      world.clock.advance(minute);
      const [first, second] = [await ask(world, open), await ask(world, approved)];
      await decide(second, "approval");
      const signIn = await half(world.client(), approved);
      await way(open);
      await way(approved);
      expect([name, await statusOf(first), await statusOf(second)]).toEqual([name, "overtaken", "overtaken"]);
      const late = await decide(first, "approval");
      expect([name, late.status, late.json.code]).toEqual([name, 409, "already-decided"]);
      // A reset and another password have ended the sign-in as well.
      expect([name, (await passOf(signIn)).status]).toEqual([name, 410]);
      expect(await events(open)).toEqual(["asked", "overtaken"]);
    }
  });

  test("nobody decides their own; an administrator's is decided by an administrator; a helper decides others'", async () => {
    const hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    const { bearer: hals } = await world.client().signIn(world, hal);
    const eve = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    world.clock.advance(minute);
    const [own, halsOwn, eves, kims] = [
      await ask(world, ada),
      await ask(world, hal),
      await ask(world, eve),
      await ask(world, kim),
    ];
    for (const verb of ["approval", "decline"] as const) {
      expect((await decide(own, verb)).json).toMatchObject({ status: 403, code: "not-yourself" });
      expect((await decide(halsOwn, verb, hals)).json).toMatchObject({ status: 403, code: "not-yourself" });
      expect((await decide(eves, verb, hals)).json).toMatchObject({ status: 403, code: "administrators-only" });
    }
    expect((await decide(kims, "approval", hals)).json.status).toBe("approved");
    expect((await decide(eves, "approval")).json.status).toBe("approved");
    // A helper is not told of what is beyond them.
    const told = (await lettersOf(world)).filter(
      ({ kind, person }) => kind.endsWith("waiting") && person === hal.person.id,
    );
    expect(told.map(({ details }) => details.request)).toEqual([kims]);
    const person = await world.addPerson({ email: "pat@acme.example", enrolled: true });
    const { bearer: pats } = await world.client().signIn(world, person);
    expect((await decide(halsOwn, "decline", pats)).json.code).toBe("helpers-only");
  });

  test("deciding asks for a fresh proof", async () => {
    world.clock.advance(16 * minute);
    const id = await ask(world, kim);
    expect((await decide(id, "approval")).json).toMatchObject({ status: 403, code: "step-up-required" });
    expect(await statusOf(id)).toBe("open");
  });

  test("the second of two who decide is told who was faster", async () => {
    const eve = await world.addPerson({
      email: "eve@acme.example",
      displayName: "Eve",
      administrator: true,
      enrolled: true,
    });
    const { bearer: eves } = await world.client().signIn(world, eve);
    const id = await ask(world, kim);
    await decide(id, "decline", eves);
    const late = await decide(id, "approval");
    expect(late.json).toMatchObject({ status: 409, code: "already-decided" });
    expect(late.json.title).toBe("Eve was faster: this request was declined just now.");
    expect(await canUsePass()).toBe(410);
  });

  test("another organisation's administrators neither see a request nor decide it", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    const bo = await world.addPerson({
      email: "bo@other.example",
      administrator: true,
      enrolled: true,
      organisation: other,
    });
    const client = world.client({ host: "other.example" });
    const { bearer: bos } = await client.signIn(world, bo);
    const id = await ask(world, kim);
    expect((await client.api("GET", "/help-requests", undefined, bos)).json.helpRequests).toEqual([]);
    expect((await client.api("GET", `/help-requests/${id}`, undefined, bos)).status).toBe(404);
    expect((await client.api("POST", `/help-requests/${id}/approval`, {}, bos)).status).toBe(404);
    expect((await client.get(await notMeLink(world))).status).toBe(410);
    expect(await statusOf(id)).toBe("open");
    expect((await lettersOf(world)).filter(({ person }) => person === bo.person.id)).toEqual([]);
  });

  describe("the link 'this was not me'", () => {
    const follow = async (path: string) => {
      const token = new URL(path, world.origin).searchParams.get("token") as string;
      return world.client().form("/help-requests/cancellation", { token });
    };

    test("shows a page, and cancels an open request by its button alone; those who decide are told", async () => {
      const id = await ask(world, kim);
      const link = await notMeLink(world);
      expect((await world.client().get(link)).text).toContain("This was not me");
      expect(await statusOf(id)).toBe("open");
      expect((await follow(link)).text).toContain("The request is cancelled");
      expect(await statusOf(id)).toBe("cancelled");
      const told = (await lettersOf(world)).slice(2).map(({ kind, person }) => [kind, person]);
      expect(told).toEqual([
        ["help-request.cancelled", kim.person.id],
        ["help-request.disowned", ada.person.id],
      ]);
      expect((await decide(id, "approval")).json.title).toContain("it was not them who asked");
      expect([(await follow(link)).status, (await world.client().get(link)).status]).toEqual([410, 410]);
    });

    test("of either letter ends the pass as long as it was not used", async () => {
      for (const kind of ["help-request.asked", "help-request.approved"]) {
        const id = await ask(world, kim);
        await decide(id, "approval");
        const signIn = await half(world.client(), kim);
        expect((await follow(await notMeLink(world, kind))).status).toBe(200);
        expect(await statusOf(id)).toBe("cancelled");
        // Whoever asked knows the password: what they have begun has ended too.
        expect((await passOf(signIn)).json.code).toBe("sign-in-ended");
        expect(await canUsePass()).toBe(410);
      }
    });

    test("ends a set-up that the pass led to, until it is confirmed; then it is too late", async () => {
      await decide(await ask(world, kim), "approval");
      const passed = await passOf(await half(world.client(), kim));
      expect((await follow(await notMeLink(world))).status).toBe(200);
      expect((await confirm(`SignIn ${passed.json.signIn}`)).answer.status).toBe(410);
      await world.client().signIn(world, kim);

      world.clock.advance(minute);
      await decide(await ask(world, kim), "approval");
      const again = await passOf(await half(world.client(), kim));
      expect((await confirm(`SignIn ${again.json.signIn}`)).answer.status).toBe(200);
      expect((await follow(await notMeLink(world))).status).toBe(410);
    });

    test("that was made up, or is of another time, opens nothing", async () => {
      await ask(world, kim);
      const link = await notMeLink(world);
      for (const path of [link.slice(0, -1), `${link.slice(0, -43)}${"a".repeat(43)}`, "/help-requests/cancellation"]) {
        expect((await world.client().get(path)).status).toBe(410);
        expect((await follow(path)).status).toBe(410);
      }
    });
  });

  test("once its owner gives a code, a set-up that a pass led to can't be confirmed", async () => {
    await decide(await ask(world, kim), "approval");
    const passed = await passOf(await half(world.client(), kim));
    world.clock.advance(minute);
    await world.client().signIn(world, kim);
    const { answer } = await confirm(`SignIn ${passed.json.signIn}`);
    expect([answer.status, answer.json.code]).toEqual([409, "wrong-step"]);
  });

  test("asking gives no guess back; a used pass does", async () => {
    const client = world.client();
    for (let i = 0; i < 5; i++) {
      const signIn = await half(client, kim);
      await client.api("POST", "/sign-ins/current/answers", { method: "totp", code: "000000" }, signIn);
    }
    const failures = async () =>
      (
        await world.needs.db.list((query) =>
          query.selectFrom("throttles").select("failures").where("kind", "=", "second-step"),
        )
      ).map((row) => row.failures);
    await decide(await ask(world, kim), "approval");
    expect(await failures()).toEqual([5]);
    expect(await canUsePass()).toBe(200);
    expect(await failures()).toEqual([]);
  });

  test("[BY-8] all that are open, or that are over, are a file for spreadsheets, in which nothing runs", async () => {
    const others: TestPerson[] = [];
    // More than one page of the list.
    for (let i = 0; i < longestPage; i++) others.push(await world.addPerson({ email: `person${i}@acme.example` }));
    await ask(world, kim, '=HYPERLINK("x"),\n"b"');
    const { id: organisation } = world.organisation;
    await world.needs.db.transaction(async (tx) => {
      for (const [i, { person }] of others.entries())
        await tx.run(insertIfAbsent, {
          ...{
            organisation,
            person: person.id,
            id: mintToken(world.needs).id,
            message: "",
            at: world.clock.now() + 1 + i,
          },
          ...{ address: "203.0.113.7", userAgent: "", standing: "", cancelHash: Buffer.alloc(32, i) },
        });
    });
    const file = async (query = "") => {
      const { status, text, headers } = await world
        .client()
        .api("GET", `/help-requests.csv${query}`, undefined, bearer);
      expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
      const rows = readCsv(text);
      expect(rows.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
      return rows.map(({ cells }) => cells);
    };
    const [head, first, ...rest] = await file();
    expect(head?.join()).toBe(
      "id,person,displayName,email,status,askedAt,message,address,userAgent,decidedBy,decidedAt,note",
    );
    expect(first?.slice(1, 7)).toEqual([
      ...[kim.person.id, "Kim", "kim@acme.example", "open", new Date(world.clock.now()).toISOString()],
      '\'=HYPERLINK("x"),\n"b"',
    ]);
    expect(rest.map(([, person]) => person)).toEqual(others.map(({ person }) => person.id));
    expect(await file("?status=decided")).toEqual([head]);

    await decide(first?.[0] as string, "decline", bearer, "@no");
    expect(await file()).toEqual([head, ...rest]);
    const [, over] = await file("?status=decided");
    expect([over?.[4], over?.[9], over?.[11]]).toEqual(["declined", ada.person.id, "'@no"]);

    const kims = (await world.client().signIn(world, kim)).bearer;
    expect((await world.client().api("GET", "/help-requests.csv", undefined, kims)).status).toBe(403);
    expect((await world.client().api("GET", "/help-requests.csv")).status).toBe(401);
    expect((await world.client().api("GET", "/help-requests.csv?status=x", undefined, bearer)).status).toBe(400);
  });

  test("what is written is kept short and plain, whatever it holds", async () => {
    const client = world.client();
    const nasty = `a\u0000b\ud800c\u202ed\r\n\r\n\r\n\r\ne`;
    await client.form("/sign-in", { login: "kim", password: kim.password });
    await client.form("/sign-in/help", { message: nasty + "x".repeat(3000) });
    const [request] = (await client.api("GET", "/help-requests", undefined, bearer)).json.helpRequests;
    expect(request.message).toMatch(/^a b.c d\n\nex+$/u);
    expect(request.message).toHaveLength(1000);
    const page = await world.client().api("GET", "/help-requests?after=x", undefined, bearer);
    expect(page.status).toBe(400);
  });
});
