// What a proxy asks about: read strictly from its headers, because whatever is unclear there is refused.

/** The address that somebody wants to open at an application. */
export interface Target {
  scheme: "http" | "https";
  /** Lower case; with its port where that is not the scheme's own. */
  host: string;
  /** Whole, as it is gone back to. */
  url: string;
  /** Of the request to the application. */
  method: string;
}

type Header = (name: string) => string | undefined;

/** Longer ones are cut to their host: people are led to its front page. */
const longestUrl = 8192;
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** The last one begins with a letter: what ends in a number is an address, in one of many ways of writing it. */
const last = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
const addressShape = new RegExp(`^(https?)://((?:${label}\\.)*${last})(?::([1-9]\\d{0,4}))?(/[\\x21-\\x7e]*)?$`, "i");

/** One address, written as browsers write it; `undefined` for anything that two programs could read in two ways. */
export function readTargetUrl(text: string | undefined): Omit<Target, "method"> | undefined {
  if (text === undefined || text.length > longestUrl || /[\\#<>"`]/.test(text)) return undefined;
  const parts = addressShape.exec(text);
  if (!parts) return undefined;
  const [, spelled = "", name = "", port, path = "/"] = parts;
  const scheme = spelled.toLowerCase() as Target["scheme"];
  if (name.length > 253 || Number(port ?? 1) > 65_535) return undefined;
  const usual = scheme === "https" ? "443" : "80";
  const host = name.toLowerCase() + (port === undefined || port === usual ? "" : `:${port}`);
  return { scheme, host, url: `${scheme}://${host}${path}` };
}

const methodShape = /^[A-Z]{1,20}$/;

/** nginx: `X-Original-URL` and `X-Original-Method`, and nothing else that a client may have sent along. */
export function originalTarget(header: Header): Target | undefined {
  return withMethod(readTargetUrl(header("x-original-url")), header("x-original-method"));
}

/** Caddy and Traefik: `X-Forwarded-Proto`, `-Host`, `-Uri` and `-Method`; all of them, each once. */
export function forwardedTarget(header: Header): Target | undefined {
  const proto = header("x-forwarded-proto");
  const host = header("x-forwarded-host");
  const uri = header("x-forwarded-uri");
  if (proto === undefined || host === undefined || uri === undefined) return undefined;
  // What stands for a host must not go on into the path.
  if (!/^https?$/i.test(proto) || /[/?]/.test(host) || !uri.startsWith("/")) return undefined;
  return withMethod(readTargetUrl(`${proto}://${host}${uri}`), header("x-forwarded-method"));
}

/**
 * Either kind, for snippets of old. Where both are there, one of them may be a client's own, which the proxy hands on
 * untouched: then all that is said has to be one and the same address.
 */
export function eitherTarget(header: Header): Target | undefined {
  if (header("x-original-url") === undefined) return forwardedTarget(header);
  const original = originalTarget(header);
  if (!original) return undefined;
  const { scheme, host, url } = original;
  const said: Record<string, string> = {
    "x-forwarded-proto": scheme,
    "x-forwarded-host": host,
    "x-forwarded-uri": url.slice(`${scheme}://${host}`.length),
  };
  const forwarded = forwardedTarget((name) => header(name) ?? said[name] ?? header("x-original-method"));
  return forwarded?.url === url ? original : undefined;
}

function withMethod(target: Omit<Target, "method"> | undefined, method: string | undefined): Target | undefined {
  return target && method !== undefined && methodShape.test(method) ? { ...target, method } : undefined;
}

/** How to answer who may not go on, as proxies expect it: 401 for what no person looks at. */
export function refusalStatus({ method }: Target, header: Header): 302 | 303 | 401 {
  const page = (header("accept") ?? "").includes("text/html");
  if (!page || header("x-requested-with")?.toLowerCase() === "xmlhttprequest") return 401;
  return method === "GET" || method === "HEAD" || method === "OPTIONS" ? 302 : 303;
}

/** A header's value of any text: its UTF-8, a character a byte, on one line. */
export const headerValue = (text: string): string =>
  Buffer.from(text.replace(/[\p{Cc}\u2028\u2029]/gu, " ").trim(), "utf8").toString("latin1");
