// `/invitation`: the link that an invited person follows, once, or one who forgot the password.
import { Hono } from "hono";
import { answerPage, speakTo } from "../access/language.tsx";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import type { Organisation } from "../organisations/rules.ts";
import { passwordMessage } from "../passwords/rules.ts";
import type { Progress } from "../sign-in/climbing.ts";
import { keepProgress, type SignInWebNeeds } from "../sign-in/web.ts";
import { Button, Field, Form, Page, PasswordField, useWords } from "../ui/index.ts";
import { acceptInvitation, type Invited, readInvitation } from "./actions.ts";

export function joiningPages(needs: SignInWebNeeds) {
  const pages = new Hono<Web>();
  pages.use("/invitation", limitBody(), withOrganisation(needs));

  pages.get("/invitation", async (c) => {
    const token = c.req.query("token") ?? "";
    const invited = await readInvitation(needs, c.var.organisation, token);
    speakTo(c, invited.person);
    return answerPage(c, <InvitationPage organisation={c.var.organisation} invited={invited} token={token} />);
  });

  pages.post("/invitation", async (c) => {
    const form = await readForm(c);
    const token = form.get("token");
    const { organisation, source } = c.var;
    const result = await acceptInvitation(needs, organisation, { token, password: form.get("password"), source });
    if (result.outcome === "bad-password") {
      const invited = await readInvitation(needs, organisation, token);
      speakTo(c, invited.person);
      const error = passwordMessage(result.verdict, invited.shortest, c.var.words);
      return answerPage(
        c,
        <InvitationPage organisation={organisation} invited={invited} token={token} error={error} />,
        400,
      );
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
  const { joining, signIn, shared } = useWords();
  const joins = purpose === "join";
  return (
    <Page
      kind="card"
      title={joining.choose}
      heading={joins ? joining.welcome(organisation.name) : joining.chooseAnother}
      lead={joins ? joining.joinLead(person.display_name) : joining.anotherLead(person.display_name)}
      organisation={organisation}
    >
      <Form action="/invitation" hidden={{ token }}>
        <Field label={joining.signInAs} name="login" value={person.email} autocomplete="username" readonly />
        <PasswordField
          label={joins ? signIn.password : joining.newPassword}
          name="password"
          autocomplete="new-password"
          error={error}
          hint={joining.atLeast(shortest)}
          minlength={shortest}
          autofocus
        />
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
    </Page>
  );
}
