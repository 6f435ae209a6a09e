// The metrics of the real program, as Prometheus reads them: what they count, who may read them, and what never stands in them.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { findProgram } from "../../scripts/prepare/tools.mjs";
import { eventCatalogue } from "../../src/audit/events.ts";
import { totp } from "../../src/otp/index.ts";
import { Canaries } from "../support/canaries.ts";
import { startPostgres } from "../support/postgres.ts";
import { ask, type Program, startProgram, tryProgram } from "../support/program.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

const token = "a-token-for-those-who-watch";
const deployed = (file: string) => fileURLToPath(new URL(`../../deploy/monitoring/${file}`, import.meta.url));

/** What Prometheus' own tool says of it; nothing where it is content. */
async function judged(args: string[], input = ""): Promise<string> {
  const promtool = findProgram("promtool");
  if (promtool === undefined) throw new Error("This needs promtool (Debian: prometheus).");
  const running = promisify(execFile)(promtool, args);
  running.child.stdin?.end(input);
  return running.then(
    ({ stdout, stderr }) => stdout + stderr,
    (error) => `refused: ${error.stdout}${error.stderr}`,
  );
}

/** Reads one page every second, with the rules that are shipped. */
async function startPrometheus(folder: string, target: string) {
  const program = findProgram("prometheus");
  if (program === undefined) throw new Error("This needs prometheus (Debian: prometheus).");
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const config = join(folder, "prometheus.yml");
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [deployed("alerts.yml")],
      scrape_configs: [
        {
          job_name: "countersign",
          authorization: { credentials: token },
          static_configs: [{ targets: [target] }],
        },
      ],
    }),
  );
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: "ignore" },
  );
  const exited = once(child, "exit");
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json();
  await expect
    .poll(
      () =>
        get("query?query=1").then(
          ({ status }) => status,
          () => "not yet",
        ),
      { timeout: 40_000, interval: 500 },
    )
    .toBe("success");
  return {
    async answers(query: string): Promise<boolean> {
      const { status, data } = await get(`query?${new URLSearchParams({ query })}`);
      if (status !== "success") throw new Error(`${query} is refused`);
      return data.result.length > 0;
    },
    async rules(): Promise<{ name: string; health: string }[]> {
      const { data } = await get("rules");
      return data.groups.flatMap(({ rules }: { rules: { name: string; health: string }[] }) => rules);
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

let world: World | undefined;
const programs: Program[] = [];
afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill("SIGTERM");
  await world?.close();
  world = undefined;
});

async function start(environment: Record<string, string>): Promise<{ program: Program; page: string }> {
  // Its own hold on the data is closed once everybody is there.
  await world?.needs.db.close();
  const program = await startProgram({
    ...(world ? { world } : {}),
    environment: { COUNTERSIGN_METRICS_PORT: "0", ...environment },
  });
  programs.push(program);
  return { program, page: (program.printed as { metrics?: string }).metrics as string };
}

const read = async (page: string, bearer?: string) => {
  const answer = await fetch(page, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });
  return { status: answer.status, text: await answer.text(), type: answer.headers.get("content-type") };
};
/** The value of the only line that begins so, 0 where there is none. */
function value(text: string, name: string, labels: Record<string, string | number> = {}): number {
  const wanted = Object.entries(labels).map(([label, what]) => `${label}="${what}"`);
  const lines = text.split("\n").filter((line) => {
    const [, found, inner = ""] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    return found === name && wanted.every((one) => inner.split(",").includes(one));
  });
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

describe.each(dialects)("on %s", (dialect) => {
  test("steps of sign-ins, events, routes and letters are counted, and nobody's name is among it", {
    timeout: 60_000,
  }, async () => {
    world = await createWorld({ dialect, realClock: true, name: "Canary Holding" });
    const kim = await world.addPerson({ email: "kim.canary@acme.example", enrolled: true });
    const { program, page } = await start({ COUNTERSIGN_METRICS_TOKEN: token });
    const canaries = new Canaries();
    const login = "kim.canary@acme.example";
    for (const [name, text] of Object.entries({
      login,
      screen: kim.person.screen_name,
      id: kim.person.id,
      password: kim.password,
    }))
      canaries.add(name, text);
    canaries.add("organisation", world.organisation.id);
    canaries.add("organisation", "Canary");

    expect((await ask(program.url, "/sign-ins", { login, password: "not the password at all" })).status).toBe(401);
    const begun = await ask(program.url, "/sign-ins", { login, password: kim.password });
    const { signIn } = begun.json;
    canaries.addToken("sign-in", signIn);
    const give = (code: string) =>
      ask(program.url, "/sign-ins/current/answers", { method: "totp", code }, `SignIn ${signIn}`);
    expect((await give("000000x")).status).toBe(401);
    const done = await give(totp({ secret: kim.secret, at: Date.now() }));
    canaries.addToken("session", done.json.session);
    await ask(program.url, "/session", undefined, `Bearer ${done.json.session}`);
    await ask(program.url, `/made-up-by-a-caller/${login}`);
    await fetch(`${program.url}/admin/people/${kim.person.id}`, { redirect: "manual" });
    await fetch(`${program.url}/health/live`, { method: "PROPFIND" });

    expect((await read(page)).status).toBe(401);
    expect((await read(page, `${token}x`)).status).toBe(401);
    expect((await read(page.replace("/metrics", "/"), token)).status).toBe(404);
    expect((await fetch(page, { method: "POST", headers: { authorization: `Bearer ${token}` } })).status).toBe(405);
    const { status, text, type } = await read(page, token);
    expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    const lint = await judged(["check", "metrics"], text);
    expect(lint.split("\n").filter((line) => line.includes("countersign"))).toEqual([]);

    const signIns = (step: string, outcome: string) => value(text, "countersign_sign_ins_total", { step, outcome });
    expect(signIns("password", "wrong")).toBe(1);
    expect(signIns("password", "right")).toBe(1);
    expect(signIns("second-step", "wrong")).toBe(1);
    expect(signIns("second-step", "right")).toBe(1);
    expect(signIns("sign-in", "completed")).toBe(1);
    expect(value(text, "countersign_events_total", { event: "sign-in.completed", outcome: "done" })).toBe(1);
    const answers = (method: string, route: string, status: number) =>
      value(text, "countersign_http_answers_total", { method, route, status });
    expect(answers("POST", "/api/v1/sign-ins", 201) + answers("POST", "/api/v1/sign-ins", 200)).toBe(1);
    expect(answers("POST", "/api/v1/sign-ins", 401)).toBe(1);
    expect(answers("GET", "/api/v1/session", 200)).toBe(1);
    expect(answers("GET", "/admin/people/:id", 303)).toBe(1);
    expect(answers("GET", "none", 404)).toBe(1);
    expect(answers("other", "none", 405)).toBe(1);
    expect(value(text, "countersign_http_request_seconds_count", { method: "POST", route: "/api/v1/sign-ins" })).toBe(
      2,
    );
    expect(value(text, "countersign_database_up")).toBe(1);
    expect(value(text, "countersign_hashing_places")).toBeGreaterThan(1);
    expect(value(text, "countersign_database_transaction_seconds_count", { outcome: "committed" })).toBeGreaterThan(3);
    expect(text.includes("countersign_database_connections_open")).toBe(dialect === "postgres");
    expect(canaries.foundIn(text)).toEqual([]);
    const named = new Set([...text.matchAll(/ event="([^"]*)"|event="([^"]*)"/g)].map(([, a, b]) => a ?? b));
    for (const event of named) expect(Object.keys(eventCatalogue)).toContain(event);
  });
});

test("those of several workers are added up, and the one that fell is replaced", { timeout: 60_000 }, async () => {
  world = await createWorld({ dialect: "postgres", realClock: true });
  const { program, page } = await start({ COUNTERSIGN_WORKERS: "3" });
  const asked = 40;
  for (let i = 0; i < asked; i++) await fetch(`${program.url}/health/live`, { headers: { connection: "close" } });
  const live = { method: "GET", route: "/health/live", status: 200 };
  const count = async () => value((await read(page)).text, "countersign_http_answers_total", live);
  await expect.poll(count, { timeout: 20_000 }).toBe(asked);
  const up = value((await read(page)).text, "countersign_database_up");
  expect(up).toBe(1);
  const most = async () => value((await read(page)).text, "countersign_database_connections_most");
  await expect.poll(most, { timeout: 20_000 }).toBeGreaterThanOrEqual(6);
});

test("while the database is away the page says so, and says nothing old", { timeout: 90_000 }, async () => {
  const server = await startPostgres({ durable: true });
  const folder = mkdtempSync(join(tmpdir(), "countersign-metrics-"));
  try {
    const keys = Buffer.alloc(32, 7).toString("base64");
    const { page } = await start({
      ...{ COUNTERSIGN_DATABASE_URL: server.url, COUNTERSIGN_DATA: folder, COUNTERSIGN_KEYS: keys },
    });
    const before = (await read(page)).text;
    expect(value(before, "countersign_database_up")).toBe(1);
    expect(before).toMatch(/^countersign_outbox_waiting 0$/m);
    await server.crash();
    const away = (await read(page)).text;
    expect(away).toMatch(/^countersign_database_up 0$/m);
    expect(away).not.toMatch(/^countersign_outbox_waiting /m);
    await server.start();
    await expect
      .poll(async () => value((await read(page)).text, "countersign_database_up"), { timeout: 20_000 })
      .toBe(1);
  } finally {
    for (const program of programs.splice(0)) await program.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("bad settings stop the program with one line that does not repeat the token", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  world = await createWorld({ dialect: "sqlite", realClock: true });
  await world.needs.db.close();
  const wrong: [Record<string, string>, RegExp][] = [
    [{ COUNTERSIGN_METRICS_PORT: String(port) }, /port \d+ is taken.*COUNTERSIGN_METRICS_PORT/],
    [{ COUNTERSIGN_METRICS_PORT: "70000" }, /COUNTERSIGN_METRICS_PORT is a number from 0 to 65535/],
    [{ COUNTERSIGN_METRICS_TOKEN: token }, /are for the port that COUNTERSIGN_METRICS_PORT names/],
    [{ COUNTERSIGN_METRICS_PORT: "0", COUNTERSIGN_METRICS_TOKEN: "too short" }, /COUNTERSIGN_METRICS_TOKEN is 20/],
  ];
  try {
    for (const [environment, words] of wrong) {
      const refused = await tryProgram({ world, environment });
      if (!("says" in refused)) throw new Error(`it started with ${JSON.stringify(environment)}`);
      expect(refused.says).toMatch(words);
      expect(refused.says).not.toContain("too short");
    }
  } finally {
    taken.close();
  }
});

describe("what is shipped for Prometheus and Grafana", () => {
  const alerts = readFileSync(deployed("alerts.yml"), "utf8");
  const dashboard = JSON.parse(readFileSync(deployed("dashboard.json"), "utf8"));

  test("Prometheus takes the rules, and its own tests of them hold", async () => {
    expect(await judged(["check", "rules", deployed("alerts.yml")])).toMatch(/SUCCESS: \d+ rules found/);
    expect(await judged(["test", "rules", deployed("alerts-test.yml")])).toContain("SUCCESS");
    expect(await judged(["check", "config", "--syntax-only", deployed("prometheus.yml")])).toContain("SUCCESS");
  });

  test("every query of the dashboard has an answer, and every rule is judged, by Prometheus itself", {
    timeout: 120_000,
  }, async () => {
    world = await createWorld({ dialect: "postgres", realClock: true });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const folder = mkdtempSync(join(tmpdir(), "countersign-metrics-"));
    const file = join(folder, "keys");
    writeFileSync(file, Buffer.alloc(32, 7).toString("base64"), { mode: 0o600 });
    const { program, page } = await start({
      ...{ COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file, COUNTERSIGN_METRICS_TOKEN: token },
    });
    const prometheus = await startPrometheus(folder, new URL(page).host);
    try {
      const asked = (dashboard.panels as { title: string; targets?: { expr: string }[] }[]).flatMap(
        ({ title, targets = [] }) =>
          targets.map(({ expr }) => ({ title, expr: expr.replaceAll("$job", "countersign") })),
      );
      expect(asked.length).toBeGreaterThan(25);
      let silent = asked;
      for (let i = 0; i < 60 && silent.length > 0; i++) {
        // Something has to happen between two looks at it.
        const login = kim.person.email;
        const begun = await ask(program.url, "/sign-ins", { login, password: kim.password });
        await ask(program.url, "/sign-ins/current", undefined, `SignIn ${begun.json.signIn}`, "DELETE");
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const left: typeof silent = [];
        for (const one of silent) if (!(await prometheus.answers(one.expr))) left.push(one);
        silent = left;
      }
      expect(silent).toEqual([]);
      const judgedRules = await prometheus.rules();
      expect(judgedRules.length).toBe([...alerts.matchAll(/- alert:/g)].length);
      expect(judgedRules.filter(({ health }) => health !== "ok")).toEqual([]);
    } finally {
      await prometheus.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("every alert has a line in the runbook, and every metric that is asked for exists", async () => {
    world = await createWorld({ dialect: "postgres", realClock: true });
    const folder = mkdtempSync(join(tmpdir(), "countersign-metrics-"));
    const file = join(folder, "keys");
    writeFileSync(file, Buffer.alloc(32, 7).toString("base64"), { mode: 0o600 });
    const { page } = await start({ COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file });
    const { text } = await read(page);
    rmSync(folder, { recursive: true, force: true });
    const known = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name as string));
    const asked = new Set(
      `${alerts}${JSON.stringify(dashboard)}`.match(/\b(countersign|nodejs|process)_[a-z_]+[a-z]\b/g),
    );
    expect(asked.size).toBeGreaterThan(10);
    for (const name of asked) expect([...known]).toContain(name.replace(/_(bucket|count|sum)$/, ""));
    const runbook = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
    const named = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name as string);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(runbook).toContain(`| \`${name}\` |`);
  });
});
