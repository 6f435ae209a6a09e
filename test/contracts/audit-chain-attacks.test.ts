// Who writes into the database by hand and wants the chain, or whoever looks at it, to stop looking.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLines } from "../../src/admin/audit/files.ts";
import { listEvents } from "../../src/admin/audit/listing.ts";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { type Finding, verifyChain } from "../../src/audit/chain/verifying.ts";
import { newId } from "../../src/kernel/ids.ts";
import { createWorld, dialects, type World } from "../support/world.ts";
import { execute } from "./programs.ts";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ dialect });
  });
  afterAll(() => world.close());

  async function happen(organisation: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      world.clock.advance(1000);
      await world.needs.db.transaction((tx) =>
        record(tx, world.needs, {
          ...{ organisation, name: "person.unlocked", actor: "a", person: null },
          source: { address: "192.0.2.7", userAgent: "Some browser" },
        }),
      );
    }
  }
  async function chained(): Promise<string> {
    const { id } = await world.addOrganisation(`Org ${newId(world.needs)}`, null);
    await happen(id, 8);
    await chainWaiting(world.needs);
    return id;
  }
  async function verify(organisation: string) {
    const findings: Finding[] = [];
    const found = (finding: Finding) => void findings.push(finding);
    const verified = await verifyChain(world.needs.db, world.needs.sealer, { organisation, found });
    return { ...verified, findings };
  }
  const sql = (text: string) => execute(world.needs.db, text);

  test("a recorded end that was set back to one of before shows: nothing would be chained behind it", async () => {
    const id = await chained();
    const hash = `(select hash from audit_links where organisation_id = '${id}' and seq = 5)`;
    await sql(`update audit_heads set seq = 5, hash = ${hash} where organisation_id = '${id}'`);
    expect((await verify(id)).findings).toEqual([{ what: "head-changed", seq: 5 }]);
    // Also where it went as far as to before what a checkpoint stands for.
    await sql(`update audit_heads set seq = 0 where organisation_id = '${id}'`);
    expect((await verify(id)).findings).toEqual([{ what: "head-changed", seq: 0 }]);
    await sql(`delete from audit_waiting where organisation_id = '${id}'`);
  });

  test("an event that is put among the waiting once more shows, and keeps no other from the chain", async () => {
    const id = await chained();
    const link = `from audit_links where organisation_id = '${id}' and seq = 3`;
    await sql(`insert into audit_waiting (organisation_id, event_id) select organisation_id, event_id ${link}`);
    await happen(id, 2);
    await chainWaiting(world.needs);
    const { findings, head, waitingSince } = await verify(id);
    expect(findings).toMatchObject([{ what: "waiting-though-chained", seq: 3 }]);
    expect([head?.seq, waitingSince]).toEqual([10, undefined]);
  });

  test("keys written by hand keep nothing from the chain, and nothing is chained with them", async () => {
    const id = await chained();
    const copy = (name: string, sealed: string) =>
      sql(
        `insert into audit_keys (organisation_id, id, sealed_key, made_under, created_at) select organisation_id, '${name}', ${sealed}, made_under, 0 from audit_keys where organisation_id = '${id}' and id = '1'`,
      );
    await copy("NaN", "sealed_key");
    await copy("Infinity", "sealed_key");
    // Sealed, but for another name.
    await copy("7", "sealed_key");
    await happen(id, 2);
    await chainWaiting(world.needs);
    const { findings, head } = await verify(id);
    expect(findings).toEqual([]);
    expect(head?.seq).toBe(10);
    const keys = await world.needs.db.list((query) =>
      query.selectFrom("audit_links").select("key_id").distinct().where("organisation_id", "=", id).orderBy("key_id"),
    );
    expect(keys.map(({ key_id }) => key_id)).toEqual(["1", "8"]);
  });

  test("since when events wait is said", async () => {
    const id = await chained();
    await happen(id, 1);
    expect((await verify(id)).waitingSince).toBe(world.clock.now());
    await chainWaiting(world.needs);
  });

  test("a row that was made unreadable hides no other one from the page or the files", async () => {
    for (const wrong of ["details = '{'", "details = 'null'", "at = 9000000000000000", "name = 'constructor'"]) {
      const id = await chained();
      const third = `id = (select event_id from audit_links l where l.organisation_id = '${id}' and l.seq = 3)`;
      await sql(`update audit_events set ${wrong} where organisation_id = '${id}' and ${third}`);
      expect((await listEvents(world.needs.db, { organisation: id })).events).toHaveLength(8);
      for (const form of ["csv", "jsonl"] as const) {
        let text = "";
        for await (const part of auditLines(world.needs.db, { organisation: id }, form)) text += part;
        expect(text.trim().split("\n")).toHaveLength(form === "csv" ? 9 : 8);
      }
      expect((await verify(id)).findings).toMatchObject([{ what: "event-changed", seq: 3 }]);
    }
  });
});
