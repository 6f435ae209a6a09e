// Calls one route as one caller from a fresh start, and says in a word what came of it.
import type { Answer } from "../../support/world.ts";
import { type Caller, type CallerName, type Cast, callerNames, type Things } from "./cast.ts";
import { fill, type Known, namesOwnThings, type Route, requestFor, type Sent, situationOf } from "./requests.ts";
import type { Difference } from "./snapshot.ts";

/** How a caller shows who they are. */
export type Means = "cookie" | "token";

export interface Called {
  route: Route;
  caller: Caller;
  means: Means;
  request: Request;
  answer: Answer;
  effects: Difference[];
  word: string;
}

/** Every route that something is done behind; all assets count as one. */
export function routesOf({ world }: Cast): Route[] {
  const handlers = world.app.routes.filter(({ method }) => method !== "ALL");
  const routes = handlers.map(({ method, path }): Route => `${method} ${path.replace(/^\/assets\/.*/, "/assets/…")}`);
  return [...new Set(routes)];
}

export const methodOf = (route: Route): string => route.slice(0, route.indexOf(" "));
export const pathOf = (route: Route): string => route.slice(route.indexOf(" ") + 1);
export const isApi = (route: Route): boolean => pathOf(route).startsWith("/api/v1/");

/** All calls of a route by one caller: by every means, with what is theirs and with what is not. */
export const callRoute = (cast: Cast, route: Route, name: CallerName) =>
  callRouteAs(cast, route, callerOf(cast, name, requestFor(route)));

export async function callRouteAs(
  cast: Cast,
  route: Route,
  caller: Caller,
): Promise<{ word: string; calls: Called[] }> {
  const known = requestFor(route);
  const means: Means[] = isApi(route) ? ["cookie", "token"] : ["cookie"];
  const whose: Things[] = namesOwnThings(pathOf(route)) && caller.things ? [caller.things] : [];
  whose.push({ ...cast.kim.things, ...known.names?.(cast) });
  const calls: Called[] = [];
  for (const one of means)
    for (const things of whose) calls.push(await call(cast, route, { caller, means: one, things }));
  const words = new Set(means.map((one) => join(calls.filter((made) => made.means === one).map(({ word }) => word))));
  return { word: [...words].join(" but "), calls };
}

/** The word for one's own things and the one for others', where they differ. */
const join = (words: string[]): string => [...new Set(words)].join("/");

/** Every route by these callers; for what has to hold of every answer. */
export async function* everyCall(cast: Cast, names: readonly CallerName[] = callerNames): AsyncGenerator<Called> {
  for (const route of routesOf(cast)) for (const name of names) yield* (await callRoute(cast, route, name)).calls;
}

function callerOf(cast: Cast, name: CallerName, known: Known): Caller {
  const special = known.in && cast[known.in];
  return special?.name === name ? special : cast.callers[name];
}

export async function call(
  cast: Cast,
  route: Route,
  { caller, means, things }: { caller: Caller; means: Means; things: Things },
): Promise<Called> {
  const known = requestFor(route);
  const sent = known.sends?.(situationOf(cast, caller)) ?? {};
  const request = requestOf(cast, route, caller, { means, things, sent });
  const kept = request.clone();
  const answer = await answerTo(cast, request);
  const effects = await cast.reset();
  return { route, caller, means, request: kept, answer, effects, word: wordFor(answer, effects.length > 0) };
}

/** A request as the caller's browser or program would send it. */
export function requestOf(
  cast: Cast,
  route: Route,
  caller: Caller,
  { means, things, sent }: { means: Means; things: Things; sent: Sent },
): Request {
  const { world } = cast;
  const method = methodOf(route);
  const asset = world.app.routes.find(({ path }) => path.startsWith("/assets/"))?.path as string;
  const path = fill(pathOf(route), things).replace("/assets/…", asset);
  const headers = new Headers({ host: caller.host, "user-agent": "Mozilla/5.0 (X11; Linux x86_64)" });
  for (const [header, value] of Object.entries(credentials(cast, caller, means))) headers.set(header, value);
  if (means === "cookie") headers.set("sec-fetch-site", "same-origin");
  const query = sent.query ? `?${new URLSearchParams(sent.query)}` : "";
  return new Request(`${world.origin}${path}${query}`, { method, headers, ...bodyOf(route, sent, headers) });
}

/** What the caller's browser or program adds to a request. */
export function credentials({ world }: Cast, { cookies }: Caller, means: Means): Record<string, string> {
  if (means === "cookie") {
    const prefix = world.origin.startsWith("https:") ? "__Host-" : "";
    const pairs = Object.entries(cookies).map(([name, value]) => `${prefix}${name}=${value}`);
    return pairs.length > 0 ? { cookie: pairs.join("; ") } : {};
  }
  const session = cookies["countersign-session"];
  const signIn = cookies["countersign-sign-in"];
  const organisation = cookies["countersign-organisation"];
  const chosen: Record<string, string> = organisation ? { "countersign-organisation": organisation } : {};
  if (session) return { authorization: `Bearer ${session}`, ...chosen };
  return signIn ? { authorization: `SignIn ${signIn}`, ...chosen } : chosen;
}

function bodyOf(route: Route, { form, json, picture, csv, upload }: Sent, headers: Headers): { body?: BodyInit } {
  if (csv !== undefined) {
    if (isApi(route)) {
      headers.set("content-type", "text/csv");
      return { body: csv };
    }
    const body = new FormData();
    body.set("text", csv);
    body.set("confirmed", "yes");
    return { body };
  }
  if (upload !== undefined) {
    const body = new FormData();
    body.set("file", new Blob([upload]), "file.txt");
    return { body };
  }
  if (picture && !isApi(route)) {
    const body = new FormData();
    body.set("picture", new Blob([new Uint8Array(picture)], { type: "image/png" }), "me.png");
    return { body };
  }
  const type = picture ? "image/png" : json !== undefined ? "application/json" : "application/x-www-form-urlencoded";
  const body =
    (picture && new Uint8Array(picture)) ??
    (json !== undefined ? JSON.stringify(json) : new URLSearchParams(form).toString());
  const isEmpty = isApi(route) ? !picture && json === undefined : methodOf(route) === "GET";
  if (isEmpty) return {};
  headers.set("content-type", type);
  return { body };
}

export async function answerTo({ world }: Cast, request: Request): Promise<Answer> {
  const env = { incoming: { socket: { remoteAddress: "192.0.2.1" } } };
  const response = await world.app.fetch(request, env);
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const json: unknown = /json(?!l)/.test(type) && text !== "" ? JSON.parse(text) : undefined;
  return { status: response.status, text, json, headers: response.headers, location: response.headers.get("location") };
}

/** See the legend of docs/routes.md. */
function wordFor({ status, json, headers, location }: Answer, hadEffect: boolean): string {
  if (status >= 400) {
    const word = status === 403 && json?.code === "step-up-required" ? "step-up" : String(status);
    return hadEffect ? `${word}, with an effect` : word;
  }
  if (hadEffect) return "does";
  if (status === 303) {
    const { pathname } = new URL(location as string, "http://localhost");
    return pathname === "/sign-in" ? "sign-in" : pathname === "/sign-in/confirm" ? "step-up" : "on";
  }
  if (status === 204) return "nothing";
  return headers.get("content-type")?.startsWith("text/html") ? "page" : "data";
}
