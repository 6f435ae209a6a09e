// /api/openapi.json and /api/docs: everything the JSON API does is written down, and what is written down is what it does.
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerTo, callRoute, credentials, isApi, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, createCast } from "./matrix/cast.ts";
import {
  type Document,
  type Documented,
  mismatches,
  operationsOf,
  type Schema,
  troublesOf,
} from "./matrix/document.ts";
import { fill, type Route } from "./matrix/requests.ts";

let cast: Cast;
let document: Document;
let operations: Documented[];
beforeAll(async () => {
  cast = await createCast();
  document = (await cast.world.client().get("/api/openapi.json")).json;
  operations = operationsOf(document);
});
afterAll(() => cast.world.close());

test("the document is OpenAPI 3.1, of this version and this address", () => {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  expect(troublesOf(document)).toEqual([]);
  expect(document).toMatchObject({ info: { version }, servers: [{ url: cast.world.origin }] });
});

test("it names every JSON route and no other", () => {
  const routes = routesOf(cast).filter(isApi);
  expect(operations.map(({ route }) => route).sort()).toEqual(routes.sort());
});

test("every operation says what it is for, under which heading, who may call it and how it fails", () => {
  const troubles: string[] = [];
  for (const { route, operation } of operations) {
    const { summary = "", tags = [], security, requestBody, parameters = [], responses } = operation;
    const fails = (...statuses: number[]) => {
      for (const status of statuses) if (!responses[status]) troubles.push(`${route}: ${status} is not described`);
    };
    if (!/^[A-Z].*[^.]$/.test(summary)) troubles.push(`${route}: '${summary}' is no summary`);
    if (tags.length !== 1) troubles.push(`${route}: ${tags.length} tags`);
    if (security === undefined) troubles.push(`${route}: who may call it is not said`);
    const needs = Object.keys(security?.[0] ?? {})[0];
    if (needs === "session") fails(401);
    if (needs === "signIn" && requestBody) fails(409, 410);
    if (requestBody) fails(400, 413, 415);
    if (parameters.some((parameter) => parameter.in === "query")) fails(400);
    if (/\/api\/v1\/(people|policy|help-requests)/.test(route)) fails(403);
    if (parameters.some((parameter) => parameter.in === "path")) fails(404);
    const succeeds = Object.keys(responses).filter((status) => status.startsWith("2"));
    // What takes long may be answered before it is over, with the same document.
    if (!["200", "200,202", "201", "202", "204"].includes(succeeds.join()))
      troubles.push(`${route}: ${succeeds.length} ways to succeed`);
    for (const [status, { content }] of Object.entries(responses)) {
      const file = /\.(csv|jsonl)$/.exec(route)?.[1];
      const sealed = route.endsWith("/file") ? "application/octet-stream" : undefined;
      const read = file === undefined ? "application/json" : file === "csv" ? "text/csv" : "application/jsonl";
      const done = sealed ?? read;
      const type = status.startsWith("2") ? done : "application/problem+json";
      const types = Object.keys(content ?? {});
      if (status !== "204" && types.join() !== type) troubles.push(`${route}: ${status} is ${types.join()}`);
    }
  }
  expect(troubles).toEqual([]);
});

/** The names that others rely on: what a body may hold, and what an answer holds. */
const surface: Record<Route, { body?: string[]; answer?: string[] }> = {
  "POST /api/v1/sign-ins": {
    body: ["login", "password", "trustedBrowser"],
    answer: ["signIn", "step", "methods", "requirement", "session"],
  },
  "POST /api/v1/sign-ins/current/answers": {
    body: ["method", "code", "trustBrowser"],
    answer: ["step", "signIn", "session", "trustedBrowser", "recoveryCodesLeft"],
  },
  "POST /api/v1/sign-ins/current/enrolment": { body: [], answer: ["secret", "uri", "qrSvg"] },
  "POST /api/v1/sign-ins/current/enrolment/confirmation": { body: ["code"], answer: ["recoveryCodes"] },
  "POST /api/v1/sign-ins/current/enrolment/completion": { body: ["saved"], answer: ["step", "session"] },
  "POST /api/v1/sign-ins/current/help": { body: ["message"] },
  "GET /api/v1/help-requests": { answer: ["helpRequests", "next"] },
  "GET /api/v1/session": { answer: ["person", "amr", "requirement"] },
  "DELETE /api/v1/session": {},
  "GET /api/v1/me": {},
  "POST /api/v1/me/password": {},
  "GET /api/v1/me/authenticators": {},
  "GET /api/v1/me/recovery-codes": {},
  "GET /api/v1/me/trusted-browsers": {},
  "GET /api/v1/me/sessions": {},
  "GET /api/v1/people": { answer: ["people", "next"] },
  "GET /api/v1/people/:id": {},
  "DELETE /api/v1/people/:id/second-factor": {},
  "GET /api/v1/people/:id/sessions": {},
  "GET /api/v1/policy": {
    answer: [
      ...["organisation", "accountTypes", "domains", "addresses", "bindsFrom", "trustBrowsers"],
      ...["authenticators", "saveCodesFirst", "helpRequests"],
    ],
  },
  "PUT /api/v1/policy": {},
  "POST /api/v1/policy/preview": { answer: ["counts", "groups", "you"] },
  "GET /api/v1/policy/explanation": {},
};

test("the names that others rely on are there", () => {
  const names = (schema: Schema | undefined): string[] => {
    const found = schema?.$ref ? document.components.schemas[schema.$ref.replace(/.*\//, "")] : schema;
    return Object.keys(found?.properties ?? {});
  };
  for (const [route, { body = [], answer = [] }] of Object.entries(surface)) {
    const operation = operations.find((one) => one.route === route)?.operation;
    expect(operation, route).toBeDefined();
    const success = Object.entries(operation?.responses ?? {}).find(([status]) => status.startsWith("2"))?.[1];
    expect(names(operation?.requestBody?.content["application/json"]?.schema), route).toEqual(
      expect.arrayContaining(body),
    );
    expect(names(success?.content?.["application/json"]?.schema), route).toEqual(expect.arrayContaining(answer));
  }
  const { step, methods } = (document.components.schemas.SignInProgress as Schema).properties as Record<string, Schema>;
  expect(step?.enum).toEqual(["second-step", "set-up", "offer-set-up", "save-codes", "done"]);
  expect(methods?.items?.enum).toEqual(["totp", "recovery-code", "pass"]);
});

test("what is answered is what is written down, whoever asks", { timeout: 60_000 }, async () => {
  const troubles: string[] = [];
  for (const { route } of operations) {
    for (const name of ["nobody", "half", "set-up", "trusted", "person", "administrator", "other, at home"] as const) {
      for (const { answer } of (await callRoute(cast, route, name)).calls)
        troubles.push(...troublesWith(route, answer));
    }
  }
  expect([...new Set(troubles)]).toEqual([]);
});

test("what is refused is refused as written down, whatever is wrong with the body", async () => {
  const { half } = cast.callers;
  const troubles: string[] = [];
  for (const { route, operation } of operations) {
    if (!operation.requestBody) continue;
    const caller = Object.keys(operation.security?.[0] ?? {})[0] === "signIn" ? half : cast.operator;
    const statuses: number[] = [];
    for (const [body, type] of [
      ["{", "application/json"],
      ['{"unknown": 1}', "application/json"],
      [`"${"a".repeat(route.includes("/policy") ? 950_000 : 20_000)}"`, "application/json"],
      ["login=kim", "application/x-www-form-urlencoded"],
      ["{}", "text/plain"],
      ["{}", ""],
    ] as const) {
      const answer = await send(route, caller, body, type);
      statuses.push(answer.status);
      troubles.push(...troublesWith(route, answer));
    }
    const isFile = /^PUT .*\/(picture|logo)$|\/people\/(import|moving)$/.test(route);
    expect({ route, statuses }).toEqual({
      route,
      statuses: isFile ? [415, 415, 415, 415, 415, 415] : [400, 400, 413, 415, 415, 415],
    });
  }
  expect(troubles).toEqual([]);
  expect(await cast.reset()).toEqual([]);
});

test("wrong answers, waits, and steps out of turn are written down too", async () => {
  const { half, administrator } = cast.callers;
  const answers = "POST /api/v1/sign-ins/current/answers";
  const wrong = JSON.stringify({ method: "totp", code: "000000" });
  const troubles: string[] = [];
  const codes: string[] = [];
  const look = async (route: Route, caller: Caller, body: string) => {
    const answer = await send(route, caller, body);
    codes.push(answer.json.code);
    troubles.push(...troublesWith(route, answer));
  };
  await look(answers, half, wrong);
  await look(answers, half, JSON.stringify({ method: "recovery-code", code: "AAAA-AAAA-AAAA-AAAA" }));
  await look("POST /api/v1/sign-ins/current/enrolment", half, "{}");
  await look("POST /api/v1/sign-ins/current/enrolment/completion", cast.saving, "{}");
  await look(
    "POST /api/v1/sign-ins/current/enrolment/confirmation",
    cast.callers["set-up"],
    JSON.stringify({ code: "000000" }),
  );
  const wrongPassword = JSON.stringify({ method: "password", password: "not the password" });
  for (let i = 0; i < 6; i++) await look("POST /api/v1/session/proofs", administrator, wrongPassword);
  for (let i = 0; i < 3; i++) await look("POST /api/v1/session/proofs", administrator, wrong);
  await look("DELETE /api/v1/me/second-factor", administrator, JSON.stringify({ code: "000000" }));
  // The fifth ends the session.
  await look("POST /api/v1/session/proofs", administrator, wrong);
  await look("DELETE /api/v1/me/second-factor", administrator, JSON.stringify({ code: "000000" }));
  expect(codes).toEqual([
    ...["wrong-code", "wrong-code", "wrong-step", "save-codes-first", "wrong-code"],
    ...["wrong-password", "wrong-password", "wrong-password", "wrong-password", "wrong-password", "wait"],
    ...["wrong-code", "wrong-code", "wrong-code", "wrong-code", "signed-out", "signed-out"],
  ]);
  expect(troubles).toEqual([]);
  await cast.reset();
});

test("people can read it: every operation with its summary, without scripts", async () => {
  const { text, headers, status } = await cast.world.client().get("/api/docs");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toContain("text/html");
  const words = text
    .replace(/<(wbr|\/?(code|span))[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");
  for (const [path, ofPath] of Object.entries(document.paths)) {
    for (const [method, { summary, tags }] of Object.entries(ofPath)) {
      expect(words).toContain(`${method.toUpperCase()} ${path} ${summary?.replaceAll("`", "")}`);
      expect(words).toContain(tags?.[0]);
    }
  }
  expect(words).not.toContain("`");
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id as string);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).toContain('href="/api/openapi.json"');
});

test("the page describes the fields of every answer, and what a status means only once", async () => {
  const { text } = await cast.world.client().get("/api/docs");
  const shown = new Set([...text.matchAll(/<th scope="row"[^>]*><code>([^<]+)<\/code>/g)].map(([, name]) => name));
  const missing: string[] = [];
  const collect = (schema: Schema | undefined, of: string): void => {
    for (const part of [...(schema?.allOf ?? []), ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? [])])
      collect(part, of);
    for (const name of Object.keys(schema?.properties ?? {})) if (!shown.has(name)) missing.push(`${of}: ${name}`);
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) collect(schema, name);
  for (const { route, operation } of operations)
    for (const { content } of Object.values(operation.responses))
      for (const { schema } of Object.values(content ?? {})) collect(schema, route);
  expect(missing).toEqual([]);
  expect(text.match(/Too many wrong tries: wait as long as Retry-After says\./g)).toHaveLength(1);
});

function troublesWith(route: Route, { status, text, json, headers }: Awaited<ReturnType<typeof answerTo>>): string[] {
  const described = operations.find((one) => one.route === route)?.operation.responses[status];
  if (!described) return [`${route}: ${status} ${json?.code ?? ""} is not written down`];
  if (status === 204) return text === "" ? [] : [`${route}: 204 with a body`];
  const type = headers.get("content-type") ?? "";
  for (const file of ["text/csv", "application/jsonl"])
    if (type.startsWith(file) && described.content?.[file]?.schema) return [];
  const schema = described.content?.[type]?.schema;
  if (!schema) return [`${route}: ${status} of ${type} is not written down`];
  return mismatches(document, schema, json).map((what) => `${route} ${status}: ${what}`);
}

function send(route: Route, caller: Caller, body: string, type = "application/json") {
  const [method, path] = route.split(" ") as [string, string];
  const headers = {
    host: caller.host,
    ...(type ? { "content-type": type } : {}),
    "content-length": `${Buffer.byteLength(body)}`,
  };
  const address = fill(path, cast.kim.things);
  const init = { method, body: Buffer.from(body), headers: { ...headers, ...credentials(cast, caller, "token") } };
  return answerTo(cast, new Request(`${cast.world.origin}${address}`, init));
}
