// How the list of people may be narrowed down and ordered, as addresses say it, and places in it.
import { readDay } from "../kernel/days.ts";
import { readAccountType, readDomain } from "../people/rules.ts";
import type { Level } from "../policy/rules.ts";
import { notMetYet } from "./adoption/rules.ts";

export const sorts = ["screenName", "name", "email", "type", "added"] as const;
export type Sort = (typeof sorts)[number];
/** The one in which indexes know who fits a filter. */
export const usualSort = "name" satisfies Sort;

export interface PeopleFilters {
  /** Beginnings of words of names and addresses; who has them all is found. */
  search?: string;
  type?: string;
  /** Of the e-mail address, without subdomains. */
  domain?: string;
  status?: "invited" | "active" | "disabled";
  /** What is asked of them; `grace`: required later, and put off until then. */
  requirement?: Level | "grace";
  /** Of those who have set one up, `app`, `passkey` and `both` tell apart what it is. */
  secondFactor?: "set-up" | "missing" | "app" | "passkey" | "both";
  /** `unused`: the whole set is left. */
  codes?: "few" | "unused";
  /** The day on which their grace ends, or `first-sign-in` where it begins with that. */
  until?: string;
  locked?: "yes";
}

export const filterNames = [
  "search",
  "type",
  "domain",
  "status",
  "requirement",
  "secondFactor",
  "codes",
  "until",
  "locked",
] as const satisfies readonly (keyof PeopleFilters)[];

const choices: { [name in keyof PeopleFilters]?: readonly string[] } = {
  status: ["invited", "active", "disabled"],
  requirement: ["off", "optional", "required", "grace"],
  secondFactor: ["set-up", "missing", "app", "passkey", "both"],
  codes: ["few", "unused"],
  locked: ["yes"],
};

/** What an address says; what can't be one of a filter's values is left out. */
export function readFilters(get: (name: string) => string | undefined): PeopleFilters {
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const text = (get(name) ?? "").slice(0, 300).trim();
    const value =
      name === "type"
        ? readAccountType(text)
        : name === "domain"
          ? readDomain(text.replace(/^@/, ""))
          : name === "until"
            ? readUntil(text)
            : name === "search" || choices[name]?.includes(text)
              ? text
              : undefined;
    if (value) filters[name] = value;
  }
  return filters as PeopleFilters;
}

export const readUntil = (text: string): string | undefined => (text === notMetYet ? text : readDay(text));

export const isFiltered = (filters: PeopleFilters): boolean => filterNames.some((name) => filters[name] !== undefined);

/** In the words of an address; every page of a list carries them on. */
export function queryOf(filters: PeopleFilters, more: Record<string, string | undefined> = {}): string {
  const fields = { ...filters, ...more };
  const pairs = Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** What a list is in the order of: one of the sorts, or, while searching, the words that were found. */
export type Order = Sort | "word";

/** What sets people apart in each order: the first is what the order is named after. */
export const parts: Record<Order, number> = { screenName: 1, name: 2, email: 1, type: 3, added: 1, word: 2 };

/** Behind these values. */
export type Place = readonly string[];

/** Opaque to callers; survives that the person it was taken from is renamed or removed. */
export const writeCursor = (order: Order, place: Place): string =>
  Buffer.from(JSON.stringify([order, ...place])).toString("base64url");

/** `undefined` for what is no cursor of a list in this order. */
export function readCursor(order: Order, text: string): Place | undefined {
  if (text.length > 1000 || !/^[\w-]+$/.test(text)) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(read) || read[0] !== order || read.length !== parts[order] + 1) return undefined;
  // PostgreSQL can't hold U+0000 in a text, and none of ours does.
  if (!read.every((part) => typeof part === "string" && !part.includes("\0"))) return undefined;
  return read.slice(1) as string[];
}
