// `/forgot-password`: asks for a link by which another password is chosen.
import { type Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import { Problem } from "../kernel/problem.ts";
import type { Post } from "../mail/smtp.ts";
import type { Organisation } from "../organisations/rules.ts";
import type { SignInWebNeeds } from "../sign-in/web.ts";
import { lengthOf } from "../throttle/actions.ts";
import { Button, Field, Form, Links, Notice, Page, useWords } from "../ui/index.ts";
import { sendPasswordLink } from "./forgotten.ts";

export function forgottenPages(needs: SignInWebNeeds & { post: Pick<Post, "sends"> }) {
  const pages = new Hono<Web>();
  pages.use("/forgot-password", limitBody(), withOrganisation(needs));

  pages.get("/forgot-password", (c) => {
    const { organisation } = c.var;
    if (!needs.post.sends) return answerPage(c, <NoPostPage organisation={organisation} />);
    return answerPage(
      c,
      c.req.query("asked") === "yes" ? (
        <AskedPage organisation={organisation} />
      ) : (
        <ForgottenPage organisation={organisation} />
      ),
    );
  });

  pages.post("/forgot-password", async (c) => {
    const form = await readForm(c);
    const { organisation, source } = c.var;
    if (!needs.post.sends) return answerPage(c, <NoPostPage organisation={organisation} />);
    const login = form.get("login");
    if (login.trim() === "") return again(c, { error: c.var.words.joining.typeLogin, status: 400 });
    try {
      await sendPasswordLink(needs, organisation, { login, source });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "wait")) throw error;
      c.header("retry-after", String(error.extras.retryAfter));
      const { words } = c.var;
      const message = words.joining.tooManyLinks(lengthOf(error.extras.retryAfter ?? 60, words));
      return again(c, { error: message, status: error.status, login });
    }
    return c.redirect("/forgot-password?asked=yes", 303);
  });

  return pages;
}

function again(c: Context<Web>, { error, status, login = "" }: { error: string; status: number; login?: string }) {
  return answerPage(
    c,
    <ForgottenPage organisation={c.var.organisation} login={login.slice(0, 320)} error={error} />,
    status,
  );
}

function Back() {
  return <Links items={[{ label: useWords().signIn.back, href: "/sign-in" }]} />;
}

interface ForgottenProps {
  organisation: Organisation;
  login?: string;
  error?: string;
}

function ForgottenPage({ organisation, login = "", error }: ForgottenProps) {
  const { joining, signIn } = useWords();
  return (
    <Page kind="card" title={joining.forgottenTitle} lead={joining.forgottenLead} organisation={organisation}>
      <Form action="/forgot-password">
        <Field
          label={signIn.login}
          name="login"
          value={login}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxlength={320}
          autofocus
          error={error}
        />
        <Button kind="primary">{joining.sendLink}</Button>
      </Form>
      <Back />
    </Page>
  );
}

/** The same for everybody, whether there is such a login or not. */
function AskedPage({ organisation }: { organisation: Organisation }) {
  const { joining } = useWords();
  return (
    <Page kind="card" title={joining.askedTitle} organisation={organisation}>
      <p>{joining.asked(organisation.name)}</p>
      <p>{joining.noLetter}</p>
      <Back />
    </Page>
  );
}

function NoPostPage({ organisation }: { organisation: Organisation }) {
  const { joining } = useWords();
  return (
    <Page kind="card" title={joining.forgottenTitle} organisation={organisation}>
      <Notice kind="info">{joining.noPost(organisation.name)}</Notice>
      <Back />
    </Page>
  );
}
