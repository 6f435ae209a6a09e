import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeBase32, totp } from "../../src/otp/index.ts";
import { shownSecret, signInByForm } from "../support/account.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const newPassword = "three brown owls at tea";
const bearer = (client: Client) => `Bearer ${client.cookies.get("countersign-session")}`;

describe.each(dialects)("one's own account under attack on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let client: Client;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" } });
    kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    client = world.client();
    await signInByForm(world, client, kim);
  });
  afterEach(() => world.close());

  test("somebody else's authenticators, sessions and trusted browsers can't be reached", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example", enrolled: true });
    const adas = world.client();
    await signInByForm(world, adas, ada);
    const token = bearer(adas);
    const [authenticator] = (await adas.api("GET", "/me/authenticators", undefined, token)).json.authenticators;
    const [session] = (await adas.api("GET", "/me/sessions", undefined, token)).json.sessions;
    world.clock.advance(30_000);
    const begun = await world.client().api("POST", "/sign-ins", { login: "ada", password: ada.password });
    const answer = { method: "totp", code: world.code(ada), trustBrowser: true };
    await world.client().api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    const [trusted] = (await adas.api("GET", "/me/trusted-browsers", undefined, token)).json.trustedBrowsers;

    const mine = bearer(client);
    const tries: [string, string, unknown?][] = [
      ["PATCH", `/me/authenticators/${authenticator.id}`, { name: "Mine" }],
      ["DELETE", `/me/authenticators/${authenticator.id}`],
      ["POST", "/me/authenticators", { replaces: authenticator.id }],
      ["DELETE", `/me/sessions/${session.id}`],
      ["DELETE", `/me/trusted-browsers/${trusted.id}`],
    ];
    for (const [method, path, body] of tries)
      expect((await client.api(method, path, body, mine)).status, path).toBe(404);
    for (const path of [
      `/account/security/authenticators/${authenticator.id}/removal`,
      `/account/security/authenticators/${authenticator.id}/replacement`,
      `/account/security/sessions/${session.id}/removal`,
      `/account/security/trusted-browsers/${trusted.id}/removal`,
    ]) {
      expect((await client.form(path, {})).status, path).toBe(404);
    }
    expect((await adas.api("GET", "/me/authenticators", undefined, token)).json.authenticators[0].name).toBe(
      "Authenticator app",
    );
    expect((await adas.api("GET", "/me/trusted-browsers", undefined, token)).json.trustedBrowsers).toHaveLength(1);
  });

  test("of two confirmations at the same instant one wins, with one set of codes", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example" });
    const adas = world.client();
    await signInByForm(world, adas, ada);
    const token = bearer(adas);
    const begun = await adas.api("POST", "/me/authenticators", { password: ada.password }, token);
    const code = totp({ secret: decodeBase32(begun.json.secret) as Uint8Array, at: world.clock.now() });
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.client().api("POST", "/me/authenticators/confirmation", { code }, token)),
    );
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    for (const lost of answers.filter((answer) => answer.status !== 200)) expect([401, 409]).toContain(lost.status);
    const next = `Bearer ${won[0]?.json.session}`;
    const after = await adas.api("GET", "/me/authenticators", undefined, next);
    expect(after.json.authenticators).toHaveLength(1);
    expect((await adas.api("GET", "/me/recovery-codes", undefined, next)).json.left).toBe(10);
    expect((await adas.api("GET", "/me", undefined, token)).status).toBe(401);
  });

  test("what is pending in one session can't be confirmed in another, nor a second time", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example" });
    const [one, two] = [world.client(), world.client()];
    for (const browser of [one, two]) await signInByForm(world, browser, ada);
    await one.form("/account/security/enable", { password: ada.password });
    ada.secret = shownSecret((await one.get("/account/security/set-up")).text);
    expect((await two.get("/account/security/set-up")).location).toBe("/account/security");
    expect((await two.form("/account/security/set-up", { code: world.code(ada) })).status).toBe(409);
    expect((await one.form("/account/security/set-up", { code: world.code(ada) })).status).toBe(200);
    expect((await one.form("/account/security/set-up", { code: world.code(ada) })).status).toBe(409);
    expect((await two.get("/account")).location).toContain("/sign-in");
  });

  test("a cancelled or outlasted set-up can't be confirmed", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example" });
    const adas = world.client();
    await signInByForm(world, adas, ada);
    for (const spoil of [
      () => adas.form("/account/security/set-up/cancellation", {}),
      async () => world.clock.advance(15 * 60_000),
    ]) {
      await adas.form("/account/security/enable", { password: ada.password });
      ada.secret = shownSecret((await adas.get("/account/security/set-up")).text);
      await spoil();
      expect((await adas.form("/account/security/set-up", { code: world.code(ada) })).status).toBe(409);
    }
    expect((await adas.api("GET", "/me", undefined, bearer(adas))).json.secondFactor).toBe("off");
  });

  test("whoever began a set-up with the password alone can't finish it beside one that came since", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example" });
    const begin = async () => {
      const browser = world.client();
      await signInByForm(world, browser, ada);
      await browser.form("/account/security/enable", { password: ada.password });
      return { browser, secret: shownSecret((await browser.get("/account/security/set-up")).text) };
    };
    const thief = await begin();
    const owner = await begin();
    const code = (secret: Buffer) => totp({ secret, at: world.clock.now() });
    expect((await owner.browser.form("/account/security/set-up", { code: code(owner.secret) })).status).toBe(200);
    expect((await thief.browser.form("/account/security/set-up", { code: code(thief.secret) })).location).toBe(
      "/sign-in?because=session-ended",
    );
  });

  test("disabling takes no used code, no recovery code and no wrong one, and wrong ones are counted", async () => {
    const off = (code: string) => client.form("/account/security/disable", { code });
    expect((await off(world.code(kim))).status).toBe(401);
    expect((await off(kim.recoveryCodes[0] as string)).status).toBe(401);
    expect((await off("")).status).toBe(401);
    expect((await off("abcdef")).status).toBe(401);
    // With four wrong ones in other sign-ins, one more makes everybody wait.
    const signIns = await world.signIns(kim, 1);
    const elsewhere = { method: "totp", code: "000000" };
    await client.api("POST", "/sign-ins/current/answers", elsewhere, `SignIn ${signIns[0]}`);
    world.clock.advance(29_000);
    const waits = await off(world.code(kim));
    expect(waits.status).toBe(429);
    expect(Number(waits.headers.get("retry-after"))).toBeGreaterThan(0);
    world.clock.advance(31_000);
    expect((await off(world.code(kim))).status).toBe(303);
  });

  test("the fifth wrong code in a row ends the session, at whichever form it is typed", async () => {
    const off = () => client.form("/account/security/disable", { code: "abcdef" });
    const confirm = () => client.form("/sign-in/confirm", { code: "abcdef", resume: "/account" });
    world.clock.advance(16 * 60_000);
    for (const give of [off, confirm, off, confirm]) expect((await give()).status).toBe(401);
    const ended = await confirm();
    expect([ended.status, ended.location]).toEqual([303, "/sign-in?because=wrong-codes"]);
    expect((await client.get(ended.location as string)).text).toContain("Too many wrong codes were given");
    expect((await client.get("/account")).location).toContain("/sign-in");
  });

  test("disabling is refused under 'required', and uses up no code", async () => {
    await world.setPolicy({ organisation: "required" });
    expect((await client.get("/account/security")).text).not.toContain("/account/security/disable");
    expect((await client.get("/account/security/disable")).location).toBe("/account/security");
    world.clock.advance(30_000);
    const code = world.code(kim);
    const refused = await client.api("DELETE", "/me/second-factor", { code }, bearer(client));
    expect(refused).toMatchObject({ status: 403, json: { code: "required-by-policy" } });
    expect((await client.form("/account/security/disable", { code })).status).toBe(403);
    await world.client().signIn(world, kim);
  });

  test("a changed password keeps this session under a new token and ends the others and every sign-in on its way", async () => {
    world.clock.advance(30_000);
    const other = await world.client().signIn(world, kim);
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const stale = bearer(client);
    const changed = await client.form("/account/password", { currentPassword: kim.password, newPassword });
    expect(changed.status).toBe(303);
    expect(bearer(client)).not.toBe(stale);
    expect((await client.get("/account")).status).toBe(200);
    for (const token of [stale, other.bearer])
      expect((await world.client().api("GET", "/me", undefined, token)).status).toBe(401);
    world.clock.advance(30_000);
    const answer = { method: "totp", code: world.code(kim) };
    const late = await world.client().api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    expect(late.json.code).toBe("sign-in-ended");
  });

  test("of two password changes at the same instant one stands", async () => {
    const token = bearer(client);
    const wanted = ["three brown owls at tea", "seven green boats in june"];
    const answers = await Promise.all(
      wanted.map((next) =>
        world.client().api("POST", "/me/password", { currentPassword: kim.password, newPassword: next }, token),
      ),
    );
    const won = answers.findIndex((answer) => answer.status === 200);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const next = await world.client().api("POST", "/sign-ins", { login: "kim", password: wanted[won] });
    expect(next.status).toBe(201);
  });

  test("a new password is judged: 8 characters with a second factor, 15 without, none that is common or one's own name", async () => {
    const change = (password: string, browser = client, current = kim.password) =>
      browser.form("/account/password", { currentPassword: current, newPassword: password });
    expect((await change("short")).text).toContain("at least 8 characters");
    expect((await change("password1")).text).toContain("lists that attackers try first");
    expect((await change("kim@acme.example")).text).toContain("not your name");
    expect((await change("owl tea 9")).status).toBe(303);
    const ada = await world.addPerson({ email: "ada@acme.example" });
    const adas = world.client();
    await signInByForm(world, adas, ada);
    expect((await change("owl tea 9", adas)).text).toContain("at least 15 characters");
    await world.setPolicy({ organisation: "off" });
    expect((await change("owl tea 99", client, "owl tea 9")).text).toContain("at least 15 characters");
  });

  test("guesses at the password in the settings wait, and nobody waits for them at sign-in", async () => {
    for (let i = 0; i < 5; i++) {
      expect((await client.form("/account/security/codes", { password: "wrong wrong wrong" })).status).toBe(401);
    }
    const waits = await client.form("/account/security/codes", { password: kim.password });
    expect(waits.status).toBe(429);
    expect(waits.text).toContain("Please wait");
    expect((await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password })).status).toBe(201);
  });

  test("a policy of 'off' offers no set-up and makes no codes, and what is asleep stays", async () => {
    await world.setPolicy({ organisation: "off" });
    const token = bearer(client);
    expect((await client.api("POST", "/me/authenticators", {}, token)).json.code).toBe("off-by-policy");
    expect((await client.api("POST", "/me/recovery-codes", { password: kim.password }, token)).json.code).toBe(
      "off-by-policy",
    );
    expect((await client.api("GET", "/me", undefined, token)).json.secondFactor).toBe("asleep");
  });

  test("there are at most five authenticators", async () => {
    for (let i = 2; i <= 5; i++) {
      const begun = await client.api("POST", "/me/authenticators", { name: `Phone ${i}` }, bearer(client));
      expect(begun.status).toBe(201);
      const code = totp({ secret: decodeBase32(begun.json.secret) as Uint8Array, at: world.clock.now() });
      const confirmed = await client.api("POST", "/me/authenticators/confirmation", { code }, bearer(client));
      client.cookies.set("countersign-session", confirmed.json.session);
    }
    const [first] = (await client.api("GET", "/me/authenticators", undefined, bearer(client))).json.authenticators;
    expect((await client.api("POST", "/me/authenticators", {}, bearer(client))).json.code).toBe(
      "too-many-authenticators",
    );
    expect((await client.api("POST", "/me/authenticators", { replaces: first.id }, bearer(client))).status).toBe(201);
  });

  test("another site can't send these forms, and a field that comes twice is refused", async () => {
    const forged = await client.form("/account/security/sessions/removal", {}, { "sec-fetch-site": "cross-site" });
    expect(forged.status).toBe(403);
    const twice = await client.send("POST", "/account/profile", "screenName=kim&displayName=Kim&screenName=root", {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
    });
    expect(twice.status).toBe(400);
    expect((await client.form("/account/profile", { displayName: "x".repeat(20_000), screenName: "kim" })).status).toBe(
      413,
    );
    expect(
      (await client.form("/account/profile", { displayName: "Kim", screenName: "root@acme.example" })).status,
    ).toBe(400);
    expect((await client.api("GET", "/me", undefined, bearer(client))).json.screenName).toBe("kim");
  });

  test("a taken name or address is refused with words for its field", async () => {
    await world.addPerson({ email: "ada@acme.example", screenName: "ada" });
    const name = await client.form("/account/profile", { displayName: "Kim", screenName: "ADA" });
    expect(name.status).toBe(409);
    expect(name.text).toContain("Somebody else has that screen name");
    const address = await client.api(
      "POST",
      "/me/email",
      { email: "Ada@ACME.example", password: kim.password },
      bearer(client),
    );
    expect(address).toMatchObject({ status: 409, json: { code: "address-taken" } });
  });

  test("codes that a form brings back must be codes, and names can't break out of the page", async () => {
    const file = await client.form("/account/security/codes/download", { codes: "<script>alert(1)</script>" });
    expect(file.status).toBe(303);
    await client.form("/account/profile", { displayName: '<img src=x onerror="1">', screenName: "kim" });
    expect((await client.get("/account")).text).not.toContain("<img src=x");
  });
});

describe("pictures", () => {
  let world: World;
  let client: Client;
  beforeEach(async () => {
    world = await createWorld({ policy: { organisation: "optional" } });
    client = world.client();
    await signInByForm(world, client, await world.addPerson({ email: "kim@acme.example" }));
  });
  afterEach(() => world.close());

  const send = (file: Uint8Array, name = "me.png", type = "image/png") => {
    const form = new FormData();
    form.set("picture", new Blob([new Uint8Array(file)], { type }), name);
    return client.send("POST", "/account/picture", form, { "sec-fetch-site": "same-origin" });
  };
  const canvas = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "#c33" } });

  test("a picture is drawn anew as a square WebP without what its file carried beside", async () => {
    const secret = "<script>alert('polyglot')</script>";
    const jpeg = await canvas(600, 400)
      .withExif({ IFD0: { Copyright: secret } })
      .jpeg()
      .toBuffer();
    expect((await send(Buffer.concat([jpeg, Buffer.from(secret)]), "me.html", "text/html")).status).toBe(303);
    const { type, body } = (await stored()) ?? { type: "", body: Buffer.alloc(0) };
    expect(type).toBe("image/webp");
    expect(await sharp(body).metadata()).toMatchObject({ format: "webp", width: 256, height: 256 });
    expect(body.includes("polyglot")).toBe(false);

    const served = await client.get("/account/picture");
    expect(served.headers.get("content-type")).toBe("image/webp");
    expect(served.headers.get("x-content-type-options")).toBe("nosniff");
    expect(served.headers.get("cache-control")).toMatch(/^private/);
    expect((await world.client().get("/account/picture")).location).toContain("/sign-in");
    expect((await client.form("/account/picture/removal", {})).status).toBe(303);
    expect((await client.get("/account/picture")).status).toBe(404);
  });

  test("SVG, GIF, moving pictures, damaged and empty files are refused, whatever they are called", async () => {
    const stills = await Promise.all(
      ["#c33", "#33c"].map((background) =>
        sharp({ create: { width: 8, height: 8, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const frames = await sharp(stills, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(frames).metadata()).pages).toBe(2);
    const png = await canvas(20, 20).png().toBuffer();
    const at = png.indexOf("IDAT") - 4;
    const moving = Buffer.concat([
      png.subarray(0, at),
      Buffer.from("00000008", "hex"),
      Buffer.from("acTL"),
      Buffer.alloc(12),
      png.subarray(at),
    ]);
    const refused: [string, Uint8Array][] = [
      [
        "svg",
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
      ],
      ["gif", await canvas(20, 20).gif().toBuffer()],
      ["avif", await canvas(20, 20).avif().toBuffer()],
      ["tiff", await canvas(20, 20).tiff().toBuffer()],
      ["moving webp", frames],
      ["moving png", moving],
      ["cut off", png.subarray(0, 60)],
      ["text", readFileSync(new URL(import.meta.url))],
      ["gif in a png's clothes", Buffer.concat([png.subarray(0, 8), await canvas(20, 20).gif().toBuffer()])],
      ["empty", new Uint8Array()],
    ];
    for (const [what, file] of refused) {
      const answer = await send(file);
      expect(answer.status, what).toBe(400);
      expect(answer.text, what).toContain("Choose a PNG, JPEG or WebP picture");
    }
    expect(await stored()).toBeUndefined();
  });

  test("a file over 1 MiB, and a small one that unpacks to a huge picture, are refused", async () => {
    const large = await send(Buffer.concat([await canvas(20, 20).png().toBuffer(), Buffer.alloc(1024 * 1024)]));
    expect(large.status).toBe(413);
    expect(large.text).toContain("larger than 1 MiB");
    const larger = await send(Buffer.alloc(2 * 1024 * 1024));
    expect(larger.status).toBe(413);
    expect(larger.text).toContain("larger than 1 MiB");
    const bomb = await canvas(8000, 8000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect((await send(bomb)).status).toBe(400);
    expect(await stored()).toBeUndefined();
  });

  test("a form without a file, with two, or of another kind is refused", async () => {
    const form = new FormData();
    for (const name of ["a.png", "b.png"]) form.append("picture", new Blob([await pixels()]), name);
    expect((await client.send("POST", "/account/picture", form, { "sec-fetch-site": "same-origin" })).status).toBe(400);
    const text = new FormData();
    text.set("picture", "hello");
    expect((await client.send("POST", "/account/picture", text, { "sec-fetch-site": "same-origin" })).status).toBe(400);
    expect((await client.form("/account/picture", { picture: "hello" })).status).toBe(415);
    const broken = { "content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "same-origin" };
    expect((await client.send("POST", "/account/picture", "nothing of the kind", broken)).status).toBe(400);
  });

  test("by JSON API the body is the picture, with its type", async () => {
    const put = (body: Uint8Array, type: string) =>
      world.app.request("/api/v1/me/picture", {
        method: "PUT",
        body: new Uint8Array(body),
        headers: { authorization: bearer(client), "content-type": type },
      });
    const webp = await canvas(300, 900).webp().toBuffer();
    expect((await put(webp, "text/plain")).status).toBe(415);
    expect((await put(Buffer.from("<svg/>"), "image/png")).status).toBe(400);
    expect((await put(Buffer.alloc(1024 * 1024 + 1), "image/png")).status).toBe(413);
    expect((await put(webp, "image/webp")).status).toBe(204);
    const me = await client.api("GET", "/me", undefined, bearer(client));
    expect(me.json.picture).toMatch(/^[0-9a-f]{16}$/);
    expect((await client.api("DELETE", "/me/picture", undefined, bearer(client))).status).toBe(204);
    expect((await client.api("GET", "/me", undefined, bearer(client))).json.picture).toBeNull();
    expect((await world.app.request("/api/v1/me/picture", { method: "PUT", body: new Uint8Array(webp) })).status).toBe(
      401,
    );
  });

  const pixels = async () => new Uint8Array(await canvas(20, 20).png().toBuffer());
  const stored = async () => {
    const [row] = await world.needs.db.list((query) => query.selectFrom("pictures").selectAll());
    return row && { ...row, body: Buffer.from(row.body) };
  };
});
