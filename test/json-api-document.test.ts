// The pages for who uses the JSON API by hand: their lines are run against the demo, and answer what the pages show.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "./support/examples.ts";
import { commentsOf, runSteps, type Step, stepsOf } from "./support/shell-pages.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const program = fileURLToPath(new URL("../dist/cli/demo.js", import.meta.url));
let demo: ChildProcess;
let address: string;
let env: Record<string, string | undefined>;

beforeAll(async () => {
  address = `http://localhost:${await freePort()}`;
  env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, PORT: new URL(address).port };
  demo = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await Promise.race([
    once(demo.stdout as NonNullable<ChildProcess["stdout"]>, "data"),
    once(demo, "close").then(() => Promise.reject(new Error("the demo ended: npm run build first"))),
  ]);
  expect(String(said)).toContain(address);
}, 120_000);

afterAll(async () => {
  const ended = once(demo, "close");
  demo.kill("SIGTERM");
  await ended;
});

/** @param from the heading at which it begins, and `until` the one before which it ends */
function stepsHere(path: string, { from = "# ", until = "\n## Many rules\n" } = {}): Step[] {
  const page = read(path).replaceAll("http://localhost:8080", address);
  return stepsOf(page.slice(page.indexOf(from)).split(until)[0] ?? "");
}

const differs = /^([\w-]{22}\.[\w-]{43}|[\da-f]{8}-[\da-f-]{27}|\d{4}-\d\d-\d\dT.*Z)$/;
/** Without what is another one at each run: tokens, ids, moments. */
const steady = (text: string): unknown =>
  JSON.parse(text, (_, value) => (typeof value === "string" && differs.test(value) ? "…" : value));

const wrongCode = stepsOf(read("docs/integrate/json-api.md")).find(({ shown }) => shown.includes("wrong-code"))?.shown;

test("every line of four pages does what they say, one after the other", { timeout: 120_000 }, async () => {
  const steps = [
    ...stepsHere("docs/integrate/json-api.md"),
    ...stepsHere("docs/integrate/policy.md"),
    ...stepsHere("docs/integrate/applications.md"),
    ...stepsHere("README.md", { from: "\n## Using it from an application\n", until: "\n## Settings\n" }),
  ];
  const printed = await runSteps(steps);
  for (const [i, step] of steps.entries()) {
    for (const comment of commentsOf(step)) expect(printed[i]).toContain(comment);
    if (step.shown !== "" && step.shown !== wrongCode)
      expect(steady(printed[i]?.slice(printed[i].lastIndexOf("\n{") + 1) ?? "")).toEqual(steady(step.shown));
  }
  expect(steps.flatMap(commentsOf)).toHaveLength(3);
  expect(steps.filter(({ shown }) => shown !== "").length).toBe(7);
});

test("a wrong code is answered as the page shows", async () => {
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${address}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const begun = await post("/sign-ins", { login: "ada@harbour.example", password: "a quiet harbour at dawn" });
  const { signIn } = (await begun.json()) as { signIn: string };
  const wrong = { method: "totp", code: "000000" };
  const answer = await post("/sign-ins/current/answers", wrong, { authorization: `SignIn ${signIn}` });
  expect([answer.status, await answer.json()]).toEqual([401, JSON.parse(wrongCode ?? "")]);
});

test("a second demo on the same port says so in one line, and ends", async () => {
  const second = spawn(process.execPath, [program], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  second.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(second, "close");
  expect([code, said]).toEqual([1, `port ${env.PORT} is taken by another program: set PORT to a free one\n`]);
});
