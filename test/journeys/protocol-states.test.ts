// Every way by which an application learns who somebody is, asked properly, from every state of a browser that is short of what it
// takes: none of them gives a code, a token or a name. The whole sign-in, last, shows that the same questions are answered.
import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addApplication } from "../../src/applications/actions.ts";
import { secretContext } from "../../src/applications/settings.ts";
import type { Organisation } from "../../src/organisations/rules.ts";
import { addOpenIdApplication, callback } from "../support/openid.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const origin = "https://login.acme.example";
const otherHost = "other.acme.example";
const duoKey = "0123456789abcdefghijklmnopqrstuvwxyzABCD";
const duoBack = "https://vpn.acme.example/callback";
const cookie = (name: string) => `__Host-countersign-${name}`;

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let other: Organisation;
  let kim: TestPerson;
  let sue: TestPerson;
  let olga: TestPerson;
  beforeEach(async () => {
    world = await createWorld({
      dialect,
      origin,
      policy: { organisation: "required", trustBrowsers: { allowed: true, days: 30 } },
    });
    other = await world.addOrganisation("Other", otherHost);
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    sue = await world.addPerson({ email: "sue@acme.example" });
    olga = await world.addPerson({ email: "olga@other.example", enrolled: true, organisation: other });
    for (const [organisation, word] of [
      [world.organisation, "ours"],
      [other, "theirs"],
    ] as const) {
      await addOpenIdApplication(world, word, { organisation });
      await add(organisation, {
        name: "Wiki",
        kind: "forward-auth",
        settings: {},
        names: [{ kind: "host", name: hostOf(word) }],
      });
      await add(organisation, {
        ...{ name: "VPN", kind: "duo", settings: { redirectAddresses: [duoBack], unknownPeople: "refuse" } },
        names: [{ kind: "client", name: duoClientOf(word) }],
        seal: (application: string) =>
          world.needs.sealer.seal(Buffer.from(duoKey), secretContext(organisation.id, application)),
      });
    }
  });
  afterEach(() => world.close());

  const hostOf = (word: string) => `${word}.acme.example`;
  const duoClientOf = (word: string) => `DI${word.toUpperCase()}`.padEnd(20, "X");
  async function add(organisation: Organisation, wanted: Partial<Parameters<typeof addApplication>[2]>): Promise<void> {
    const added = await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation: organisation.id, participation: { takesPart: "yes" }, note: "", actor: null },
        ...{ source: { address: "192.0.2.1", userAgent: "" }, ...wanted },
      } as Parameters<typeof addApplication>[2]),
    );
    if (added.outcome !== "added") throw new Error(added.outcome);
  }

  /** Asks as the application's link or proxy does, goes wherever a browser is led without anybody typing, and asks again. */
  type Asking = (client: Client, word: "ours" | "theirs") => Promise<string[]>;
  async function follow(client: Client, first: Answer): Promise<string[]> {
    const seen: string[] = [];
    let next = first;
    for (let hops = 0; hops < 8; hops++) {
      const refresh = next.headers.get("refresh")?.replace("0; url=", "");
      const to = next.location ?? refresh ?? null;
      if (to === null) return seen;
      const url = new URL(to, origin);
      seen.push(url.href);
      if (url.origin !== origin) return seen;
      next = await client.get(url.pathname + url.search, { "sec-fetch-site": "same-origin" });
    }
    throw new Error(`led in a circle: ${seen.join(" ")}`);
  }
  const given = (addresses: string[]) =>
    addresses.filter((address) =>
      [...new URL(address).searchParams.keys()].some((name) => /^(duo_)?code$|token/.test(name)),
    );
  const openid =
    (more: Record<string, string>): Asking =>
    async (client, word) => {
      const parameters = {
        ...{ client_id: word, response_type: "code", scope: "openid", redirect_uri: callback, state: "s", nonce: "n" },
        code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
        ...{ code_challenge_method: "S256", ...more },
      };
      // At our issuer and at the address of the other's, whoever's application it is.
      const led: string[] = [];
      for (const slug of [world.organisation.slug, other.slug]) {
        const address = `/openid/${slug}/authorize?${new URLSearchParams(parameters)}`;
        led.push(...(await follow(client, await client.get(address, { "sec-fetch-site": "cross-site" }))));
      }
      return given(led);
    };
  const forwardAuth: Asking = async (client, word) => {
    const ask = (headers: Record<string, string>, path: string) =>
      client.get(path, { accept: "text/html", host: "127.0.0.1:8080", ...headers });
    const asCaddy = () =>
      ask(
        {
          ...{ "x-forwarded-proto": "https", "x-forwarded-host": hostOf(word), "x-forwarded-uri": "/page" },
          "x-forwarded-method": "GET",
        },
        "/api/authz/forward-auth",
      );
    const asNginx = () =>
      ask({ "x-original-url": `https://${hostOf(word)}/page`, "x-original-method": "GET" }, "/api/authz/auth-request");
    const names: string[] = [];
    for (const asked of [asCaddy, asNginx]) {
      await follow(client, await asked());
      const answer = await asked();
      if (answer.status === 200) names.push("let in");
      names.push(...[...answer.headers.keys()].filter((name) => name.startsWith("remote-")));
    }
    return names;
  };
  const duo: Asking = async (client, word) => {
    const id = duoClientOf(word);
    const claims = {
      ...{ response_type: "code", scope: "openid", client_id: id, redirect_uri: duoBack, iss: id, aud: origin },
      ...{ state: "a-state-of-thirty-six-characters-xyz", duo_uname: "kim@acme.example", use_duo_code_attribute: true },
      exp: Math.floor(world.clock.now() / 1000) + 300,
    };
    const request = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS512" })
      .sign(new TextEncoder().encode(duoKey));
    const query = { response_type: "code", client_id: id, redirect_uri: duoBack, scope: "openid", request };
    const asked = await client.get(`/oauth/v1/authorize?${new URLSearchParams(query)}`, {
      "sec-fetch-site": "cross-site",
    });
    const led = await follow(client, asked);
    // Straight to where the browser is sent after the last step, past the step itself.
    for (const { id: attempt } of await world.needs.db.list((rows) => rows.selectFrom("duo_attempts").select("id")))
      led.push(...(await follow(client, await client.get(`/oauth/v1/finish?attempt=${attempt}`))));
    return given(led);
  };
  const wanting2fa = {
    claims: JSON.stringify({ id_token: { acr: { essential: true, value: "urn:countersign:2fa" } } }),
  };

  const password = (client: Client, who: TestPerson, fields: Record<string, string> = {}) =>
    client.form("/sign-in", { login: who.person.email, password: who.password, ...fields });
  async function code(client: Client, who: TestPerson, fields: Record<string, string> = {}): Promise<void> {
    world.clock.advance(30_000);
    const answer = await client.form("/sign-in/code", { code: world.code(who), ...fields });
    expect(answer.status, answer.text).toBe(303);
  }
  async function whole(client: Client, who: TestPerson, fields: Record<string, string> = {}): Promise<void> {
    expect((await password(client, who)).location).toBe("/sign-in");
    await code(client, who, fields);
    expect(client.cookies.has(cookie("session"))).toBe(true);
  }

  const states: Record<string, () => Promise<Client>> = {
    nobody: async () => world.client(),
    "half a sign-in": async () => {
      const client = world.client();
      await password(client, kim);
      return client;
    },
    "half a sign-in, its token in every place": async () => {
      const client = world.client();
      await password(client, kim);
      const token = client.cookies.get(cookie("sign-in")) as string;
      for (const name of ["session", "vouched", "trusted-browser"]) client.cookies.set(cookie(name), token);
      client.cookies.set("__Secure-countersign-forward", token);
      return client;
    },
    "about to set up": async () => {
      const client = world.client();
      expect((await password(client, sue)).location).toBe("/set-up");
      return client;
    },
    "a trusted browser and no session": async () => {
      const client = world.client();
      await whole(client, kim, { trustBrowser: "yes" });
      client.cookies.delete(cookie("session"));
      expect(client.cookies.has(cookie("trusted-browser"))).toBe(true);
      return client;
    },
    "a session that has ended": async () => {
      const client = world.client();
      await whole(client, kim);
      const session = client.cookies.get(cookie("session")) as string;
      expect((await client.form("/account/sign-out", {})).status).toBe(303);
      client.cookies.set(cookie("session"), session);
      return client;
    },
    "another organisation's session": async () => {
      const client = world.client({ host: otherHost });
      await whole(client, olga);
      const here = world.client();
      for (const [name, value] of client.cookies) here.cookies.set(name, value);
      return here;
    },
  };
  const askings: Record<string, Asking> = {
    "OpenID Connect": openid({}),
    "OpenID Connect, asking for a second factor": openid(wanting2fa),
    "forward-auth": forwardAuth,
    Duo: duo,
  };

  test.each(Object.keys(states))("%s is given nothing by any protocol", async (state) => {
    const found: [string, string, string[]][] = [];
    for (const [protocol, asking] of Object.entries(askings))
      for (const word of ["ours", "theirs"] as const) {
        const client = await (states[state] as () => Promise<Client>)();
        found.push([protocol, word, await asking(client, word)]);
      }
    // For whom an application vouches by Duo's protocol, a browser that this very person trusts is the second step, and the
    // token says so (`conformance/duo.test.ts`): no other state and no other protocol has such an answer.
    const passedOver = (protocol: string, word: string) =>
      state === "a trusted browser and no session" && protocol === "Duo" && word === "ours";
    expect(found).toEqual(
      found.map(([protocol, word]) => [protocol, word, passedOver(protocol, word) ? [expect.any(String)] : []]),
    );
  });

  test("a session that stands on a trusted browser is given nothing where a second factor is asked for", async () => {
    const client = world.client();
    await whole(client, kim, { trustBrowser: "yes" });
    client.cookies.delete(cookie("session"));
    await password(client, kim);
    expect(client.cookies.has(cookie("session"))).toBe(true);
    expect(await openid(wanting2fa)(client, "ours")).toEqual([]);
    for (const asking of Object.values(askings)) expect(await asking(client, "theirs")).toEqual([]);
    // Elsewhere it is told for what it is.
    expect(await openid({})(client, "ours")).toHaveLength(1);
  });

  test("a whole session is given what is its own organisation's, and nothing of another's", async () => {
    const client = world.client();
    await whole(client, kim);
    for (const [protocol, asking] of Object.entries(askings))
      expect([protocol, await asking(client, "theirs")]).toEqual([protocol, []]);
    for (const protocol of ["OpenID Connect", "OpenID Connect, asking for a second factor"])
      expect([protocol, await (askings[protocol] as Asking)(client, "ours")]).toEqual([protocol, [expect.any(String)]]);
    expect(await forwardAuth(client, "ours")).toContain("remote-user");
    // The Duo protocol asks for a step of its own, whoever is signed in; a code then leads back.
    expect(await duo(client, "ours")).toEqual([]);
    world.clock.advance(30_000);
    const answered = await client.form("/sign-in/code", { code: world.code(kim) });
    expect(given(await follow(client, answered))).toHaveLength(1);
  });
});
