// Names, addresses and codes among words that run the other way: each keeps its own order.
import type { Child } from "hono/jsx";
import { useWords } from "./spoken.tsx";

/** What begins with Arabic or Hebrew letters is where it belongs. */
const runsThatWay = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/**
 * Text on its own in a cell or a line; what is no plain text stays as it is, and so does everything where lines run as ours
 * do. By characters, not by `<bdi>`, which takes its direction from the first letter even where that is set apart itself.
 */
export function Apart({ children }: { children?: Child }) {
  const { apart } = useWords();
  return typeof children === "string" && !runsThatWay.test(children) ? apart(children) : children;
}
