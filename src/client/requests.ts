// How a call becomes a request: its address, its headers.
import type { ClientSettings } from "./settings.ts";

/** What an operation was given, whichever it is. */
export interface Given {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string | undefined>;
  body?: unknown;
  /** In place of `body`: bytes or text as they are. */
  file?: unknown;
  type?: string;
  signal?: AbortSignal;
}

/** @throws TypeError where a part of the address is missing */
export function addressOf(base: URL, operation: string, { path = {}, query = {} }: Given): string {
  const named = operation.slice(operation.indexOf(" ") + 1).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    // '.' and '..' would lead to another operation.
    if (!value || /^\.{1,2}$/.test(value)) throw new TypeError(`'${name}' of '${operation}' is missing.`);
    return encodeURIComponent(value);
  });
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
  const address = `${base.origin}${base.pathname.replace(/\/$/, "")}/api/v1${named}`;
  return asked.size === 0 ? address : `${address}?${asked}`;
}

export function headersOf(
  { token, organisation, language = "en" }: Pick<ClientSettings, "token" | "organisation" | "language">,
  { headers = {} }: Given,
  type: string | undefined,
): Headers {
  const sent = new Headers({ accept: "application/json, application/problem+json, */*", "accept-language": language });
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, value);
  if (token !== undefined) sent.set("authorization", `Bearer ${token}`);
  if (organisation !== undefined) sent.set("countersign-organisation", organisation);
  if (type !== undefined) sent.set("content-type", type);
  return sent;
}

/** http to another machine. */
export const isPlain = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
