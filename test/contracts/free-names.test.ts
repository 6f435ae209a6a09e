// A screen name that is only proposed gives way to whoever has it, however many that are.
import { describe, expect, test } from "vitest";
import { addUnderFreeName } from "../../src/people/free-names.ts";
import { createWorld, dialects } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  test("the names that follow are counted up, and never run out", async () => {
    const world = await createWorld({ dialect });
    const names = await world.needs.db.transaction(async (tx) => {
      const added: string[] = [];
      for (let i = 0; i < 52; i++) {
        const wanted = { email: `info@site${i}.example`, screenName: "info", status: "active" as const };
        const one = await addUnderFreeName(tx, world.needs, world.organisation.id, wanted);
        if (one.outcome !== "added") throw new Error(one.outcome);
        added.push(one.person.screen_name);
      }
      return added;
    });
    expect(names.slice(0, 3)).toEqual(["info", "info2", "info3"]);
    expect(names[49]).toBe("info50");
    for (const name of names.slice(50)) expect(name).toMatch(/^info-[0-9a-f]{10}$/);
    expect(new Set(names).size).toBe(52);
    await world.close();
  });

  test("what else is wrong is refused as ever", async () => {
    const world = await createWorld({ dialect });
    await world.addPerson({ email: "kim@acme.example" });
    const outcome = (email: string, screenName = "kim") =>
      world.needs.db.transaction(
        async (tx) =>
          (await addUnderFreeName(tx, world.needs, world.organisation.id, { email, screenName, status: "active" }))
            .outcome,
      );
    expect(await outcome("kim@acme.example")).toBe("address-taken");
    expect(await outcome("no address")).toBe("bad-address");
    expect(await outcome("lee@acme.example", "a@b")).toBe("bad-screen-name");
    await world.close();
  });
});
