// What can go wrong with a call. Neither message nor fields ever hold a key, a token or anything else that was sent.

/** An RFC 9457 document, as every refusal of the API has it. */
export interface Problem {
  /** Stable; docs/errors.md lists them. `unreadable` where the answer was none of the program's own. */
  code: string;
  status: number;
  /** What happened and what to do next, for people. */
  title: string;
  /** What is wrong with which field. */
  errors?: { field: string; message: string }[];
  triesLeft?: number;
  retryAfter?: number;
  /** Which scope an API key needs, with `scope-missing`. */
  scope?: string;
  [member: string]: unknown;
}

/** The server refused, and said why. */
export class CountersignError extends Error {
  /** Which operation was called, without what it was about. */
  readonly operation: string;
  readonly problem: Problem;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(operation: string, problem: Problem, retryAfter: number | undefined) {
    super(`${problem.status} ${problem.code}: ${problem.title}`);
    this.name = "CountersignError";
    this.operation = operation;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer came at all. */
export class Unreachable extends Error {
  /** As the platform names it: `ECONNREFUSED`, `ENOTFOUND`, … */
  readonly reason: string;

  constructor(origin: string, error: unknown) {
    const cause = (error as { cause?: { code?: string } })?.cause?.code ?? (error as { code?: string })?.code;
    const reason = typeof cause === "string" ? cause : "no connection";
    super(`${origin} can't be reached: ${reason}.`);
    this.name = "Unreachable";
    this.reason = reason;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  const type = response.headers.get("content-type") ?? "";
  const read: unknown = /json/.test(type) ? await response.json().catch(() => undefined) : undefined;
  if (isProblem(read)) return { ...read, status };
  await response.body?.cancel().catch(() => {});
  const elsewhere = status >= 300 && status < 400;
  return {
    ...{ code: "unreadable", status },
    title: elsewhere
      ? "This address leads elsewhere: give the one that people use."
      : "This is no answer of Countersign's: look at the address, and at what stands before it.",
  };
}

const isProblem = (read: unknown): read is Problem =>
  typeof read === "object" && read !== null && "code" in read && typeof read.code === "string" && "title" in read;
