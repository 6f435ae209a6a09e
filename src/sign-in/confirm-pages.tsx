// `/sign-in/confirm`: a fresh proof within a session, for acts that need one.
import type { Hono } from "hono";
import { type FreshProof, missingProof, type Visitor } from "../access/actions.ts";
import { own } from "../access/destination.ts";
import { answerPage } from "../access/language.tsx";
import { signedIn, type Web } from "../access/web.ts";
import { liveAuthenticators } from "../authenticators/totp/actions.ts";
import { lengthsOfCodes } from "../authenticators/totp/rules.ts";
import { readForm, readResume } from "../http/body.ts";
import { writeCookie } from "../http/cookies.ts";
import type { Organisation } from "../organisations/rules.ts";
import { keyOf } from "../people/actions.ts";
import { Button, CodeField, Form, Links, Page, PasswordField, useWords } from "../ui/index.ts";
import { wayTo } from "./doors.ts";
import { confirmElsewhere } from "./elsewhere.ts";
import { stepUpWithCode, stepUpWithPassword } from "./step-up.ts";
import { answerIn, type SignInWebNeeds, shownInPlace } from "./web.ts";

export function addConfirmPages(pages: Hono<Web>, needs: SignInWebNeeds): void {
  const { site } = needs;
  const lengthsFor = async ({ person }: Visitor) => lengthsOfCodes(await liveAuthenticators(needs.db, keyOf(person)));
  pages.use("/sign-in/confirm", signedIn(needs));
  pages.get("/sign-in/confirm", async (c) => {
    const { visitor } = c.var;
    const resume = readResume(c.req.query("resume"));
    const ask = await missingProof(needs, visitor);
    const elsewhere = ask === "password" && confirmElsewhere(needs, visitor, resume);
    if (elsewhere) return c.redirect(elsewhere, 303);
    return ask
      ? answerPage(
          c,
          <ConfirmPage
            organisation={visitor.organisation}
            ask={ask}
            provider={visitor.provider}
            resume={resume}
            lengths={await lengthsFor(visitor)}
          />,
        )
      : c.redirect(resume, 303);
  });

  pages.post("/sign-in/confirm", async (c) => {
    const form = await readForm(c);
    const { visitor, source, words } = c.var;
    const { problems } = words;
    const resume = readResume(form.get("resume"));
    const ask = await missingProof(needs, visitor);
    if (!ask) return c.redirect(resume, 303);
    if (ask === "provider") return c.redirect(`/sign-in/confirm?${new URLSearchParams({ resume })}`, 303);
    let error: string;
    let status = 401;
    try {
      const raised =
        ask === "password"
          ? await stepUpWithPassword(needs, visitor, { typed: form.get("password"), source })
          : await stepUpWithCode(needs, visitor, { typed: form.get("code"), source });
      if (raised.outcome === "raised") {
        writeCookie(c, site, "session", raised.session.token);
        return c.redirect(resume, 303);
      }
      if (raised.outcome === "session-ended") return c.redirect("/sign-in?because=wrong-codes", 303);
      error = problems[raised.outcome === "wrong-password" ? "wrongPassword" : "wrongCode"];
    } catch (thrown) {
      const problem = shownInPlace(thrown, "wait", "busy", "second-step-unavailable");
      answerIn(c, problem);
      error = problem.messageIn(words);
      status = problem.status;
    }
    return answerPage(
      c,
      <ConfirmPage
        organisation={visitor.organisation}
        ask={ask}
        resume={resume}
        error={error}
        lengths={await lengthsFor(visitor)}
      />,
      status,
    );
  });
}

interface ConfirmPageProps {
  organisation: Organisation;
  ask: FreshProof;
  /** The identity provider that the session came through. */
  provider?: { id: string; name: string } | undefined;
  resume: string;
  error?: string | undefined;
  lengths: { digits: number; upTo: number };
}

function ConfirmPage({ organisation, ask, provider, resume, error, lengths }: ConfirmPageProps) {
  const { signIn, shared, singleSignOn } = useWords();
  if (ask === "provider" && provider) {
    return (
      <Page
        kind="card"
        title={signIn.confirmTitle}
        lead={singleSignOn.confirmBy(provider.name)}
        organisation={organisation}
      >
        <Button kind="primary" href={wayTo(provider.id, own(resume), { confirm: "yes" })} full>
          {singleSignOn.goOn(provider.name)}
        </Button>
        <Links items={[{ label: shared.cancel, href: "/account" }]} />
      </Page>
    );
  }
  return (
    <Page
      kind="card"
      title={signIn.confirmTitle}
      lead={ask === "password" ? signIn.confirmByPassword : signIn.confirmByCode}
      organisation={organisation}
    >
      <Form action="/sign-in/confirm" hidden={{ resume }}>
        {ask === "password" ? (
          <PasswordField
            label={signIn.password}
            name="password"
            autocomplete="current-password"
            error={error}
            autofocus
          />
        ) : (
          <CodeField label={signIn.codeFromApp} autofocus error={error} {...lengths} />
        )}
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
      <Links items={[{ label: shared.cancel, href: "/account" }]} />
    </Page>
  );
}
