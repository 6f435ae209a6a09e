// Statements that are asked for at once: in the order of asking on both databases, whole or not at all, each told what it
// changed; on PostgreSQL several writes are one statement.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { statement } from "../../src/database/statement.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

const setLanguage = statement<{ organisation: string; language: string }>()((query, param) =>
  query.updateTable("organisations").set({ language: param.language }).where("id", "=", param.organisation),
);
const getLanguage = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("organisations").select("language").where("id", "=", param.organisation),
);
const addType = statement<{ organisation: string; name: string }>()((query, param) =>
  query.insertInto("account_types").values({ organisation_id: param.organisation, name: param.name, created_at: 1 }),
);
const addTypeIfAbsent = statement<{ organisation: string; name: string }>()((query, param) =>
  query
    .insertInto("account_types")
    .values({ organisation_id: param.organisation, name: param.name, created_at: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .returning("name"),
);
const getTypes = statement<{ organisation: string; name: string }>()((query, param) =>
  query
    .selectFrom("account_types")
    .select("name")
    .where("organisation_id", "=", param.organisation)
    .where("name", "=", param.name),
);
const removeLogo = statement<{ organisation: string }>()((query, param) =>
  query.deleteFrom("logos").where("organisation_id", "=", param.organisation),
);

describe.each(dialects)("asked for at once on %s", (dialect) => {
  let world: World;
  let organisation: string;
  let folder: string;
  beforeAll(async () => {
    // At a place of its own: there what is committed waits for the disk, as it does where people sign in.
    folder = mkdtempSync(join(tmpdir(), "countersign-together-"));
    world = await createWorld({ dialect, environment: { COUNTERSIGN_DATA: folder } });
    organisation = world.organisation.id;
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const language = async () => (await world.needs.db.first(getLanguage, { organisation }))?.language;

  test("each is told how many rows it changed itself", async () => {
    const changed = await world.needs.db.transaction((tx) =>
      Promise.all([
        tx.run(setLanguage, { organisation, language: "en" }),
        tx.run(addTypeIfAbsent, { organisation, name: "guest" }),
        tx.run(removeLogo, { organisation }),
      ]),
    );
    expect(changed).toEqual([1, 1, 0]);
    const again = await world.needs.db.transaction((tx) =>
      Promise.all([tx.run(addTypeIfAbsent, { organisation, name: "guest" }), tx.run(removeLogo, { organisation })]),
    );
    expect(again).toEqual([0, 0]);
  });

  test("a question sees what was written before it was asked, and two writes to one row both count", async () => {
    const seen = await world.needs.db.transaction(async (tx) => {
      const [, before, , after] = await Promise.all([
        tx.run(setLanguage, { organisation, language: "de" }),
        tx.first(getLanguage, { organisation }),
        tx.run(setLanguage, { organisation, language: "fr" }),
        tx.first(getLanguage, { organisation }),
      ]);
      return [before?.language, after?.language];
    });
    expect(seen).toEqual(["de", "fr"]);
    const [first, second] = await world.needs.db.transaction((tx) =>
      Promise.all([
        tx.run(setLanguage, { organisation, language: "en" }),
        tx.run(setLanguage, { organisation, language: "de" }),
      ]),
    );
    expect([first, second, await language()]).toEqual([1, 1, "de"]);
  });

  test("where one fails nothing of the others stands, nor what is asked for afterwards", async () => {
    await world.needs.db.transaction((tx) => tx.run(setLanguage, { organisation, language: "en" }));
    let late: Promise<unknown> | undefined;
    const failing = world.needs.db.transaction(async (tx) => {
      const slow = (async () => {
        await tx.first(getLanguage, { organisation });
        await tx.first(getLanguage, { organisation });
        await tx.run(addType, { organisation, name: "late" });
      })();
      late = slow.catch(() => "refused");
      await Promise.all([
        tx.run(setLanguage, { organisation, language: "fr" }),
        // There already.
        tx.run(addType, { organisation, name: "staff" }),
        slow,
      ]);
    });
    await expect(failing).rejects.toThrow();
    await late;
    expect(await language()).toBe("en");
    expect(await world.needs.db.first(getTypes, { organisation, name: "late" })).toBeUndefined();
  });

  test("a transaction that need not last is seen at once, and by what follows it", async () => {
    const { db } = world.needs;
    await db.transaction((tx) => tx.run(setLanguage, { organisation, language: "fr" }), { lasting: false });
    expect(await language()).toBe("fr");
    // Neither does the next one last less for it.
    const [setting] = await db.transaction(
      (tx) =>
        tx.list(() => ({
          compile: () =>
            ({ sql: dialect === "sqlite" ? "pragma synchronous" : "show synchronous_commit", parameters: [] }) as never,
        })) as Promise<Record<string, unknown>[]>,
    );
    expect(Object.values(setting ?? {})).toEqual([dialect === "sqlite" ? 2 : expect.stringMatching(/on|off/)]);
  });
});
