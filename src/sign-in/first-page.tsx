// The page that a sign-in begins on: screen name or e-mail, and password.
import type { Child } from "hono/jsx";
import { type Destination, destinationFields, own } from "../access/destination.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, drawnOnce, Field, Form, Links, Notice, Or, Page, PasswordField, useWords } from "../ui/index.ts";
import { type Doors, wayTo } from "./doors.ts";

export interface SignInPageProps {
  organisation: Pick<Organisation, "name" | "accent" | "logo">;
  login?: string;
  destination: Destination;
  error?: string | undefined;
  notices?: Child;
  overlay?: Child;
  /** Other ways in, through identity providers. */
  doors?: Doors | undefined;
}

export function SignInPage(props: SignInPageProps) {
  const { name, accent, logo } = props.organisation;
  const plain = Object.values(destinationFields(props.destination)).every((value) => value === null);
  const noDoors = !props.doors?.byAddress && !props.doors?.providers.length;
  const blank = plain && noDoors && !props.login && !props.error && !props.notices && !props.overlay;
  return blank ? <BlankSignInPage name={name} accent={accent} logo={logo} /> : <WrittenSignInPage {...props} />;
}

/** As everybody meets it, and whoever only looks at it most of all. */
const BlankSignInPage = drawnOnce((organisation: Pick<Organisation, "name" | "accent" | "logo">) => (
  <WrittenSignInPage organisation={organisation} destination={own()} />
));

function WrittenSignInPage(props: SignInPageProps) {
  const { organisation, login = "", destination, error, notices, overlay, doors } = props;
  const { signIn, singleSignOn } = useWords();
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
        {doors?.byAddress ? (
          <Button name="with" value="single-sign-on" formnovalidate full>
            {singleSignOn.use}
          </Button>
        ) : null}
      </Form>
      {doors?.providers.length ? <Or /> : null}
      {doors?.providers.map((provider) => (
        <p>
          <Button href={wayTo(provider.id, destination)} full>
            {singleSignOn.signInWith(provider.name)}
          </Button>
        </p>
      ))}
      <Links items={[{ label: signIn.forgotten, href: "/forgot-password" }]} />
    </Page>
  );
}
