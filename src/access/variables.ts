// What stands at the disposal of a request's handlers, once the middleware of this room has found it.
import type { Source } from "../kernel/source.ts";
import type { Organisation } from "../organisations/rules.ts";
import type { Person } from "../people/actions.ts";
import type { Role } from "../people/rules.ts";
import type { Requirement } from "../policy/rules.ts";
import type { Words } from "../words/index.ts";
import type { Visitor } from "./actions.ts";

/**
 * Who asks: a person, by a session or by a key of theirs; the organisation's own key, which has nobody behind it; or our own
 * command line on the machine itself (`key` is null), which has nobody behind it either.
 */
export type Caller = { roles: ReadonlySet<Role> } & (
  | { person: Person; requirement: Requirement }
  | { person: null; key: string | null }
);

export type Web = {
  Variables: {
    organisation: Organisation;
    source: Source;
    caller: Caller;
    /** Who asks by a session. A handler that reads this is opened to no API key. */
    visitor: Visitor;
    /** In the reader's language, for what `answerPage` answers with. */
    words: Words;
  };
};
