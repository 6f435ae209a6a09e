// Turns whatever was thrown into a page or an RFC 9457 document, once, without letting out why.
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";
import { DatabaseConflict, DatabaseUnavailable } from "../database/failures.ts";
import { second } from "../kernel/clock.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { traceNow } from "../kernel/spans.ts";
import { Button, Page, type PageOrganisation, Spoken, useWords } from "../ui/index.ts";
import { type Words, words } from "../words/index.ts";
import { notJson } from "./body.ts";
import { wantsJson } from "./web.ts";

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseConflict) {
    return new Problem("conflict", 409, ({ failures }) => failures.conflict);
  }
  if (error instanceof DatabaseUnavailable) {
    return new Problem("unavailable", 503, ({ problems }) => problems.unavailable, {
      retryAfter: 5,
      cause: error,
    });
  }
  if (error instanceof HTTPException && error.status === 415) return notJson();
  if (error instanceof HTTPException && error.status < 500) return invalid(({ failures }) => failures.unreadable);
  if (brokeOff(error)) return invalid(({ failures }) => failures.brokeOff);
  return new Problem("internal", 500, ({ problems }) => problems.internal, {
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
  /** In its reader's language. */
  words: Words;
  signedIn: boolean;
}

/** Never fails itself; with `known` it asks nobody, because what failed may be whom it would ask. */
export type FindSurroundings = (c: Context, known: boolean) => Promise<Surroundings>;

export function answerProblems(log: Logger, surroundings: FindSurroundings): ErrorHandler {
  const tellOfFlood = floods(log);
  return (error, c) => {
    const problem = asProblem(error);
    // Nothing is broken before the first run: it is only not done yet.
    if (problem.code === "not-set-up") log.debug({ code: problem.code }, "not set up yet");
    else if (problem.code === "busy") tellOfFlood();
    else if (problem.status >= 500)
      log.error({ err: problem.extras.cause ?? problem, code: problem.code, ...traceForLog() }, "request failed");
    return answerProblem(c, problem, surroundings);
  };
}

/** Where requests are traced: under what number the rest of this one is found. */
const traceForLog = () => {
  const trace = traceNow();
  return trace === undefined ? {} : { trace };
};

const tellsEvery = 10 * second;

/** A flood must not fill the log as well, nor may writing there slow down who is refused: a line now and then says how many. */
function floods(log: Logger): () => void {
  let refused = 0;
  let told = Number.NEGATIVE_INFINITY;
  return () => {
    refused++;
    const now = performance.now();
    if (now - told < tellsEvery) return;
    log.error({ code: "busy", refused }, "request failed");
    told = now;
    refused = 0;
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
    // What is said in English only stands on a page that is English throughout.
    <Spoken words={problem.speaks(around.words) ? around.words : words.en}>
      <ProblemPage problem={problem} way={wayOn(c, problem, around)} organisation={around.organisation} />
    </Spoken>,
    status as ContentfulStatusCode,
  );
}

type Way = { href: string; label: "tryAgain" | "toAccount" | "signIn" } | undefined;

/** Where its reader can go from a failure, by a button that says so; none where every way leads to the same page. */
function wayOn(c: Context, { status, code }: Problem, { organisation, signedIn }: Surroundings): Way {
  if (code === "not-set-up") return undefined;
  if (status >= 500 && c.req.method === "GET") {
    return { href: c.req.path + new URL(c.req.url).search, label: "tryAgain" };
  }
  if (organisation === undefined) return undefined;
  return signedIn ? { href: "/account", label: "toAccount" } : { href: "/sign-in", label: "signIn" };
}

type Title = keyof Words["problems"]["titles"];

const titles: Record<number, Title> = {
  401: "signInAgain",
  403: "notAllowed",
  404: "notFound",
  405: "notPossible",
  410: "ended",
  413: "tooLarge",
  429: "wait",
  503: "tryShortly",
};

/** Where the status alone would say too little. */
const titlesOfCodes: Record<string, Title> = {
  "not-set-up": "notSetUp",
  "first-run-token": "notSetUp",
  "first-run-closed": "setUpAlready",
  "invitation-over": "invitationOver",
  "step-up-required": "confirmFirst",
};

function ProblemPage({
  problem,
  way,
  organisation,
}: { problem: Problem; way: Way } & Pick<Surroundings, "organisation">) {
  const spoken = useWords();
  const title = titlesOfCodes[problem.code] ?? titles[problem.status] ?? "other";
  return (
    <Page kind="card" title={spoken.problems.titles[title]} organisation={organisation ?? { name: "Countersign" }}>
      <p>{problem.messageIn(spoken)}</p>
      {way ? <Button href={way.href}>{spoken.problems[way.label]}</Button> : null}
    </Page>
  );
}
