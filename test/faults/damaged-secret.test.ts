// A sealed secret of which a bit fell over, on the disk or by somebody's hand: its owner is never taken for one who has no
// second factor, gets out of it alone or with an administrator, and nobody else notices.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireRightKey } from "../../src/opening.ts";
import { execute } from "../contracts/programs.ts";
import { shownSecret } from "../support/account.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("a damaged secret, on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  /** Changes one byte: of the key's name, the nonce, the tag or what is sealed. */
  async function damage(who: TestPerson, at: number): Promise<void> {
    const id = who.person.id;
    const [row] = await world.needs.db.list((query) =>
      query.selectFrom("authenticators").select("sealed_secret").where("person_id", "=", id),
    );
    const bytes = Buffer.from(row?.sealed_secret as Uint8Array);
    bytes[at] = (bytes[at] as number) ^ 1;
    const literal = dialect === "sqlite" ? `x'${bytes.toString("hex")}'` : `'\\x${bytes.toString("hex")}'::bytea`;
    await execute(world.needs.db, `update authenticators set sealed_secret = ${literal} where person_id = '${id}'`);
  }

  const begin = (client: Client, who: TestPerson) =>
    client.api("POST", "/sign-ins", { login: who.person.email, password: who.password });

  test("does not keep the program from starting, even where it is the only one", async () => {
    for (const at of [10, 25, 40]) {
      await damage(kim, at);
      await expect(requireRightKey(world.needs)).resolves.toBeUndefined();
      await damage(kim, at);
    }
    // A key that sealed none of them is another matter.
    await damage(kim, 3);
    await expect(requireRightKey(world.needs)).rejects.toThrow("does not open the stored secrets");
  });

  test("keeps its owner out until they use a recovery code, and set up again", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
    await damage(kim, 40);
    const client = world.client();
    const begun = await begin(client, kim);
    expect(begun.json).toMatchObject({ step: "second-step" });
    const refused = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code: world.code(kim) },
      `SignIn ${begun.json.signIn}`,
    );
    expect(refused.json).toMatchObject({ status: 503, code: "second-step-unavailable" });
    expect((await client.api("GET", "/session", undefined, `Bearer ${begun.json.signIn}`)).status).toBe(401);
    await world.client().signIn(world, lee);

    const browser = world.client();
    await browser.form("/sign-in", { login: "kim@acme.example", password: kim.password });
    const used = await browser.form("/sign-in/recovery-code", { code: kim.recoveryCodes[0] as string });
    expect([used.status, used.location]).toEqual([303, "/set-up"]);
    kim.secret = shownSecret((await browser.get("/set-up")).text);
    await browser.form("/set-up", { code: world.code(kim) });
    await browser.form("/set-up/done", { saved: "printed" });
    expect((await browser.get("/account")).status).toBe(200);
    world.clock.advance(30_000);
    await world.client().signIn(world, kim);
  });
});
