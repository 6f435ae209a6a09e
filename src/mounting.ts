// Puts all of our pages below a path of somebody else's application: what comes in loses the prefix, what goes out gets it.
// Within, every address begins at the root; addresses in letters are made by `addressIn`, which knows the prefix itself.

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/** `/auth` and the like; `undefined` for what is no path to mount at. '' and `/`: the root. */
export function readMountPath(text: string): string | undefined {
  const path = text.replace(/\/$/, "");
  return /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(path) && path.length <= 100 ? path : undefined;
}

/** Whether a path, as the URL standard writes it, is below the prefix. */
export const isBelow = (pathname: string, prefix: string): boolean =>
  pathname === prefix || pathname.startsWith(`${prefix}/`);

/** Answers 404 to what is not below the prefix. */
export function mountedAt(prefix: string, fetch: Fetch): Fetch {
  if (prefix === "") return fetch;
  return async (request, env) => {
    const url = new URL(request.url);
    if (!isBelow(url.pathname, prefix)) return new Response("Not found", { status: 404 });
    url.pathname = url.pathname.slice(prefix.length) || "/";
    return outgoing(prefix, await fetch(new Request(url, request), env));
  };
}

async function outgoing(prefix: string, answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  const location = headers.get("location");
  if (location !== null && isOurs(location)) headers.set("location", prefix + location);
  const refresh = headers.get("refresh");
  if (refresh !== null) headers.set("refresh", refresh.replace(/(url=)(\/(?![/\\]))/i, `$1${prefix}$2`));
  const html = /^text\/html\b/i.test(headers.get("content-type") ?? "") && answer.body !== null;
  if (!html) return new Response(answer.body, { status: answer.status, headers });
  headers.delete("content-length");
  return new Response(prefixed(await answer.text(), prefix), { status: answer.status, headers });
}

/** A path of the origin, and no address of another one. */
const isOurs = (address: string): boolean => /^\/(?![/\\])/.test(address);

const leading = new Set(["href", "src", "action", "formaction"]);

/**
 * The page with every address of ours below the prefix. Our renderer writes every attribute as `name="value"` and every
 * quotation mark that is none of its own as `&quot;`, in text as in values: so from one quotation mark to the next is one
 * value, whatever people are called, and nothing that they typed is taken for an attribute.
 */
export const prefixed = (html: string, prefix: string): string =>
  html.replace(/([^\s"=<>]+)="([^"]*)"/g, (whole, name: string, value: string) =>
    leading.has(name.toLowerCase()) && isOurs(value) ? `${name}="${prefix}${value}"` : whole,
  );
