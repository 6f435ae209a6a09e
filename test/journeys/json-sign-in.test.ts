import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

test.each(["application/json ; charset=utf-8", 'APPLICATION/JSON;charset="utf-8"', "application/json;"])(
  "JSON is taken as %s",
  async (type) => {
    const world = await createWorld();
    const sent = JSON.stringify({ login: "nobody", password: "wrong" });
    const answer = await world.client().send("POST", "/api/v1/sign-ins", sent, { "content-type": type });
    await world.close();
    expect(answer).toMatchObject({ status: 401, json: { code: "wrong-credentials" } });
  },
);

describe.each(dialects)("signing in by the JSON API on %s", (dialect) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ dialect });
  });
  afterEach(() => world.close());

  test("[IN-4] a password and a code yield a session that says what was proven", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins", { login: "Kim", password: kim.password });
    expect(begun).toMatchObject({ status: 201, json: { step: "second-step", methods: ["totp", "recovery-code"] } });
    const bearer = `SignIn ${begun.json.signIn}`;
    const wrong = await client.api("POST", "/sign-ins/current/answers", { method: "totp", code: "000000" }, bearer);
    expect(wrong).toMatchObject({ status: 401, json: { code: "wrong-code", triesLeft: 4 } });
    const right = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code: world.code(kim) },
      bearer,
    );
    expect(right).toMatchObject({ status: 200, json: { step: "done", recoveryCodesLeft: 10 } });
    const session = await client.api("GET", "/session", undefined, `Bearer ${right.json.session}`);
    expect(session.json).toMatchObject({ amr: ["pwd", "otp", "mfa"], person: { screenName: "kim" } });
    const again = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code: world.code(kim) },
      bearer,
    );
    expect(again).toMatchObject({ status: 410, json: { code: "sign-in-ended" } });
  });

  test("[DI-6] [IN-1] set-up comes after the password and completes that very sign-in", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example" });
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins", { login: "kim@ACME.example", password: kim.password });
    expect(begun.json).toMatchObject({ step: "set-up", requirement: { level: "required" } });
    const bearer = `SignIn ${begun.json.signIn}`;
    const setUp = await client.api("POST", "/sign-ins/current/enrolment", {}, bearer);
    expect(setUp.status).toBe(201);
    const secret = decodeBase32(setUp.json.secret) as Uint8Array;
    const code = totp({ secret, at: world.clock.now() });
    const confirmed = await client.api("POST", "/sign-ins/current/enrolment/confirmation", { code }, bearer);
    expect(confirmed.status).toBe(200);
    expect(confirmed.json.recoveryCodes).toHaveLength(10);
    const early = await client.api("POST", "/sign-ins/current/enrolment/completion", {}, bearer);
    expect(early).toMatchObject({ status: 400, json: { code: "save-codes-first" } });
    const done = await client.api("POST", "/sign-ins/current/enrolment/completion", { saved: "copied" }, bearer);
    expect(done).toMatchObject({ status: 200, json: { step: "done" } });
    expect((await client.api("GET", "/session", undefined, `Bearer ${done.json.session}`)).status).toBe(200);
    const second = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const reused = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "totp", code },
      `SignIn ${second.json.signIn}`,
    );
    expect(reused.json.code).toBe("wrong-code");
  });

  test("[IH-9] a recovery code leads to setting the authenticator up again; the old one works until then", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const typed = (kim.recoveryCodes[3] as string).toLowerCase().replaceAll("-", " ");
    const used = await client.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "recovery-code", code: typed },
      `SignIn ${begun.json.signIn}`,
    );
    expect(used).toMatchObject({ status: 200, json: { step: "set-up", recoveryCodesLeft: 9 } });
    expect(used.json.session).toBeUndefined();
    expect(used.json.signIn).not.toBe(begun.json.signIn);
    await world.client().signIn(world, kim);
  });
});
