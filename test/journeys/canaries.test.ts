// No secret in the audit trail, on its way to a webhook, in metrics, traces, exports, backups or the log: every route is called
// with secrets that are known, and then every way out is searched for them. What is planted on purpose is found.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/app.tsx";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { writeBackup } from "../../src/copies/writing.ts";
import { isTokenId } from "../../src/kernel/tokens.ts";
import { counting } from "../../src/metrics/counting.ts";
import { serveMetrics } from "../../src/metrics/page.ts";
import { createMetrics } from "../../src/metrics/registry.ts";
import { databaseAddress } from "../../src/opening.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { tracedTransactions } from "../../src/traces/database.ts";
import { readTraces } from "../../src/traces/settings.ts";
import { createTracing } from "../../src/traces/tracing.ts";
import { addWebhook } from "../../src/webhooks/actions.ts";
import { createSender, spread } from "../../src/webhooks/delivering.ts";
import { execute } from "../contracts/programs.ts";
import { Canaries, forms } from "../support/canaries.ts";
import { callback, follow, oidc, secretOf } from "../support/openid.ts";
import { type Collector, startCollector } from "../support/otlp.ts";
import { type Answer, Client, dialects, password } from "../support/world.ts";
import { answerTo, methodOf, requestOf, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, callerNames, createCast } from "./matrix/cast.ts";
import { type Route, requestFor, type Sent, situationOf } from "./matrix/requests.ts";
import { readTable } from "./matrix/table.ts";

const cry = "canary of a cry for help";
let cast: Cast | undefined;
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await cast?.world.close();
  cast = undefined;
});

/** What leaves these once: shown secrets of webhooks, keys and applications, and links. They stay, for the backup. */
const lasting =
  /^POST \/api\/v1\/(webhooks|me\/api-keys|api-keys|applications|people\/:id\/(invitation|password-link|help)|me\/recovery-codes)$/;

describe.each(dialects)("on %s", (dialect) => {
  test("no way out of the program shows a secret, and each shows what is planted", { timeout: 300_000 }, async () => {
    cast = await createCast({ dialect, environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
    const { world } = cast;
    world.needs.log.level = "trace";
    const collector = await startCollector();
    const receiver = await startReceiver();
    open.push(collector.close, receiver.close);
    const metrics = createMetrics("0");
    const place = readTraces((name) => (name === "OTEL_EXPORTER_OTLP_ENDPOINT" ? collector.url : undefined));
    if (!place) throw new Error("there is no place for traces");
    const around = { version: "0", random: world.needs.random, log: world.needs.log, workers: 1 };
    const traces = createTracing({ ...place, mostWaiting: 65_536, sendsEvery: 200 }, around);
    open.push(() => traces.stop());
    const db = tracedTransactions(counting(world.needs.db, metrics));
    world.app = createApp({ ...world.needs, db, metrics, traces });

    const known = new Map<string, string>();
    const kinds: Record<string, number> = {};
    const note = (kind: string, secret: string) => {
      // The id of a token may be known; what stands behind it may not.
      if (secret.length < 6 || isTokenId(secret) || known.has(secret)) return;
      known.set(secret, kind);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    };
    note("help", cry);
    const people = [...Object.values(cast.callers), cast.saving, cast.offered, cast.helped, cast.operator];
    for (const caller of people) noteBorne(caller, note);
    note("invitation", cast.invitation);
    note("cancellation", cast.cancellation);
    note("confirmation", cast.addressChange);

    const rows = new Map(readTable().map(({ route, words }) => [route, words]));
    const recorded = new Map<string, object>();
    const collect = async () => {
      for (const event of await events()) recorded.set(event.id, event);
    };
    let called = 0;
    const call = async (route: Route, caller: Caller) => {
      const of = cast as Cast;
      const sent = withCry(requestFor(route).sends?.(situationOf(of, caller)) ?? {});
      noteTyped(sent, note);
      const things = { ...of.kim.things, ...requestFor(route).names?.(of) };
      const answer = await answerTo(of, requestOf(of, route, caller, { means: "cookie", things, sent }));
      noteShown(answer, note);
      called++;
    };
    const doerOf = (route: Route): Caller | undefined => {
      const of = cast as Cast;
      const known = requestFor(route);
      const special = known.in && of[known.in];
      const name = [...callerNames].reverse().find((one) => /\b(does|data)\b/.test(rows.get(route)?.[one] ?? ""));
      const other = callerNames.find((one) => /\b(nothing|on|page)\b/.test(rows.get(route)?.[one] ?? ""));
      const chosen = name ?? other;
      if (chosen === undefined) return undefined;
      if (/\/organisations(\/|$)/.test(route)) return of.operator;
      return special?.name === chosen ? special : of.callers[chosen];
    };
    for (const route of routesOf(cast)) {
      const caller = doerOf(route);
      if (!caller) continue;
      const before = cast.transactions();
      await call(route, caller);
      if (cast.transactions() === before) continue;
      await collect();
      if (methodOf(route) !== "GET") await cast.reset();
    }
    for (const route of routesOf(cast).filter((one) => lasting.test(one)))
      await call(route, cast.callers.administrator);
    await signInAndEnter(cast, note);
    await collect();
    expect(called).toBeGreaterThan(250);
    const least = {
      ...{ "cookie countersign-session": 8, "cookie countersign-sign-in": 5, "cookie countersign-trusted-browser": 3 },
      ...{ app: 20, "recovery code": 100, typed: 8, help: 1, invitation: 1, confirmation: 1, cancellation: 1 },
      ...{ "shown session": 3, "shown signIn": 2, "shown trustedBrowser": 1, "shown key": 2, "shown secret": 4 },
      ...{ "link token": 3, "link code": 1, "shown access_token": 1, "shown id_token": 1, "client secret": 1 },
    };
    for (const [kind, many] of Object.entries(least)) expect(kinds[kind] ?? 0, kind).toBeGreaterThanOrEqual(many);
    await sendOn(receiver.url, [...recorded.values()] as EventRow[]);
    const first = await waysOut();
    for (const [name, text] of Object.entries(first)) {
      expect([name, text.length > 1000]).toEqual([name, true]);
      expect([name, foundIn(text, known)]).toEqual([name, []]);
    }
    expect(receiver.bodies.length).toBeGreaterThan(50);

    // The control: of every way out it is known that what goes there is looked at.
    const planted = "Zq3vN7canaryThatWasPlantedOnPurpose";
    await world.needs.db.transaction((tx) =>
      record(tx, world.needs, {
        ...{ organisation: world.organisation.id, name: "person.unlocked", actor: null, person: null },
        source: { address: "192.0.2.1", userAgent: "" },
        details: { note: Buffer.from(planted).toString("base64") },
      }),
    );
    world.needs.log.trace({ planted }, "planted");
    metrics.request("GET", `/planted/${planted}`, 200, 0.1);
    traces.begin(`planted ${planted}`, undefined).end();
    await sendOn(receiver.url, []);
    const second = await waysOut();
    expect(
      Object.keys(second).filter(
        (name) => foundIn(second[name] as string, new Map([[planted, "planted"]])).length === 0,
      ),
    ).toEqual([]);

    async function events(): Promise<EventRow[]> {
      return world.needs.db.list((query) => query.selectFrom("audit_events").selectAll()) as Promise<EventRow[]>;
    }

    /** What every act has left is put back, chained and sent to a receiver as it would have been. */
    async function sendOn(url: string, rows: EventRow[]): Promise<void> {
      const { needs, organisation } = world;
      const there = new Set((await events()).map(({ id }) => id));
      const missing = rows.filter((row) => row.organisation_id === organisation.id && !there.has(row.id));
      await needs.db.transaction(async (tx) => {
        for (const row of missing) {
          await tx.list((query) => query.insertInto("audit_events").values(row as never));
          const waiting = { organisation_id: row.organisation_id, event_id: row.id };
          await tx.list((query) => query.insertInto("audit_waiting").values(waiting));
        }
        if (receiver.bodies.length > 0) return;
        const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
        const added = await addWebhook(tx, needs, { organisation: organisation.id, url, events: "all", ...by });
        if (added.outcome === "added") note("shown secret", added.secret);
      });
      await execute(needs.db, `update webhooks set begins_at = 0, seq = 0 where url like '${url}%' and begins_at > 0`);
      await chainWaiting(needs);
      await spread(needs);
      const sender = createSender(needs);
      const due = () =>
        needs.db.list((query) =>
          query
            .selectFrom("webhook_deliveries as d")
            .innerJoin("webhooks as w", "w.id", "d.webhook_id")
            .select("d.id")
            .where("w.url", "like", `${url}%`)
            .where("d.next_try_at", "is not", null),
        );
      while ((await due()).length > 0) {
        await sender.sendDue();
        await sender.settled();
      }
    }

    async function waysOut(): Promise<Record<string, string>> {
      const of = cast as Cast;
      const { needs } = world;
      const download = async (form: "csv" | "jsonl") => {
        const wanted = { means: "cookie" as const, things: of.kim.things, sent: {} };
        const caller = of.callers.administrator;
        const answer = await answerTo(of, requestOf(of, `GET /api/v1/audit-events.${form}`, caller, wanted));
        expect(answer.status).toBe(200);
        return answer.text;
      };
      const page = await serveMetrics({ host: "127.0.0.1", port: 0, token: undefined }, async () => [
        await metrics.read(),
      ]);
      const folder = mkdtempSync(join(tmpdir(), "countersign-canaries-"));
      try {
        const file = join(folder, "backup");
        await writeBackup(databaseAddress(world.config), needs, file);
        const text = await (await fetch(page.url)).text();
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return {
          audit: JSON.stringify([...recorded.values(), ...(await events())]),
          webhooks: receiver.bodies.join("\n"),
          csv: await download("csv"),
          lines: await download("jsonl"),
          metrics: text,
          spans: spansOf(collector),
          backup: gunzipSync(readFileSync(file)).toString("latin1"),
          log: world.logged.join(""),
        };
      } finally {
        await page.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    }
  });
});

/** By the API with trust, and into an application by OpenID Connect, up to what its tokens open. */
async function signInAndEnter({ world, lou, callers, here }: Cast, note: Note): Promise<void> {
  const program = new Client(world.app, world.origin);
  const begun = await program.api("POST", "/sign-ins", { login: lou.person.email, password: lou.password });
  noteShown(begun, note);
  const code = world.code(lou);
  note("typed", code);
  const given = { method: "totp", code, trustBrowser: true };
  noteShown(await program.api("POST", "/sign-ins/current/answers", given, `SignIn ${begun.json.signIn}`), note);

  const browser = new Client(world.app, world.origin);
  for (const [name, value] of Object.entries(callers.person.cookies)) browser.cookies.set(name, value);
  const verifier = oidc.randomPKCECodeVerifier();
  const asked = {
    ...{ client_id: "wiki", response_type: "code", scope: "openid profile email", redirect_uri: callback, state: "s" },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" },
  };
  const { at } = await follow(browser, world, `/openid/${here.slug}/authorize?${new URLSearchParams(asked)}`);
  const bearer = new URL(at).searchParams.get("code") as string;
  note("link code", bearer);
  note("client secret", secretOf("wiki"));
  const exchanged = {
    ...{ grant_type: "authorization_code", code: bearer, redirect_uri: callback, code_verifier: verifier },
    ...{ client_id: "wiki", client_secret: secretOf("wiki") },
  };
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const post = (path: string, form: Record<string, string>) =>
    program.send("POST", `/openid/${here.slug}/${path}`, new URLSearchParams(form).toString(), type);
  const answer = await post("token", exchanged);
  expect(answer.status).toBe(200);
  noteShown(answer, note);
  // Once more, which ends what it led to, and with what is wrong.
  await post("token", exchanged);
  await program.get(`/openid/${here.slug}/userinfo`, { authorization: `Bearer ${answer.json.access_token}` });
  await program.get(`/openid/${here.slug}/no/such?access_token=${answer.json.access_token}`);
}

type EventRow = { id: string; organisation_id: string };
type Note = (kind: string, secret: string) => void;

const spansOf = (collector: Collector): string =>
  collector.heard().toString("latin1") + JSON.stringify(collector.spans);

/** As it is, and what the most common ways to write it make of it; ids are chance and are left out for digits. */
function foundIn(text: string, secrets: Map<string, string>): string[] {
  const found: string[] = [];
  const withoutIds = text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{32,}/g, "");
  for (const [secret, kind] of secrets) {
    if (/^\d{6}$/.test(secret)) {
      const canaries = new Canaries();
      canaries.add("code", secret);
      found.push(...canaries.foundIn(withoutIds));
      continue;
    }
    const needles = forms(Buffer.from(secret)).filter(([form]) => form !== "base32");
    for (const [form, needle] of needles)
      if (needle.length > 7 && text.includes(needle))
        found.push(
          `${kind}, ${form}: ${text.slice(Math.max(0, text.indexOf(needle) - 60), text.indexOf(needle) + 60)}`,
        );
  }
  return found;
}

const secretPart = (token: string): string => token.slice(token.indexOf(".") + 1);

function noteBorne({ cookies, who, pending }: Caller, note: Note): void {
  note("typed", password);
  for (const [name, value] of Object.entries(cookies))
    if (!/organisation|language/.test(name)) note(`cookie ${name}`, secretPart(value));
  for (const app of [who?.secret, pending])
    if (app && app.length > 0)
      for (const form of [encodeBase32(app), app.toString("hex"), app.toString("base64")]) note("app", form);
  for (const code of who?.recoveryCodes ?? []) {
    note("recovery code", code);
    note("recovery code", code.replaceAll("-", ""));
  }
}

const secretField =
  /^(password|current|currentPassword|next|newPassword|code|recoveryCode|token|secret|clientSecret|message|savedCodes)$/i;

/** What people type that nobody else is to read. */
function noteTyped({ form, json, query }: Sent, note: Note): void {
  const look = (value: unknown, name = ""): void => {
    if (typeof value === "object" && value !== null) for (const [key, one] of Object.entries(value)) look(one, key);
    else if (typeof value === "string" && secretField.test(name)) note("typed", secretPart(value));
  };
  look(form);
  look(json);
  look(query);
}

/** What is shown once, or set as a cookie; never the ids of things. */
function noteShown({ text, headers }: Answer, note: Note): void {
  for (const [, name, value] of text.matchAll(
    /"(secret|clientSecret|key|session|signIn|trustedBrowser|access_token|refresh_token|id_token)":"([^"]{16,})"/g,
  ))
    note(`shown ${name}`, secretPart(value as string));
  for (const [, name, value] of `${text} ${headers.get("location") ?? ""}`.matchAll(/\b(token|code)=([\w.-]{20,})/g))
    note(`link ${name}`, secretPart(value as string));
  for (const [code] of text.matchAll(/\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b/g))
    note("recovery code", code);
  for (const [, secret] of text.matchAll(/secret=([A-Z2-7]{16,})/g)) note("app", secret as string);
  for (const line of headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
    if (!/organisation|language/.test(name)) note(`cookie ${name}`, secretPart(decodeURIComponent(value)));
  }
}

function withCry(sent: Sent): Sent {
  const of = (given: unknown) => {
    const fields = given as Record<string, unknown> | undefined;
    return fields && "message" in fields ? { ...fields, message: cry } : fields;
  };
  return {
    ...sent,
    ...(sent.form ? { form: of(sent.form) as Record<string, string> } : {}),
    ...(sent.json ? { json: of(sent.json) } : {}),
  };
}

async function startReceiver() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(Buffer.concat(parts).toString());
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    bodies,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/taking`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
