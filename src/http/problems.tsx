// Turns whatever was thrown into a page or an RFC 9457 document, once, without letting out why.
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";
import { DatabaseConflict, DatabaseUnavailable } from "../database/failures.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { Button, Page, type PageOrganisation } from "../ui/index.ts";
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

/** Whose page a failure is shown on, and whether its reader has an account page to go to. */
export interface Surroundings {
  organisation: PageOrganisation | undefined;
  signedIn: boolean;
}

/** Never fails itself; with `known` it asks nobody, because what failed may be whom it would ask. */
export type FindSurroundings = (c: Context, known: boolean) => Promise<Surroundings>;

export function answerProblems(log: Logger, surroundings: FindSurroundings): ErrorHandler {
  return (error, c) => {
    const problem = asProblem(error);
    // Nothing is broken before the first run: it is only not done yet.
    if (problem.code === "not-set-up") log.debug({ code: problem.code }, "not set up yet");
    else if (problem.status >= 500)
      log.error({ err: problem.extras.cause ?? problem, code: problem.code }, "request failed");
    return answerProblem(c, problem, surroundings);
  };
}

export async function answerProblem(c: Context, problem: Problem, surroundings: FindSurroundings): Promise<Response> {
  const { code, status, publicMessage, extras } = problem;
  if (extras.retryAfter !== undefined) c.header("retry-after", String(Math.max(1, Math.ceil(extras.retryAfter))));
  if (wantsJson(c)) {
    if (status === 401) c.header("www-authenticate", "Bearer");
    const document = { type: `urn:countersign:problem:${code}`, title: publicMessage, status, code, ...extras.members };
    return c.body(JSON.stringify(document), status as ContentfulStatusCode, {
      "content-type": "application/problem+json",
    });
  }
  const around = await surroundings(c, status >= 500);
  return c.html(
    <ProblemPage problem={problem} way={wayOn(c, problem, around)} organisation={around.organisation} />,
    status as ContentfulStatusCode,
  );
}

type Way = { href: string; label: string } | undefined;

/** Where its reader can go from a failure, by a button that says so; none where every way leads to the same page. */
function wayOn(c: Context, { status, code }: Problem, { organisation, signedIn }: Surroundings): Way {
  if (code === "not-set-up") return undefined;
  if (status >= 500 && c.req.method === "GET") {
    return { href: c.req.path + new URL(c.req.url).search, label: "Try again" };
  }
  if (organisation === undefined) return undefined;
  return signedIn ? { href: "/account", label: "To your account" } : { href: "/sign-in", label: "Sign in" };
}

const titles: Record<number, string> = {
  401: "Please sign in again",
  403: "Not allowed",
  404: "Not found",
  405: "Not possible here",
  410: "This has ended",
  413: "Too large",
  429: "Please wait",
  503: "Please try again shortly",
};

/** Where the status alone would say too little. */
const titlesOfCodes: Record<string, string> = {
  "not-set-up": "Not set up yet",
  "first-run-token": "Not set up yet",
  "first-run-closed": "Set up already",
  "invitation-over": "This invitation is over",
  "step-up-required": "Please confirm first",
};

function ProblemPage({
  problem,
  way,
  organisation,
}: { problem: Problem; way: Way } & Pick<Surroundings, "organisation">) {
  const title = titlesOfCodes[problem.code] ?? titles[problem.status] ?? "That did not work";
  return (
    <Page kind="card" title={title} organisation={organisation ?? { name: "Countersign" }}>
      <p>{problem.publicMessage}</p>
      {way ? <Button href={way.href}>{way.label}</Button> : null}
    </Page>
  );
}
