// What JSON and YAML hold, looked at without believing any of it.
import { NotReadable } from "../coming.ts";

export type Thing = Record<string, unknown>;

/** @throws NotReadable */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotReadable("not-of-format");
  }
}

export const isThing = (value: unknown): value is Thing =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const thingOf = (value: unknown): Thing => (isThing(value) ? value : {});

export const thingsOf = (value: unknown): Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);

/** What is no list and no object, as text; asking those could fail, or run what the file says. Empty for them, and for nothing. */
export const scalarOf = (value: unknown): string =>
  ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";

/** JSON within a text, as some keep it. */
export function innerOf(value: unknown): Thing {
  if (typeof value !== "string") return thingOf(value);
  try {
    return thingOf(JSON.parse(value));
  } catch {
    return {};
  }
}
