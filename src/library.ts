// Countersign within somebody else's application: opened, mounted, and told by typed calls who gave the right password there.
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import type { Embedding } from "./access/embedding.ts";
import { createApp } from "./app.tsx";
import { BadSetting, type Config, readConfig } from "./config.ts";
import { keep } from "./keeping.ts";
import { isBelow, mountedAt as mounting, readMountPath } from "./mounting.ts";
import type { Choices, Needs } from "./opening.ts";
import {
  endAllOf,
  endBorne,
  isEnough,
  lookAtSession,
  type RefusedBecause,
  type SessionOfPerson,
  secondFactorAddress,
  vouchFor,
} from "./protocols/embedded/actions.ts";
import { type Asking, borneBy, headersOf, readPath, takeAway } from "./protocols/embedded/asking.ts";
import { makeReady } from "./protocols/embedded/first-start.ts";

export type { Asking, RefusedBecause, SessionOfPerson };

export interface CountersignOptions {
  /** A folder for the embedded database, or `postgres://…`. */
  database: string;
  /** The application's public address, e.g. `https://app.example`, without a path. */
  url: string;
  /** The path below which all of our pages are, e.g. `/auth`. Left out: they are at the root, see `handles`. */
  mountedAt?: string;
  /** The key ring (base64) or where it stands. Left out, with the embedded database alone: made beside it at the first start. */
  keys?: string | { file: string };
  /** The application's own sign-in page, a path. It is given `resume`, which it passes on to `vouch`. */
  signIn: string;
  /** The same for who is signed in and has to give the password again. Left out: `signIn`. */
  confirm?: string;
  /** The organisation's name, as people and their authenticator apps read it; used at the first start of an empty database. */
  organisation?: string;
  /** The application's name in the console; used at the first start. Left out: the organisation's. */
  name?: string;
  /** Left out: letters wait in the outbox. */
  mail?: { url: string; from: string };
  /** Networks (CIDR) whose `X-Forwarded-For` is believed. */
  trustedProxies?: string[];
  /** A `pino` logger. Left out: warnings and errors as JSON lines on standard output. */
  log?: Logger;
}

export interface Vouching {
  /**
   * Whom the browser is to be, as the application keeps them. `id` never changes; the e-mail address follows it.
   * `emailVerified`: the application has seen its owner read a letter there; left out, it says nothing of that.
   */
  person: { id: string | number; email: string; displayName?: string; emailVerified?: boolean };
  /** The request that brought the password: its cookies say whether the browser is trusted. Left out: it is not. */
  request?: Asking;
  /** A path of the application to go on to, such as `/orders?page=2`. What could lead elsewhere becomes `/`. */
  resume?: unknown;
  /** Ask for a second factor in this very session, whatever the organisation's policy says. */
  secondFactor?: boolean;
  /** The caller's address, where `request` does not tell it. */
  address?: string;
}

export type VouchResult =
  /** Send the browser to `redirect`, with `headers` (their `Set-Cookie`). `done`: there is a session; else it is on its way. */
  | { outcome: "done" | "second-step" | "set-up" | "offer-set-up" | "save-codes"; redirect: string; headers: Headers }
  /**
   * Nobody is signed in: disabled here (or rules over others and has no second factor yet); somebody else has that address;
   * the id or address can't be one; the organisation or application is closed.
   */
  | { outcome: "refused"; because: RefusedBecause };

export type SecondFactorResult =
  | { outcome: "given"; session: SessionOfPerson }
  /** Send the browser to `redirect`: it comes back to `resume`. */
  | { outcome: "redirect"; redirect: string };

export interface Countersign {
  /** Answers a web-standard request to one of our pages. `info.address`: of the TCP peer. */
  fetch(request: Request, info?: { address?: string | undefined }): Promise<Response>;
  /** Whether a path of the origin is one of ours. */
  handles(pathname: string): boolean;
  /** For `http.createServer`, Express, Connect, Fastify: answers what is ours and calls `next` for the rest. Before anything that reads bodies. */
  node(request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void): void;
  /**
   * Says that the application has looked at this person's password this very moment. Nothing that a browser sends can call it.
   * @throws Problem `busy` and what the database throws: then nobody is signed in
   */
  vouch(vouching: Vouching): Promise<VouchResult>;
  /** Who is signed in, looked at anew: `undefined` once the session ended, or the person, the organisation or policy changed so. */
  session(request: Asking): Promise<SessionOfPerson | undefined>;
  /** The same for what needs a code in this very session; `fresh`: one of the last 15 minutes. */
  requireSecondFactor(request: Asking, options?: { resume?: unknown; fresh?: boolean }): Promise<SecondFactorResult>;
  /** Ends the browser's session. Send `headers` along: they take its cookie away. */
  signOut(request: Asking): Promise<{ headers: Headers }>;
  /** Ends all sessions of a person of the application at once, such as when they are disabled there. @returns how many */
  endSessions(person: { id: string | number }): Promise<number>;
  /** The page where people see to their second factor, e.g. `/auth/account/security`. */
  securityPage: string;
  /** Ends the work beside requests and closes the database. */
  close(): Promise<void>;
}

/**
 * Opens Countersign within an application, brings the database to today's schema and begins the work beside requests.
 * @param choices another clock and cheaper hashing, for tests alone
 * @throws BadSetting where an option can't be used; its message names it
 */
export async function createCountersign(options: CountersignOptions, choices: Choices = {}): Promise<Countersign> {
  const path = readMountPath(options.mountedAt ?? "");
  if (path === undefined) throw new BadSetting("mountedAt is a path such as /auth");
  const pages = { signIn: options.signIn, confirm: options.confirm ?? options.signIn };
  for (const [name, page] of Object.entries(pages))
    if (readPath(page, "") === "" || page.includes("#"))
      throw new BadSetting(`${name} is a path of the application, such as /login`);
  const config = configOf(options);
  const kept = await keep(config, options.log ? { log: options.log, ...choices } : choices);
  try {
    const found = await makeReady(kept.needs, options);
    const embedding: Embedding = { ...found, ...pages };
    const needs = { ...kept.needs, site: { ...kept.needs.site, path }, embedding };
    kept.begin(needs);
    return within(needs, path, () => kept.stop());
  } catch (error) {
    await kept.stop();
    throw error;
  }
}

type EmbeddedNeeds = Needs & { embedding: Embedding; site: Needs["site"] & { path: string } };

function within(needs: EmbeddedNeeds, path: string, close: () => Promise<void>): Countersign {
  const { site } = needs;
  const app = createApp(needs);
  const mounted = mounting(path, (request, env) => app.fetch(request, env));
  const handles =
    path === "" ? atTheRoot(app.routes.map((route) => route.path)) : (asked: string) => isBelow(asked, path);
  const answer: Countersign["fetch"] = async (request, { address } = {}) =>
    mounted(request, { incoming: { socket: { remoteAddress: address } } });
  const listener = getRequestListener(
    (request, env) =>
      answer(request, { address: (env as { incoming: IncomingMessage }).incoming.socket.remoteAddress }),
    { overrideGlobalObjects: false },
  );
  const look = (request: Asking) => lookAtSession(needs, borneBy(request, site));

  return {
    fetch: answer,
    handles,
    node(request, response, next = () => response.writeHead(404).end()) {
      // Frameworks that mount by a prefix of their own cut it off.
      const { originalUrl = request.url ?? "/" } = request as { originalUrl?: string };
      if (!handles(pathnameOf(originalUrl))) return next();
      if (request.readableDidRead && request.method === "POST")
        return next(new Error("Countersign comes before anything that reads bodies, such as express.urlencoded()"));
      request.url = originalUrl;
      listener(request, response).catch(next);
    },
    async vouch({ person, request, resume, secondFactor = false, address }) {
      const borne = borneBy(request, site, address);
      const wanted = { ...person, resume: readPath(resume, "/"), secondFactor };
      const vouched = await vouchFor(needs, wanted, borne);
      if (vouched.outcome === "refused") return vouched;
      const { step, headers, redirect } = headersOf(site, vouched.progress);
      return { outcome: step, redirect: path + redirect, headers };
    },
    session: async (request) => (await look(request))?.told,
    async requireSecondFactor(request, { resume, fresh = false } = {}) {
      const looked = await look(request);
      const back = readPath(resume, "/");
      if (!looked) return { outcome: "redirect", redirect: withResume(needs.embedding.signIn, back) };
      if (isEnough(looked.told, needs.clock.now(), fresh)) return { outcome: "given", session: looked.told };
      return { outcome: "redirect", redirect: path + secondFactorAddress(needs, looked.visitor, back) };
    },
    async signOut(request) {
      await endBorne(needs, borneBy(request, site));
      return { headers: takeAway(site) };
    },
    endSessions: ({ id }) => endAllOf(needs, id, { address: "application", userAgent: "" }),
    securityPage: `${path}/account/security`,
    close,
  };
}

const withResume = (page: string, resume: string): string =>
  `${page}${page.includes("?") ? "&" : "?"}${new URLSearchParams({ resume })}`;

/** As the URL standard reads it, so that nothing is judged by another path than it is answered by. */
function pathnameOf(url: string): string {
  const whole = `http://localhost${url.startsWith("/") ? url : "/"}`;
  return URL.canParse(whole) ? new URL(whole).pathname : "";
}

/** By the first part of our addresses, two where others may have the first as well. The root itself is the application's. */
function atTheRoot(paths: string[]): (pathname: string) => boolean {
  const shared = new Set(["api", "health", ".well-known"]);
  const begins = (path: string) => {
    const [first = "", second = ""] = path.split("/").slice(1);
    return shared.has(first) ? `${first}/${second}` : first;
  };
  const ours = new Set(
    paths
      .filter((path) => path !== "/")
      .map(begins)
      .filter((part) => !/^$|[*:]/.test(part)),
  );
  return (pathname) => ours.has(begins(pathname));
}

/** Checked as the settings of the program are, and said by the names that they have here. */
function configOf({ database, url, keys, mail, trustedProxies = [] }: CountersignOptions): Config {
  const names: Record<string, string> = {
    COUNTERSIGN_URL: "url",
    COUNTERSIGN_DATABASE_URL: "database",
    COUNTERSIGN_DATA: "database",
    COUNTERSIGN_KEY_FILE: "keys.file",
    COUNTERSIGN_KEYS: "keys",
    COUNTERSIGN_SMTP_URL: "mail.url",
    COUNTERSIGN_MAIL_FROM: "mail.from",
    COUNTERSIGN_TRUSTED_PROXIES: "trustedProxies",
  };
  const onServer = /^postgres(ql)?:/i.test(database);
  try {
    return readConfig({
      COUNTERSIGN_URL: url,
      ...(onServer ? { COUNTERSIGN_DATABASE_URL: database, COUNTERSIGN_WORKERS: "1" } : { COUNTERSIGN_DATA: database }),
      ...(typeof keys === "string" ? { COUNTERSIGN_KEYS: keys } : keys ? { COUNTERSIGN_KEY_FILE: keys.file } : {}),
      ...(mail ? { COUNTERSIGN_SMTP_URL: mail.url, COUNTERSIGN_MAIL_FROM: mail.from } : {}),
      COUNTERSIGN_TRUSTED_PROXIES: trustedProxies.join(" "),
      COUNTERSIGN_LOG_LEVEL: "warn",
    });
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    const said = error.message.replace(/COUNTERSIGN_[A-Z_]+/g, (name) => names[name] ?? name);
    throw new BadSetting(said, { cause: error });
  }
}
