// In which language the page that is being drawn speaks: English, unless it stands inside `<Spoken>`.
import { type Child, createContext, useContext } from "hono/jsx";
import { type Words, words } from "../words/index.ts";

const Speaking = createContext<Words>(words.en);

/** Everything inside says what it says in these words, and a whole page carries their language. */
export function Spoken({ words: spoken, children }: { words: Words; children?: Child }) {
  return <Speaking.Provider value={spoken}>{children}</Speaking.Provider>;
}

/** For components only: outside of a page that is being drawn it is English. */
export const useWords = (): Words => useContext(Speaking);
