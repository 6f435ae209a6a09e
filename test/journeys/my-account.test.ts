import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { enable, shownCodes, shownSecret, signInByForm } from "../support/account.ts";
import { readQr } from "../support/tools.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const minute = 60_000;
const newPassword = "three brown owls at tea";

describe.each(dialects)("one's own account on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let client: Client;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" } });
    kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" });
    client = world.client();
    await signInByForm(world, client, kim);
  });
  afterEach(() => world.close());

  const enrolled = async (email = "ada@acme.example") => {
    const who = await world.addPerson({ email, enrolled: true });
    const browser = world.client();
    await signInByForm(world, browser, who);
    return { who, browser };
  };
  const nextCode = (who: TestPerson) => {
    world.clock.advance(30_000);
    return world.code(who);
  };

  test("[IH-3] names, picture and password are changed on the profile, and two-factor authentication is enabled from there", async () => {
    const names = await client.form("/account/profile", { displayName: "Kim R.", screenName: "kimchi" });
    expect(names).toMatchObject({ status: 303, location: "/account?done=profile" });
    const profile = await client.get("/account");
    expect(profile.text).toContain('value="kimchi"');
    expect(profile.text).toContain('href="/account/security/enable"');

    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#336699" } })
      .png()
      .toBuffer();
    expect(await upload(client, png)).toMatchObject({ status: 303, location: "/account?done=picture" });
    const shown = await client.get("/account");
    expect(shown.text).toMatch(/src="\/account\/picture\?v=[0-9a-f]+"/);

    const changed = await client.form("/account/password", { currentPassword: kim.password, newPassword });
    expect(changed).toMatchObject({ status: 303, location: "/account?done=password" });
    kim.password = newPassword;
    await signInByForm(world, world.client(), { ...kim, person: { ...kim.person, email: "kimchi" } });

    expect(await enable(world, client, kim)).toHaveLength(10);
    const asked = await world.client().api("POST", "/sign-ins", { login: "kimchi", password: newPassword });
    expect(asked.json.step).toBe("second-step");
  });

  test("[IH-5] [FX-3] enabling asks for the password and shows a QR code of the otpauth address, and the key", async () => {
    const page = await client.get("/account/security/enable");
    expect(page.text).toContain('type="password"');
    const wrong = await client.form("/account/security/enable", { password: "something else entirely" });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain("That is not your password.");
    expect((await client.get("/account/security/set-up")).location).toBe("/account/security");

    const right = await client.form("/account/security/enable", { password: kim.password });
    expect(right).toMatchObject({ status: 303, location: "/account/security/set-up" });
    const setUp = await client.get("/account/security/set-up");
    const svg = setUp.text.match(/<svg[^>]*shape-rendering[\s\S]*?<\/svg>/)?.[0] as string;
    const [address] = readQr(await sharp(Buffer.from(svg)).resize(400, 400).png().toBuffer());
    const url = new URL(address as string);
    expect(url.protocol).toBe("otpauth:");
    expect(decodeURIComponent(url.pathname)).toContain("Acme:kim");
    const key = setUp.text.match(/data-copy="([A-Z2-7]+)"/)?.[1];
    expect(url.searchParams.get("secret")).toBe(key);
    expect(setUp.text).toContain("Confirm and activate");
  });

  test("[IH-6] a wrong code leaves two-factor authentication off and says so, and by how much the phone's clock is off", async () => {
    await client.form("/account/security/enable", { password: kim.password });
    kim.secret = shownSecret((await client.get("/account/security/set-up")).text);
    const wrong = await client.form("/account/security/set-up", {
      code: world.code(kim) === "000000" ? "111111" : "000000",
    });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain("That code does not match.");
    const late = await client.form("/account/security/set-up", { code: world.code(kim, -8) });
    expect(late.status).toBe(401);
    expect(late.text).toContain("about 4 minutes behind");
    expect((await client.api("GET", "/me", undefined, bearer(client))).json.secondFactor).toBe("off");
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    expect(begun.json.step).toBe("done");
    const right = await client.form("/account/security/set-up", { code: world.code(kim) });
    expect(right.status).toBe(200);
    expect((await client.api("GET", "/me", undefined, bearer(client))).json.secondFactor).toBe("on");
  });

  test("[IH-7] ten recovery codes are shown, and each works once", async () => {
    const codes = await enable(world, client, kim);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      const browser = world.client();
      const begun = await browser.api("POST", "/sign-ins", { login: "kim", password: kim.password });
      const answer = () =>
        browser.api(
          "POST",
          "/sign-ins/current/answers",
          { method: "recovery-code", code },
          `SignIn ${begun.json.signIn}`,
        );
      expect(await answer()).toMatchObject({ status: 200, json: { step: "set-up" } });
      const again = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
      const used = await world
        .client()
        .api("POST", "/sign-ins/current/answers", { method: "recovery-code", code }, `SignIn ${again.json.signIn}`);
      expect(used).toMatchObject({ status: 401, json: { code: "wrong-code" } });
      world.clock.advance(minute);
    }
  });

  test("[IH-10] [IN-6] new recovery codes ask for the password first, and the old ones stop working at once", async () => {
    const { who, browser } = await enrolled();
    expect((await browser.get("/account/security")).text).toContain("Generate new recovery codes");
    const refused = await browser.form("/account/security/codes", { password: "not the password at all" });
    expect(refused.status).toBe(401);
    expect(await recoveryCodeWorks(who, who.recoveryCodes[0] as string)).toBe(true);

    const made = await browser.form("/account/security/codes", { password: who.password });
    expect(made.status).toBe(200);
    const codes = shownCodes(made.text);
    expect(codes).toHaveLength(10);
    for (const way of ["Download", "Copy", "Print"]) expect(made.text).toContain(way);
    expect(await recoveryCodeWorks(who, who.recoveryCodes[1] as string)).toBe(false);
    expect(await recoveryCodeWorks(who, codes[0] as string)).toBe(true);
  });

  test("new recovery codes end what climbed with an old one, and trust in browsers", async () => {
    const who = await world.addPerson({ email: "ada@acme.example", enrolled: true });
    const trusted = await trust(who);
    const thief = world.client();
    const begun = await thief.api("POST", "/sign-ins", { login: "ada", password: who.password });
    const code = who.recoveryCodes[0] as string;
    const climbed = await thief.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "recovery-code", code },
      `SignIn ${begun.json.signIn}`,
    );
    world.clock.advance(30_000);
    await signInByForm(world, client, who);
    await client.form("/account/security/codes", { password: who.password });
    const after = await thief.api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${climbed.json.signIn}`);
    expect(after.json.code).toBe("sign-in-ended");
    const again = await trusted.client.api("POST", "/sign-ins", {
      login: "ada",
      password: who.password,
      trustedBrowser: trusted.token,
    });
    expect(again.json.step).toBe("second-step");
  });

  test("[IH-11] [PM-7] 'Disable' asks for a current code and turns two-factor authentication off", async () => {
    await enable(world, client, kim);
    const security = (await client.get("/account/security")).text;
    expect(security).toContain("Recovery codes");
    expect(security).toContain('href="/account/security/disable"');
    expect((await client.get("/account/security/disable")).text).toContain('name="code"');
    const done = await client.form("/account/security/disable", { code: nextCode(kim) });
    expect(done).toMatchObject({ status: 303, location: "/account/security?done=disabled" });
    expect((await client.get("/account/security")).text).not.toContain("Generate new recovery codes");
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    expect(begun.json.step).toBe("done");
  });

  test("[FX-1] where the organisation leaves it to people, both are signed in: who has enabled it gives a code", async () => {
    expect((await client.get("/account/security")).text).toContain("the organisation leaves it to you");
    const { who } = await enrolled();
    const asked = await world.client().api("POST", "/sign-ins", { login: "ada", password: who.password });
    expect(asked.json.step).toBe("second-step");
  });

  test("[FX-4] every configuration makes new recovery codes, which can be saved as a file", async () => {
    const first = await enable(world, client, kim);
    const file = await client.form("/account/security/codes/download", { codes: first.join(" ") });
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="acme-recovery-codes.txt"');
    for (const code of first) expect(file.text).toContain(code);
    expect(file.text).toContain("Account: kim");

    const [authenticator] = (await client.api("GET", "/me/authenticators", undefined, bearer(client))).json
      .authenticators;
    const replace = `/account/security/authenticators/${authenticator.id}/replacement`;
    expect((await client.get(replace)).status).toBe(200);
    expect((await client.form(replace, {})).location).toBe("/account/security/set-up");
    const old = kim.secret;
    kim.secret = shownSecret((await client.get("/account/security/set-up")).text);
    world.clock.advance(30_000);
    await world.client().signIn(world, { ...kim, secret: old });
    const confirmed = await client.form("/account/security/set-up", { code: world.code(kim) });
    const second = shownCodes(confirmed.text);
    expect(second).toHaveLength(10);
    expect(await recoveryCodeWorks(kim, first[0] as string)).toBe(false);
    expect(await recoveryCodeWorks(kim, second[0] as string)).toBe(true);
    world.clock.advance(30_000);
    await expect(world.client().signIn(world, { ...kim, secret: old })).rejects.toThrow("401");
    await world.client().signIn(world, kim);
  });

  test("[PM-4] a banner invites to turn it on while it is off and not forbidden", async () => {
    for (const path of ["/account", "/account/security"])
      expect((await client.get(path)).text).toContain("Enable two-factor authentication");
    await world.setPolicy({ organisation: "off" });
    const off = (await client.get("/account/security")).text;
    expect(off).not.toContain("Enable two-factor authentication");
    expect(off).toContain("the organisation has switched it off");
    expect((await client.get("/account/security/enable")).location).toBe("/account/security");
    await world.setPolicy({ organisation: "optional" });
    await enable(world, client, kim);
    for (const path of ["/account", "/account/security"]) {
      expect((await client.get(path)).text).not.toContain("Enable two-factor authentication");
    }
    await world.setPolicy({ organisation: "off" });
    expect((await client.get("/account/security")).text).toContain("What you set up is kept");
  });

  test("[BY-5] trusted browsers and sessions are listed and revoked; a password change revokes them all", async () => {
    const { who, browser } = await enrolled();
    world.clock.advance(30_000);
    const trusted = await trust(who, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605");
    const list = async () => (await browser.get("/account/security")).text;
    expect(await list()).toContain("Safari on iPhone");
    expect(await list()).toContain("This browser");
    const [id] = (await list()).match(/(?<=trusted-browsers\/)[\w-]{22}(?=\/removal)/) ?? [];
    const [session] = (await list()).match(/(?<=\/sessions\/)[\w-]{22}(?=\/removal)/) ?? [];
    expect((await browser.form(`/account/security/trusted-browsers/${id}/removal`, {})).location).toBe(
      "/account/security?done=trust-ended",
    );
    const next = { login: "ada", password: who.password, trustedBrowser: trusted.token };
    expect((await trusted.client.api("POST", "/sign-ins", next)).json.step).toBe("second-step");
    expect((await browser.form(`/account/security/sessions/${session}/removal`, {})).status).toBe(303);
    expect((await trusted.client.api("GET", "/session", undefined, trusted.bearer)).status).toBe(401);

    world.clock.advance(30_000);
    const other = await trust(who);
    await browser.form("/account/password", { currentPassword: who.password, newPassword });
    expect((await other.client.api("GET", "/session", undefined, other.bearer)).status).toBe(401);
    const later = await other.client.api("POST", "/sign-ins", {
      login: "ada",
      password: newPassword,
      trustedBrowser: other.token,
    });
    expect(later.json.step).toBe("second-step");
    expect((await browser.get("/account/security")).status).toBe(200);

    world.clock.advance(30_000);
    const third = await world.client().signIn(world, { ...who, password: newPassword });
    expect((await browser.form("/account/security/sessions/removal", {})).location).toBe(
      "/account/security?done=others-ended",
    );
    expect((await world.client().api("GET", "/session", undefined, third.bearer)).status).toBe(401);
    expect((await browser.get("/account/security")).status).toBe(200);
  });

  test("[BY-9] few recovery codes left is said in the settings, and codes that were never saved", async () => {
    const { who, browser } = await enrolled();
    expect((await browser.get("/account/security")).text).toContain("not saved yet");
    await browser.form("/account/security/codes/saved", { saved: "copied", done: "codes" });
    expect((await browser.get("/account/security")).text).not.toContain("not saved yet");
    for (const code of who.recoveryCodes.slice(0, 7)) expect(await recoveryCodeWorks(who, code)).toBe(true);
    expect((await browser.get("/account/security")).text).toContain("Only 3 recovery codes left");
  });

  test("the codes have to be saved before the page goes on, where policy says so", async () => {
    const codes = await enable(world, client, kim);
    const early = await client.form("/account/security/codes/saved", { codes: codes.join(" "), done: "enabled" });
    expect(early.status).toBe(400);
    expect(shownCodes(early.text)).toEqual(codes);
    const saved = await client.form("/account/security/codes/saved", {
      codes: codes.join(" "),
      done: "enabled",
      saved: "printed",
    });
    expect(saved.location).toBe("/account/security?done=enabled");
    const back = await client.get(saved.location as string);
    expect(back.text).toContain("Done");
    expect(back.text).toContain("Two-factor authentication is on.");
  });

  test("a second authenticator app works beside the first, is renamed, and one of them is removed", async () => {
    const { who, browser } = await enrolled();
    const added = await browser.form("/account/security/authenticators/new", { name: "Work phone" });
    expect(added.location).toBe("/account/security/set-up");
    const second = { ...who, secret: shownSecret((await browser.get("/account/security/set-up")).text) };
    expect((await browser.form("/account/security/set-up", { code: world.code(second) })).status).toBe(200);
    world.clock.advance(30_000);
    await world.client().signIn(world, who);
    await world.client().signIn(world, second);
    const list = async () =>
      (await browser.api("GET", "/me/authenticators", undefined, bearer(browser))).json.authenticators;
    const [first, work] = await list();
    expect(work.name).toBe("Work phone");
    await browser.form(`/account/security/authenticators/${work.id}/name`, { name: "  Old   phone " });
    expect((await list())[1].name).toBe("Old phone");
    const removed = await browser.form(`/account/security/authenticators/${first.id}/removal`, {});
    expect(removed.location).toBe("/account/security?done=removed&elsewhere=yes");
    expect((await browser.form(`/account/security/authenticators/${work.id}/removal`, {})).status).toBe(409);
    world.clock.advance(30_000);
    await world.client().signIn(world, second);
    await expect(world.client().signIn(world, who)).rejects.toThrow("401");
  });

  test("adding an authenticator asks for a second factor that is not older than 15 minutes", async () => {
    const { who, browser } = await enrolled();
    world.clock.advance(16 * minute);
    const asked = await browser.get("/account/security/authenticators/new");
    expect(asked.location).toBe("/sign-in/confirm?resume=%2Faccount%2Fsecurity%2Fauthenticators%2Fnew");
    expect((await browser.form("/account/security/authenticators/new", { name: "Work" })).location).toBe(
      asked.location,
    );
    const given = await browser.form("/sign-in/confirm", {
      code: world.code(who),
      resume: "/account/security/authenticators/new",
    });
    expect(given.location).toBe("/account/security/authenticators/new");
    expect((await browser.get("/account/security/authenticators/new")).status).toBe(200);
  });

  test("a copied trust cookie is told to its owner until the password is changed", async () => {
    const { who, browser } = await enrolled();
    world.clock.advance(30_000);
    const trusted = await trust(who);
    const attempt = { login: "ada", password: who.password, trustedBrowser: trusted.token };
    expect((await trusted.client.api("POST", "/sign-ins", attempt)).json.step).toBe("done");
    world.clock.advance(minute);
    expect((await world.client().api("POST", "/sign-ins", attempt)).json.step).toBe("second-step");
    const warning = "Somebody may have copied your sign-in";
    expect((await browser.get("/account/security")).text).toContain(warning);
    world.clock.advance(minute);
    await browser.form("/account/password", { currentPassword: who.password, newPassword });
    expect((await browser.get("/account/security")).text).not.toContain(warning);
  });

  test("the e-mail address is changed after the password, and rules follow it", async () => {
    await world.setPolicy({
      organisation: "optional",
      domains: [{ domain: "strict.example", subdomains: false, level: "required" }],
    });
    expect(
      (await client.form("/account/email", { email: "kim@new.example", password: "wrong wrong wrong" })).status,
    ).toBe(401);
    expect((await client.form("/account/email", { email: "kim@new.example", password: kim.password })).location).toBe(
      "/account?done=email",
    );
    expect(
      (await world.client().api("POST", "/sign-ins", { login: "kim@new.example", password: kim.password })).json.step,
    ).toBe("done");
    await client.form("/account/email", { email: "kim@strict.example", password: kim.password });
    expect((await client.get("/account")).location).toContain("because=second-factor-required");
  });

  test("signing out ends the session and clears the cookie; password managers find the way to change the password", async () => {
    const token = bearer(client);
    const out = await client.form("/account/sign-out", {});
    expect(out).toMatchObject({ status: 303, location: "/sign-in?because=signed-out" });
    expect(client.cookies.has("countersign-session")).toBe(false);
    expect((await world.client().api("GET", "/session", undefined, token)).status).toBe(401);
    expect((await client.get("/.well-known/change-password")).location).toBe("/account");
  });

  async function recoveryCodeWorks(who: TestPerson, code: string): Promise<boolean> {
    const browser = world.client();
    const begun = await browser.api("POST", "/sign-ins", { login: who.person.email, password: who.password });
    const answer = await browser.api(
      "POST",
      "/sign-ins/current/answers",
      { method: "recovery-code", code },
      `SignIn ${begun.json.signIn}`,
    );
    return answer.status === 200;
  }

  async function trust(who: TestPerson, userAgent?: string) {
    const browser = world.client();
    const headers = { "content-type": "application/json", ...(userAgent ? { "user-agent": userAgent } : {}) };
    const begun = await browser.send(
      "POST",
      "/api/v1/sign-ins",
      JSON.stringify({ login: who.person.email, password: who.password }),
      headers,
    );
    const answer = JSON.stringify({ method: "totp", code: world.code(who), trustBrowser: true });
    const done = await browser.send("POST", "/api/v1/sign-ins/current/answers", answer, {
      ...headers,
      authorization: `SignIn ${begun.json.signIn}`,
    });
    return { client: browser, token: done.json.trustedBrowser as string, bearer: `Bearer ${done.json.session}` };
  }
});

const bearer = (client: Client) => `Bearer ${client.cookies.get("countersign-session")}`;

function upload(client: Client, file: Buffer) {
  const form = new FormData();
  form.set("picture", new Blob([new Uint8Array(file)], { type: "image/png" }), "me.png");
  return client.send("POST", "/account/picture", form, { "sec-fetch-site": "same-origin" });
}
