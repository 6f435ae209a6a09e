// `/invitation`: the link that an invited person follows, once, or one who forgot the password.
import { Hono } from "hono";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import type { Organisation } from "../organisations/rules.ts";
import { passwordMessage } from "../passwords/rules.ts";
import type { Progress } from "../sign-in/climbing.ts";
import { keepProgress, type SignInWebNeeds } from "../sign-in/web.ts";
import { Button, Field, Form, Page, PasswordField } from "../ui/index.ts";
import { acceptInvitation, type Invited, readInvitation } from "./actions.ts";

export function joiningPages(needs: SignInWebNeeds) {
  const pages = new Hono<Web>();
  pages.use("/invitation", limitBody(), withOrganisation(needs));

  pages.get("/invitation", async (c) => {
    const token = c.req.query("token") ?? "";
    const invited = await readInvitation(needs, c.var.organisation, token);
    return c.html(<InvitationPage organisation={c.var.organisation} invited={invited} token={token} />);
  });

  pages.post("/invitation", async (c) => {
    const form = await readForm(c);
    const token = form.get("token");
    const { organisation, source } = c.var;
    const result = await acceptInvitation(needs, organisation, { token, password: form.get("password"), source });
    if (result.outcome === "bad-password") {
      const invited = await readInvitation(needs, organisation, token);
      const error = passwordMessage(result.verdict, invited.shortest);
      return c.html(<InvitationPage organisation={organisation} invited={invited} token={token} error={error} />, 400);
    }
    if (!result.progress) return c.redirect("/sign-in?because=password-chosen", 303);
    keepProgress(c, needs.site, result.progress);
    return c.redirect(next[result.progress.step] ?? "/set-up", 303);
  });

  return pages;
}

const next: Partial<Record<Progress["step"], string>> = { done: "/account", "second-step": "/sign-in" };

interface InvitationPageProps {
  organisation: Organisation;
  invited: Invited;
  token: string;
  error?: string;
}

function InvitationPage({ organisation, invited, token, error }: InvitationPageProps) {
  const { person, purpose, shortest } = invited;
  const joins = purpose === "join";
  return (
    <Page
      kind="card"
      title="Choose a password"
      heading={joins ? <>Welcome to {organisation.name}</> : "Choose another password"}
      lead={
        joins ? (
          <>Hello {person.display_name}. Choose a password to sign in with.</>
        ) : (
          <>
            Hello {person.display_name}. You are signed out everywhere when you save it. Your second step stays as it
            is.
          </>
        )
      }
      organisation={organisation}
    >
      <Form action="/invitation" hidden={{ token }}>
        <Field label="You sign in as" name="login" value={person.email} autocomplete="username" readonly />
        <PasswordField
          label={joins ? "Password" : "New password"}
          name="password"
          autocomplete="new-password"
          error={error}
          hint={`At least ${shortest} characters.`}
          minlength={shortest}
          autofocus
        />
        <Button kind="primary">Continue</Button>
      </Form>
    </Page>
  );
}
