// Names, addresses and codes among words that run the other way: each keeps its own order.
import type { Child } from "hono/jsx";
import { useWords } from "./spoken.tsx";

/** Text on its own in a cell or a line; what is no plain text stays as it is. Nothing is added where lines run as ours do. */
export function Apart({ children }: { children?: Child }) {
  const { direction } = useWords();
  return direction === "rtl" && typeof children === "string" ? <bdi>{children}</bdi> : children;
}
