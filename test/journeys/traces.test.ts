// The traces of the real program, as a collector gets them: what they tell, whom they tell nothing of, and that nobody waits
// for a collector.
import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/app.tsx";
import { record } from "../../src/audit/actions.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { readConfig } from "../../src/config.ts";
import { traced } from "../../src/kernel/spans.ts";
import { renderLetter } from "../../src/letters/actions.tsx";
import { enqueue } from "../../src/mail/actions.ts";
import { deliverDue } from "../../src/mail/delivery.ts";
import { encodeBase32, totp } from "../../src/otp/index.ts";
import { tracedTransactions } from "../../src/traces/database.ts";
import { readTraces, type TracesPlace } from "../../src/traces/settings.ts";
import { createTracing } from "../../src/traces/tracing.ts";
import { addWebhook } from "../../src/webhooks/actions.ts";
import { createSender, spread } from "../../src/webhooks/delivering.ts";
import { Canaries } from "../support/canaries.ts";
import { type Collector, type ReceivedSpan, startCollector } from "../support/otlp.ts";
import { ask, type Program, startProgram } from "../support/program.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

let world: World | undefined;
const programs: Program[] = [];
const collectors: Collector[] = [];
afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill("SIGTERM");
  for (const collector of collectors.splice(0)) await collector.close();
  await world?.close();
  world = undefined;
});

async function collector(answer?: number | "never"): Promise<Collector> {
  const one = await startCollector(answer);
  collectors.push(one);
  return one;
}

async function start(environment: Record<string, string>): Promise<Program> {
  await world?.needs.db.close();
  const program = await startProgram({ ...(world ? { world } : {}), environment });
  programs.push(program);
  return program;
}

/** Told to stop, it sends what waits. */
async function stop(program: Program): Promise<number> {
  const began = performance.now();
  programs.splice(programs.indexOf(program), 1);
  expect(await program.kill("SIGTERM")).toEqual([0, null]);
  return performance.now() - began;
}

async function signIn(program: Program, kim: TestPerson) {
  const { email: login } = kim.person;
  const begun = await ask(program.url, "/sign-ins", { login, password: kim.password });
  const { signIn } = begun.json;
  const give = (code: string) =>
    ask(program.url, "/sign-ins/current/answers", { method: "totp", code }, `SignIn ${signIn}`);
  expect((await give("000000x")).status).toBe(401);
  const done = await give(totp({ secret: kim.secret, at: Date.now() }));
  expect(done.status).toBe(200);
  return { signIn, session: done.json.session as string };
}

const below = (spans: ReceivedSpan[], parent: ReceivedSpan, name: string): ReceivedSpan[] =>
  spans.filter((span) => span.name === name && span.trace === parent.trace && span.parent === parent.id);
const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe.each(dialects)("on %s", (dialect) => {
  test("a sign-in is told step by step, and of nobody", { timeout: 60_000 }, async () => {
    const { url, spans, heard, headers, paths } = await collector();
    world = await createWorld({ dialect, realClock: true, name: "Canary Holding" });
    const kim = await world.addPerson({ email: "kim.canary@acme.example", enrolled: true });
    const program = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=for-the-collector",
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=a%20test",
    });
    const login = kim.person.email;
    expect((await ask(program.url, "/sign-ins", { login, password: "not the password at all" })).status).toBe(401);
    const { signIn: token, session } = await signIn(program, kim);
    await ask(program.url, `/made-up-by-a-caller/${login}?token=${session}`);
    await fetch(`${program.url}/admin/people/${kim.person.id}?q=${login}`, {
      redirect: "manual",
      headers: { traceparent: caller, tracestate: "canary=1", baggage: `login=${login}`, cookie: `x=${session}` },
    });
    await fetch(`${program.url}/health/live`, { method: "PROPFIND" });
    await stop(program);

    expect([new Set(paths), headers[0]?.["x-key"]]).toEqual([new Set(["/v1/traces"]), "for-the-collector"]);
    const asked = (method: string, route: string, status: number) =>
      spans.filter(
        ({ name, kind, attributes }) =>
          name === `${method} ${route}` &&
          kind === 2 &&
          attributes["http.request.method"] === method &&
          attributes["http.route"] === route &&
          attributes["http.response.status_code"] === status,
      );
    const wrong = asked("POST", "/api/v1/sign-ins", 401)[0] as ReceivedSpan;
    const right = spans.find(
      ({ name, attributes }) => name === "sign-in password" && attributes["countersign.outcome"] === "progress",
    ) as ReceivedSpan;
    expect(below(spans, wrong, "sign-in password")[0]?.attributes).toEqual({
      ...{ "countersign.outcome": "wrong-credentials", "countersign.step": "none" },
    });
    expect(right.attributes["countersign.step"]).toBe("second-step");
    expect(below(spans, right, "hashing").length).toBeGreaterThan(0);
    const [transaction] = below(spans, right, "database transaction") as [ReceivedSpan];
    expect(transaction.attributes["db.system.name"]).toBe(dialect === "sqlite" ? "sqlite" : "postgresql");
    expect(transaction.attributes["countersign.wait_ms"]).toBeGreaterThanOrEqual(0);
    const [commit] = below(spans, transaction, "database commit") as [ReceivedSpan];
    expect(commit.begin).toBeGreaterThanOrEqual(transaction.begin - 1);
    expect(commit.end).toBeLessThanOrEqual(transaction.end + 1);
    const steps = spans.filter(({ name }) => name === "sign-in step").map(({ attributes }) => attributes);
    expect(steps).toContainEqual({ "countersign.event": "code-refused", "countersign.step": "same" });
    expect(steps).toContainEqual({ "countersign.event": "code-accepted", "countersign.step": "done" });
    const [page] = asked("GET", "/admin/people/:id", 303) as [ReceivedSpan];
    // This caller is no proxy: what it says of traces is nobody's.
    expect([page.parent, page.state]).toEqual([undefined, ""]);
    expect(heard().includes(Buffer.from(caller.split("-")[1] as string, "hex"))).toBe(false);
    expect(spans.filter(({ name }) => name === "GET")[0]?.attributes["http.response.status_code"]).toBe(404);
    expect(spans.filter(({ name }) => name === "_OTHER")[0]?.attributes["http.response.status_code"]).toBe(405);

    const [{ resource }] = spans as [ReceivedSpan];
    expect(resource).toMatchObject({ "service.name": "countersign", "deployment.environment.name": "a test" });
    expect(resource["service.instance.id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(spans.map(({ resource: of }) => of["service.instance.id"])).size).toBe(1);
    for (const span of spans) expect(span.end).toBeGreaterThanOrEqual(span.begin);
    // A number of its own for every span, and a parent only within its trace.
    expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length);
    for (const { parent, trace } of spans.filter((span) => span.parent !== undefined))
      expect(spans.find(({ id }) => id === parent)?.trace).toBe(trace);

    const canaries = new Canaries();
    for (const [name, text] of Object.entries({
      login,
      screen: kim.person.screen_name,
      id: kim.person.id,
      password: kim.password,
      secret: encodeBase32(kim.secret),
      organisation: world.organisation.id,
      place: "made-up-by-a-caller",
      state: "canary",
      address: "127.0.0.1",
    }))
      canaries.add(name, text);
    canaries.addToken("sign-in", token);
    canaries.addToken("session", session);
    const sent = Buffer.from(JSON.stringify(spans));
    expect(spans.length).toBeGreaterThan(20);
    expect(canaries.foundIn(sent)).toEqual([]);
    expect(canaries.foundIn(heard(), { except: ["address"] })).toEqual([]);
    expect(new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)))).toEqual(
      new Set([
        ...["http.request.method", "http.route", "http.response.status_code", "url.scheme", "db.system.name"],
        ...["countersign.outcome", "countersign.step", "countersign.event", "countersign.problem"],
        ...["countersign.wait_ms", "countersign.tries"],
      ]),
    );
  });
});

test("a trusted proxy's trace goes on here, and what it does not keep is not kept", { timeout: 60_000 }, async () => {
  const { url, spans } = await collector();
  world = await createWorld({ realClock: true });
  const program = await start({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/else/where`,
    COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0",
  });
  const live = (traceparent?: string) =>
    fetch(`${program.url}/health/live`, {
      headers: { tracestate: "canary=1", ...(traceparent === undefined ? {} : { traceparent }) },
    });
  await live(caller);
  await live(caller.replace(/01$/, "00"));
  await live();
  for (const bad of ["", "00-0-0-01", caller.replace(/^00/, "ff"), caller.replace(/[1-9a-f]/g, "0"), `${caller}-more`])
    await live(bad);
  await stop(program);
  const [, trace, parent] = caller.split("-");
  expect(spans.map((span) => [span.trace, span.parent, span.state])).toEqual([[trace, parent, ""]]);
});

test("each of several workers is an instance of its own", { timeout: 60_000 }, async () => {
  const { url, spans } = await collector();
  world = await createWorld({ dialect: "postgres", realClock: true });
  const program = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    COUNTERSIGN_WORKERS: "2",
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_SERVICE_NAME: "login",
    OTEL_RESOURCE_ATTRIBUTES: "service.instance.id=one,service.name=other",
  });
  const instances = () => new Set(spans.map(({ resource }) => resource["service.instance.id"]));
  await expect
    .poll(
      async () => {
        for (let i = 0; i < 10; i++) await fetch(`${program.url}/health/live`, { headers: { connection: "close" } });
        return instances().size;
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(2);
  await stop(program);
  expect([...instances()].every((id) => /^one\/\d+$/.test(id as string))).toBe(true);
  expect(spans[0]?.resource["service.name"]).toBe("login");
});

test("a failed request's line in the log names its trace; letters and webhooks have traces of their own", {
  timeout: 60_000,
}, async () => {
  const { url, spans } = await collector();
  world = await createWorld({ environment: { COUNTERSIGN_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const { organisation, clock } = world;
  const place = readTraces((name) => (name === "OTEL_EXPORTER_OTLP_ENDPOINT" ? url : undefined)) as TracesPlace;
  const traces = createTracing(place, { ...world.needs, version: "0", workers: 1 });
  const needs = { ...world.needs, db: tracedTransactions(world.needs.db), traces };
  const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
  const nowhere = `${await gone()}/canary`;
  await needs.db.transaction(async (tx) => {
    const to = { organisation: organisation.id, person: kim.person.id };
    await enqueue(tx, needs, { ...to, kind: "person.password-changed" });
    await addWebhook(tx, needs, { organisation: organisation.id, url: nowhere, events: "all", ...by });
  });
  clock.advance(1000);
  await needs.db.transaction((tx) =>
    record(tx, needs, { organisation: organisation.id, name: "person.unlocked", person: kim.person.id, ...by }),
  );
  await chainWaiting(needs);
  await spread(needs);
  await traced(traces, async () => {
    await deliverDue(needs, renderLetter(needs));
    const sender = createSender(needs);
    await sender.sendDue();
    await sender.settled();
  });
  await world.needs.db.close();
  const answer = await createApp(needs).request(`${world.origin}/sign-in`);
  expect(answer.status).toBeGreaterThanOrEqual(500);
  await traces.stop();

  const named = (name: string) => spans.find((span) => span.name === name) as ReceivedSpan;
  const [line] = world.logged.map((text) => JSON.parse(text)).filter(({ msg }) => msg === "request failed");
  const failed = named("GET /sign-in");
  expect(line.trace).toBe(failed.trace);
  expect([failed.status, failed.message, failed.events]).toEqual([2, "", 0]);
  expect(failed.attributes["error.type"]).toBe(line.code);
  const [mail, webhook] = [named("mail delivery"), named("webhook delivery")];
  expect([mail.parent, mail.kind, mail.attributes["countersign.letter"]]).toEqual([
    undefined,
    3,
    "person.password-changed",
  ]);
  expect(below(spans, mail, "database transaction")).toHaveLength(1);
  expect([webhook.parent, webhook.status, webhook.attributes]).toEqual([
    undefined,
    2,
    { "countersign.tries": 1, "error.type": "not-taken" },
  ]);
  expect(JSON.stringify(spans)).not.toMatch(/canary|acme\.example/);
});

describe("a collector that", () => {
  const ways: [string, () => Promise<string>][] = [
    ["never answers", async () => (await collector("never")).url],
    ["is too busy", async () => (await collector(503)).url],
    ["is gone", gone],
  ];
  test.each(ways)(
    "%s delays no sign-in and no stop, and what is lost is counted",
    { timeout: 60_000 },
    async (_, at) => {
      world = await createWorld({ realClock: true });
      const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
      const program = await start({
        OTEL_EXPORTER_OTLP_ENDPOINT: await at(),
        OTEL_BSP_MAX_QUEUE_SIZE: "20",
        OTEL_BSP_SCHEDULE_DELAY: "100",
        COUNTERSIGN_METRICS_PORT: "0",
        COUNTERSIGN_LOG_LEVEL: "warn",
      });
      const { metrics } = program.printed as { metrics?: string };
      await signIn(program, kim);
      const took: number[] = [];
      for (let i = 0; i < 200; i++) {
        const began = performance.now();
        expect((await fetch(`${program.url}/health/live`)).status).toBe(200);
        took.push(performance.now() - began);
      }
      expect(took.sort((a, b) => a - b)[100]).toBeLessThan(100);
      const counted = async (outcome: string) => {
        const text = await (await fetch(metrics as string)).text();
        return Number(
          new RegExp(`^countersign_spans_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0,
        );
      };
      await expect
        .poll(async () => (await counted("dropped")) + (await counted("lost")), { timeout: 20_000 })
        .toBeGreaterThan(20);
      expect(await counted("sent")).toBe(0);
      expect(await stop(program)).toBeLessThan(9000);
      expect(program.logged().split("spans were not taken by the collector").length).toBeLessThan(4);
    },
  );
});

/** Where nobody listens any more. */
async function gone(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test("bad settings stop the program with one line that repeats nothing", () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318";
  const wrong: [Record<string, string>, RegExp][] = [
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://user:canary@127.0.0.1:4318" },
      /OTEL_EXPORTER_OTLP_ENDPOINT is the address/,
    ],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "canary:4317" }, /OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is the address/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, /PROTOCOL is http\/protobuf/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER: "canary" }, /OTEL_TRACES_SAMPLER is/],
    [
      {
        ...{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "1.5" },
      },
      /from 0 to 1/,
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_RESOURCE_ATTRIBUTES: "canary" }, /OTEL_RESOURCE_ATTRIBUTES is/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_BSP_MAX_QUEUE_SIZE: "0" }, /OTEL_BSP_MAX_QUEUE_SIZE is a number/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: "zipkin" }, /OTEL_TRACES_EXPORTER is otlp or none/],
  ];
  for (const [environment, words] of wrong) {
    expect(() => readConfig(environment)).toThrow(words);
    expect(() => readConfig(environment)).not.toThrow("canary");
  }
});

test("without an address, or turned off, there is nothing to be loaded", () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318";
  expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).traces?.url).toBe("http://127.0.0.1:4318/v1/traces");
  expect(readConfig({}).traces).toBeUndefined();
  for (const off of [{ OTEL_SDK_DISABLED: "true" }, { OTEL_TRACES_EXPORTER: "none" }])
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, ...off }).traces).toBeUndefined();
});
