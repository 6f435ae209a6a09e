// A sentence with something in it that is more than text, such as a link: each language puts it where its grammar wants it.
import type { Child } from "hono/jsx";

/** From a private part of Unicode, in the order of the parts; no sentence holds one. */
const markOf = (index: number): string => String.fromCharCode(0xe000 + index);

/** @param sentence what is said, of as many texts as there are parts */
export function Woven({ sentence, parts }: { sentence: (...texts: string[]) => string; parts: readonly Child[] }) {
  const said = sentence(...parts.map((_, index) => markOf(index)));
  return (
    <>
      {said.split(/([\ue000-\ue0ff])/).map((piece) => {
        const index = piece.length === 1 ? piece.charCodeAt(0) - 0xe000 : -1;
        return index >= 0 && index < parts.length ? parts[index] : piece;
      })}
    </>
  );
}
