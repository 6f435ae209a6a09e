// Several processes that serve one address under one that only watches over them: who falls is replaced, all are stopped
// together. Nothing is kept here; what they share is in the database.
import cluster, { type Worker } from "node:cluster";
import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../config.ts";
import { DatabaseUnavailable } from "../database/failures.ts";
import { second } from "../kernel/clock.ts";
import { showMetrics } from "../measuring.ts";
import { createLog } from "../opening.ts";
import { serve } from "../serve.ts";
import { type Asked, type Collected, createCollecting } from "./collecting.ts";
import { youngRoom } from "./heap.ts";
import { Refusal } from "./terminal.ts";

export interface Begun {
  /** For programs on this machine. */
  listening: string;
  /** For people. */
  origin: string;
  firstRun: string | undefined;
  metrics?: string | undefined;
}

type Told = { serving: Begun } | { waiting: "for the database" } | Collected;
type Bidden = "stop" | Asked;

const waits = { first: 100, longest: 10 * second };
/** So many one after the other that never came to serve: another try would end the same way. */
const mostAtStart = 5;
/** Whoever served for so long did not fall at the start. */
const settled = 30 * second;
/** They give requests under way ten seconds. */
const stopsWithin = 20 * second;

interface Supervision {
  stop: Promise<void>;
  /** Told once, as soon as the first of them serves. */
  begun(begun: Begun): void;
}

/** @throws Refusal where they don't start */
export async function supervise(config: Config, { stop, begun }: Supervision): Promise<void> {
  const log = createLog(config.logLevel);
  const alive = new Set<Worker>();
  let stopping = false;
  let falls = 0;
  let atStart = 0;
  const over = Promise.withResolvers<void>();
  const collecting = createCollecting();
  const page = await showMetrics(config, () => collecting.collect(alive));
  cluster.setupPrimary({ execArgv: [...process.execArgv, youngRoom] });

  /** The first migrates the database, and knows the token of the first run; the others come when it serves. */
  function start(): void {
    if (stopping) return;
    const worker = cluster.fork();
    alive.add(worker);
    endWhatWasOnItsWay(worker);
    let servesSince: number | undefined;
    let databaseAway = false;
    worker.on("message", (told: Told) => {
      if ("metrics" in told) return collecting.took(told);
      if ("waiting" in told) {
        databaseAway = true;
        return;
      }
      servesSince = performance.now();
      log.info({ worker: worker.id, pid: worker.process.pid }, "a worker serves");
      if (worker.id > 1) return;
      begun({ ...told.serving, metrics: page?.url });
      for (let i = 1; i < config.workers; i++) start();
    });
    worker.on("exit", (code, signal) => {
      alive.delete(worker);
      if (stopping) return;
      // It has said itself what is wrong.
      if (worker.id === 1 && servesSince === undefined) return over.reject(notStarted("The server did not start."));
      const served = servesSince !== undefined;
      if (servesSince !== undefined && performance.now() - servesSince > settled) falls = 0;
      const wait = Math.min(waits.first * 2 ** falls++, waits.longest);
      log.error({ worker: worker.id, pid: worker.process.pid, code, signal, wait }, "a worker fell, another follows");
      // While the database is away there is nothing to do but to try again.
      atStart = served || databaseAway ? 0 : atStart + 1;
      if (atStart === mostAtStart) return over.reject(notStarted(`${atStart} workers in a row fell at their start.`));
      setTimeout(start, wait);
    });
  }

  start();
  try {
    await Promise.race([stop, over.promise]);
  } finally {
    stopping = true;
    await endAll(alive);
    await page?.stop();
  }
}

/** What one of them does. */
export async function work(config: Config): Promise<void> {
  const send = (told: Told) => process.send?.(told);
  // A group is told as a whole, and we are told once more: the second time must not cut off what is under way.
  const stop = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
    process.on("message", (bidden: Bidden) => bidden === "stop" && resolve());
  });
  try {
    const running = await serve(config, { firstRun: cluster.worker?.id === 1, alone: false });
    const { url, firstRun, needs } = running;
    process.on("message", (bidden: Bidden) => {
      if (typeof bidden === "object" && "metrics" in bidden)
        needs.metrics?.read().then((metrics) => send({ metrics, asked: bidden.metrics }));
    });
    send({ serving: { listening: url, origin: needs.site.origin, firstRun } });
    await stop;
    await running.stop();
  } catch (error) {
    if (error instanceof DatabaseUnavailable) send({ waiting: "for the database" });
    throw error;
  } finally {
    // The last of us that keeps this process; what was said goes out first.
    setImmediate(() => process.connected && process.disconnect());
  }
}

/**
 * Connections that were being handed to a worker when it fell: Node keeps them open and answers nobody. Whoever is there
 * has to hear at once that it broke.
 */
function endWhatWasOnItsWay(worker: Worker): void {
  const onTheirWay = new Map<unknown, { close(): void }>();
  const { process: child } = worker;
  const send = child.send.bind(child) as (...all: unknown[]) => boolean;
  child.send = (message: { act?: string; seq?: number }, handle?: unknown, ...more: unknown[]) => {
    if (message.act === "newconn" && handle) onTheirWay.set(message.seq, handle as { close(): void });
    return send(message, handle, ...more);
  };
  child.on("internalMessage" as "message", (message) => onTheirWay.delete((message as { ack?: number }).ack));
  worker.on("exit", () => {
    for (const connection of onTheirWay.values()) connection.close();
  });
}

const notStarted = (sentence: string): Refusal => new Refusal("not-started", sentence);

async function endAll(alive: Set<Worker>): Promise<void> {
  const ended = [...alive].map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
  for (const worker of alive) worker.isConnected() ? worker.send("stop") : worker.process.kill();
  const late = new AbortController();
  void pause(stopsWithin, undefined, { signal: late.signal }).then(
    () => {
      for (const worker of alive) worker.process.kill("SIGKILL");
    },
    () => {},
  );
  await Promise.all(ended);
  late.abort();
}
