// What is counted day by day is what a plain count of everybody says, whatever happened in between.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lease } from "../../src/admin/adoption/counting.ts";
import { adoptionOf } from "../../src/admin/adoption/report.ts";
import { graceOf, type Outcome } from "../../src/admin/adoption/rules.ts";
import { countEverything, countSignIns } from "../../src/admin/adoption/working.ts";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { pruneChain } from "../../src/audit/chain/pruning.ts";
import { liveAuthenticators, removeAllAuthenticators } from "../../src/authenticators/totp/actions.ts";
import { readConfig } from "../../src/config.ts";
import { tidy } from "../../src/housekeeping.ts";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { type Needs, open } from "../../src/opening.ts";
import { disable, keyOf, type Person, removePerson } from "../../src/people/actions.ts";
import { policyOf, requirementOf } from "../../src/policy/actions.ts";
import { environmentOf, run } from "../support/commands.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute } from "./programs.ts";

describe.each(dialects)("adoption on %s", (dialect) => {
  let world: World;
  let people: TestPerson[];
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { accountTypes: { client: "optional" }, bindsFrom: { days: 14 } } });
    people = [];
    for (let i = 0; i < 12; i++) {
      people.push(
        await world.addPerson({
          email: `p${i}@${i % 3 === 0 ? "north" : "south"}.example`,
          accountType: i % 4 === 0 ? "client" : "staff",
          status: i === 11 ? "invited" : "active",
          enrolled: i % 2 === 0,
        }),
      );
    }
    // Of somebody else altogether, and never counted here.
    const other = await world.addOrganisation("Other", "other.example");
    for (let i = 0; i < 5; i++)
      await world.addPerson({ email: `x${i}@north.example`, organisation: other, enrolled: true });
  });
  afterEach(() => world.close());

  const today = () => Math.floor(world.clock.now() / day);
  const stored = async (needs: Needs = world.needs, organisation = world.organisation.id) => {
    const rows = await needs.db.list((query) =>
      query
        .selectFrom("adoption_days")
        .select(["day", "dimension", "value", "people", "protected"])
        .where("organisation_id", "=", organisation),
    );
    return rows.map((row) => ({ ...row, name: `${row.dimension} ${row.value}`.trim() }));
  };
  const countOf = async (on = today(), needs: Needs = world.needs) =>
    Object.fromEntries(
      (await stored(needs)).filter((row) => row.day === on).map((row) => [row.name, [row.people, row.protected]]),
    );

  /** Person by person, from the rows themselves. */
  async function plainly(needs: Needs = world.needs): Promise<Record<string, [number, number]>> {
    const found: Record<string, [number, number]> = {};
    const { policy } = await policyOf(needs.db, world.organisation.id);
    const everybody = await needs.db.list((query) =>
      query.selectFrom("people").selectAll().where("organisation_id", "=", world.organisation.id),
    );
    for (const person of everybody as Person[]) {
      const live = await liveAuthenticators(needs.db, keyOf(person));
      const codes = await needs.db.list((query) =>
        query.selectFrom("recovery_codes").select("used_at").where("person_id", "=", person.id),
      );
      const left = codes.filter(({ used_at }) => used_at === null).length;
      const asked = await requirementOf(needs.db, needs.clock, policy, person);
      const grace = graceOf(policy, asked, needs.clock.now());
      const names = [
        "all",
        `type ${person.account_type}`,
        `domain ${person.email.split("@")[1]}`,
        live.length > 0 ? "method app" : "method none",
        ...(grace === undefined ? (asked.level === "required" ? ["required"] : []) : [`grace ${grace}`]),
        ...(codes.length > 0 && left <= 3 ? ["codes few"] : []),
        ...(left === 10 ? ["codes unused"] : []),
      ];
      for (const name of person.status === "active" ? names : [`status ${person.status}`]) {
        const [all, those] = found[name] ?? [0, 0];
        found[name] = [all + 1, those + (live.length > 0 ? 1 : 0)];
      }
    }
    return found;
  }

  const count = (needs: Needs = world.needs) => countEverything(needs);

  test("is what a plain count says, through changes, days and policies", async () => {
    const { needs, clock } = world;
    await count();
    expect(await countOf()).toEqual(await plainly());
    expect((await countOf()).all).toEqual([11, 6]);
    // Not due again yet: what changes meanwhile is seen by the next one.
    await needs.db.transaction((tx) => removeAllAuthenticators(tx, keyOf((people[0] as TestPerson).person)));
    await count();
    expect((await countOf()).all).toEqual([11, 6]);
    clock.advance(6 * minute);
    await count();
    expect(await countOf()).toEqual(await plainly());
    expect((await countOf()).all).toEqual([11, 5]);

    const changes: (() => Promise<unknown>)[] = [
      () => world.addPerson({ email: "new@west.example", enrolled: true }),
      () => needs.db.transaction((tx) => removePerson(tx, keyOf((people[1] as TestPerson).person))),
      () => needs.db.transaction((tx) => disable(tx, keyOf((people[2] as TestPerson).person))),
      () => world.setPolicy({ accountTypes: { client: "required" }, bindsFrom: null }),
      () => world.setPolicy({ bindsFrom: { date: "2027-06-01" } }),
      () => execute(needs.db, "update recovery_codes set used_at = 1"),
    ];
    for (const change of changes) {
      await change();
      await execute(
        needs.db,
        "update people set codes_left = (select count(*) from recovery_codes c where c.person_id = people.id and c.used_at is null) where codes_left is not null",
      );
      clock.advance(day);
      await count();
      expect(await countOf()).toEqual(await plainly());
    }
    // Each day has its own, of those days there were.
    const days = (await stored()).filter(({ name }) => name === "all").map((row) => row.day);
    expect(days).toHaveLength(7);
    // Off for a week: nothing is made up for it.
    clock.advance(7 * day);
    await count();
    expect(new Set((await stored()).map((row) => row.day)).size).toBe(8);
    expect(await countOf()).toEqual(await plainly());
    // What only the present is asked for went with its day.
    expect((await stored()).filter((row) => row.dimension === "grace" && row.day < today())).toEqual([]);
    expect((await stored(needs, "nobody")).length).toBe(0);
  });

  test("a clock that goes years ahead and back takes no day away, and none of what it wrote down is shown", async () => {
    await countEverything(world.needs);
    world.clock.advance(day);
    await countEverything(world.needs);
    const before = (await stored()).filter(({ dimension }) => dimension !== "grace");
    world.clock.advance(4000 * day);
    await countEverything(world.needs);
    await tidy(world.needs, "ahead");
    world.clock.advance(-4000 * day);
    await countEverything(world.needs);
    const kept = await stored();
    for (const row of before) expect(kept).toContainEqual(row);
    const { days, signIns, present } = await adoptionOf(world.needs, world.organisation.id, "all");
    expect([...days, ...signIns].filter((one) => one.day > today())).toEqual([]);
    expect([days.map((one) => one.day), present?.asOf]).toEqual([[today() - 1, today()], world.clock.now()]);
    // Once time has really gone by.
    world.clock.advance(4000 * day);
    await tidy(world.needs);
    expect((await stored()).filter((row) => row.day < today() - 5 * 366)).toEqual([]);
  });

  test("a process that stopped half-way leaves its turn to another one after a while", async () => {
    const { needs, clock } = world;
    await count();
    clock.advance(hour);
    // One that took the turn and was never heard of again.
    await execute(needs.db, `update adoption_counts set due_at = ${clock.now() + lease}`);
    await world.addPerson({ email: "late@north.example" });
    await count();
    expect((await countOf()).all).toEqual([11, 6]);
    clock.advance(lease + 1);
    await count();
    expect(await countOf()).toEqual(await plainly());
    // And a clock that was ahead keeps nobody from counting.
    await execute(needs.db, `update adoption_counts set due_at = ${clock.now() + 400 * day}`);
    await world.addPerson({ email: "later@north.example" });
    await count();
    expect((await countOf()).all).toEqual([13, 6]);
  });

  test("several at once leave what one leaves", async () => {
    for (let i = 0; i < 40; i++) await signIn(people[i % 4] as TestPerson, "sign-in.completed");
    await chainWaiting(world.needs);
    await Promise.all([count(), count(), count(), count()]);
    expect(await countOf()).toEqual(await plainly());
    expect(await times()).toEqual({ [`${today()} sign-in.completed`]: 40 });
  });

  const signIn = ({ person }: TestPerson, name: Outcome) =>
    world.needs.db.transaction((tx) =>
      record(tx, world.needs, {
        organisation: person.organisation_id,
        ...{ name, actor: person.id, person: person.id, source: { address: "192.0.2.1", userAgent: "" } },
        details: {},
      }),
    );
  const times = async (needs: Needs = world.needs) => {
    const rows = await needs.db.list((query) =>
      query.selectFrom("adoption_sign_ins").selectAll().where("organisation_id", "=", world.organisation.id),
    );
    return Object.fromEntries(rows.map((row) => [`${row.day} ${row.outcome}`, row.times]));
  };

  test("sign-ins are added up once, on their day, through chaining late and pruning", async () => {
    const { needs, clock } = world;
    const [kim, lea] = people as [TestPerson, TestPerson];
    const first = today();
    await count();
    for (const name of ["sign-in.completed", "sign-in.password-wrong", "sign-in.code-wrong"] as const)
      await signIn(kim, name);
    // Recorded before midnight, in the chain after it.
    clock.advance(day);
    await chainWaiting(needs);
    await signIn(lea, "sign-in.completed");
    await chainWaiting(needs);
    await countSignIns(needs);
    await countSignIns(needs);
    const expected = {
      [`${first} sign-in.completed`]: 1,
      [`${first} sign-in.password-wrong`]: 1,
      [`${first} sign-in.code-wrong`]: 1,
      [`${first + 1} sign-in.completed`]: 1,
    };
    expect(await times()).toEqual(expected);
    // Everyday events go after 400 days, what is kept longer moves within the chain: neither changes what was counted.
    clock.advance(402 * day);
    await pruneChain(needs, world.organisation.id);
    await chainWaiting(needs);
    await countSignIns(needs);
    expect(await times()).toEqual(expected);
    // Deleted by hand, it is counted again from what is still there.
    await signIn(lea, "sign-in.cancelled");
    await chainWaiting(needs);
    await execute(needs.db, "delete from adoption_sign_ins");
    await execute(needs.db, "delete from adoption_counts");
    await count();
    expect(await times()).toEqual({ [`${today()} sign-in.cancelled`]: 1 });
  });

  test("a page counts few people itself, and otherwise says when they were counted", async () => {
    const { needs, clock } = world;
    const report = () => adoptionOf({ db: needs.db, clock }, world.organisation.id, "30");
    const fresh = await report();
    expect(fresh.present).toMatchObject({ asOf: clock.now(), people: 11, protected: 6, invited: 1 });
    expect(fresh.days).toHaveLength(1);
    await count();
    const countedAt = clock.now();
    // As if there were many.
    await execute(needs.db, "update adoption_counts set people = 5000");
    clock.advance(day);
    await world.addPerson({ email: "late@north.example" });
    const later = await report();
    expect(later.present).toMatchObject({ asOf: countedAt, people: 11 });
    expect(later.days.map((one) => one.day)).toEqual([today() - 1]);
    await execute(needs.db, "update adoption_counts set counted_at = null, people = 5000");
    // Nothing that holds is known: few enough are counted after all.
    expect((await report()).present).toMatchObject({ people: 12 });
  });

  test("a restore brings numbers back that fit what it brought back", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-adoption-"));
    try {
      await execute(
        world.needs.db,
        "insert into installation (id, first_run_token_hash, completed_at, epoch) values (1, null, 1, 0)",
      );
      await signIn(people[0] as TestPerson, "sign-in.completed");
      await chainWaiting(world.needs);
      await count();
      const before = await times();
      const file = join(folder, "backup");
      expect((await run(["backup", file, "--json"], environmentOf(world.config))).code).toBe(0);
      // After the backup: none of it comes back.
      await world.addPerson({ email: "lost@north.example", enrolled: true });
      await signIn(people[0] as TestPerson, "sign-in.completed");
      const env: Record<string, string> = environmentOf(world.config, { COUNTERSIGN_DATA: join(folder, "data") });
      delete env.COUNTERSIGN_DATABASE_URL;
      const restored = await run(["restore", file, "--json"], env);
      expect([restored.code, restored.err]).toEqual([0, ""]);
      const needs = await open(readConfig(env), { clock: world.clock });
      try {
        const [state] = await needs.db.list((query) => query.selectFrom("adoption_counts").selectAll());
        expect(state).toMatchObject({ counted_at: null, due_at: 0 });
        await chainWaiting(needs);
        await countEverything(needs);
        expect(await times(needs)).toEqual(before);
        expect(await countOf(today(), needs)).toEqual(await plainly(needs));
        // Nobody's codes are worth anything after a restore.
        expect((await countOf(today(), needs))["codes few"]).toEqual([6, 6]);
      } finally {
        await needs.db.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
