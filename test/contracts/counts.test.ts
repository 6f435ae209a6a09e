// What a person's row says of their authenticators and codes is what their tables hold, whatever happened.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addAuthenticator,
  removeAllAuthenticators,
  removeAuthenticator,
} from "../../src/authenticators/totp/actions.ts";
import { newId } from "../../src/kernel/ids.ts";
import { keyOf, personOf } from "../../src/people/actions.ts";
import { consumeCode, prepareCodes, removeCodes, storeCodes } from "../../src/recovery-codes/actions.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

describe.each(dialects)("a person's counts on %s", (dialect) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ dialect });
  });
  afterAll(() => world.close());

  test("follow everything that adds, uses up and takes away", async () => {
    const { needs } = world;
    const { person } = await world.addPerson({ email: "kim@acme.example" });
    const { person: other } = await world.addPerson({ email: "lea@acme.example", enrolled: true });
    const key = keyOf(person);
    const counts = async (of = key) => {
      const row = await personOf(needs.db, of);
      return [row?.authenticators, row?.codes_left];
    };
    const add = (id = newId(needs)) =>
      needs.db
        .transaction((tx) =>
          addAuthenticator(tx, needs, key, { id, name: "Phone", secret: new Uint8Array(20), confirmedBy: 0 }),
        )
        .then(() => id);
    expect(await counts()).toEqual([0, null]);
    const first = await add();
    await add();
    expect(await counts()).toEqual([2, null]);

    const prepared = await prepareCodes(needs);
    await needs.db.transaction((tx) => storeCodes(tx, needs, key, prepared));
    expect(await counts()).toEqual([2, 10]);
    const tried = { set: prepared.id, hash: prepared.hashes[0] as Buffer };
    for (const accepted of [true, false])
      expect(await needs.db.transaction((tx) => consumeCode(tx, needs, key, tried))).toBe(accepted);
    expect(await counts()).toEqual([2, 9]);
    const anew = await prepareCodes(needs);
    await needs.db.transaction((tx) => storeCodes(tx, needs, key, anew));
    expect(await counts()).toEqual([2, 10]);

    await needs.db.transaction((tx) => removeAuthenticator(tx, key, first));
    expect(await counts()).toEqual([1, 10]);
    await needs.db.transaction((tx) => removeAllAuthenticators(tx, key));
    await needs.db.transaction((tx) => removeCodes(tx, key));
    expect(await counts()).toEqual([0, null]);
    expect(await counts(keyOf(other))).toEqual([1, 10]);
  });
});
