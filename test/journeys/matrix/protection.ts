// What protects whoever looks at an answer: its headers, its cookies, and what its page does not hold.
import type { Route } from "./requests.ts";

/** Answers that a browser may keep: their address changes with what they hold. */
export const isKept = (route: Route): boolean => ["GET /assets/…", "GET /account/picture", "GET /logo"].includes(route);

/** What an answer lacks that protects whoever looks at it. */
export function unprotected(headers: Headers, origin: string): string[] {
  const policy = headers.get("content-security-policy") ?? "";
  const wanted: [string, boolean][] = [
    ["default-src 'none'", policy.includes("default-src 'none'")],
    ["frame-ancestors 'none'", policy.includes("frame-ancestors 'none'")],
    ["base-uri 'none'", policy.includes("base-uri 'none'")],
    ["form-action 'self'", policy.includes("form-action 'self'")],
    [
      "scripts and styles of our own alone",
      /script-src 'self'(;|$)/.test(policy) && /style-src 'self'(;|$)/.test(policy),
    ],
    ["nothing unsafe", !/unsafe|\*|https?:|data:(?=[^;]*script)/.test(policy.replace(/img-src[^;]*/, ""))],
    ["nosniff", headers.get("x-content-type-options") === "nosniff"],
    ["no frames", headers.get("x-frame-options") === "DENY"],
    ["no referrer", headers.get("referrer-policy") === "no-referrer"],
    ["its own process", headers.get("cross-origin-opener-policy") === "same-origin"],
    ["no other site's resource", headers.get("cross-origin-resource-policy") === "same-origin"],
    ["no other origin let in", headers.get("access-control-allow-origin") === null],
    ["silence about what serves it", !headers.has("server") && !headers.has("x-powered-by")],
    ["https alone, where it is https", headers.has("strict-transport-security") === origin.startsWith("https:")],
  ];
  return wanted.filter(([, isThere]) => !isThere).map(([what]) => `lacks ${what}`);
}

/** The cookies of an answer that are not as careful as ours have to be. */
export function unsafe(headers: Headers, origin: string): string[] {
  const isSecure = origin.startsWith("https:");
  return headers.getSetCookie().flatMap((line) => {
    const [pair = "", ...attributes] = line.split("; ");
    const has = (attribute: string) => attributes.includes(attribute);
    const name = new RegExp(`^${isSecure ? "__Host-" : ""}countersign-(sign-in|session|trusted-browser|organisation)=`);
    // Of one request of an application: bound to its own address, so that several windows can be on their way at once.
    const ofRequest = new RegExp(
      `^${isSecure ? "__Secure-" : ""}countersign-openid(\\.sig)?=.*; path=/openid/[\\w-]+/authorize/[\\w-]{40,};` +
        `( expires=[^;]+;)? samesite=lax;${isSecure ? " secure;" : ""} httponly$`,
    );
    if (ofRequest.test(line)) return [];
    const isFine =
      name.test(pair) && has("HttpOnly") && has("SameSite=Lax") && has("Path=/") && has("Secure") === isSecure;
    return isFine && !attributes.some((one) => /^domain/i.test(one))
      ? []
      : [`sets ${pair.replace(/=.*/, "")}; ${attributes.join("; ")}`];
  });
}

/** What the content security policy would refuse to run or show. */
export function inline(html: string): string[] {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  const scripts = [...html.matchAll(/<script([^>]*)>([^<]*)/g)].filter(
    ([, attributes = "", text]) => text !== "" || !/ src="\/assets\//.test(attributes),
  );
  return [
    ...tags.filter((tag) => /\s(on[a-z]+|style|srcdoc)=/i.test(tag.replace(/"[^"]*"/g, '""'))),
    ...tags.filter((tag) => /^<(style|iframe|object|embed|base|meta[^>]*http-equiv)/i.test(tag)),
    ...tags.filter((tag) => /(href|action|src)="\s*javascript:/i.test(tag)),
    ...scripts.map(([tag]) => tag),
  ];
}
