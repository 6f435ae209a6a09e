// The pages of a sign-in. Each is one form; the second step opens as an overlay on the page where the password was given.
import type { Child } from "hono/jsx";
import type { PendingSetUp } from "../enrolment/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { few } from "../recovery-codes/rules.ts";
import {
  Button,
  CheckboxField,
  CodeField,
  Field,
  Form,
  Links,
  Notice,
  Overlay,
  Page,
  PasswordField,
  plural,
  RadioGroup,
  RecoveryCodeField,
  RecoveryCodes,
  Scan,
} from "../ui/index.ts";
import type { HelpAtHand } from "./help.ts";
import { helpLinks, PassOffer } from "./help-views.tsx";

export interface SignInPageProps {
  organisation: Organisation;
  login?: string;
  resume: string;
  error?: string | undefined;
  notices?: Child;
  overlay?: Child;
}

export function SignInPage({ organisation, login = "", resume, error, notices, overlay }: SignInPageProps) {
  return (
    <Page
      kind="card"
      title="Sign in"
      heading={<>Sign in to {organisation.name}</>}
      organisation={organisation}
      notices={notices}
      overlay={overlay}
    >
      {error ? <Notice kind="danger">{error}</Notice> : null}
      <Form action="/sign-in" hidden={{ resume: resume === "/account" ? null : resume }}>
        <Field
          label="Screen name or e-mail"
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
          label="Password"
          name="password"
          autocomplete="current-password"
          autofocus={!overlay && login !== ""}
        />
        <Button kind="primary">Sign in</Button>
      </Form>
      <Links items={[{ label: "Forgot your password?", href: "/forgot-password" }]} />
    </Page>
  );
}

export interface CodeOverlayProps {
  help: HelpAtHand;
  error?: string | undefined;
  /** Offered where policy lets people trust their browser, in words: '7 days'. */
  trustFor?: string | undefined;
  /** Whether it was chosen at the try before. */
  trust?: boolean | undefined;
}

export function CodeOverlay({ error, trustFor, trust, help }: CodeOverlayProps) {
  return (
    <Overlay
      id="second-step"
      title="Enter your code"
      lead="Open your authenticator app and type the six digits it shows."
      cancel={{ action: "/sign-in/cancel" }}
    >
      <PassOffer help={help} />
      <Form action="/sign-in/code">
        {trustFor ? (
          <CheckboxField
            name="trustBrowser"
            label={`Remember this browser for ${trustFor}`}
            hint="No code is asked for here until then."
            checked={trust}
          />
        ) : null}
        <CodeField autofocus error={error} />
        <Button kind="primary">Continue</Button>
      </Form>
      <Links items={[{ label: "Use a recovery code instead", href: "/sign-in/recovery-code" }, ...helpLinks(help)]} />
    </Overlay>
  );
}

export function RecoveryCodeOverlay({ error, help }: { error?: string | undefined; help: HelpAtHand }) {
  return (
    <Overlay
      id="recovery-code"
      title="Use a recovery code"
      lead="Type one of the codes you saved when you set up two-factor authentication. Each works once."
      cancel={{ action: "/sign-in/cancel" }}
    >
      <Form action="/sign-in/recovery-code">
        <RecoveryCodeField autofocus error={error} />
        <Button kind="primary">Continue</Button>
      </Form>
      <Links items={[{ label: "Use a code from your app instead", href: "/sign-in" }, ...helpLinks(help)]} />
    </Overlay>
  );
}

export interface SetUpPageProps {
  organisation: Organisation;
  pending: PendingSetUp;
  svg: string;
  error?: string | undefined;
  /** Why set-up comes now. */
  reason: string;
  notices?: Child;
}

export function SetUpPage({ organisation, pending, svg, error, reason, notices }: SetUpPageProps) {
  return (
    <Page
      kind="card"
      title="Set up two-factor authentication"
      organisation={organisation}
      overlay={
        <Overlay
          id="set-up"
          title="Scan this code"
          lead={`${reason} Add this to your authenticator app.`}
          width="medium"
          cancel={{ action: "/sign-in/cancel" }}
        >
          {notices}
          <Scan svg={svg} secret={pending.secret} uri={pending.uri} />
          <Form action="/set-up">
            <CodeField
              label="The six digits your app shows"
              error={error}
              autofocus={error !== undefined}
              selfSubmit={false}
            />
            <Button kind="primary">Confirm and activate</Button>
          </Form>
        </Overlay>
      }
    />
  );
}

export interface SaveCodesPageProps {
  organisation: Organisation;
  codes: string[];
  account: string;
  mustSave: boolean;
  now: number;
  /** A recovery code led here: there was an authenticator before. */
  recovered: boolean;
  /** Sessions elsewhere ended; said once all is done. */
  elsewhere: boolean;
  error?: string | undefined;
}

export function SaveCodesPage(props: SaveCodesPageProps) {
  const { organisation, codes, account, mustSave, now, recovered, elsewhere, error } = props;
  const done = recovered
    ? "The new authenticator app is ready. The old one and your old recovery codes no longer work."
    : "Two-factor authentication is on.";
  return (
    <Page
      kind="card"
      width="medium"
      title="Save your recovery codes"
      lead={`${done} If you lose your phone, each of these codes lets you in once. They are shown only now.`}
      organisation={organisation}
    >
      <RecoveryCodes
        codes={codes}
        fileName={`${organisation.slug}-recovery-codes.txt`}
        organisationName={organisation.name}
        account={account}
        now={now}
        saveAction="/set-up/done"
        downloadAction="/set-up/codes"
        mustSave={mustSave}
        hidden={{ elsewhere: elsewhere ? "yes" : null }}
        error={error}
      />
    </Page>
  );
}

/** In 'save your codes' without the codes at hand (the page was left and opened again): they can't be shown twice. */
export function CodesGonePage({ organisation }: { organisation: Organisation }) {
  return (
    <Page
      kind="card"
      title="Your recovery codes were shown"
      lead="For your safety they are shown only once. If you did not save them, make new ones: the ones from before stop working."
      organisation={organisation}
    >
      <Form action="/set-up/new-codes">
        <Button kind="primary">Show new recovery codes</Button>
      </Form>
      <Form action="/set-up/done">
        <RadioGroup
          legend="Or, if you saved them, how?"
          name="saved"
          required
          options={[
            { value: "downloaded", label: "I downloaded them" },
            { value: "copied", label: "I copied them" },
            { value: "printed", label: "I printed or wrote them down" },
          ]}
        />
        <Button>Continue</Button>
      </Form>
    </Page>
  );
}

export function OfferPage({
  organisation,
  until,
  daysLeft,
}: {
  organisation: Organisation;
  until: string;
  daysLeft: number;
}) {
  return (
    <Page
      kind="card"
      title="Set up two-factor authentication"
      lead={`${organisation.name} will require a second step from ${until}. It takes about a minute.`}
      organisation={organisation}
    >
      <Form action="/set-up/begin">
        <Button kind="primary">Set up now</Button>
      </Form>
      <Form action="/set-up/not-now">
        <Button full>Not now ({plural(daysLeft, "day")} left)</Button>
      </Form>
    </Page>
  );
}

export interface ConfirmPageProps {
  organisation: Organisation;
  ask: "password" | "second-factor";
  resume: string;
  error?: string | undefined;
}

export function ConfirmPage({ organisation, ask, resume, error }: ConfirmPageProps) {
  return (
    <Page
      kind="card"
      title="Confirm that it is you"
      lead={`Please confirm with ${ask === "password" ? "your password" : "a code"} before you go on.`}
      organisation={organisation}
    >
      <Form action="/sign-in/confirm" hidden={{ resume }}>
        {ask === "password" ? (
          <PasswordField label="Password" name="password" autocomplete="current-password" error={error} autofocus />
        ) : (
          <CodeField label="Code from your authenticator app" autofocus error={error} />
        )}
        <Button kind="primary">Continue</Button>
      </Form>
      <Links items={[{ label: "Cancel", href: "/account" }]} />
    </Page>
  );
}

/** After a recovery code that leaves few: said loudly. Setting up again gives ten new ones in a moment. */
export function FewCodesNotice({ left }: { left: number }) {
  const words = left === 0 ? "That was your last recovery code" : `Only ${plural(left, "recovery code")} left`;
  return left <= few ? <Notice kind="warning" title={words} /> : null;
}
