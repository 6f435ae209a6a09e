// The one kind of thrown failure that people may see. `http/` turns it into a page or an RFC 9457 document, once.
import { type Words, words } from "../words/index.ts";

export interface ProblemExtras {
  /** Seconds after which trying again makes sense; becomes Retry-After. */
  retryAfter?: number;
  /** More members of the problem document, e.g. `triesLeft`. Never secrets. */
  members?: Record<string, unknown>;
  /** What really happened; logged, never shown. */
  cause?: unknown;
}

export type Say = (words: Words) => string;

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** In English, as programs get it. */
  readonly publicMessage: string;
  readonly extras: ProblemExtras;
  readonly #say: Say | undefined;

  /**
   * @param code stable, documented in `docs/errors.md`
   * @param status HTTP status
   * @param message one sentence for people: what happened and what to do next; a function where it is said in every language
   */
  constructor(code: string, status: number, message: string | Say, extras: ProblemExtras = {}) {
    const publicMessage = typeof message === "string" ? message : message(words.en);
    super(`${code}: ${publicMessage}`, { cause: extras.cause });
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.publicMessage = publicMessage;
    this.#say = typeof message === "string" ? undefined : message;
    this.extras = extras;
  }

  /** Whether it can be said in that language at all. */
  speaks({ language }: Words): boolean {
    return language === "en" || this.#say !== undefined;
  }

  /** For people: in their language, or else in English. */
  messageIn(spoken: Words): string {
    return this.#say?.(spoken) ?? this.publicMessage;
  }
}

export const notFound = (what: "page" | keyof Words["failures"]["noSuch"] = "page"): Problem =>
  new Problem("not-found", 404, ({ problems, failures }) =>
    what === "page" ? problems.notFound : failures.noSuch[what],
  );
export const methodNotAllowed = (): Problem =>
  new Problem("method-not-allowed", 405, ({ failures }) => failures.notAtThisAddress);
export const invalid = (message: string | Say, members?: Record<string, unknown>): Problem =>
  new Problem("invalid", 400, message, members ? { members } : {});
