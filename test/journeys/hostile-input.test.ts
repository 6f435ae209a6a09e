// Whatever is sent, the answer is a refusal with its stable code or the thing itself: nothing breaks, nothing is told,
// and what is refused changes nothing.
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, dialects } from "../support/world.ts";
import { answerTo, credentials, isApi, methodOf, pathOf, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, createCast } from "./matrix/cast.ts";
import { type Document, mismatches, operationsOf, type Schema } from "./matrix/document.ts";
import { carelessness, nastyBodies, nastySegments, nastyText, nastyTexts, nastyValues, wrongTypes } from "./matrix/hostile.ts";
import { fill, type Route, requestFor, situationOf } from "./matrix/requests.ts";

describe.each(dialects)("on %s", (dialect) => {
  let cast: Cast;
  let document: Document;
  let troubles: string[] = [];
  beforeAll(async () => {
    cast = await createCast({ dialect });
    document = (await cast.world.client().get("/api/openapi.json")).json;
  });
  afterEach(() => {
    expect([...new Set(troubles.splice(0))].slice(0, 20)).toEqual([]);
    expect(cast.world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });
  afterAll(() => cast.world.close());

  /** Sends one thing; keeps what is careless about the answer, and what changed though it was refused. */
  async function attempt(what: string, caller: Caller, method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const { body, type, headers = {} } = sent;
    const length = body === undefined ? {} : { "content-length": `${Buffer.byteLength(body)}` };
    const request = new Request(`${cast.world.origin}${path}`, {
      method,
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
      headers: {
        host: caller.host,
        "sec-fetch-site": "same-origin",
        ...length,
        ...(type === undefined ? {} : { "content-type": type }),
        ...credentials(cast, caller, "cookie"),
        ...headers,
      },
    });
    const answer = await answerTo(cast, request);
    const effects = await cast.reset();
    const where = `${method} ${path.slice(0, 100)} with ${what.slice(0, 100)}`;
    troubles.push(...carelessness(answer).map((trouble) => `${where}: ${trouble}`));
    if (answer.status >= 400 && effects.length > 0) troubles.push(`${where}: ${answer.status}, and ${effects[0]?.table} changed`);
    return answer;
  }

  /** The same, where only a refusal will do. */
  async function refused(what: string, caller: Caller, method: string, path: string, sent: Sent, ...statuses: number[]): Promise<void> {
    const { status } = await attempt(what, caller, method, path, sent);
    const isFine = statuses.length > 0 ? statuses.includes(status) : status >= 400;
    if (!isFine) troubles.push(`${method} ${path.slice(0, 100)} with ${what.slice(0, 100)}: ${status}`);
  }

  /** Everything that takes JSON, with somebody who may send it and a body that would be taken. */
  function jsonOperations() {
    return operationsOf(document).flatMap(({ route, operation }) => {
      const schema = operation.requestBody?.content["application/json"]?.schema;
      if (!schema) return [];
      const caller = callerFor(route, Object.keys(operation.security?.[0] ?? {})[0]);
      const valid = requestFor(route).sends?.(situationOf(cast, caller)).json as Record<string, unknown>;
      return [{ route, method: methodOf(route), path: addressOf(route, caller), caller, schema, valid }];
    });
  }

  /** The same for forms. */
  function forms() {
    return routesOf(cast).flatMap((route) => {
      const caller = callerFor(route);
      const valid = requestFor(route).sends?.(situationOf(cast, caller)).form;
      return valid ? [{ route, path: addressOf(route, caller), caller, valid }] : [];
    });
  }

  function callerFor(route: Route, needs?: string): Caller {
    const { nobody, half, administrator, "set-up": settingUp } = cast.callers;
    const wanted = requestFor(route).in;
    if (wanted) return cast[wanted];
    if (/\/enrolment|\/set-up$/.test(pathOf(route)) && !pathOf(route).startsWith("/account")) return settingUp;
    if (needs === "signIn" || /^POST \/sign-in\/(code|recovery-code)/.test(route)) return half;
    return /sign-ins|^POST \/(sign-in|invitation|first-run)$/.test(route) ? nobody : administrator;
  }

  const addressOf = (route: Route, caller: Caller): string =>
    fill(pathOf(route), /\/(people|admin)\//.test(route) ? cast.kim.things : (caller.things ?? cast.kim.things));

  test("a body that is not the JSON that is wanted is refused", { timeout: 60_000 }, async () => {
    for (const { method, path, caller, valid, schema } of jsonOperations()) {
      const json = (text: string): Sent => ({ body: text, type: "application/json" });
      for (const body of nastyBodies) {
        // No body at all is what some of them want.
        if (body.trim() !== "" || !path.includes("/people/")) await refused(body, caller, method, path, json(body), 400);
      }
      await refused("a million", caller, method, path, json(JSON.stringify({ ...valid, a: "a".repeat(1e6) })), 413);
      await refused("UTF-16", caller, method, path, { body: Buffer.from(`\ufeff${JSON.stringify(valid)}`, "utf16le"), type: "application/json" }, 400);
      for (const type of wrongTypes) await refused(type, caller, method, path, { body: JSON.stringify(valid), type }, 415);
      for (const name of ["unknown", "__proto__", "constructor", "toString", "\0", ""]) {
        const more = `${JSON.stringify(valid).slice(0, -1)}${Object.keys(valid).length > 0 ? "," : ""}${JSON.stringify(name)}:{"a":1}}`;
        await refused(more, caller, method, path, json(more), 400);
      }
      for (const name of Object.keys(valid)) {
        for (const value of nastyValues) {
          if (mismatches(document, fieldOf(document, schema, valid, name), value).length === 0) continue;
          await refused(`${name}: ${JSON.stringify(value)}`, caller, method, path, json(JSON.stringify({ ...valid, [name]: value })), 400);
        }
      }
    }
  });

  test("whatever text stands in a field, it is taken as text or refused", { timeout: 60_000 }, async () => {
    for (const { method, path, caller, valid } of jsonOperations()) {
      for (const name of Object.keys(valid).filter((name) => typeof valid[name] === "string")) {
        for (const text of nastyTexts) {
          const body = JSON.stringify({ ...valid, [name]: text });
          const twice = body.replace("{", `{${JSON.stringify(name)}:${JSON.stringify(valid[name])},`);
          const answer = await attempt(body, caller, method, path, { body, type: "application/json" });
          // Of a field that comes twice, the last one counts, for everybody who looks.
          if (text === "\0") expect((await attempt(twice, caller, method, path, { body: twice, type: "application/json" })).status).toBe(answer.status);
        }
      }
    }
  });

  test("any combination of such things", { timeout: 60_000 }, async () => {
    const operations = jsonOperations();
    const pages = forms();
    const anyValue = fc.oneof({ weight: 3, arbitrary: nastyText }, fc.constantFrom(...nastyValues), fc.jsonValue({ maxDepth: 3 }));
    const fields = fc.dictionary(fc.oneof(fc.constantFrom("login", "password", "code", "name", "email", "method", "saved"), nastyText), anyValue, { maxKeys: 4 });
    const query = fc.dictionary(nastyText, nastyText, { maxKeys: 2 }).map((entries) => String(new URLSearchParams(entries)));
    const property = fc.asyncProperty(fc.nat(), fc.boolean(), fields, fields, query, fc.nat(), async (which, asForm, kept, added, search, from) => {
      const chosen = (asForm ? pages[which % pages.length] : operations[which % operations.length]) as { path: string; caller: Caller; valid: object; method?: string };
      const { path, caller, valid, method = "POST" } = chosen;
      const names = Object.keys(valid);
      const changed = Object.fromEntries(Object.values(kept).map((value, i) => [names[(from + i) % Math.max(1, names.length)] ?? "a", value]));
      const body = { ...valid, ...changed, ...(from % 3 === 0 ? added : {}) };
      const text = asForm ? String(new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]))) : JSON.stringify(body);
      const type = asForm ? "application/x-www-form-urlencoded" : "application/json";
      await attempt(text, caller, method, `${path}${search ? `?${search}` : ""}`, { body: text, type });
      expect(troubles).toEqual([]);
    });
    await fc.assert(property, { numRuns: dialect === "sqlite" ? 600 : 300, seed: 20_270_301 });
  });

  test("a form that is not what its page sends is refused, or its fields are taken as text", { timeout: 60_000 }, async () => {
    for (const { path, caller, valid } of forms()) {
      const type = "application/x-www-form-urlencoded";
      const text = String(new URLSearchParams(valid));
      for (const wrong of [...wrongTypes.filter((one) => !one.startsWith(type)), "application/json"]) {
        await refused(wrong, caller, "POST", path, { body: text, type: wrong }, 415, 410);
      }
      await refused("no type", caller, "POST", path, { body: text }, 415, 410);
      await refused("every field twice", caller, "POST", path, { body: `${text}&${text}`, type }, 400, 410);
      await refused("a million", caller, "POST", path, { body: `${text}&a=${"a".repeat(1e6)}`, type }, 413, 410);
      for (const body of ["", "&", "=", "%", "%zz=%", "a=%ff", "a[b]=c&a[]=d", "__proto__=1&constructor=2", "\0"]) {
        await attempt(body, caller, "POST", path, { body, type });
      }
      for (const name of Object.keys(valid)) {
        for (const value of nastyTexts) {
          const body = String(new URLSearchParams({ ...valid, [name]: value }));
          await attempt(`${name}=${value}`, caller, "POST", path, { body, type });
        }
      }
    }
    const { administrator } = cast.callers;
    for (const body of ["", "--x", "--x\r\n\r\n", '--x\r\nContent-Disposition: form-data; name="picture"\r\n\r\nGIF89a\r\n--x--', "\0".repeat(100)]) {
      await refused(body, administrator, "POST", "/account/picture", { body, type: "multipart/form-data; boundary=x" }, 400);
    }
  });

  test("an address that names nothing is nothing", { timeout: 60_000 }, async () => {
    const { administrator } = cast.callers;
    for (const route of routesOf(cast).filter((one) => one.includes("/:"))) {
      const valid = requestFor(route).sends?.(situationOf(cast, administrator)) ?? {};
      const type = isApi(route) ? "application/json" : "application/x-www-form-urlencoded";
      const body = isApi(route) ? valid.json && JSON.stringify(valid.json) : methodOf(route) === "POST" ? String(new URLSearchParams(valid.form)) : undefined;
      for (const name of pathOf(route).match(/:\w+/g) ?? []) {
        for (const segment of nastySegments) {
          // What a fixed address happens to be called is that address.
          if (/^[a-z]+$/.test(segment) && routesOf(cast).some((one) => one.endsWith(`/${segment}`))) continue;
          const path = fill(pathOf(route).replace(name, "@"), cast.kim.things).replace("@", segment);
          await refused(segment, administrator, methodOf(route), path, typeof body === "string" ? { body, type } : {}, 400, 404);
        }
      }
    }
  });

  test("garbage behind the question mark breaks nothing", { timeout: 60_000 }, async () => {
    const { administrator, nobody } = cast.callers;
    const names = ["search", "after", "before", "limit", "login", "done", "resume", "because", "token", "v", "__proto__"];
    const routes = routesOf(cast).filter((route) => route.startsWith("GET ") && !route.includes("/assets/"));
    for (const route of routes) {
      const path = addressOf(route, administrator);
      for (const caller of [administrator, nobody]) {
        const all = nastyTexts.filter((text) => text.length < 2000);
        for (const text of all) await attempt(text, caller, "GET", `${path}?${new URLSearchParams(names.map((name) => [name, text]))}`);
        for (const raw of ["%", "%zz", "&&&", "=", "a=%ff", "a&a&a", "limit=1e9", "limit=-1", "limit=1.5", "limit=", "after=W10", "after=WzEsMl0", "?", "#"]) {
          await attempt(raw, caller, "GET", `${path}?${raw}`);
        }
      }
    }
  });

  test("garbage for credentials is nobody", async () => {
    const { nobody, administrator } = cast.callers;
    const token = administrator.cookies["countersign-session"] as string;
    const [id = "", secret = ""] = token.split(".");
    const cookies = [
      ...["", "=", ";", "a", '"', "%", "%00", "%zz", "\u00e9", ".", `${id}.`, `.${secret}`, `${id}.${secret}x`, `${secret}.${id}`, `${id}.${secret.toLowerCase()}`],
      ...[`${id}%00.${secret}`, `${token}.`, `${token}\u00a0`, "a".repeat(10_000), `${"A".repeat(22)}.${"A".repeat(43)}`, "[object Object]", "null"],
    ];
    const schemes = ["", "Bearer", "Bearer ", "bearer\t", "SignIn", `SignIn ${token}`, `Basic ${btoa("kim:kim")}`, "Digest a=b", `Token ${token}`, token];
    const headers = [...schemes, ...cookies.map((cookie) => `Bearer ${cookie}`), `Bearer ${token} ${token}`, `Bearer ${token}, Bearer ${token}`, `Bearer  ${token}`];
    for (const cookie of cookies) {
      const all = ["session", "sign-in", "trusted-browser"].map((name) => `countersign-${name}=${cookie}`).join("; ");
      await refused(cookie, nobody, "GET", "/api/v1/me", { headers: { cookie: all } }, 401);
      expect((await attempt(cookie, nobody, "GET", "/account", { headers: { cookie: all } })).location).toMatch(/^\/sign-in\?resume=/);
      await refused(cookie, nobody, "POST", "/sign-in/code", { body: "code=1", type: "application/x-www-form-urlencoded", headers: { cookie: all } }, 410);
    }
    for (const authorization of headers) {
      // Beside a good cookie: what a program says of itself is what counts.
      await refused(authorization, administrator, "GET", "/api/v1/me", { headers: { authorization } }, 401);
      await refused(authorization, administrator, "POST", "/api/v1/sign-ins/current/enrolment", { body: "{}", type: "application/json", headers: { authorization } }, 410);
    }
  });

  test("garbage for a host is the organisation without a host name of its own", async () => {
    const { administrator } = cast.callers;
    for (const host of ["", " ", ".", "..", "%00", "[::1", "localhost:99999999", "\u00e9vil", "<i canary=1>", "a".repeat(9000), "' or 1=1", "a@b", "a,b"]) {
      const { status } = await attempt(host, administrator, "GET", "/api/v1/me", { headers: { host } });
      expect({ host, status }).toEqual({ host, status: 200 });
      const page = await attempt(host, cast.callers.nobody, "GET", "/sign-in", { headers: { host, "x-forwarded-host": host } });
      expect(page.text).toContain("Sign in to Acme");
    }
  });
});

interface Sent {
  body?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
}

/** What a schema says of a field; of variants, the one that the valid body is. */
function fieldOf(document: Document, schema: Schema, valid: object, name: string): Schema {
  const found = schema.$ref ? (document.components.schemas[schema.$ref.replace(/.*\//, "")] as Schema) : schema;
  const variants = found.oneOf ?? found.anyOf ?? found.allOf;
  const variant = variants?.find((one) => mismatches(document, one, valid).length === 0);
  return variant ? fieldOf(document, variant, valid, name) : (found.properties?.[name] ?? {});
}
