// Reads request bodies: bounded, of the announced type, every field once and of text.
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { invalid, Problem } from "../kernel/problem.ts";

export const mostBytes = 16 * 1024;

const tooLarge = () => new Problem("too-large", 413, ({ failures }) => failures.tooLarge);

/** Refuses larger bodies before anything reads them, also where no length was announced. */
export function limitBody(most: number = mostBytes): MiddlewareHandler {
  const counting = bodyLimit({
    maxSize: most,
    onError: () => {
      throw tooLarge();
    },
  });
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const announced = c.req.header("content-length");
    // Node holds a body to its announced length; looking at the stream itself would cost every request a copy of it.
    if (announced === undefined || c.req.header("transfer-encoding") !== undefined) return counting(c, next);
    if (Number(announced) > most) throw tooLarge();
    return next();
  };
}

/** For documents that grow with the organisation: a policy of 10,000 rules is 700 KB. */
export const mostBytesOfDocument = 900 * 1024;

/** For all JSON routes but those with a body of their own kind: bounded, and JSON where there is any. */
export function jsonBodies({
  except,
  documents,
}: {
  except: readonly string[];
  documents: readonly string[];
}): MiddlewareHandler {
  const [usual, large] = [limitBody(), limitBody(mostBytesOfDocument)];
  return (c, next) => {
    const { method } = c.req;
    if (method === "GET" || method === "HEAD" || except.includes(c.req.path)) return next();
    const limit = documents.includes(c.req.path) ? large : usual;
    return limit(c, () => requireJson(c, next) as Promise<void>) as Promise<void>;
  };
}

export const notJson = (): Problem =>
  new Problem("unsupported-type", 415, "Send JSON, with the header 'Content-Type: application/json'.");

/** For the JSON API: a body must say that it is JSON. Another site can't say so without being asked for its permission. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const { method } = c.req;
  if (method === "POST" || method === "PUT" || method === "PATCH" || method === "DELETE") {
    const type = c.req.header("content-type");
    if (type === undefined ? hasBody(c) : !/^application\/json\s*(;|$)/i.test(type)) throw notJson();
    // What reads it after this knows fewer ways of writing the same: blanks may stand before a semicolon (RFC 9110, 5.6.6).
    if (type?.includes(";")) c.req.raw.headers.set("content-type", "application/json");
  }
  await next();
};

function hasBody(c: Context): boolean {
  return c.req.header("transfer-encoding") !== undefined || Number(c.req.header("content-length") ?? 0) > 0;
}

export type FormData = ReadonlyMap<string, string>;

/** The fields of a URL-encoded form; a missing field reads as ''. `names`: of those that were sent. */
export async function readForm(c: Context): Promise<{ get(name: string): string; names(): string[] }> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new Problem("unsupported-type", 415, ({ failures }) => failures.otherKindOfForm);
  }
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    if (fields.has(name)) throw invalid(({ failures }) => failures.fieldTwice);
    fields.set(name, value);
  }
  return { get: (name) => fields.get(name) ?? "", names: () => [...fields.keys()] };
}

export const longestResume = 2000;

/** A path of our own to go on to; anything that could lead elsewhere becomes `fallback`. */
export function readResume(text: string | undefined, fallback = "/account"): string {
  if (!text || text.length > longestResume || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes("\\"))
    return fallback;
  return text;
}
