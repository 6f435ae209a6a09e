// Spans by OpenTelemetry, sent by OTLP: in portions, beside everything else, from a queue that holds so many and drops the
// rest. Nobody waits for the collector, whether it is slow, gone or hostile.
import { hostname } from "node:os";
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode, parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { second } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Span, Tracing } from "../kernel/spans.ts";
import type { TracesPlace } from "./settings.ts";

export type Counts = (outcome: "sent" | "lost" | "dropped", howMany: number) => void;

interface Around {
  version: string;
  random: Random;
  log: Logger;
  /** Of this program, if several serve under one name. */
  workers: number;
  count?: Counts | undefined;
}

/** What is still on its way when the process is told to stop gets this long. */
const stopsWithin = 3 * second;
/** For a portion with every try of it, where OTEL_EXPORTER_OTLP_TIMEOUT does not say otherwise. */
const sendsWithin = 5 * second;
const tellsEvery = 60 * second;

export function createTracing(place: TracesPlace, around: Around): Tracing {
  const { random, version } = around;
  const hex = (bytes: number) => random.bytes(bytes).toString("hex");
  const portions = boundedPortions(place, around);
  const provider = new TracerProvider({
    resource: resourceFromAttributes(describe(place, around, hex(16))),
    sampler: place.sampling.followsCaller
      ? new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(place.sampling.ratio) })
      : new TraceIdRatioBasedSampler(place.sampling.ratio),
    idGenerator: { generateTraceId: () => hex(16), generateSpanId: () => hex(8) },
    spanProcessors: [portions],
  });
  const tracer = provider.getTracer("countersign", version);
  const contexts = new WeakMap<Span, Context>();
  return {
    begin(name, parent, { kind, caller, attributes = {}, since = performance.now() } = {}) {
      const around = (parent && contexts.get(parent)) ?? callersContext(caller);
      const options = { kind: kinds[kind ?? "internal"], attributes, startTime: since };
      const spanned = tracer.startSpan(name, options, around);
      const below = trace.setSpan(around, spanned);
      const span: Span = {
        trace: spanned.isRecording() ? spanned.spanContext().traceId : undefined,
        add: (more) => void spanned.setAttributes(more),
        past(part, from, about = {}) {
          tracer.startSpan(part, { attributes: about, startTime: from }, below).end(performance.now());
        },
        rename: (better) => void spanned.updateName(better),
        failed: (what) => void spanned.setAttribute("error.type", what).setStatus({ code: SpanStatusCode.ERROR }),
        end: (at = performance.now()) => spanned.end(at),
      };
      contexts.set(span, below);
      return span;
    },
    async stop() {
      let late: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        late = setTimeout(resolve, stopsWithin);
      });
      await Promise.race([provider.shutdown().catch(() => {}), limit]);
      clearTimeout(late);
    },
  };
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

/** Its trace and nothing else: what more there is in a caller's headers is words of somebody's. */
function callersContext(caller: string | undefined): Context {
  const parent = caller === undefined ? null : parseTraceParent(caller);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
}

/** Of several workers each is an instance of its own, whatever they were told to call themselves. */
function describe({ attributes }: TracesPlace, { version, workers }: Around, made: string): Record<string, string> {
  const { "service.instance.id": given, ...others } = attributes;
  const own = given === undefined ? made : workers > 1 ? `${given}/${process.pid}` : given;
  return {
    "service.name": "countersign",
    "service.version": version,
    "host.name": hostname(),
    ...others,
    "service.instance.id": own,
  };
}

/** As the SDK does it, with so many at most that wait or are on their way, and each counted by what became of it. */
function boundedPortions(place: TracesPlace, { count, log }: Around): SpanProcessor {
  let held = 0;
  let told = Number.NEGATIVE_INFINITY;
  const exporter = new OTLPTraceExporter({
    url: place.url,
    concurrencyLimit: 2,
    ...(place.ownTimeout ? {} : { timeoutMillis: sendsWithin }),
  });
  const counted: SpanExporter = {
    export(spans, done) {
      const over = (result: ExportResult) => {
        held -= spans.length;
        const sent = result.code === ExportResultCode.SUCCESS;
        count?.(sent ? "sent" : "lost", spans.length);
        if (!sent && performance.now() - told >= tellsEvery) {
          told = performance.now();
          log.warn({ failure: failureWord(result.error) }, "spans were not taken by the collector");
        }
        // What is wrong with the collector has been said; the SDK would say it once more.
        done({ code: ExportResultCode.SUCCESS });
      };
      exporter.export(spans, over);
    },
    shutdown: () => exporter.shutdown(),
  };
  const portions = new BatchSpanProcessor({
    exporter: counted,
    maxQueueSize: place.mostWaiting,
    maxExportBatchSize: Math.min(512, place.mostWaiting),
    scheduledDelayMillis: place.sendsEvery,
  });
  return {
    onStart() {},
    onEnd(span: ReadableSpan) {
      if (held >= place.mostWaiting) return count?.("dropped", 1);
      held++;
      portions.onEnd(span);
    },
    forceFlush: () => portions.forceFlush(),
    shutdown: () => portions.shutdown(),
  };
}

/** A collector's own words stay where they are: they may be anything. */
function failureWord(error: unknown): string {
  const { code, message = "" } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code === "number") return `it answered ${code}`;
  if (typeof code === "string" && /^[A-Z_]{1,40}$/.test(code)) return code;
  return /timed out/i.test(message) ? "no answer in time" : "it could not be reached";
}
