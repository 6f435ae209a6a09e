// The audit chain: what is recorded is chained a moment later, and whatever is done to the rows afterwards shows.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record } from "../../src/audit/actions.ts";
import { chainPortion, chainWaiting, keepChaining } from "../../src/audit/chain/chaining.ts";
import { pruneChain } from "../../src/audit/chain/pruning.ts";
import { type Finding, type Head, verifyChain } from "../../src/audit/chain/verifying.ts";
import type { EventName } from "../../src/audit/events.ts";
import { day, hour } from "../../src/kernel/clock.ts";
import { newId } from "../../src/kernel/ids.ts";
import { createSealer } from "../../src/kernel/sealing.ts";
import { resealAll } from "../../src/keys/resealing.ts";
import { createWorld, dialects, type World } from "../support/world.ts";
import { execute, raw } from "./programs.ts";

const source = { address: "192.0.2.7", userAgent: "Some browser" };

describe.each(dialects)("the audit chain on %s", (dialect) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ dialect });
  });
  afterAll(() => world.close());

  /** An organisation with nothing but these events, chained in two portions. */
  async function chained(events = 8): Promise<string> {
    const { id } = await world.addOrganisation(`Org ${newId(world.needs)}`, null);
    await happen(id, events / 2);
    await chainWaiting(world.needs);
    await happen(id, events / 2);
    await chainWaiting(world.needs);
    return id;
  }

  async function happen(organisation: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      world.clock.advance(1000);
      await world.needs.db.transaction((tx) =>
        record(tx, world.needs, {
          organisation,
          name: "sign-in.completed",
          actor: "a",
          person: null,
          source,
          details: { proofs: "password totp", i },
        }),
      );
    }
  }

  /** One event of this name. */
  const one = (organisation: string, name: EventName) =>
    world.needs.db.transaction((tx) => {
      world.clock.advance(1000);
      return record(tx, world.needs, { organisation, name, actor: "a", person: null, source });
    });

  async function verify(organisation: string, noted: Head[] = []) {
    const findings: Finding[] = [];
    const verified = await verifyChain(world.needs.db, world.needs.sealer, {
      organisation,
      noted,
      found: (finding) => void findings.push(finding),
    });
    return { ...verified, findings };
  }

  const sql = (text: string) => execute(world.needs.db, text);
  const links = (organisation: string) =>
    world.needs.db.list(() =>
      raw<{ seq: number; event_id: string }>(
        `select seq, event_id from audit_links where organisation_id = '${organisation}' order by seq`,
      ),
    );

  test("holds every event in its order, and nothing is left waiting", async () => {
    const id = await chained();
    const { findings, head, links: looked, waiting, late } = await verify(id);
    expect({ findings, looked, waiting }).toEqual({ findings: [], looked: 8, waiting: 0 });
    expect(late.events).toBe(0);
    expect(head?.seq).toBe(8);
    const ids = (await links(id)).map(({ event_id }) => event_id);
    expect(ids).toEqual([...ids].sort());
    // The end that was noted is passed by later looks too.
    await happen(id, 2);
    expect((await verify(id, [head as Head])).waiting).toBe(2);
    await chainWaiting(world.needs);
    expect((await verify(id, [head as Head])).findings).toEqual([]);
  });

  const event = (seq: number) =>
    `id = (select event_id from audit_links l where l.organisation_id = 'ORG' and l.seq = ${seq})`;
  const flipped = dialect === "sqlite" ? "x'00'" : `'\\x00'::bytea`;
  const tampering: [string, string[], Partial<Finding>[]][] = [
    ...["name", "actor_id", "person_id", "outcome", "address", "user_agent", "details"].map(
      (column): [string, string[], Partial<Finding>[]] => [
        `another ${column}`,
        [`update audit_events set ${column} = '{}' where organisation_id = 'ORG' and ${event(3)}`],
        [{ what: "event-changed", seq: 3 }],
      ],
    ),
    [
      "another time",
      [`update audit_events set at = at - 1 where organisation_id = 'ORG' and ${event(3)}`],
      [{ what: "event-changed", seq: 3 }],
    ],
    [
      "another id",
      [
        `update audit_events set id = '00000000-0000-7000-8000-00000000000a' where organisation_id = 'ORG' and ${event(3)}`,
      ],
      [{ what: "event-removed", seq: 3 }, { what: "event-added" }],
    ],
    [
      "the last one changed",
      [`update audit_events set details = '{}' where organisation_id = 'ORG' and ${event(8)}`],
      [{ what: "event-changed", seq: 8 }],
    ],
    [
      "two in a row changed",
      [
        `update audit_events set details = '{}' where organisation_id = 'ORG' and ${event(3)}`,
        `update audit_events set details = '{}' where organisation_id = 'ORG' and ${event(4)}`,
      ],
      [
        { what: "event-changed", seq: 3 },
        { what: "event-changed", seq: 4 },
      ],
    ],
    [
      "an event removed",
      [`delete from audit_events where organisation_id = 'ORG' and ${event(3)}`],
      [{ what: "event-removed", seq: 3 }],
    ],
    [
      "an event removed with its link",
      [
        `delete from audit_events where organisation_id = 'ORG' and ${event(3)}`,
        "delete from audit_links where organisation_id = 'ORG' and seq = 3",
      ],
      [
        { what: "links-removed", seq: 3, through: 3 },
        { what: "link-unprovable", seq: 4 },
      ],
    ],
    [
      "an event removed with its link, and the others moved up",
      [
        `delete from audit_events where organisation_id = 'ORG' and ${event(3)}`,
        "delete from audit_links where organisation_id = 'ORG' and seq = 3",
        ...[4, 5, 6, 7, 8].map(
          (seq) => `update audit_links set seq = ${seq - 1} where organisation_id = 'ORG' and seq = ${seq}`,
        ),
      ],
      [3, 4, 5, 6, 7]
        .map((seq) => ({ what: "event-changed" as const, seq }))
        .concat([{ what: "end-removed", seq: 8 } as never]),
    ],
    [
      "the beginning cut off",
      ["delete from audit_links where organisation_id = 'ORG' and seq < 3"],
      [
        { what: "links-removed", seq: 1, through: 2 },
        { what: "link-unprovable", seq: 3 },
        { what: "event-added" },
        { what: "event-added" },
      ],
    ],
    [
      "an event added",
      [
        `insert into audit_events (organisation_id, id, at, name, outcome, address, user_agent, details)
         values ('ORG', '01000000-0000-7000-8000-000000000001', 1, 'person.added', 'done', '', '', '{}')`,
      ],
      [{ what: "event-added", event: "01000000-0000-7000-8000-000000000001" }],
    ],
    [
      "two events that changed places",
      [
        "update audit_links set seq = 1000 where organisation_id = 'ORG' and seq = 3",
        "update audit_links set seq = 3 where organisation_id = 'ORG' and seq = 5",
        "update audit_links set seq = 5 where organisation_id = 'ORG' and seq = 1000",
      ],
      [3, 4, 5, 6].map((seq) => ({ what: "event-changed" as const, seq })),
    ],
    [
      "a link that leads to another event",
      [`update audit_links set event_id = 'nowhere' where organisation_id = 'ORG' and seq = 4`],
      [{ what: "event-removed", seq: 4, event: "nowhere" }, { what: "event-added" }],
    ],
    [
      "another time of chaining",
      ["update audit_links set chained_at = chained_at + 1 where organisation_id = 'ORG' and seq = 4"],
      [{ what: "event-changed", seq: 4 }],
    ],
    [
      "another hash",
      [`update audit_links set hash = ${flipped} where organisation_id = 'ORG' and seq = 4`],
      [{ what: "link-changed", seq: 4 }],
    ],
    [
      "another hash at the end",
      [`update audit_links set hash = ${flipped} where organisation_id = 'ORG' and seq = 8`],
      [
        { what: "head-changed", seq: 8 },
        { what: "link-changed", seq: 8 },
      ],
    ],
    [
      "another key's name",
      ["update audit_links set key_id = '2' where organisation_id = 'ORG' and seq = 4"],
      [{ what: "key-missing", seq: 4 }],
    ],
    [
      "another organisation's key",
      [
        "update audit_keys set sealed_key = (select sealed_key from audit_keys o where o.organisation_id <> 'ORG' limit 1) where organisation_id = 'ORG'",
      ],
      [1, 2, 3, 4, 5, 6, 7, 8].map((seq) => ({ what: "key-missing" as const, seq })),
    ],
    [
      "links cut off at the end",
      ["delete from audit_links where organisation_id = 'ORG' and seq > 6"],
      [{ what: "end-removed", seq: 7, through: 8 }, { what: "event-added" }, { what: "event-added" }],
    ],
    [
      "the recorded end gone",
      ["delete from audit_heads where organisation_id = 'ORG'"],
      [{ what: "head-changed", seq: 8 }],
    ],
    [
      "the recorded end moved back",
      ["update audit_heads set seq = 6 where organisation_id = 'ORG'"],
      [{ what: "head-changed", seq: 6 }],
    ],
    [
      "a checkpoint made up",
      [
        `insert into audit_checkpoints select 'ORG', 2, hash, 1, 2, '1', hash from audit_links where organisation_id = 'ORG' and seq = 2`,
        `delete from audit_events where organisation_id = 'ORG' and (${event(1)} or ${event(2)})`,
        "delete from audit_links where organisation_id = 'ORG' and seq < 3",
      ],
      [
        { what: "checkpoint-changed", seq: 2 },
        { what: "links-removed", seq: 1, through: 2 },
        { what: "link-unprovable", seq: 3 },
      ],
    ],
  ];

  test.each(tampering)("shows %s", async (_, statements, expected) => {
    const id = await chained();
    const before = await links(id);
    for (const statement of statements) await sql(statement.replaceAll("ORG", id));
    const { findings } = await verify(id);
    expect(findings).toHaveLength(expected.length);
    expect(findings).toMatchObject(expected);
    for (const { what, seq, event: named, at } of findings) {
      if (what !== "event-changed" || _.startsWith("two events") || _.includes("moved up")) continue;
      expect(named).toBe(before[(seq as number) - 1]?.event_id);
      expect(at).toBeGreaterThan(0);
    }
  });

  test("shows that its end was cut off everywhere to whoever noted the end outside", async () => {
    const id = await chained();
    const { head } = await verify(id);
    await sql(`delete from audit_events where organisation_id = '${id}' and ${event(8).replaceAll("ORG", id)}`);
    await sql(`delete from audit_links where organisation_id = '${id}' and seq = 8`);
    await sql(
      `update audit_heads set seq = 7, hash = (select hash from audit_links l where l.organisation_id = '${id}' and l.seq = 7) where organisation_id = '${id}'`,
    );
    // Nothing inside can tell.
    expect((await verify(id)).findings).toEqual([]);
    expect((await verify(id, [head as Head])).findings).toMatchObject([{ what: "end-removed", seq: 8, through: 8 }]);
    // And another end in its place is another one.
    await happen(id, 1);
    await chainWaiting(world.needs);
    expect((await verify(id)).findings).toEqual([]);
    expect((await verify(id, [head as Head])).findings).toMatchObject([{ what: "other-than-noted", seq: 8 }]);
  });

  test("shows an event that was removed before it was chained", async () => {
    const id = await chained();
    await happen(id, 1);
    await sql(
      `delete from audit_events where organisation_id = '${id}' and ${"id = (select max(event_id) from audit_waiting where organisation_id = 'ORG')".replaceAll("ORG", id)}`,
    );
    expect((await verify(id)).findings).toMatchObject([{ what: "event-removed" }]);
    // It holds up nothing.
    await happen(id, 1);
    await chainWaiting(world.needs);
    expect(await verify(id)).toMatchObject({ links: 9, findings: [{ what: "event-removed" }] });
  });

  test("is moved on by one process at a time, and takes everything up once", async () => {
    const { id } = await world.addOrganisation("Together", null);
    await happen(id, 6);
    const done = await Promise.all([1, 2, 3, 4].map(() => chainPortion(world.needs, id)));
    expect(done.filter((events) => events === 6)).toHaveLength(1);
    const working = [1, 2, 3].map(() => keepChaining(world.needs));
    await Promise.all([happen(id, 20), happen(id, 20)]);
    for (const one of working) await one.stop();
    await chainWaiting(world.needs);
    expect(await verify(id)).toMatchObject({ links: 46, waiting: 0, findings: [] });
  });

  /** 4 sign-ins, somebody added, 4 sign-ins, somebody added; more than a year later 2 sign-ins. */
  async function old(): Promise<string> {
    const { id } = await world.addOrganisation(`Old ${newId(world.needs)}`, null);
    for (let i = 0; i < 2; i++) {
      await happen(id, 4);
      await one(id, "person.added");
    }
    await chainWaiting(world.needs);
    world.clock.advance(401 * day);
    await happen(id, 2);
    await chainWaiting(world.needs);
    return id;
  }

  const named = async (organisation: string) =>
    (
      await world.needs.db.list(() =>
        raw<{ name: string }>(`select name from audit_events where organisation_id = '${organisation}' order by id`),
      )
    ).map(({ name }) => name);

  test("loses what was kept long enough, keeps the rest, and proves both", async () => {
    const id = await old();
    const { head } = await verify(id);
    expect(await pruneChain(world.needs, id)).toEqual({ outcome: "pruned", events: 8 });
    expect(await named(id)).toEqual([
      "person.added",
      "person.added",
      "sign-in.completed",
      "sign-in.completed",
      "audit.pruned",
    ]);
    await chainWaiting(world.needs);
    // The one in the middle moved to the end; a head noted before is still passed.
    expect(await verify(id, [head as Head])).toMatchObject({ links: 5, removed: 8, findings: [], late: { events: 0 } });
    expect(await pruneChain(world.needs, id)).toEqual({ outcome: "pruned", events: 0 });
    world.clock.advance(401 * day);
    expect(await pruneChain(world.needs, id)).toEqual({ outcome: "pruned", events: 2 });
    await chainWaiting(world.needs);
    // The checkpoint itself is that head now.
    expect(await verify(id, [head as Head])).toMatchObject({ removed: 10, findings: [] });
    world.clock.advance(3650 * day);
    await pruneChain(world.needs, id);
    await chainWaiting(world.needs);
    expect(await named(id)).toEqual(["audit.pruned"]);
    expect((await verify(id)).findings).toEqual([]);
    expect((await verify(id, [head as Head])).findings).toEqual([{ what: "noted-before-checkpoint", seq: 12 }]);
  });

  test("is pruned by one process at a time", async () => {
    const id = await old();
    const done = await Promise.all([1, 2, 3].map(() => pruneChain(world.needs, id)));
    expect(done.reduce((sum, { events }) => sum + events, 0)).toBe(8);
    await chainWaiting(world.needs);
    expect((await verify(id)).findings).toEqual([]);
  });

  test("shows what was done to a pruned chain, and prunes nothing that is not whole", async () => {
    const id = await old();
    await sql(
      `update audit_events set details = '{"x":1}' where organisation_id = '${id}' and ${event(3).replaceAll("ORG", id)}`,
    );
    expect(await pruneChain(world.needs, id)).toEqual({ outcome: "not-whole", seq: 3, events: 2 });
    const other = await old();
    await pruneChain(world.needs, other);
    await chainWaiting(world.needs);
    await sql(`update audit_checkpoints set removed = 7 where organisation_id = '${other}'`);
    const { findings } = await verify(other);
    expect(findings[0]).toMatchObject({ what: "checkpoint-changed" });
    expect(await pruneChain(world.needs, other)).toMatchObject({ outcome: "not-whole" });
    // Without the checkpoint, the beginning is missing.
    await sql(`delete from audit_checkpoints where organisation_id = '${other}'`);
    expect((await verify(other)).findings[0]).toMatchObject({ what: "links-removed", seq: 1 });
  });

  test("takes up what was committed late, and says when an event came long after its time", async () => {
    const id = await chained();
    const early = { ...world.needs, clock: { now: () => world.clock.now() - 2 * hour } };
    await world.needs.db.transaction((tx) =>
      record(tx, early, { organisation: id, name: "person.added", actor: null, person: null, source }),
    );
    await chainWaiting(world.needs);
    const verified = await verify(id);
    expect(verified).toMatchObject({ links: 9, findings: [], late: { events: 1 } });
    expect(verified.late.first).toBe((await links(id)).at(-1)?.event_id);
  });

  test("stays provable when the key ring is exchanged and the old key retired", async () => {
    const id = await chained();
    const { head } = await verify(id);
    const [old, next] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
    const { sealer } = world.needs;
    sealer.renew([next, old]);
    try {
      await happen(id, 2);
      await chainWaiting(world.needs);
      await resealAll(world.needs);
      sealer.renew([next]);
      expect(await verify(id, [head as Head])).toMatchObject({ links: 10, findings: [] });
      const keys = await world.needs.db.list(() =>
        raw<{ key_id: string }>(`select distinct key_id from audit_links where organisation_id = '${id}' order by 1`),
      );
      expect(keys).toEqual([{ key_id: "1" }, { key_id: "2" }]);
      const stranger = createSealer([Buffer.alloc(32, 9)], world.needs.random);
      const findings: Finding[] = [];
      await verifyChain(world.needs.db, stranger, { organisation: id, found: (one) => void findings.push(one) });
      expect(findings).toHaveLength(10);
    } finally {
      sealer.renew([next, old]);
      sealer.renew([old, next]);
      await resealAll(world.needs);
    }
  });
});
