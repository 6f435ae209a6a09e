// Set-up inside a sign-in: scan, confirm, save the codes, done, with no second password prompt.
import type { Context, Hono } from "hono";
import { answerPage, speakTo } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { readForm } from "../http/body.ts";
import { day } from "../kernel/clock.ts";
import { Problem, type Say } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { codesLeft } from "../recovery-codes/actions.ts";
import { readSavedHow, readShownCodes } from "../recovery-codes/rules.ts";
import { qrSvg, recoveryCodesText } from "../ui/index.ts";
import { type Climbing, climbing, currentSignIn } from "./climbing.ts";
import {
  beginSetUpInSignIn,
  completeSetUp,
  confirmSetUpInSignIn,
  remakeCodes,
  showSetUp,
  skipOffer,
  wasRecovered,
} from "./set-up.ts";
import { CodesGonePage, FewCodesNotice, OfferPage, SaveCodesPage, SetUpPage } from "./views.tsx";
import { bearerOf, keepProgress, type SignInWebNeeds } from "./web.ts";
import { setUpMessage, setUpReason } from "./words.ts";

export function addSetUpPages(pages: Hono<Web>, needs: SignInWebNeeds): void {
  const { site } = needs;

  pages.get("/set-up", async (c) => {
    const found = await currentSignIn(needs, bearerOf(c, site));
    if (!found || found.state.at === "second-step") return c.redirect("/sign-in", 303);
    if (found.state.at === "offer-set-up") return offer(c, found);
    if (found.state.at === "save-codes") return gone(c, found);
    return setUp(c, found);
  });

  pages.post("/set-up/begin", async (c) => {
    await beginSetUpInSignIn(needs, bearerOf(c, site), c.get("words")).catch(toSignIn);
    return c.redirect("/set-up", 303);
  });

  pages.post("/set-up/not-now", async (c) => {
    const progress = await skipOffer(needs, bearerOf(c, site)).catch(toSignIn);
    if (!progress) return startAgain(c);
    keepProgress(c, site, progress);
    return c.redirect(progress.step === "done" ? progress.resume : "/set-up", 303);
  });

  pages.post("/set-up", async (c) => {
    const form = await readForm(c);
    const bearer = bearerOf(c, site);
    const confirmed = await confirmSetUpInSignIn(needs, bearer, form.get("code")).catch(toSignIn);
    if (!confirmed) return startAgain(c);
    if (confirmed.outcome === "confirmed") {
      const elsewhere = confirmed.signedOut > 0;
      return saveCodes(c, await climbing(needs, bearer), { codes: confirmed.recoveryCodes, elsewhere });
    }
    const found = await climbing(needs, bearer);
    return setUp(c, found, (words) =>
      confirmed.outcome === "wrong-code" ? setUpMessage(confirmed.offBySeconds, words) : words.setUp.newCodeToScan,
    );
  });

  pages.post("/set-up/new-codes", async (c) => {
    const bearer = bearerOf(c, site);
    const codes = await remakeCodes(needs, bearer).catch(toSignIn);
    return codes ? saveCodes(c, await climbing(needs, bearer), { codes, elsewhere: false }) : startAgain(c);
  });

  // Without scripts the browser can't make the file itself: the codes on the page come back to be sent as one.
  pages.post("/set-up/codes", async (c) => {
    const form = await readForm(c);
    const found = await climbing(needs, bearerOf(c, site));
    const codes = readShownCodes(form.get("codes"));
    if (found.state.at !== "save-codes" || !codes) return c.redirect("/set-up", 303);
    const { organisation } = c.var;
    speakTo(c, found.person);
    const { screen_name: account } = found.person;
    const shown = { codes, organisationName: organisation.name, account, now: needs.clock.now() };
    const text = recoveryCodesText(shown, c.var.words);
    return c.body(text, 200, {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${organisation.slug}-recovery-codes.txt"`,
    });
  });

  pages.post("/set-up/done", async (c) => {
    const form = await readForm(c);
    const bearer = bearerOf(c, site);
    const elsewhere = form.get("elsewhere") === "yes";
    try {
      const progress = await completeSetUp(needs, bearer, readSavedHow(form.get("saved")));
      keepProgress(c, site, progress);
      if (progress.step !== "done") return c.redirect("/sign-in", 303);
      // Where nothing else was wanted, the account says that it is done.
      if (progress.resume !== "/account") return c.redirect(progress.resume, 303);
      const done = progress.recovered ? "recovered" : "enabled";
      return c.redirect(`/account?done=${done}${elsewhere ? "&elsewhere=yes" : ""}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const codes = readShownCodes(form.get("codes"));
      if (error.code === "save-codes-first" && codes)
        return saveCodes(c, await climbing(needs, bearer), { codes, elsewhere, error });
      toSignIn(error);
      return startAgain(c);
    }
  });

  // What a phone asks for that has put one of these pages away, and has only its address left.
  pages.get("/set-up/:step", (c) => c.redirect("/set-up", 303));

  function gone(c: Context<Web>, { person }: Climbing) {
    speakTo(c, person);
    return answerPage(c, <CodesGonePage organisation={c.var.organisation} />);
  }

  async function setUp(c: Context<Web>, found: Climbing, wrong?: Say) {
    const pending = await showSetUp(needs, bearerOf(c, site), found, c.get("words")).catch(toSignIn);
    if (!pending || found.state.at !== "set-up") return c.redirect("/sign-in", 303);
    const { why } = found.state;
    const left = why === "recovery-code" ? await codesLeft(needs.db, keyOf(found.person)) : 0;
    speakTo(c, found.person);
    const error = wrong?.(c.var.words);
    return answerPage(
      c,
      <SetUpPage
        organisation={c.var.organisation}
        pending={pending}
        svg={await qrSvg(pending.uri)}
        error={error}
        reason={setUpReason(why, { organisation: c.var.organisation.name, left }, c.var.words)}
        notices={why === "recovery-code" ? <FewCodesNotice left={left} /> : undefined}
      />,
      error ? 401 : 200,
    );
  }

  function saveCodes(c: Context<Web>, { person, policy, state }: Climbing, shown: ShownCodes) {
    speakTo(c, person);
    const props = {
      ...shown,
      error: shown.error?.messageIn(c.var.words),
      recovered: wasRecovered(state),
      account: person.screen_name,
      mustSave: policy.saveCodesFirst,
      now: needs.clock.now(),
    };
    return answerPage(c, <SaveCodesPage organisation={c.var.organisation} {...props} />, shown.error ? 400 : 200);
  }

  function offer(c: Context<Web>, { requirement, person }: Climbing) {
    speakTo(c, person);
    const bindsFrom = requirement.bindsFrom ?? needs.clock.now();
    const daysLeft = Math.max(1, Math.ceil((bindsFrom - needs.clock.now()) / day));
    return answerPage(c, <OfferPage organisation={c.var.organisation} until={bindsFrom} daysLeft={daysLeft} />);
  }
}

interface ShownCodes {
  codes: string[];
  /** Sessions elsewhere ended when these came. */
  elsewhere: boolean;
  error?: Problem;
}

const startAgain = (c: Context): Response => c.redirect("/sign-in?because=sign-in-ended", 303);

/** Where the sign-in has ended or stands elsewhere, its first page knows what comes next. */
function toSignIn(error: unknown): undefined {
  if (error instanceof Problem && (error.code === "sign-in-ended" || error.code === "wrong-step")) return undefined;
  throw error;
}
