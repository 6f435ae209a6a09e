// `/forgot-password`: asks for a link by which another password is chosen.
import { type Context, Hono } from "hono";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import { Problem } from "../kernel/problem.ts";
import type { Post } from "../mail/smtp.ts";
import type { Organisation } from "../organisations/rules.ts";
import type { SignInWebNeeds } from "../sign-in/web.ts";
import { Button, Field, Form, Links, Notice, Page } from "../ui/index.ts";
import { sendPasswordLink } from "./forgotten.ts";

export function forgottenPages(needs: SignInWebNeeds & { post: Pick<Post, "sends"> }) {
  const pages = new Hono<Web>();
  pages.use("/forgot-password", limitBody(), withOrganisation(needs));

  pages.get("/forgot-password", (c) => {
    const { organisation } = c.var;
    if (!needs.post.sends) return c.html(<NoPostPage organisation={organisation} />);
    return c.html(
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
    if (!needs.post.sends) return c.html(<NoPostPage organisation={organisation} />);
    const login = form.get("login");
    if (login.trim() === "") return again(c, { error: "Type your screen name or e-mail address.", status: 400 });
    try {
      await sendPasswordLink(needs, organisation, { login, source });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "wait")) throw error;
      c.header("retry-after", String(error.extras.retryAfter));
      const message = error.publicMessage.replace("Too many wrong tries.", "Too many links were asked for from here.");
      return again(c, { error: message, status: error.status, login });
    }
    return c.redirect("/forgot-password?asked=yes", 303);
  });

  return pages;
}

function again(c: Context<Web>, { error, status, login = "" }: { error: string; status: number; login?: string }) {
  return c.html(
    <ForgottenPage organisation={c.var.organisation} login={login.slice(0, 320)} error={error} />,
    status as 400,
  );
}

const back = <Links items={[{ label: "Back to sign-in", href: "/sign-in" }]} />;

interface ForgottenProps {
  organisation: Organisation;
  login?: string;
  error?: string;
}

function ForgottenPage({ organisation, login = "", error }: ForgottenProps) {
  return (
    <Page
      kind="card"
      title="Forgot your password?"
      lead="We mail you a link by which you choose another one. Your second step stays as it is."
      organisation={organisation}
    >
      <Form action="/forgot-password">
        <Field
          label="Screen name or e-mail"
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
        <Button kind="primary">Send link</Button>
      </Form>
      {back}
    </Page>
  );
}

/** The same for everybody, whether there is such a login or not. */
function AskedPage({ organisation }: { organisation: Organisation }) {
  return (
    <Page kind="card" title="Look at your mail" organisation={organisation}>
      <p>
        If {organisation.name} knows that name or address, a letter with a link is on its way. The link works once, for
        one hour.
      </p>
      <p>No letter after a few minutes? Look among the spam, or ask your administrator for a link.</p>
      {back}
    </Page>
  );
}

function NoPostPage({ organisation }: { organisation: Organisation }) {
  return (
    <Page kind="card" title="Forgot your password?" organisation={organisation}>
      <Notice kind="info">
        {organisation.name} sends no letters from here. Ask your administrator: they can give you a link by which you
        choose another password.
      </Notice>
      {back}
    </Page>
  );
}
