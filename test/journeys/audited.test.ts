// Whatever the program does leaves an event, and no event holds a secret: every route that writes is called by somebody who may,
// and looked behind.
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventCatalogue } from "../../src/audit/events.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { execute } from "../contracts/programs.ts";
import { type Answer, password } from "../support/world.ts";
import { answerTo, methodOf, pathOf, requestOf, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, callerNames, createCast, type Things } from "./matrix/cast.ts";
import { namesOwnThings, type Route, requestFor, situationOf } from "./matrix/requests.ts";
import { readTable } from "./matrix/table.ts";

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});
afterAll(() => cast.world.close());

/** What leaves none, and why. */
const begun = "a begun sign-in grants nothing: its answers, its completion and its cancelling leave events";
const pending = "a begun set-up grants nothing until its code is confirmed, which leaves an event";
const draft = "a draft of the policy binds nobody; what is saved leaves an event with the old and the new document";
const reading = "it only reads";
const program = "an application's program speaks; the person's way there left application.entered";
const elsewhere = (file: string) => `nobody of the matrix stands where it does something; test/journeys/${file} does`;
const sample = "it sends what says of itself that it is a test to an address that is set up already";
const silent: Record<Route, string> = {
  "POST /api/v1/sign-ins": begun,
  "POST /sign-in": begun,
  "POST /api/v1/sign-ins/current/enrolment": pending,
  "POST /api/v1/me/authenticators": pending,
  "POST /set-up/begin": pending,
  "POST /account/security/enable": pending,
  "POST /account/security/authenticators/new": pending,
  "POST /account/security/authenticators/:id/replacement": pending,
  "POST /account/security/set-up/cancellation": pending,
  "POST /api/v1/policy/preview": reading,
  "POST /admin/policy": draft,
  "POST /admin/policy/discard": draft,
  "POST /admin/policy/rules": draft,
  "POST /admin/policy/rules/many": draft,
  "POST /admin/people/bulk": "it only chooses; what is confirmed leaves an event, and one for each person",
  "POST /set-up/codes": reading,
  "POST /account/security/codes/download": reading,
  "POST /oauth/v1/health_check": reading,
  "POST /oauth/v1/token": program,
  "POST /openid/:slug/token": program,
  "POST /openid/:slug/userinfo": program,
  "POST /openid/:slug/introspect": program,
  "POST /openid/:slug/revoke": program,
  "POST /api/v1/webhooks/:id/test": sample,
  "POST /admin/webhooks/:id/test": sample,
  "POST /single-sign-on/link": elsewhere("../conformance/single-sign-on.test.ts"),
  "POST /admin/people/moving":
    "what is sent first is only looked at; POST /api/v1/people/moving does the same in one go and leaves events",
  "POST /api/v1/organisation/exports/:export/file": elsewhere("exporting.test.ts"),
  "POST /api/v1/organisations/:id/exports/:export/consent": elsewhere("exporting.test.ts"),
  "DELETE /api/v1/organisations/:id/exports/:export": elsewhere("exporting.test.ts"),
  "POST /admin/organisation/exports/:export/file": elsewhere("browser/exporting.test.ts"),
  "POST /admin/organisations/:id/exports/:export/consent": elsewhere("browser/exporting.test.ts"),
  "POST /admin/organisations/:id/exports/:export/withdrawal":
    "it does what DELETE /api/v1/organisations/:id/exports/:export does",
  "POST /first-run": "it is over here; 'init', which does the same, is in test/contracts/audited-commands.test.ts",
};

/** What has to be so before a route can do anything. */
const before: Record<Route, (of: string) => string> = {
  "POST /admin/organisations/:id/resumption": (id) =>
    `update organisations set status = 'suspended' where id = '${id}'`,
};

test("every act leaves an event of the catalogue, without a secret, but for those of which is written down why not", {
  timeout: 120_000,
}, async () => {
  const rows = new Map(readTable().map(({ route, words }) => [route, words]));
  const without: string[] = [];
  const leaks: string[] = [];
  let looked = 0;
  for (const route of routesOf(cast).filter((one) => methodOf(one) !== "GET")) {
    const doers = callerNames.filter((name) => /\b(does|nothing|on|data|page)\b/.test(rows.get(route)?.[name] ?? ""));
    const callers: Caller[] = doers.map((name) => callerFor(route, name));
    if (/\/organisations(\/|$)/.test(route)) callers.push(cast.operator);
    const names = new Set<string>();
    let done = 0;
    for (const caller of callers) {
      for (const things of thingsFor(route, caller)) {
        const first = before[route]?.(things.organisation);
        if (first) await execute(cast.world.needs.db, first);
        const seen = await newest();
        const sent = requestFor(route).sends?.(situationOf(cast, caller)) ?? {};
        const answer = await answerTo(cast, requestOf(cast, route, caller, { means: "cookie", things, sent }));
        if (answer.status < 400) done++;
        const left = (await events()).filter(({ id }) => !seen.has(id));
        for (const { name } of left) names.add(name);
        const secrets = [...secretsOf(caller), ...secretsIn(answer)];
        const told = JSON.stringify(left);
        leaks.push(...secrets.filter((secret) => told.includes(secret)).map(() => `${route} of ${caller.name}`));
        looked += secrets.length;
        await cast.reset();
      }
    }
    for (const name of names) expect(Object.keys(eventCatalogue)).toContain(name);
    if (names.size === 0 && silent[route] === undefined) without.push(`${route} (${done} of ${callers.length} done)`);
    if (names.size > 0 && silent[route] !== undefined)
      without.push(`${route} leaves ${[...names].join(", ")} after all`);
  }
  expect(without).toEqual([]);
  expect(leaks).toEqual([]);
  expect(looked).toBeGreaterThan(1000);
  const routes = routesOf(cast);
  expect(Object.keys(silent).filter((route) => !routes.includes(route as Route))).toEqual([]);
});

function callerFor(route: Route, name: (typeof callerNames)[number]): Caller {
  const known = requestFor(route);
  const special = known.in && cast[known.in];
  return special?.name === name ? special : cast.callers[name];
}

function thingsFor(route: Route, caller: Caller): Things[] {
  const things: Things[] = [{ ...cast.kim.things, ...requestFor(route).names?.(cast) }];
  if (namesOwnThings(pathOf(route)) && caller.things) things.push(caller.things);
  return things;
}

/** What the caller bears or types: passwords, tokens, recovery codes, the app's secret. */
function secretsOf({ cookies, who, pending }: Caller): string[] {
  const tokens = Object.values(cookies).flatMap((value) => value.split(".").slice(1));
  const apps = [who?.secret, pending].filter((one) => one !== undefined && one.length > 0) as Buffer[];
  const secrets = apps.flatMap((one) => [encodeBase32(one), one.toString("hex"), one.toString("base64")]);
  return [password, "nine green bottles in a row", ...tokens, ...(who?.recoveryCodes ?? []), ...secrets].filter(
    (one) => one.length > 8,
  );
}

/** What an answer shows once, or sets as a cookie; never the ids of things. */
function secretsIn({ text, headers }: Answer): string[] {
  const named = text.matchAll(/"(?:secret|clientSecret|key|session|signIn|trustedBrowser|uri)":"([^"]{16,})"/g);
  const linked = text.matchAll(/token=([\w.-]{20,})/g);
  const codes = text.matchAll(/\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b/g);
  const cookies = headers.getSetCookie().map((line) => /=([^;]*)/.exec(line)?.[1] ?? "");
  const tokens = [...[...named, ...linked].map(([, value]) => value as string), ...cookies];
  return [
    ...tokens.flatMap((value) => [value, ...value.split(".").slice(1)]),
    ...[...codes].map(([code]) => code),
  ].filter((one) => one.length > 15);
}

const events = () => cast.world.needs.db.list((query) => query.selectFrom("audit_events").selectAll().orderBy("id"));

const newest = async (): Promise<Set<string>> => new Set((await events()).map(({ id }) => id));
