// The typed client of the JSON API: every operation of the OpenAPI document by its name, with what it takes and what it
// answers. It stands on `fetch` alone and runs wherever that does.
import { CountersignError, type Problem, problemOf, Unreachable } from "./failures.ts";
import type { Operations } from "./operations.ts";
import { addressOf, type Given, headersOf, isPlain } from "./requests.ts";
import type { ClientSettings } from "./settings.ts";

export { CountersignError, type Problem, Unreachable } from "./failures.ts";
export type { Operations } from "./operations.ts";
export type * from "./schemas.ts";
export type { ClientSettings } from "./settings.ts";

export type Operation = keyof Operations;
type Part<O extends Operation, P extends string> = P extends keyof Operations[O] ? Operations[O][P] : undefined;
/** What an operation answers with; `undefined` where there is nothing to say (204). */
export type Answer<O extends Operation> = Part<O, "answer">;
/** What an operation takes: `path`, `query`, `headers`, and `body` (JSON) or `file` with its `type`. */
export type Taken<O extends Operation> = Omit<Operations[O], "answer"> & { signal?: AbortSignal };
type Options<O extends Operation> = Record<never, never> extends Taken<O> ? [taken?: Taken<O>] : [taken: Taken<O>];

type Paged = { [O in Operation]: Answer<O> extends { next: string | null } ? O : never }[Operation];
type ListIn<A> = { [K in keyof A]: A[K] extends readonly unknown[] ? K : never }[keyof A];
type Item<O extends Paged, K> = K extends keyof Answer<O>
  ? Answer<O>[K] extends readonly (infer I)[]
    ? I
    : never
  : never;

export interface Answered<B> {
  body: B;
  status: number;
  headers: Headers;
}

export interface Client {
  /** Does one operation: `client.call("GET /people/{id}", { path: { id } })`. @throws CountersignError, Unreachable */
  call<O extends Operation>(operation: O, ...options: Options<O>): Promise<Answer<O>>;
  /** The same, with status and headers: `etag`, `location`. @throws CountersignError, Unreachable */
  ask<O extends Operation>(operation: O, ...options: Options<O>): Promise<Answered<Answer<O>>>;
  /** The bytes of an answer as they come, for files of any length. @throws CountersignError, Unreachable */
  stream<O extends Operation>(operation: O, ...options: Options<O>): Promise<ReadableStream<Uint8Array>>;
  /** Every page of a list, one after the other, from `after` on where it is given. @throws CountersignError, Unreachable */
  pages<O extends Paged>(operation: O, ...options: Options<O>): AsyncGenerator<Answer<O>>;
  /** Everything in a list, whatever the pages: `client.each("GET /people", "people")`. @throws CountersignError, Unreachable */
  each<O extends Paged, K extends ListIn<Answer<O>>>(
    operation: O,
    list: K,
    ...options: Options<O>
  ): AsyncGenerator<Item<O, K>>;
}

/** @throws TypeError where `url` is no address, or would send the token in the clear to another machine */
export function createClient(settings: ClientSettings): Client {
  const base = readBase(settings.url);
  const { retries = 2, longestWait = 30, pause = sleep } = settings;
  const send = settings.fetch ?? ((request: Request) => fetch(request));

  async function answered(operation: Operation, given: Given): Promise<Response> {
    for (let tries = 0; ; tries++) {
      const response = await once(operation, given);
      if (response.ok) return response;
      const problem = await problemOf(response);
      const wait = waitOf(response);
      if (wait === undefined || wait > longestWait || tries >= retries || !isRepeatable(operation, response.status))
        throw new CountersignError(operation, problem, wait);
      await pause(wait * 1000);
    }
  }

  async function once(operation: Operation, given: Given): Promise<Response> {
    const [method = "GET"] = operation.split(" ");
    const { body, type } = bodyOf(given);
    const headers = headersOf(settings, given, type);
    const { signal } = given;
    const request = new Request(addressOf(base, operation, given), {
      // Followed elsewhere, the token would be sent there too.
      ...{ method, headers, redirect: "manual" },
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    try {
      return await send(request);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Unreachable(base.origin, error);
    }
  }

  async function ask(operation: Operation, given: Given = {}): Promise<Answered<unknown>> {
    const response = await answered(operation, given);
    const { status, headers } = response;
    const isJson = /^application\/json\b/.test(headers.get("content-type") ?? "");
    const body = status === 204 ? undefined : isJson ? await response.json() : await response.text();
    return { body, status, headers };
  }

  async function* pages(operation: Operation, given: Given = {}): AsyncGenerator<{ next: string | null }> {
    let after: string | null | undefined;
    do {
      const query = { ...given.query, ...(after ? { after } : {}) };
      const { body } = (await ask(operation, { ...given, query })) as Answered<{ next: string | null }>;
      yield body;
      after = body.next;
    } while (after);
  }

  async function* each(operation: Operation, list: string, given: Given = {}): AsyncGenerator<unknown> {
    for await (const page of pages(operation, given)) yield* (page as unknown as Record<string, unknown[]>)[list] ?? [];
  }

  const untyped = {
    ask,
    call: async (operation: Operation, given?: Given) => (await ask(operation, given)).body,
    stream: async (operation: Operation, given: Given = {}) =>
      (await answered(operation, given)).body ?? new Blob([]).stream(),
    pages,
    each,
  };
  return untyped as unknown as Client;
}

function readBase(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password)
    throw new TypeError("The address looks like https://login.acme.example, without a user name, '?' or '#'.");
  if (!isPlain(url)) return url;
  throw new TypeError("An address that is not this machine's own begins with https: the key would be read on the way.");
}

/** What was refused for now changed nothing; after 503 an act may have begun, and only what may be done twice is repeated. */
const isRepeatable = (operation: string, status: number): boolean =>
  status === 429 || (status === 503 && /^(GET|PUT|DELETE) /.test(operation));

/** Seconds. */
function waitOf({ headers }: Response): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.parse(headers.get("date") ?? "")) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

type Bytes = NonNullable<RequestInit["body"]>;

function bodyOf({ body, file, type }: Given): { body?: Bytes; type?: string } {
  if (file !== undefined) return { body: file as Bytes, ...(type === undefined ? {} : { type }) };
  return body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The document that came with a failure, where the server sent one. */
export const problemIn = (error: unknown): Problem | undefined =>
  error instanceof CountersignError ? error.problem : undefined;
