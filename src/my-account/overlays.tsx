// The dialogs over the security page: the password first, the QR code, the recovery codes, and what needs a second look.
import type { Visitor } from "../access/actions.ts";
import type { Authenticator } from "../authenticators/totp/actions.ts";
import type { PendingSetUp } from "../enrolment/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import {
  Button,
  CodeField,
  Field,
  Form,
  Notice,
  Overlay,
  PasswordField,
  RecoveryCodes,
  Scan,
  useWords,
} from "../ui/index.ts";

const back = { href: "/account/security" };

interface Erring {
  error?: string | undefined;
}

interface PasswordOverlayProps extends Erring {
  purpose: "enable" | "codes";
  /** Nothing to type for those who have none: they confirm at their identity provider. */
  visitor: Visitor;
}

export function PasswordOverlay({ purpose, visitor, error }: PasswordOverlayProps) {
  const { account, security, shared, singleSignOn } = useWords();
  const enabling = purpose === "enable";
  const hasPassword = visitor.person.password_hash !== null;
  // Where an application keeps the password, it was asked for just before.
  const asked = enabling ? (visitor.vouchedBy ? undefined : security.enableLead) : security.newCodesLead;
  return (
    <Overlay
      id={enabling ? "enable" : "new-codes"}
      title={enabling ? account.enable : security.generate}
      lead={
        hasPassword || visitor.vouchedBy ? asked : singleSignOn.noPassword(visitor.provider?.name ?? "single sign-on")
      }
      cancel={back}
    >
      <Form action={`/account/security/${purpose}`}>
        {hasPassword ? (
          <PasswordField
            label={account.yourPassword}
            name="password"
            autocomplete="current-password"
            autofocus
            error={error}
          />
        ) : error ? (
          <Notice kind="danger">{error}</Notice>
        ) : null}
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
    </Overlay>
  );
}

export function SetUpOverlay({ pending, svg, error }: Erring & { pending: PendingSetUp; svg: string }) {
  const { security, setUp } = useWords();
  return (
    <Overlay
      id="set-up"
      title={setUp.scan}
      lead={security.addToApp}
      width="medium"
      cancel={{ action: "/account/security/set-up/cancellation" }}
    >
      <Scan svg={svg} secret={pending.secret} uri={pending.uri} />
      <Form action="/account/security/set-up">
        <CodeField label={setUp.sixDigits} error={error} autofocus={error !== undefined} selfSubmit={false} />
        <Button kind="primary">{setUp.confirm}</Button>
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
  const { security, setUp } = useWords();
  return (
    <Overlay id="codes" title={setUp.saveTitle} lead={security.saveLead} width="medium">
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
  const { account, security, shared } = useWords();
  const adding = props.purpose === "add";
  return (
    <Overlay
      id={adding ? "add-authenticator" : "rename-authenticator"}
      title={adding ? security.addAnother : security.renameTitle}
      lead={adding ? security.willSignOut : undefined}
      cancel={back}
    >
      <Form action={props.action}>
        <Field
          label={security.name}
          name="name"
          value={props.name}
          hint={security.nameHint}
          autocomplete="off"
          maxlength={60}
          required
          autofocus
          error={props.error}
        />
        <Button kind="primary">{adding ? shared.goOn : account.save}</Button>
      </Form>
    </Overlay>
  );
}

export function ReplaceOverlay({ authenticator }: { authenticator: Authenticator }) {
  const { security, shared } = useWords();
  return (
    <Overlay
      id="replace-authenticator"
      title={security.replaceTitle(authenticator.name)}
      lead={security.replaceLead}
      cancel={back}
    >
      <Form action={`/account/security/authenticators/${authenticator.id}/replacement`}>
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
    </Overlay>
  );
}

export function RemoveOverlay({ authenticator }: { authenticator: Authenticator }) {
  const { security } = useWords();
  return (
    <Overlay
      id="remove-authenticator"
      title={security.removeTitle(authenticator.name)}
      lead={security.removeLead}
      cancel={back}
    >
      <Form action={`/account/security/authenticators/${authenticator.id}/removal`}>
        <Button kind="danger">{security.remove}</Button>
      </Form>
    </Overlay>
  );
}

/** `asleep`: no code is asked for as it is, so there is nothing to disable, only to remove. */
export function DisableOverlay({
  asleep,
  error,
  lengths,
}: Erring & { asleep: boolean; lengths: { digits: number; upTo: number } }) {
  const { security, signIn } = useWords();
  return (
    <Overlay
      id="disable"
      title={asleep ? security.removeAll : security.disableTitle}
      lead={asleep ? security.removeAllLead : security.disableLead}
      cancel={back}
    >
      <Form action="/account/security/disable">
        <CodeField
          label={signIn.codeFromApp}
          hint={security.noRecoveryCodeHere}
          {...lengths}
          selfSubmit={false}
          autofocus
          error={error}
        />
        <Button kind="danger">{asleep ? security.remove : security.disable}</Button>
      </Form>
    </Overlay>
  );
}
