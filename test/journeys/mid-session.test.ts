// What is changed holds from the very next request of everybody it concerns, in every process; and what looking costs.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { getVisit } from "../../src/access/store.ts";
import { day, minute } from "../../src/kernel/clock.ts";
import { getForRequest } from "../../src/organisations/store.ts";
import type { Policy } from "../../src/policy/rules.ts";
import { execute, raw } from "../contracts/programs.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const optional: Partial<Policy> = { organisation: "optional" };

describe.each(dialects)("on %s, in another process,", (dialect) => {
  let world: World;
  let beside: World;
  let ada: TestPerson;
  let kim: TestPerson;
  let lee: TestPerson;
  let desk: Client;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: optional });
    beside = await createWorld({ beside: world });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, operator: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    lee = await world.addPerson({ email: "lee@acme.example" });
    desk = world.client();
    ({ bearer } = await desk.signIn(world, ada));
  });
  afterEach(async () => {
    await beside.close();
    await world.close();
  });

  const admin = async (method: string, path: string, body?: unknown) => {
    const answer = await desk.api(method, path, body, bearer);
    expect([method, path, answer.status < 300]).toEqual([method, path, true]);
    return answer.json;
  };
  const setLevel = async (change: Partial<Policy>) =>
    admin("PUT", "/policy", { ...(await admin("GET", "/policy")), ...change });
  /** A browser at the other process, signed in, by trust where it was given before. */
  const browserOf = async (who: TestPerson, { trusted = false } = {}) => {
    const browser = beside.client();
    const begin = () => browser.form("/sign-in", { login: who.person.email, password: who.password });
    const code = () =>
      browser.form("/sign-in/code", { code: world.code(who), ...(trusted ? { trustBrowser: "yes" } : {}) });
    await begin();
    if (who.secret.length > 0 && who.recoveryCodes.length > 0) {
      world.clock.advance(30_000);
      await code();
      if (trusted) await begin();
    }
    expect((await browser.get("/account")).status).toBe(200);
    return browser;
  };
  const refusedTo = async (browser: Client): Promise<string> => {
    const page = await browser.get("/account");
    const { status, json } = await browser.api("GET", "/me");
    expect([200, 303, 403]).toContain(page.status);
    expect(page.status === 200).toBe(status === 200);
    return status === 200 ? "let in" : (json.code as string);
  };
  const personPath = (who: TestPerson) => `/people/${who.person.id}`;

  test("a policy that was tightened, and relaxed again", async () => {
    const browser = await browserOf(lee);
    await setLevel({ organisation: "required" });
    expect(await refusedTo(browser)).toBe("second-factor-required");
    await setLevel({ organisation: "optional" });
    expect(await refusedTo(browser)).toBe("let in");
    await setLevel({ domains: [{ domain: "acme.example", subdomains: false, level: "required" }] });
    expect(await refusedTo(browser)).toBe("second-factor-required");
  });

  test("a date or a person's days that have come, to the millisecond, without anybody's doing", async () => {
    await setLevel({ organisation: "required", bindsFrom: { days: 3 } });
    const browser = beside.client();
    await browser.form("/sign-in", { login: lee.person.email, password: lee.password });
    await browser.form("/set-up/not-now", {});
    const met = world.clock.now();
    expect(await refusedTo(browser)).toBe("let in");
    // A session rests on use, not on time: keep it alive until shortly before its end.
    await execute(world.needs.db, `update first_meetings set met_at = ${met - 3 * day + 30 * minute}`);
    world.clock.set(met + 30 * minute - 1);
    expect(await refusedTo(browser)).toBe("let in");
    world.clock.advance(1);
    expect(await refusedTo(browser)).toBe("second-factor-required");
  });

  test("an administrator's override of one person", async () => {
    const [browser, other] = [await browserOf(lee), await browserOf(kim)];
    await execute(
      world.needs.db,
      `update people set override_level = 'required' where id = '${lee.person.id}' or id = '${kim.person.id}'`,
    );
    expect([await refusedTo(browser), await refusedTo(other)]).toEqual(["second-factor-required", "let in"]);
  });

  test("a reset, with sign-ins that were under way", async () => {
    const browser = await browserOf(kim);
    const half = beside.client();
    await half.form("/sign-in", { login: kim.person.email, password: kim.password });
    world.clock.advance(30_000);
    await admin("DELETE", `${personPath(kim)}/second-factor`, {});
    expect(await refusedTo(browser)).toBe("signed-out");
    expect((await half.form("/sign-in/code", { code: world.code(kim) })).status).toBe(410);
  });

  test("a person who was disabled, with sign-ins that were under way", async () => {
    const browser = await browserOf(kim);
    const half = beside.client();
    await half.form("/sign-in", { login: kim.person.email, password: kim.password });
    world.clock.advance(30_000);
    await execute(world.needs.db, `update people set status = 'disabled' where id = '${kim.person.id}'`);
    expect(await refusedTo(browser)).toBe("signed-out");
    expect((await half.form("/sign-in/code", { code: world.code(kim) })).status).toBe(410);
    expect((await half.form("/sign-in", { login: kim.person.email, password: kim.password })).status).toBe(401);
  });

  test("a person who is gone", async () => {
    const browser = await browserOf(kim);
    await execute(world.needs.db, `delete from people where id = '${kim.person.id}'`);
    expect(await refusedTo(browser)).toBe("signed-out");
  });

  test("an ended session, and all of them", async () => {
    const [one, two] = [await browserOf(kim), await browserOf(kim)];
    const { sessions } = await admin("GET", `${personPath(kim)}/sessions`);
    const id = (one.cookies.get("countersign-session") as string).split(".")[0];
    expect(sessions.map((session: { id: string }) => session.id)).toContain(id);
    await admin("DELETE", `${personPath(kim)}/sessions/${id}`);
    expect([await refusedTo(one), await refusedTo(two)]).toEqual(["signed-out", "let in"]);
    await admin("DELETE", `${personPath(kim)}/sessions`);
    expect(await refusedTo(two)).toBe("signed-out");
  });

  test("trust that was ended, and trust that the policy forbids", async () => {
    const browser = await browserOf(kim, { trusted: true });
    const { trustedBrowsers } = await admin("GET", `${personPath(kim)}/trusted-browsers`);
    await admin("DELETE", `${personPath(kim)}/trusted-browsers/${trustedBrowsers[0].id}`);
    expect(await refusedTo(browser)).toBe("signed-out");
    const again = await browserOf(kim, { trusted: true });
    await setLevel({ trustBrowsers: { allowed: false, days: 7 } });
    expect(await refusedTo(again)).toBe("signed-out");
  });

  test("administrators who are none any more, and operators", async () => {
    const browser = beside.client();
    const ask = async (path: string) => (await browser.api("GET", path, undefined, bearer)).status;
    expect([await ask("/people"), await ask("/organisations")]).toEqual([200, 200]);
    await execute(world.needs.db, `update people set operator = 0 where id = '${ada.person.id}'`);
    expect([await ask("/people"), await ask("/organisations")]).toEqual([200, 403]);
    await execute(world.needs.db, `update people set administrator = 0, operator = 1 where id = '${ada.person.id}'`);
    expect([await ask("/people"), await ask("/organisations")]).toEqual([403, 403]);
  });

  test("a suspended organisation, of which nothing begins even where the request had come in before", async () => {
    const beta = await world.addOrganisation("Beta", "beta.example", optional);
    const bo = await world.addPerson({ email: "bo@beta.example", enrolled: true, organisation: beta });
    const browser = beside.client({ host: "beta.example" });
    const { session } = await browser.signIn(world, bo);
    world.clock.advance(30_000);
    const [signIn] = await world.signIns(bo, 1);
    const late = world.signIns(bo, 1);
    await late;
    await admin("PATCH", `/organisations/${beta.id}`, { status: "suspended" });
    const answers: Answer[] = [
      await browser.api("GET", "/me", undefined, `Bearer ${session}`),
      await browser.api(
        "POST",
        "/sign-ins/current/answers",
        { method: "totp", code: world.code(bo) },
        `SignIn ${signIn}`,
      ),
    ];
    for (const { status, json } of answers) expect([status, json.code]).toEqual([403, "organisation-suspended"]);
    // The transactions themselves judge it, whatever the request was told when it came in.
    await expect(world.signIns(bo, 1)).rejects.toMatchObject({ code: "organisation-suspended" });
  });

  test.each([
    ["", optional],
    [" with days for everybody", { organisation: "required", bindsFrom: { days: 3 } }],
  ] as const)("a session is judged by two statements and no transaction%s", async (_more, policy) => {
    const browser = await browserOf(kim);
    await setLevel(policy);
    // The first look under a rule that gives days keeps that it was met.
    expect((await browser.api("GET", "/people")).status).toBe(403);
    const asked: string[] = [];
    const { db } = beside.needs;
    const noted = (what: string) => {
      asked.push(what);
      return db;
    };
    beside.needs.db = {
      ...db,
      first: (...all) => noted("first").first(...all),
      all: (...all) => noted("all").all(...all),
      list: (...all) => noted("list").list(...all),
      transaction: (body) => noted("transaction").transaction(body),
    };
    // Refused straight after it: nothing else is read.
    expect((await browser.api("GET", "/people")).status).toBe(403);
    expect(asked.splice(0)).toEqual(["first", "all"]);
    expect((await browser.get("/admin/people")).status).toBe(403);
    expect(asked.splice(0)).toEqual(["first", "all"]);
    // What a proxy asks at each of its requests.
    expect((await browser.api("GET", "/session")).status).toBe(200);
    expect(asked).toEqual(["first", "all"]);
  });
});

test("both statements are looks into keys, whatever stands in the tables", async () => {
  const world = await createWorld();
  for (const statement of [getForRequest, getVisit]) {
    const { sql } = statement.compiledFor("sqlite");
    const plan = await world.needs.db.list(() => raw<{ detail: string }>(`explain query plan ${sql}`));
    const steps = plan.map(({ detail }) => detail).filter((detail) => !/SCALAR SUBQUERY/.test(detail));
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) expect(step).toMatch(/^SEARCH .* USING (COVERING INDEX|INDEX|PRIMARY KEY) /);
  }
  await world.close();
});
