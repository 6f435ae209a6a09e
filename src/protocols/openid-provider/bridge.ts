// Hands a web Request to a Node request handler and its answer back: the same under every server, and in tests.
import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { Socket } from "node:net";

export interface Asking {
  method: string;
  /** Where the handler is mounted. */
  mount: string;
  /** Path and query below it. */
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface Answered {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

export function ask(handler: RequestListener, { method, mount, url, headers, body }: Asking): Promise<Answered> {
  const request = new IncomingMessage(new Socket()) as IncomingMessage & { originalUrl: string };
  request.method = method;
  request.url = url;
  request.originalUrl = mount + url;
  request.headers = headers;
  if (body.length > 0) request.push(body);
  request.push(null);
  request.complete = true;
  return new Promise((resolve) => {
    handler(request, new Kept(request, resolve));
  });
}

/** An answer that goes nowhere but into memory. */
class Kept extends ServerResponse {
  readonly #chunks: Buffer[] = [];
  readonly #done: (answered: Answered) => void;

  constructor(request: IncomingMessage, done: (answered: Answered) => void) {
    super(request);
    this.#done = done;
  }

  override write(chunk: unknown): boolean {
    this.#chunks.push(Buffer.from(chunk as string));
    return true;
  }

  override end(chunk?: unknown): this {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) this.write(chunk);
    const headers = Object.entries(this.getHeaders()).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
    this.#done({ status: this.statusCode, headers, body: Buffer.concat(this.#chunks).toString() });
    return this;
  }
}
