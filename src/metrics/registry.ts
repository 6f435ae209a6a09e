// What the program counts and measures of itself. No label names a person, an address, an organisation or anything that a
// caller makes up: routes are patterns, events are the catalogue's.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Happening } from "../kernel/happenings.ts";
import { bounds, calledFor, everyStep, stepOf } from "./rules.ts";

export interface Metrics {
  /** @param seconds from the first byte of the request to the answer's headers */
  request(method: string, route: string, status: number, seconds: number): void;
  /** What a transaction that stands was about. */
  happened(happenings: readonly Happening[]): void;
  transaction(outcome: "committed" | "failed", seconds: number): void;
  /** Work beside requests that failed and is done again later. */
  failed(work: "housekeeping"): void;
  /** What became of spans: taken by the collector, lost on the way there, or dropped because too many waited. */
  spans(outcome: "sent" | "lost" | "dropped", howMany: number): void;
  /** Looked at whenever somebody asks; what throws or is `undefined` is left out. */
  gauge(name: string, help: string, read: () => Reading | Promise<Reading>, across?: Across): void;
  /** As JSON, so that those of several processes can be added up. */
  read(): Promise<object[]>;
}

export type Reading = number | undefined;

/** How the values of several processes become one: added, or the greatest or least where each tells of the same thing. */
export type Across = "sum" | "max" | "min";

/** @param version the program's */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "countersign_build_info",
    help: "Always 1; which version this is.",
    labelNames: ["version"] as const,
    registers,
    aggregator: "max",
  }).set({ version }, 1);
  const requests = new Histogram({
    name: "countersign_http_request_seconds",
    help: "How long requests took, by method and route.",
    labelNames: ["method", "route"] as const,
    buckets: bounds,
    registers,
  });
  const answers = new Counter({
    name: "countersign_http_answers_total",
    help: "Answers by method, route and status.",
    labelNames: ["method", "route", "status"] as const,
    registers,
  });
  const events = new Counter({
    name: "countersign_events_total",
    help: "Security events by name and outcome; the catalogue is in the documents.",
    labelNames: ["event", "outcome"] as const,
    registers,
  });
  const steps = new Counter({
    name: "countersign_sign_ins_total",
    help: "Steps of sign-ins by what became of them: password, second-step, and sign-in for the whole.",
    labelNames: ["step", "outcome"] as const,
    registers,
  });
  const transactions = new Histogram({
    name: "countersign_database_transaction_seconds",
    help: "How long transactions took, with the wait for a connection and for the commit.",
    labelNames: ["outcome"] as const,
    buckets: bounds,
    registers,
  });
  const failures = new Counter({
    name: "countersign_background_failures_total",
    help: "Work beside requests that failed; it is done again at the next round.",
    labelNames: ["work"] as const,
    registers,
  });
  const spans = new Counter({
    name: "countersign_spans_total",
    help: "Spans of traces by what became of them: sent, lost on the way, or dropped because too many waited.",
    labelNames: ["outcome"] as const,
    registers,
  });
  for (const step of everyStep) steps.inc({ ...step }, 0);
  for (const one of calledFor) events.inc(one, 0);
  for (const outcome of ["sent", "lost", "dropped"]) spans.inc({ outcome }, 0);
  failures.inc({ work: "housekeeping" }, 0);
  return {
    request(method, route, status, seconds) {
      requests.observe({ method, route }, seconds);
      answers.inc({ method, route, status });
    },
    happened(happenings) {
      for (const happening of happenings) {
        if (happening.what === "event") events.inc({ event: happening.name, outcome: happening.outcome });
        const step = stepOf(happening);
        if (step) steps.inc({ ...step });
      }
    },
    transaction: (outcome, seconds) => transactions.observe({ outcome }, seconds),
    failed: (work) => failures.inc({ work }),
    spans: (outcome, howMany) => spans.inc({ outcome }, howMany),
    gauge(name, help, read, across = "sum") {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        aggregator: across,
        async collect() {
          const value = await Promise.resolve()
            .then(read)
            .catch(() => undefined);
          // An old value would look like a good one.
          if (value === undefined) gauge.remove();
          else gauge.set(value);
        },
      });
    },
    read: () => registry.getMetricsAsJSON(),
  };
}
