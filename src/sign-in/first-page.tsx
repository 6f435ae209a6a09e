// The page that a sign-in begins on: screen name or e-mail, and password.
import type { Child } from "hono/jsx";
import { type Destination, destinationFields, own } from "../access/destination.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, drawnOnce, Field, Form, Links, Notice, Page, PasswordField, useWords } from "../ui/index.ts";

export interface SignInPageProps {
  organisation: Pick<Organisation, "name" | "accent" | "logo">;
  login?: string;
  destination: Destination;
  error?: string | undefined;
  notices?: Child;
  overlay?: Child;
}

export function SignInPage(props: SignInPageProps) {
  const { name, accent, logo } = props.organisation;
  const plain = Object.values(destinationFields(props.destination)).every((value) => value === null);
  const blank = plain && !props.login && !props.error && !props.notices && !props.overlay;
  return blank ? <BlankSignInPage name={name} accent={accent} logo={logo} /> : <WrittenSignInPage {...props} />;
}

/** As everybody meets it, and whoever only looks at it most of all. */
const BlankSignInPage = drawnOnce((organisation: Pick<Organisation, "name" | "accent" | "logo">) => (
  <WrittenSignInPage organisation={organisation} destination={own()} />
));

function WrittenSignInPage({ organisation, login = "", destination, error, notices, overlay }: SignInPageProps) {
  const { signIn } = useWords();
  return (
    <Page
      kind="card"
      title={signIn.title}
      heading={signIn.heading(organisation.name)}
      organisation={organisation}
      notices={notices}
      overlay={overlay}
    >
      {error ? <Notice kind="danger">{error}</Notice> : null}
      <Form action="/sign-in" hidden={destinationFields(destination)}>
        <Field
          label={signIn.login}
          name="login"
          value={login}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxlength={320}
          autofocus={!overlay && login === ""}
        />
        <PasswordField
          label={signIn.password}
          name="password"
          autocomplete="current-password"
          autofocus={!overlay && login !== ""}
        />
        <Button kind="primary">{signIn.title}</Button>
      </Form>
      <Links items={[{ label: signIn.forgotten, href: "/forgot-password" }]} />
    </Page>
  );
}
