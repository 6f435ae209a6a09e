// The sign-in in the browser: `/sign-in`, its second step, set-up inside it, and step-up. Works without scripts.
import { type Context, Hono } from "hono";
import { visit } from "../access/actions.ts";
import { own, reaches, readDestination } from "../access/destination.ts";
import { answerPage, speakTo } from "../access/language.tsx";
import { sessionToken, type Web, withOrganisation } from "../access/web.ts";
import { lengthsOfCodes } from "../authenticators/totp/rules.ts";
import { limitBody, readForm } from "../http/body.ts";
import { clearCookie, readCookie } from "../http/cookies.ts";
import type { Say } from "../kernel/problem.ts";
import { trustLengthIn } from "../trusted-browsers/words.ts";
import { Notice } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import { continueSession, startSignIn } from "./actions.ts";
import { answerWithCode, answerWithRecoveryCode } from "./answers.ts";
import { type Climbing, currentSignIn, type Progress } from "./climbing.ts";
import { addConfirmPages } from "./confirm-pages.tsx";
import { doorsOf } from "./doors.ts";
import { passwordElsewhere } from "./elsewhere.ts";
import { SignInPage } from "./first-page.tsx";
import { helpAtHand } from "./help.ts";
import { addHelpPages, passwordFirst, wantsPassword } from "./help-pages.tsx";
import { wrongCredentials } from "./problems.ts";
import { cancelSignIn } from "./set-up.ts";
import { addSetUpPages } from "./set-up-pages.tsx";
import { leave, leaveByAddress, linkingIn } from "./to-provider.tsx";
import { CodeOverlay, RecoveryCodeOverlay } from "./views.tsx";
import { answerIn, bearerOf, keepProgress, type SignInWebNeeds, shownInPlace } from "./web.ts";
import { triesLeftMessage } from "./words.ts";

export function signInPages(needs: SignInWebNeeds) {
  const { site } = needs;
  const pages = new Hono<Web>();
  const here = [limitBody(), withOrganisation(needs)] as const;
  for (const path of ["/sign-in/*", "/set-up/*"]) pages.use(path, ...here);

  pages.get("/sign-in", async (c) => {
    const { organisation, source, words } = c.var;
    const found = await currentSignIn(needs, bearerOf(c, site));
    if (found && found.state.at !== "second-step") return c.redirect("/set-up", 303);
    if (found) return secondStep(c, found);
    const destination = await readDestination(needs.db, organisation.id, (name) => c.req.query(name));
    const visited = await visit(needs, organisation, sessionToken(c, site), destination.application);
    if (visited.outcome === "signed-in" && reaches(visited.visitor, destination))
      return c.redirect(destination.resume, 303);
    if (visited.outcome !== "signed-out") {
      const trustedBrowser = readCookie(c, site, "trusted-browser");
      const attempt = { destination, source, ...(trustedBrowser ? { trustedBrowser } : {}) };
      const progress = await continueSession(needs, visited.visitor, attempt);
      if (progress) {
        keepProgress(c, site, progress);
        return goOn(c, progress);
      }
    }
    const elsewhere = passwordElsewhere(needs, destination, { visited, because: c.req.query("because") });
    if (elsewhere) return c.redirect(elsewhere, 303);
    const because = becauseWords(c.req.query("because"), organisation.name, words);
    const notices = because ? <Notice kind="info">{because}</Notice> : undefined;
    const known = visited.outcome === "signed-out" ? undefined : visited.visitor;
    // Who has to give the password once more need not type the name again.
    const login = known && !known.provider ? known.person.screen_name : "";
    const doors = needs.embedding ? undefined : await doorsOf(needs.db, organisation.id, known?.provider);
    return answerPage(
      c,
      <SignInPage
        organisation={organisation}
        login={login}
        destination={destination}
        notices={notices}
        doors={doors}
      />,
    );
  });

  pages.post("/sign-in", async (c) => {
    const form = await readForm(c);
    const login = form.get("login");
    const { organisation, source } = c.var;
    const destination = await readDestination(needs.db, organisation.id, form.get);
    if (form.get("with") === "single-sign-on") return leaveByAddress(c, needs, { login, destination });
    const trustedBrowser = readCookie(c, site, "trusted-browser");
    try {
      const linking = await linkingIn(c, needs);
      const attempt = { organisation, login, password: form.get("password"), destination, source, linking };
      const started = await startSignIn(needs, trustedBrowser ? { ...attempt, trustedBrowser } : attempt);
      if (started.outcome === "wrong-credentials") throw wrongCredentials();
      if (started.outcome === "single-sign-on") return leave(c, started.provider, { login, destination });
      keepProgress(c, site, started);
      return goOn(c, started);
    } catch (error) {
      const problem = shownInPlace(error, "wrong-credentials", "wait", "busy");
      answerIn(c, problem);
      return answerPage(
        c,
        <SignInPage
          organisation={organisation}
          login={login.slice(0, 320)}
          destination={destination}
          error={problem.messageIn(c.var.words)}
          doors={await doorsOf(needs.db, organisation.id)}
        />,
        problem.status,
      );
    }
  });

  pages.post("/sign-in/code", async (c) => {
    const form = await readForm(c);
    const trustBrowser = form.get("trustBrowser") === "yes";
    try {
      const answered = await answerWithCode(needs, bearerOf(c, site), { typed: form.get("code"), trustBrowser });
      if (answered.outcome === "progress") {
        keepProgress(c, site, answered);
        return goOn(c, answered);
      }
      return answerAgain(c, "code", { error: triesLeft(answered.triesLeft, "code"), status: 401, trustBrowser });
    } catch (error) {
      return secondStepTrouble(c, "code", error, trustBrowser);
    }
  });

  // A phone that has put the page away, for its owner to look at the app, asks for the address alone.
  pages.get("/sign-in/code", (c) => c.redirect("/sign-in", 303));

  pages.get("/sign-in/recovery-code", async (c) => {
    const found = await currentSignIn(needs, bearerOf(c, site));
    if (found?.state.at !== "second-step") return c.redirect("/sign-in", 303);
    return found.row.session === undefined ? recoveryStep(c, found) : passwordFirst(c, found, 200);
  });

  pages.post("/sign-in/recovery-code", async (c) => {
    const form = await readForm(c);
    try {
      const answered = await answerWithRecoveryCode(needs, bearerOf(c, site), form.get("code"));
      if (answered.outcome === "progress") {
        keepProgress(c, site, answered);
        return c.redirect("/set-up", 303);
      }
      return answerAgain(c, "recovery-code", { error: triesLeft(answered.triesLeft, "recovery-code"), status: 401 });
    } catch (error) {
      const found = wantsPassword(error) && (await currentSignIn(needs, bearerOf(c, site)));
      if (found) return passwordFirst(c, found, 403);
      return secondStepTrouble(c, "recovery-code", error);
    }
  });

  pages.post("/sign-in/cancel", async (c) => {
    const found = await currentSignIn(needs, bearerOf(c, site));
    await cancelSignIn(needs, bearerOf(c, site));
    clearCookie(c, site, "sign-in");
    // The session stands still, and would only lead to the same step again.
    if (found?.row.session !== undefined) return c.redirect(`/sign-in?since=${needs.clock.now() + 1}`, 303);
    // Who came from an application that knows the password has nothing to do at our sign-in.
    return c.redirect(found?.row.vouchedBy === undefined ? "/sign-in" : found.row.resume, 303);
  });

  addConfirmPages(pages, needs);
  addHelpPages(pages, needs);
  addSetUpPages(pages, needs);
  return pages;

  function goOn(c: Context<Web>, progress: Progress): Response {
    if (progress.step === "done") return c.redirect(progress.resume, 303);
    return c.redirect(progress.step === "second-step" ? "/sign-in" : "/set-up", 303);
  }

  async function secondStep(c: Context<Web>, found: Climbing, again: Again = { status: 200 }) {
    const { person, policy, row } = found;
    speakTo(c, person);
    const help = await helpAtHand(needs, found);
    const { allowed, days } = policy.trustBrowsers;
    const trustFor = allowed ? trustLengthIn(days, c.var.words) : undefined;
    const error = again.error?.(c.var.words);
    return answerPage(
      c,
      <SignInPage
        organisation={c.var.organisation}
        login={person.screen_name}
        destination={own(row.resume)}
        overlay={
          <CodeOverlay
            error={error}
            trustFor={trustFor}
            trust={again.trustBrowser}
            help={help}
            lengths={lengthsOfCodes(found.standing.authenticators)}
          />
        }
      />,
      again.status,
    );
  }

  async function recoveryStep(c: Context<Web>, found: Climbing, again: Again = { status: 200 }) {
    const { person, row } = found;
    speakTo(c, person);
    const help = await helpAtHand(needs, found);
    return answerPage(
      c,
      <SignInPage
        organisation={c.var.organisation}
        login={person.screen_name}
        destination={own(row.resume)}
        overlay={<RecoveryCodeOverlay error={again.error?.(c.var.words)} help={help} />}
      />,
      again.status,
    );
  }

  /** The same step once more with what was wrong, or the start where the sign-in has ended over it. */
  async function answerAgain(c: Context<Web>, step: "code" | "recovery-code", again: Again) {
    const found = await currentSignIn(needs, bearerOf(c, site));
    if (found?.state.at === "second-step")
      return step === "code" ? secondStep(c, found, again) : recoveryStep(c, found, again);
    clearCookie(c, site, "sign-in");
    if (needs.embedding) return c.redirect("/sign-in?because=wrong-codes", 303);
    return answerPage(
      c,
      <SignInPage organisation={c.var.organisation} destination={own()} error={again.error?.(c.var.words)} />,
      again.status,
    );
  }

  function secondStepTrouble(c: Context<Web>, step: "code" | "recovery-code", error: unknown, trustBrowser = false) {
    const problem = shownInPlace(
      error,
      "wait",
      "busy",
      "second-step-unavailable",
      "sign-in-ended",
      "wrong-step",
      "signed-out",
    );
    if (problem.code === "wrong-step") return c.redirect("/sign-in", 303);
    answerIn(c, problem);
    return answerAgain(c, step, { error: (words) => problem.messageIn(words), status: problem.status, trustBrowser });
  }
}

/** What a step that is asked once more shows of the try before. */
interface Again {
  /** In words that are chosen once it is known who reads them. */
  error?: Say;
  status: number;
  trustBrowser?: boolean;
}

/** Said in the reader's language, who is known once the sign-in was looked at. */
const triesLeft =
  (left: number, step: "code" | "recovery-code"): Say =>
  (words) =>
    triesLeftMessage(left, step, words);

/** Why one is here; nothing for those who came by themselves. */
function becauseWords(because: string | undefined, organisation: string, { signIn }: Words): string | undefined {
  switch (because) {
    case "second-factor-required":
      return signIn.secondFactorRequired(organisation);
    case "password-chosen":
      return signIn.passwordChosen;
    case "sign-in-ended":
      return signIn.tookTooLong;
    case "session-ended":
      return signIn.sessionEnded;
    case "wrong-codes":
      return signIn.wrongCodes;
    case "signed-out":
      return signIn.signedOut;
    default:
      return undefined;
  }
}
