// What the check-up finds: durability, clocks, keys, servers, and every sealed column.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { environmentOf, run, type Served, startServer } from "../support/commands.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

interface Finding {
  check: string;
  state: string;
  says: string;
}

describe.each(dialects)("the check-up on %s", { timeout: 60_000 }, (dialect) => {
  let world: World;
  let file: string;
  let server: Served | undefined;
  beforeEach(async () => {
    file = join(mkdtempSync(join(tmpdir(), "countersign-key-")), "ring");
    writeFileSync(file, `${Buffer.alloc(32, 5).toString("base64")}\n`, { mode: 0o600 });
    const environment = { COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file };
    world = await createWorld({ dialect, realClock: true, environment });
    await world.addPerson({ email: "ada@acme.example", enrolled: true });
  });
  afterEach(async () => {
    server?.child.kill("SIGKILL");
    await server?.exited;
    server = undefined;
    await world.close();
  });

  const examine = async (more: Record<string, string> = {}, ...args: string[]) => {
    const ran = await run(["doctor", ...args, "--json"], environmentOf(world.config, more));
    const { findings } = JSON.parse(ran.out.split("\n")[0] as string) as { findings: Finding[] };
    return {
      code: ran.code,
      all: findings,
      of: (check: string) => findings.find((one) => one.check === check) as Finding,
    };
  };

  test("says how durable the database is, and calls one that forgets bad", async () => {
    const { code, of } = await examine();
    // The PostgreSQL of the tests gives durability up for speed.
    if (dialect === "postgres") {
      expect([code, of("durability").state]).toEqual([1, "bad"]);
      expect(of("durability").says).toMatch(/fsync off, synchronous_commit off, full_page_writes off: /);
      expect(of("clock").says).toMatch(/the database's machine agrees/);
    } else {
      expect([code, of("durability")]).toEqual([
        0,
        { check: "durability", state: "good", says: "journal_mode wal, synchronous 2" },
      ]);
    }
    expect(of("stored secrets").says).toBe("1 looked at, all open with this key ring");
  });

  test("finds what does not open in any sealed column, and an open key file", async () => {
    const { db, sealer, clock } = world.needs;
    const other = sealer.seal(Buffer.from("link"), "of another letter");
    await db.transaction((tx) =>
      tx.list((query) =>
        query.insertInto("outbox").values({
          organisation_id: world.organisation.id,
          id: "l",
          person_id: null,
          recipient: "",
          kind: "person.invited",
          details: "{}",
          sealed_link: other,
          once: null,
          created_at: clock.now(),
          next_try_at: clock.now(),
          tries: 0,
          failure: null,
          sent_at: null,
        }),
      ),
    );
    const found = await examine();
    expect([found.code, found.of("stored secrets").state]).toEqual([1, "bad"]);
    expect(found.of("stored secrets").says).toContain("1 of 1 in outbox");
    chmodSync(file, 0o644);
    const open = await examine();
    expect([open.code, open.of("key").state, open.of("key").says]).toEqual([
      1,
      "bad",
      `others can read ${file}: chmod 600 it`,
    ]);
  });

  test("notices a server with another key ring", async () => {
    const text = [6, 5].map((fill) => Buffer.alloc(32, fill).toString("base64")).join(",");
    server = await startServer(environmentOf({ ...world.config, keys: { text } }));
    const { code, of } = await examine();
    expect([code, of("servers").state]).toEqual([1, "bad"]);
    expect(of("servers").says).toMatch(/another key ring: .* \(process \d+\)/);
  });

  test.each([
    [2, "good", 0],
    [90, "bad", 1],
  ])("compares the clock with a time server %d s ahead", async (ahead, state) => {
    const time = createSocket("udp4", (question, { port, address }) => {
      const answer = Buffer.alloc(48);
      answer[0] = (question[0] as number) & 0x38;
      answer[0] |= 4;
      answer[1] = 2;
      const now = Date.now() / 1000 + ahead + 2_208_988_800;
      for (const at of [32, 40]) {
        answer.writeUInt32BE(Math.floor(now) >>> 0, at);
        answer.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), at + 4);
      }
      time.send(answer, port, address);
    }).bind(0, "127.0.0.1");
    await once(time, "listening");
    const { of } = await examine({}, "--ntp", `127.0.0.1:${time.address().port}`);
    expect(of("time server").state).toBe(state);
    expect(of("time server").says).toMatch(new RegExp(`is (${ahead - 1}\\.\\d|${ahead}\\.\\d) s ahead of this one`));
    time.close();
    const silent = await examine({}, "--ntp", "127.0.0.1:9");
    expect(silent.of("time server")).toMatchObject({ state: "note" });
  });

  test("with https it wants to know the proxy", async () => {
    const more = { COUNTERSIGN_URL: "https://login.acme.example" };
    expect((await examine(more)).of("proxy").state).toBe("note");
    expect((await examine({ ...more, COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1" })).of("proxy").state).toBe("good");
  });
});
