// What goes on beside requests: one organisation's trouble is not another's, a wrong clock removes nothing for good, and
// events that wait for the chain are told of.
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting, longestWait, tellOfWaiting } from "../../src/audit/chain/chaining.ts";
import { judgeClock, tidy } from "../../src/housekeeping.ts";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { createMetrics } from "../../src/metrics/registry.ts";
import { createWorld, dialects, type World } from "../support/world.ts";
import { execute } from "./programs.ts";

const source = { address: "192.0.2.7", userAgent: "" };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  afterEach(() => world.close());

  const happen = (organisation = world.organisation.id) =>
    world.needs.db.transaction((tx) =>
      record(tx, world.needs, { organisation, name: "sign-in.completed", actor: null, person: null, source }),
    );
  const events = async (organisation = world.organisation.id) =>
    (
      await world.needs.db.list((query) =>
        query.selectFrom("audit_events").select("id").where("organisation_id", "=", organisation),
      )
    ).length;

  test("what fails for one organisation is told and counted, and done for the others", async () => {
    world = await createWorld({ dialect });
    const metrics = createMetrics("0");
    const later = await world.addOrganisation("Later", "later.example");
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const lou = await world.addPerson({ email: "lou@later.example", enrolled: true, organisation: later });
    for (const who of [kim, lou]) await world.signIns(who, 1);
    const first = world.organisation.id;
    expect(first < later.id).toBe(true);
    for (const sql of dialect === "sqlite"
      ? [
          `create trigger refusal before delete on sign_ins when old.organisation_id = '${first}'
           begin select raise(abort, 'refused'); end`,
        ]
      : [
          "create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'",
          `create trigger refusal before delete on sign_ins for each row when (old.organisation_id = '${first}')
           execute function refuse()`,
        ])
      await execute(world.needs.db, sql);
    world.clock.advance(3 * day);
    await tidy({ ...world.needs, metrics });
    const left = await world.needs.db.list((query) => query.selectFrom("sign_ins").select("organisation_id"));
    expect(left).toEqual([{ organisation_id: first }]);
    const said = world.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "housekeeping failed");
    expect(said.map(({ organisation }) => organisation)).toEqual([first]);
    expect(JSON.stringify(await metrics.read())).toContain(
      '"name":"countersign_background_failures_total","type":"counter","values":[{"value":1,"labels":{"work":"housekeeping"}}]',
    );
  });

  test("a start with a clock far ahead removes no event, and the right one does after an hour", async () => {
    // PostgreSQL has a clock of its own, by which the tests' one is far ahead.
    const real = dialect === "postgres";
    world = await createWorld({ dialect, realClock: real });
    const { needs } = world;
    await happen();
    await chainWaiting(needs);
    const before = await events();
    let passed = 0;
    const go = (ms: number) => {
      passed += ms;
      world.clock.advance(ms);
    };
    const soon = judgeClock(needs, () => passed);
    expect(await soon()).toBe("settling");
    go(hour);
    expect(await soon()).toBe("steady");

    const years = 4000 * day;
    world.clock.set((real ? Date.now() : world.clock.now()) + years);
    const ahead = { ...needs, clock: world.clock };
    const judge = judgeClock(ahead, () => passed);
    await tidy(ahead, await judge());
    go(2 * hour);
    await tidy(ahead, await judge());
    expect(await events()).toBe(before);
    expect(world.logged.filter((line) => line.includes("the clock went ahead of time"))).toHaveLength(2);
    go(day);
    // A machine that was off for years, and one whose database says otherwise.
    expect(await judge()).toBe(real ? "ahead" : "steady");
    await tidy(ahead, await judge());
    if (real) expect(await events()).toBe(before);
    else expect(await events()).toBeLessThan(before + 1);
    world.clock.advance(-years - 2 * day);
    if (real) expect(await judge()).toBe("steady");
  });

  test("events that nobody chains are told of once, and once when they are", async () => {
    world = await createWorld({ dialect });
    const { needs, clock } = world;
    await happen();
    await chainWaiting(needs);
    expect(await longestWait(needs.db, clock)).toBe(0);
    const tell = tellOfWaiting(needs);
    const told = () =>
      world.logged.filter((line) => /wait for the chain|has caught up/.test(line)).map((line) => JSON.parse(line));
    await happen();
    clock.advance(4 * minute);
    await tell();
    expect(told()).toEqual([]);
    expect(await longestWait(needs.db, clock)).toBe(4 * minute);
    clock.advance(2 * minute);
    for (let i = 0; i < 3; i++) await tell();
    expect(told()).toMatchObject([{ level: 50, seconds: 360 }]);
    await chainWaiting(needs);
    for (let i = 0; i < 3; i++) await tell();
    expect(told()).toMatchObject([{ level: 50 }, { level: 30, msg: "the audit chain has caught up" }]);
  });

  test.runIf(dialect === "postgres")(
    "who holds the end of a chain is no reason for silence",
    {
      timeout: 60_000,
    },
    async () => {
      world = await createWorld({ dialect });
      const { needs, clock } = world;
      await happen();
      await chainWaiting(needs);
      const holder = new pg.Client(world.config.databaseUrl);
      await holder.connect();
      try {
        await holder.query("begin");
        await holder.query("select * from audit_heads for update");
        await happen();
        clock.advance(hour);
        await expect(chainWaiting(needs)).rejects.toThrow();
        expect(await longestWait(needs.db, clock)).toBeGreaterThanOrEqual(hour);
        const tell = tellOfWaiting(needs);
        await tell();
        expect(world.logged.filter((line) => line.includes("audit events wait for the chain"))).toHaveLength(1);
      } finally {
        await holder.end();
      }
      await chainWaiting(needs);
      expect(await longestWait(needs.db, clock)).toBe(0);
    },
  );
});
