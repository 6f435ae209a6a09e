// What does the sign-in page cost the one who opens it first, and how much of what it costs the server is rendering?
import "../serving/preconditions.mjs";
import { jsx } from "hono/jsx";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/prepare/tools.mjs";
import { describeMachine, readOptions, readVersions, tell } from "../serving/circumstances.mjs";
import { contenders as known } from "../serving/contenders.mjs";
import { chooseCores, makeFolder, pinMyself, prepare, serve } from "../serving/server-process.mjs";
import { bytesOf, driveSockets } from "../serving/sockets.mjs";
import { atMost, median, print, printGoals, rounded } from "../serving/sums.mjs";
import { startRelay } from "./relay.mjs";

const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const { SignInPage } = await built("sign-in/first-page");
const { Spoken } = await built("ui/index");
const { words } = await built("words/index");

const { json, rounds, milliseconds } = readOptions({ rounds: 7, milliseconds: 1000 });
const goals = { bytes: 30_000, requests: 3, rendering: 0.1 };
const connections = 8;
const path = "/sign-in";
const folder = makeFolder();
const cores = chooseCores();
const circumstances = { measured: new Date().toISOString(), machine: describeMachine(folder, cores) };
let server;
try {
  const countersign = known.find(({ name }) => name === "countersign");
  const { data } = await prepare(countersign, folder, 1);
  server = await serve(countersign, data, { core: cores?.server });
  const opened = await open(server.url);
  if (cores) pinMyself(cores.generator);
  const { request, rendering, renderingAnew, share } = await measure(server);
  const { received, sent, requests } = opened.seen;
  const result = {
    question: "page",
    ...circumstances,
    versions: { ...readVersions([]), chromium: opened.version },
    rounds,
    received,
    sent,
    requests,
    parts: await weigh(server.url, requests),
    microseconds: { request, rendering, renderingAnew },
    share,
    goals: [
      atMost("bytes received in all", goals.bytes, received, "under"),
      atMost("requests", goals.requests, requests.length),
      atMost("rendering, of the request's CPU time", goals.rendering, share, "under"),
    ],
  };
  if (json) console.log(JSON.stringify(result, null, 2));
  else show(result);
} catch (error) {
  console.error(`page failed: ${error.message}`);
  process.exitCode = 1;
}
await server?.stop();
process.exit();

async function open(url) {
  tell("Opening the page …");
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("Chromium is not installed");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
  const relay = await startRelay(url);
  try {
    const page = await browser.newPage();
    await page.goto(`${relay.url}${path}`, { waitUntil: "networkidle" });
    if (!(await page.locator("input[name=password]").isVisible())) throw new Error("that is no sign-in page");
    return { seen: structuredClone(relay.seen), version: browser.version() };
  } finally {
    await browser.close();
    relay.stop();
  }
}

/** Of each address the bytes of its body, and those that go to a browser for it. */
async function weigh(url, requests) {
  const parts = [];
  for (const line of requests) {
    const address = line.replace(/^\S+ /, "");
    // Unpacked by `fetch`; the announced length is that of what was sent.
    const answer = await fetch(`${url}${address}`, { headers: { "accept-encoding": "gzip, deflate, br, zstd" } });
    const { byteLength } = await answer.arrayBuffer();
    const sent = Number(answer.headers.get("content-length"));
    parts.push({ address, bytes: byteLength, sent, coding: answer.headers.get("content-encoding") ?? "none" });
  }
  return parts;
}

async function measure({ url, cpu }) {
  // As a browser asks, whose language is looked at.
  const headers = { accept: "text/html", "accept-language": "en" };
  const requests = [{ bytes: bytesOf({ path, headers }, url) }];
  const served = await (await fetch(`${url}${path}`, { headers })).text();
  const check = (answer) => {
    if (answer.latin1Slice(9, 12) !== "200" || !answer.includes('name="password"')) throw new Error("no sign-in page");
  };
  const runs = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    const before = cpu();
    const { latencies } = await driveSockets(url, requests, { connections, milliseconds, check });
    const after = cpu();
    const request = (after.user + after.system - before.user - before.system) / latencies.length;
    const rendering = await render({}, (text) => text === served);
    const typed = `person${round}@example.org`;
    const renderingAnew = await render({ login: typed, error: "Wrong." }, (text) => text.includes(typed));
    if (round > 0) runs.push({ request, rendering, renderingAnew, share: rendering / request });
  }
  const middle = (field, digits) => rounded(median(runs.map((run) => run[field])), digits);
  return {
    request: middle("request", 1),
    rendering: middle("rendering", 1),
    renderingAnew: middle("renderingAnew", 1),
    share: middle("share", 3),
  };
}

/** µs of CPU time, all threads, for one page as a string. @throws Error where it is not the right one */
async function render(props, isRight) {
  const organisation = { name: "Bench", accent: null, logo: null };
  const destination = { resume: "/account", secondFactor: false };
  const until = performance.now() + milliseconds;
  const before = process.cpuUsage();
  let times = 0;
  for (; performance.now() < until; times++) {
    const page = jsx(Spoken, { words: words.en }, jsx(SignInPage, { organisation, destination, ...props }));
    if (!isRight(String(await page.toString()))) throw new Error("what was rendered is not the page");
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

function show({ question, measured, machine, versions, received, sent, parts, microseconds, share, goals: judged }) {
  console.log(`${question}: ${measured}, load before ${machine.loadBefore}\n${JSON.stringify(versions)}`);
  print("Bodies, bytes", parts, { address: "", bytes: "unpacked", sent: "as served", coding: "" });
  console.log(`\n  ${received} bytes received with headers, ${sent} sent`);
  console.log(`  CPU µs: ${microseconds.request} a request, ${microseconds.rendering} of it rendering (${share})`);
  console.log(`  ${microseconds.renderingAnew} where it is rendered anew, after a wrong password`);
  printGoals(judged);
}
