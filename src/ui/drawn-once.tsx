// Components that are drawn once for the same words and the same plain values, and from then on are there as text.
import { raw } from "hono/html";
import { jsx } from "hono/jsx";
import type { Words } from "../words/index.ts";
import { useWords } from "./spoken.tsx";

type Plain = string | number | boolean | null | undefined;

/** Of each component in each language; past it all are drawn anew. */
const most = 300;
/** Longer values are seldom met twice. */
const longest = 2000;

/**
 * The same component, for what many are shown alike: an organisation's masthead, a page's head. It is given plain values and
 * nothing else, and all of them name what is kept, so that nobody is shown what was drawn for other values. The drawing
 * itself, escaping included, stays that of `hono/jsx`. What it draws may depend on nothing but them and the language.
 */
export function drawnOnce<P extends { [K in keyof P]: Plain }>(component: (props: P) => unknown) {
  const kept = new Map<Words, Map<string, string>>();
  return (props: P) => {
    const spoken = useWords();
    let known = kept.get(spoken);
    if (!known) {
      known = new Map();
      kept.set(spoken, known);
    }
    const name = JSON.stringify(props);
    let drawn = known.get(name);
    if (drawn === undefined) {
      const text: unknown = jsx(component as never, props).toString();
      // Whatever waits for something is no such component.
      if (typeof text !== "string") throw new TypeError("drawn once, and at once");
      drawn = text;
      if (known.size >= most) known.clear();
      if (name.length <= longest) known.set(name, drawn);
    }
    return raw(drawn);
  };
}
