// How our own command line is let in on the machine itself: by an object that it hands over with a request, inside one
// process. Nothing that comes over a connection can be that object.
import type { Context } from "hono";
import type { Source } from "../kernel/source.ts";
import type { Caller } from "./variables.ts";

const organisations = new WeakMap<object, string>();

/** @returns what is handed to `app.fetch` beside a request, to act on this organisation */
export function asCommandLine(organisation: string): object {
  const pass = {};
  organisations.set(pass, organisation);
  return pass;
}

/** The organisation that the command line acts on; `undefined` for every request that came from outside. */
export function commandLineOn(c: Context): string | undefined {
  const pass: unknown = c.env;
  return typeof pass === "object" && pass !== null ? organisations.get(pass) : undefined;
}

export const commandLine: Source = { address: "command line", userAgent: "" };

/** Whoever sits at the machine may do everything; nobody's name stands behind it. */
export const commandLineCaller: Caller = { person: null, key: null, roles: new Set(["operator", "administrator"]) };
