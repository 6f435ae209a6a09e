// `/sign-in/help` and `/sign-in/pass`: the way of who lost the authenticator.
import type { Context, Hono } from "hono";
import { stepUpRequired } from "../access/actions.ts";
import { own } from "../access/destination.ts";
import { answerPage, speakTo } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { readForm } from "../http/body.ts";
import { clearCookie } from "../http/cookies.ts";
import { Problem } from "../kernel/problem.ts";
import { type Climbing, currentSignIn } from "./climbing.ts";
import { SignInPage } from "./first-page.tsx";
import { askForHelpInSignIn, obstacle, usePassInSignIn } from "./help.ts";
import { HelpAskedPage, HelpOverlay } from "./help-views.tsx";
import { bearerOf, keepProgress, type SignInWebNeeds } from "./web.ts";

export function addHelpPages(pages: Hono<Web>, needs: SignInWebNeeds): void {
  const { site } = needs;

  pages.get("/sign-in/help", async (c) => {
    const found = await currentSignIn(needs, bearerOf(c, site));
    if (found?.state.at !== "second-step") return c.redirect("/sign-in", 303);
    if (found.row.session !== undefined) return passwordFirst(c, found, 200);
    return help(c, found, await obstacle(needs, found));
  });

  pages.post("/sign-in/help", async (c) => {
    const form = await readForm(c);
    const bearer = bearerOf(c, site);
    try {
      await askForHelpInSignIn(needs, bearer, form.get("message"));
    } catch (error) {
      const found = await currentSignIn(needs, bearer);
      if (found && wantsPassword(error)) return passwordFirst(c, found, error.status);
      if (!(error instanceof Problem) || !shown.has(error.code) || !found) return startAgain(c, error);
      return help(c, found, error);
    }
    clearCookie(c, site, "sign-in");
    return c.redirect("/sign-in/help/asked", 303);
  });

  pages.get("/sign-in/help/asked", (c) => answerPage(c, <HelpAskedPage organisation={c.var.organisation} />));

  pages.post("/sign-in/pass", async (c) => {
    const bearer = bearerOf(c, site);
    try {
      keepProgress(c, site, await usePassInSignIn(needs, bearer));
    } catch (error) {
      const found = wantsPassword(error) && (await currentSignIn(needs, bearer));
      if (found) return passwordFirst(c, found, 403);
      // The page of the second step says what there still is to do.
      if (error instanceof Problem && error.code === "no-pass") return c.redirect("/sign-in", 303);
      return startAgain(c, error);
    }
    return c.redirect("/set-up", 303);
  });

  // What a phone asks for that has put the page away, and has only its address left.
  pages.get("/sign-in/pass", (c) => c.redirect("/sign-in", 303));

  function help(c: Context<Web>, { person, row }: Climbing, refused: Problem | undefined) {
    const retryAfter = refused?.extras.retryAfter;
    if (retryAfter !== undefined) c.header("retry-after", String(retryAfter));
    const { organisation } = c.var;
    speakTo(c, person);
    return answerPage(
      c,
      <SignInPage
        organisation={organisation}
        login={person.screen_name}
        destination={own(row.resume)}
        overlay={<HelpOverlay organisation={organisation} refusal={refused?.messageIn(c.var.words)} />}
      />,
      c.req.method === "GET" ? 200 : (refused?.status ?? 200),
    );
  }
}

export const wantsPassword = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === "step-up-required";

/** The first page once more, on the way to where this one led: what follows wants the password given now. */
export function passwordFirst(c: Context<Web>, { person, destination }: Climbing, status: number) {
  const { organisation, words } = c.var;
  speakTo(c, person);
  const error = stepUpRequired("password").messageIn(words);
  return answerPage(
    c,
    <SignInPage organisation={organisation} login={person.screen_name} destination={destination} error={error} />,
    status,
  );
}

const shown = new Set(["help-not-offered", "help-already-asked", "wait"]);

/** Where the sign-in has ended or stands elsewhere, its first page knows what comes next. */
function startAgain(c: Context, error: unknown): Response {
  if (!(error instanceof Problem)) throw error;
  if (error.code === "sign-in-ended") return c.redirect("/sign-in?because=sign-in-ended", 303);
  if (error.code === "wrong-step") return c.redirect("/sign-in", 303);
  throw error;
}
