// The one kind of thrown failure that people may see. `http/` turns it into a page or an RFC 9457 document, once.

export interface ProblemExtras {
  /** Seconds after which trying again makes sense; becomes Retry-After. */
  retryAfter?: number;
  /** More members of the problem document, e.g. `triesLeft`. Never secrets. */
  members?: Record<string, unknown>;
  /** What really happened; logged, never shown. */
  cause?: unknown;
}

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly publicMessage: string;
  readonly extras: ProblemExtras;

  /**
   * @param code stable, documented in `docs/errors.md`
   * @param status HTTP status
   * @param publicMessage one sentence for people: what happened and what to do next
   */
  constructor(code: string, status: number, publicMessage: string, extras: ProblemExtras = {}) {
    super(`${code}: ${publicMessage}`, { cause: extras.cause });
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.publicMessage = publicMessage;
    this.extras = extras;
  }
}

export const notFound = (what = "page"): Problem => new Problem("not-found", 404, `There is no such ${what}.`);
export const methodNotAllowed = (): Problem =>
  new Problem("method-not-allowed", 405, "That can't be done at this address.");
export const invalid = (message: string, members?: Record<string, unknown>): Problem =>
  new Problem("invalid", 400, message, members ? { members } : {});
