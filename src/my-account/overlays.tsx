// The dialogs over the security page: the password first, the QR code, the recovery codes, and what needs a second look.
import type { Authenticator } from "../authenticators/totp/actions.ts";
import type { PendingSetUp } from "../enrolment/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, CodeField, Field, Form, Overlay, PasswordField, RecoveryCodes, Scan } from "../ui/index.ts";

const back = { href: "/account/security" };

interface Erring {
  error?: string | undefined;
}

export function PasswordOverlay({ purpose, error }: Erring & { purpose: "enable" | "codes" }) {
  const enabling = purpose === "enable";
  return (
    <Overlay
      id={enabling ? "enable" : "new-codes"}
      title={enabling ? "Enable two-factor authentication" : "Generate new recovery codes"}
      lead={
        enabling
          ? "First your password, then a code to scan with your phone."
          : "Your old recovery codes stop working at once, and trusted browsers are asked for a code again."
      }
      cancel={back}
    >
      <Form action={`/account/security/${purpose}`}>
        <PasswordField label="Your password" name="password" autocomplete="current-password" autofocus error={error} />
        <Button kind="primary">Continue</Button>
      </Form>
    </Overlay>
  );
}

export function SetUpOverlay({ pending, svg, error }: Erring & { pending: PendingSetUp; svg: string }) {
  return (
    <Overlay
      id="set-up"
      title="Scan this code"
      lead="Add it to your authenticator app."
      width="medium"
      cancel={{ action: "/account/security/set-up/cancellation" }}
    >
      <Scan svg={svg} secret={pending.secret} uri={pending.uri} />
      <Form action="/account/security/set-up">
        <CodeField
          label="The six digits your app shows"
          error={error}
          autofocus={error !== undefined}
          selfSubmit={false}
        />
        <Button kind="primary">Confirm and activate</Button>
      </Form>
    </Overlay>
  );
}

export interface CodesOverlayProps extends Erring {
  organisation: Organisation;
  account: string;
  codes: string[];
  mustSave: boolean;
  now: number;
  /** What was done, to be said afterwards. */
  told: Record<string, string>;
}

/** Can't be left but by going on: the codes are shown once. */
export function CodesOverlay({ organisation, account, codes, mustSave, now, told, error }: CodesOverlayProps) {
  return (
    <Overlay
      id="codes"
      title="Save your recovery codes"
      lead="If you lose your phone, each of these codes lets you in once. They are shown only now; older ones no longer work."
      width="medium"
    >
      <RecoveryCodes
        codes={codes}
        fileName={codesFileName(organisation)}
        organisationName={organisation.name}
        account={account}
        now={now}
        saveAction="/account/security/codes/saved"
        downloadAction="/account/security/codes/download"
        mustSave={mustSave}
        hidden={told}
        error={error ?? null}
      />
    </Overlay>
  );
}

export const codesFileName = ({ slug }: Organisation): string => `${slug}-recovery-codes.txt`;

export function NameOverlay(props: Erring & { action: string; name: string; purpose: "add" | "rename" }) {
  const adding = props.purpose === "add";
  return (
    <Overlay
      id={adding ? "add-authenticator" : "rename-authenticator"}
      title={adding ? "Add another authenticator app" : "Rename the authenticator"}
      lead={adding ? "You will get new recovery codes, and be signed out everywhere else." : undefined}
      cancel={back}
    >
      <Form action={props.action}>
        <Field
          label="Name"
          name="name"
          value={props.name}
          hint="So that you can tell it from your others, such as 'Work phone'."
          autocomplete="off"
          maxlength={60}
          required
          autofocus
          error={props.error}
        />
        <Button kind="primary">{adding ? "Continue" : "Save"}</Button>
      </Form>
    </Overlay>
  );
}

export function ReplaceOverlay({ authenticator }: { authenticator: Authenticator }) {
  return (
    <Overlay
      id="replace-authenticator"
      title={`Replace ‘${authenticator.name}’`}
      lead="The old one keeps working until you have confirmed the new one. You will get new recovery codes, and be signed out everywhere else."
      cancel={back}
    >
      <Form action={`/account/security/authenticators/${authenticator.id}/replacement`}>
        <Button kind="primary">Continue</Button>
      </Form>
    </Overlay>
  );
}

export function RemoveOverlay({ authenticator }: { authenticator: Authenticator }) {
  return (
    <Overlay
      id="remove-authenticator"
      title={`Remove ‘${authenticator.name}’?`}
      lead="Its codes stop working at once, and you are signed out everywhere else."
      cancel={back}
    >
      <Form action={`/account/security/authenticators/${authenticator.id}/removal`}>
        <Button kind="danger">Remove</Button>
      </Form>
    </Overlay>
  );
}

/** `asleep`: no code is asked for as it is, so there is nothing to disable, only to remove. */
export function DisableOverlay({ asleep, error }: Erring & { asleep: boolean }) {
  return (
    <Overlay
      id="disable"
      title={asleep ? "Remove authenticators and codes" : "Disable two-factor authentication"}
      lead={
        asleep
          ? "Your authenticators and recovery codes are removed. To use them again you would have to set them up anew."
          : "Your authenticators and recovery codes are removed. From then on your password alone lets you in."
      }
      cancel={back}
    >
      <Form action="/account/security/disable">
        <CodeField
          label="Code from your authenticator app"
          hint="A recovery code does not count here."
          selfSubmit={false}
          autofocus
          error={error}
        />
        <Button kind="danger">{asleep ? "Remove" : "Disable"}</Button>
      </Form>
    </Overlay>
  );
}
