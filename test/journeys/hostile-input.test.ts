// Whatever is sent, the answer is a refusal with its stable code or the thing itself: nothing breaks, nothing is told,
// and what is refused changes nothing.
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createWorld, dialects } from "../support/world.ts";
import { Attempts, formType, json } from "./matrix/attempts.ts";
import { isApi, methodOf, pathOf, routesOf } from "./matrix/calls.ts";
import { type Cast, createCast } from "./matrix/cast.ts";
import {
  carelessness,
  nastyBodies,
  nastySegments,
  nastyText,
  nastyTexts,
  nastyValues,
  segmentsForDatabases,
  textsForDatabases,
  wrongTypes,
} from "./matrix/hostile.ts";
import { fill, requestFor, situationOf } from "./matrix/requests.ts";
import { effects, putBack, takeSnapshot } from "./matrix/snapshot.ts";

/** Reading takes much more than a few milliseconds on a busy machine. */
const patient = { timeout: 120_000 };

let cast: Cast;
let attempts: Attempts;

async function begin(dialect: "sqlite" | "postgres"): Promise<void> {
  cast = await createCast({ dialect });
  attempts = new Attempts(cast, (await cast.world.client().get("/api/openapi.json")).json);
}

async function lookBack(): Promise<void> {
  expect(await cast.reset()).toEqual([]);
  expect([...new Set(attempts.troubles.splice(0))].slice(0, 20)).toEqual([]);
  expect(cast.world.logged.splice(0).filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
}

describe("what is not the shape that is wanted", () => {
  beforeAll(() => begin("sqlite"));
  afterEach(lookBack);
  afterAll(() => cast.world.close());

  test("a body that is not the JSON that is wanted is refused", patient, async () => {
    for (const { method, path, caller, valid, schemaOf } of attempts.operations()) {
      const refused = (what: string, sent: Parameters<Attempts["refused"]>[4], status: number) =>
        attempts.refused(what, caller, method, path, sent, status);
      for (const body of nastyBodies) {
        // No body at all is what one of them may have.
        if (body.trim() !== "" || !path.includes("/people/")) await refused(body, json(body), 400);
      }
      const text = JSON.stringify(valid);
      await refused("a million", json(JSON.stringify({ ...valid, a: "a".repeat(1e6) })), 413);
      await refused("UTF-16", { body: Buffer.from(`\ufeff${text}`, "utf16le"), type: "application/json" }, 400);
      for (const type of wrongTypes) await refused(type, { body: text, type }, 415);
      for (const name of ["unknown", "__proto__", "constructor", "\0", ""]) {
        const more = `${text.slice(0, -1)}${Object.keys(valid).length > 0 ? "," : ""}${JSON.stringify(name)}:{"a":1}}`;
        await refused(more, json(more), 400);
      }
      for (const name of Object.keys(valid)) {
        const wrong = nastyValues.filter((value) => !attempts.isOf(schemaOf(name), value));
        for (const value of wrong)
          await refused(`${name}: ${JSON.stringify(value)}`, json(JSON.stringify({ ...valid, [name]: value })), 400);
      }
    }
  });

  test("a form that is not what its page sends is refused", patient, async () => {
    for (const { path, caller, valid } of attempts.forms()) {
      // The first run is over, whatever is sent.
      const refused = (what: string, body: string, type: string | undefined, status: number) =>
        attempts.refused(
          what,
          caller,
          "POST",
          path,
          type === undefined ? { body } : { body, type },
          status,
          ...(path === "/first-run" ? [410] : []),
          // In the protocol's own words (RFC 6749, 5.2).
          ...(path.startsWith("/openid/") ? [400] : []),
        );
      const text = String(new URLSearchParams(valid));
      for (const wrong of [...wrongTypes.filter((one) => !one.startsWith(formType)), "application/json"])
        await refused(wrong, text, wrong, 415);
      await refused("no type", text, undefined, 415);
      await refused("every field twice", `${text}&${text}`, formType, 400);
      await refused("a million", `${text}&a=${"a".repeat(1e6)}`, formType, 413);
      for (const body of ["", "&", "=", "%", "%zz=%", "a=%ff", "a[b]=c&a[]=d", "__proto__=1&constructor=2", "\0"]) {
        await attempts.attempt(body, caller, "POST", path, { body, type: formType });
      }
    }
    const part = '--x\r\nContent-Disposition: form-data; name="picture"\r\n\r\nGIF89a\r\n--x--';
    for (const body of ["", "--x", "--x\r\n\r\n", part, "\0".repeat(100)]) {
      await attempts.refused(
        body,
        cast.callers.administrator,
        "POST",
        "/account/picture",
        { body, type: "multipart/form-data; boundary=x" },
        400,
      );
    }
  });

  test("garbage for credentials is nobody", patient, async () => {
    const { nobody, administrator } = cast.callers;
    const token = administrator.cookies["countersign-session"] as string;
    const [id = "", secret = ""] = token.split(".");
    const cookies = [
      ...[
        "",
        "=",
        ";",
        "a",
        '"',
        "%",
        "%00",
        "%zz",
        "\u00e9",
        ".",
        `${id}.`,
        `.${secret}`,
        `${id}.${secret}x`,
        `${secret}.${id}`,
      ],
      ...[
        `${id}%00.${secret}`,
        `${id}.${secret.toLowerCase()}`,
        `${token}.`,
        `${token}\u00a0`,
        "a".repeat(10_000),
        "null",
      ],
      ...[`${"A".repeat(22)}.${"A".repeat(43)}`, `${id}.${"A".repeat(43)}`],
    ];
    const form = { body: "code=1", type: formType };
    for (const cookie of cookies) {
      const headers = {
        cookie: ["session", "sign-in", "trusted-browser"].map((name) => `countersign-${name}=${cookie}`).join("; "),
      };
      await attempts.refused(cookie, nobody, "GET", "/api/v1/me", { headers }, 401);
      await attempts.refused(cookie, nobody, "POST", "/sign-in/code", { ...form, headers }, 410);
      expect((await attempts.attempt(cookie, nobody, "GET", "/account", { headers })).location).toMatch(
        /^\/sign-in\?resume=/,
      );
    }
    const schemes = [
      "",
      "Bearer",
      "Bearer ",
      "bearer\t",
      "SignIn",
      `SignIn ${token}`,
      `Basic ${btoa("kim:kim")}`,
      "Digest a=b",
      `Token ${token}`,
      token,
    ];
    const twice = [`Bearer ${token} ${token}`, `Bearer ${token}, Bearer ${token}`, `Bearer  ${token}`];
    for (const authorization of [...schemes, ...cookies.map((cookie) => `Bearer ${cookie}`), ...twice]) {
      // Beside a good cookie: what a program says of itself is what counts.
      const headers = { authorization };
      await attempts.refused(authorization, administrator, "GET", "/api/v1/me", { headers }, 401);
      await attempts.refused(
        authorization,
        cast.callers["set-up"],
        "POST",
        "/api/v1/sign-ins/current/enrolment",
        { ...json("{}"), headers },
        410,
      );
    }
  });

  test("garbage for a host is the organisation without a host name of its own", patient, async () => {
    const { administrator, nobody } = cast.callers;
    for (const host of [
      "",
      " ",
      ".",
      "..",
      "%00",
      "[::1",
      "localhost:99999999",
      "\u00e9vil",
      "<i canary=1>",
      "a".repeat(9000),
      "' or 1=1",
      "a@b",
      "a,b",
    ]) {
      await attempts.refused(host, administrator, "GET", "/api/v1/me", { headers: { host } }, 200);
      const page = await attempts.attempt(host, nobody, "GET", "/sign-in", {
        headers: { host, "x-forwarded-host": host },
      });
      expect(page.text).toContain("Sign in to Acme");
    }
  });
});

describe.each(dialects)("the first run, on %s", (dialect) => {
  test("takes whatever stands in a field as text, or refuses it and stays open", patient, async () => {
    const world = await createWorld({ dialect, empty: true });
    const client = world.client({ address: "127.0.0.1" });
    const valid = { organisation: "Acme", name: "Ada", email: "ada@acme.example", password: "seven green bottles" };
    const empty = await takeSnapshot(world.needs.db);
    for (const [name, text] of Object.keys(valid).flatMap((name) => nastyTexts.map((text) => [name, text] as const))) {
      const answer = await client.form("/first-run", { ...valid, [name]: text });
      const after = await takeSnapshot(world.needs.db);
      expect({ name, text, status: answer.status, careless: carelessness(answer) }).toEqual({
        name,
        text,
        status: expect.toBeOneOf([303, 400, 413]),
        careless: [],
      });
      if (answer.status !== 303) expect(effects(empty, after)).toEqual([]);
      await putBack(world.needs.db, empty, after);
    }
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    expect((await client.form("/first-run", valid)).status).toBe(303);
    await world.close();
  });
});

describe.each(dialects)("what is text, on %s", (dialect) => {
  // The rest is no different there.
  const texts = dialect === "sqlite" ? nastyTexts : textsForDatabases;
  const segments = dialect === "sqlite" ? nastySegments : segmentsForDatabases;

  beforeAll(() => begin(dialect));
  afterEach(lookBack);
  afterAll(() => cast.world.close());

  test("whatever stands in a field of JSON, it is taken as text or refused", patient, async () => {
    for (const { method, path, caller, valid } of attempts.operations()) {
      for (const name of Object.keys(valid).filter((name) => typeof valid[name] === "string")) {
        for (const text of texts) {
          const body = JSON.stringify({ ...valid, [name]: text });
          const { status } = await attempts.attempt(body, caller, method, path, json(body));
          if (text !== "\0") continue;
          // Of a field that comes twice the last one counts, for everybody who looks.
          const twice = body.replace("{", `{${JSON.stringify(name)}:${JSON.stringify(valid[name])},`);
          await attempts.refused(twice, caller, method, path, json(twice), status);
        }
      }
    }
  });

  test("whatever stands in a field of a form, it is taken as text or refused", patient, async () => {
    for (const { path, caller, valid } of attempts.forms()) {
      for (const name of Object.keys(valid)) {
        for (const value of texts) {
          const body = String(new URLSearchParams({ ...valid, [name]: value }));
          await attempts.attempt(`${name}=${value}`, caller, "POST", path, { body, type: formType });
        }
      }
    }
  });

  test("any combination of such things", patient, async () => {
    const operations = attempts.operations();
    const forms = attempts.forms();
    const anyValue = fc.oneof(
      { weight: 3, arbitrary: nastyText },
      fc.constantFrom(...nastyValues),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const added = fc.dictionary(
      fc.oneof(fc.constantFrom("login", "password", "code", "name", "saved"), nastyText),
      anyValue,
      { maxKeys: 2 },
    );
    const query = fc
      .dictionary(nastyText, nastyText, { maxKeys: 2 })
      .map((entries) => String(new URLSearchParams(entries)));
    const changed = fc.array(fc.tuple(fc.nat(), anyValue), { maxLength: 3 });
    const property = fc.asyncProperty(
      fc.nat(),
      fc.boolean(),
      changed,
      added,
      query,
      async (which, asForm, changes, more, search) => {
        const { path, caller, valid, method } = {
          method: "POST",
          ...(asForm ? forms[which % forms.length] : operations[which % operations.length]),
        } as (typeof operations)[number];
        const names = Object.keys(valid);
        const body: Record<string, unknown> = { ...valid, ...more };
        for (const [at, value] of changes) body[names[at % names.length] ?? "a"] = value;
        const pairs = Object.entries(body).map(([name, value]): [string, string] => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ]);
        const sent = asForm ? { body: String(new URLSearchParams(pairs)), type: formType } : json(JSON.stringify(body));
        await attempts.attempt(sent.body as string, caller, method, `${path}${search ? `?${search}` : ""}`, sent);
        expect(attempts.troubles).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: dialect === "sqlite" ? 400 : 150, seed: 20_270_301 });
  });

  test("an address that names nothing is nothing", patient, async () => {
    const { operator } = cast;
    for (const route of routesOf(cast).filter((one) => one.includes("/:id"))) {
      const valid = requestFor(route).sends?.(situationOf(cast, operator)) ?? {};
      const form =
        methodOf(route) === "POST" && !isApi(route)
          ? { body: String(new URLSearchParams(valid.form)), type: formType }
          : {};
      const sent = valid.json === undefined ? form : json(JSON.stringify(valid.json));
      for (const name of pathOf(route).match(/:\w+/g) ?? []) {
        for (const segment of segments) {
          const path = fill(pathOf(route).replace(name, "@"), cast.kim.things).replace("@", segment);
          await attempts.refused(segment, operator, methodOf(route), path, sent, 404);
        }
      }
    }
  });

  test("garbage behind the question mark breaks nothing", patient, async () => {
    const { administrator, nobody } = cast.callers;
    const names = [
      "search",
      "after",
      "before",
      "limit",
      "login",
      "done",
      "resume",
      "because",
      "token",
      "v",
      "__proto__",
    ];
    const raw = [
      "%",
      "%zz",
      "&&&",
      "a=%ff",
      "a&a&a",
      "limit=1e9",
      "limit=-1",
      "limit=1.5",
      "limit=",
      "after=W10",
      "after=WzEsMl0",
      "?",
      "#",
    ];
    const short = texts.filter((text) => text.length < 2000);
    const reading = routesOf(cast).filter((route) =>
      /^GET \/(api\/v1\/people|api\/v1\/policy\/explanation|sign-in|admin\/people|account|invitation|admin\/policy|admin\/policy\/(rules|preview\/people|preview\/people.csv|account-types)|sign-in\/confirm)$/.test(
        route,
      ),
    );
    for (const route of reading) {
      const path = attempts.addressOf(route, administrator);
      const caller = /invitation|sign-in$/.test(path) ? nobody : administrator;
      for (const text of short)
        await attempts.attempt(
          text,
          caller,
          "GET",
          `${path}?${new URLSearchParams(names.map((name) => [name, text]))}`,
        );
      for (const name of names)
        await attempts.attempt(
          name,
          caller,
          "GET",
          `${path}?${new URLSearchParams({ [name]: "\0\ud800<i canary=1>" })}`,
        );
      for (const query of raw) await attempts.attempt(query, caller, "GET", `${path}?${query}`);
    }
  });
});
