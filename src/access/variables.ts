// What stands at the disposal of a request's handlers, once the middleware of this room has found it.
import type { Source } from "../kernel/source.ts";
import type { Organisation } from "../organisations/rules.ts";
import type { Words } from "../words/index.ts";
import type { Visitor } from "./actions.ts";

export type Web = {
  Variables: {
    organisation: Organisation;
    source: Source;
    visitor: Visitor;
    /** In the reader's language, for what `answerPage` answers with. */
    words: Words;
  };
};
