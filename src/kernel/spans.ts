// What takes its time, under a name, for whoever traces requests. Who does the work says so here and knows nothing of tracing:
// within what is traced a span is made, elsewhere the work is done and nothing else. A span holds words of the program alone:
// never a person, an address, a token, a code or anything else that somebody gave.
import { AsyncLocalStorage } from "node:async_hooks";

/** Words of the program and numbers. */
export type Attributes = Record<string, string | number | boolean>;

export interface Span {
  /** Names the trace, as the collector does; `undefined` for one that is not kept. */
  readonly trace: string | undefined;
  add(attributes: Attributes): void;
  /** A span within this one that is over already. */
  past(name: string, since: number, attributes?: Attributes): void;
  /** @param name once it is known what was asked for */
  rename(name: string): void;
  /** @param kind what went wrong, in a word of the program's: never its message, which may say of whom */
  failed(kind: string): void;
  /** @param at as `performance.now()` has it; now, where left out */
  end(at?: number): void;
}

export interface SpanChoices {
  kind?: "server" | "client" | undefined;
  /** The caller's trace, as `traceparent` has it; from those alone whose word counts. */
  caller?: string | undefined;
  attributes?: Attributes;
  /** When it began, as `performance.now()` has it. */
  since?: number;
}

export interface Tracing {
  /** @param parent none: the first of its trace */
  begin(name: string, parent: Span | undefined, choices?: SpanChoices): Span;
  /** Sends what waits, for as long as that may take. */
  stop(): Promise<void>;
}

interface Scope {
  tracing: Tracing;
  span: Span | undefined;
}

const scopes = new AsyncLocalStorage<Scope | undefined>();

/** What is begun by `work` is traced, each piece of work that names itself in a trace of its own. */
export const traced = <T>(tracing: Tracing | undefined, work: () => T): T =>
  tracing ? scopes.run({ tracing, span: undefined }, work) : work();

/** One span around `work`, whose own spans are below it. */
export async function within<T>(tracing: Tracing, span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await scopes.run({ tracing, span }, work);
  } catch (error) {
    // What a person can cause is no failure of ours.
    const { status } = (error ?? {}) as { status?: unknown };
    if (typeof status === "number" && status < 500) span.add({ [problem]: kindOf(error) });
    else span.failed(kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** The work as a part of what is being traced. */
export function inSpan<T>(name: string, work: (span?: Span) => Promise<T>, choices?: SpanChoices): Promise<T> {
  const scope = scopes.getStore();
  if (!scope?.span) return work();
  const span = scope.tracing.begin(name, scope.span, choices);
  return within(scope.tracing, span, () => work(span));
}

/** The same, and where nothing is being traced, because nobody asked for it just now, a trace of its own. */
export function inTrace<T>(name: string, work: (span?: Span) => Promise<T>, choices?: SpanChoices): Promise<T> {
  const scope = scopes.getStore();
  if (!scope) return work();
  const span = scope.tracing.begin(name, scope.span, choices);
  return within(scope.tracing, span, () => work(span));
}

/** For the log: where to look for what else happened. */
export const traceNow = (): string | undefined => scopes.getStore()?.span?.trace;

/** Under which name the code of a problem stands. */
export const problem = "countersign.problem";

/** Codes of ours and of the system, or the kind of error. */
export function kindOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const word = typeof code === "string" ? code : typeof name === "string" ? name : "";
  return /^[\w.-]{1,60}$/.test(word) ? word : "error";
}
