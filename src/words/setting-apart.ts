// What a sentence is told (a name, an address, a code) keeps its own order among words that run the other way.
import type { Speech } from "./speech.ts";

export const settingApart = <T extends Speech>(words: T): T => {
  const { apart, direction } = words;
  const given = (value: unknown) => (typeof value === "string" ? apart(value) : value);

  /**
   * What begins with something that is set apart says by a mark that it runs from right to left: there may be nothing else in
   * it that says so, and whoever sets the whole apart looks for the first letter that is not.
   */
  const running = (said: unknown) =>
    direction === "rtl" && typeof said === "string" && said.startsWith("\u2068") ? `\u200f${said}` : said;

  function each<C>(part: C): C {
    if (typeof part === "function") return ((...values: unknown[]) => running(part(...values.map(given)))) as C;
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, each(one)])) as C;
  }

  // Rooms of sentences; the ways of counting and naming moments stay as they are.
  return Object.fromEntries(
    Object.entries(words).map(([name, part]) => [name, typeof part === "object" ? each(part) : part]),
  ) as T;
};
