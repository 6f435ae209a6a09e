// Turns whatever was thrown into a page or an RFC 9457 document, once, without letting out why.
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";
import { DatabaseConflict, DatabaseUnavailable } from "../database/failures.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { Button, Page } from "../ui/index.ts";
import { notJson } from "./body.ts";
import { wantsJson } from "./web.ts";

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseConflict) {
    return new Problem(
      "conflict",
      409,
      "Somebody else changed this at the same moment. Look again and repeat what is still needed.",
    );
  }
  if (error instanceof DatabaseUnavailable) {
    return new Problem("unavailable", 503, "We can't reach our records right now. Please try again in a moment.", {
      retryAfter: 5,
      cause: error,
    });
  }
  if (error instanceof HTTPException && error.status === 415) return notJson();
  if (error instanceof HTTPException && error.status < 500) return invalid("That request can't be read.");
  if (brokeOff(error)) return invalid("That request broke off in the middle.");
  return new Problem("internal", 500, "Something went wrong on our side. Nothing was changed. Please try again.", {
    cause: error,
  });
}

/** Whoever sent it went away, or sent bytes that are no HTTP: there is nothing of ours to mend, so nothing to log. */
function brokeOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "ECONNRESET") || error.message === "Client connection prematurely closed.";
}

export function answerProblems(log: Logger): ErrorHandler {
  return (error, c) => {
    const problem = asProblem(error);
    if (problem.status >= 500)
      log.error({ err: problem.extras.cause ?? problem, code: problem.code }, "request failed");
    return answerProblem(c, problem);
  };
}

export function answerProblem(c: Context, problem: Problem): Response | Promise<Response> {
  const { code, status, publicMessage, extras } = problem;
  if (extras.retryAfter !== undefined) c.header("retry-after", String(Math.max(1, Math.ceil(extras.retryAfter))));
  if (wantsJson(c)) {
    if (status === 401) c.header("www-authenticate", "Bearer");
    const document = { type: `urn:countersign:problem:${code}`, title: publicMessage, status, code, ...extras.members };
    return c.body(JSON.stringify(document), status as ContentfulStatusCode, {
      "content-type": "application/problem+json",
    });
  }
  return c.html(<ProblemPage problem={problem} />, status as ContentfulStatusCode);
}

const titles: Record<number, string> = {
  403: "Not allowed",
  404: "Not found",
  410: "This has ended",
  413: "Too large",
  429: "Please wait",
  503: "Please try again shortly",
};

function ProblemPage({ problem }: { problem: Problem }) {
  return (
    <Page kind="card" title={titles[problem.status] ?? "That did not work"} organisation={{ name: "Countersign" }}>
      <p>{problem.publicMessage}</p>
      <Button href="/account">Go on</Button>
    </Page>
  );
}
