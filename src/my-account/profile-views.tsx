// The profile: picture, names, e-mail, password.

import type { Visitor } from "../access/actions.ts";
import { AppFrame, pictureAddress } from "../access/frame.tsx";
import { acceptedTypes } from "../http/picture.ts";
import type { PendingAddress } from "../invitations/address-changes.ts";
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  FileField,
  Form,
  LanguageField,
  Muted,
  Notice,
  PasswordField,
  Section,
  useWords,
} from "../ui/index.ts";
import { DoneNotice, EnableBanner } from "./views.tsx";
import type { Told } from "./words.ts";

export type ProfileField =
  | "displayName"
  | "screenName"
  | "email"
  | "password"
  | "currentPassword"
  | "newPassword"
  | "picture";

export interface ProfilePageProps {
  visitor: Visitor;
  /** Of a new password. */
  shortest: number;
  /** Invite to turn the second factor on. */
  invite: boolean;
  /** Whether a new address has to be confirmed by mail. */
  confirms: boolean;
  /** An address that waits for that. */
  pending?: PendingAddress | undefined;
  done?: Told | undefined;
  error?: { field: ProfileField; message: string } | undefined;
  /** What was typed and refused. */
  typed?: { displayName?: string; screenName?: string; language?: string; email?: string } | undefined;
}

export function ProfilePage({
  visitor,
  shortest,
  invite,
  confirms,
  pending,
  done,
  error,
  typed = {},
}: ProfilePageProps) {
  const { account, moment, singleSignOn } = useWords();
  const { person } = visitor;
  const hasPassword = person.password_hash !== null;
  const wrong = (field: ProfileField) => (error?.field === field ? error.message : undefined);
  const notices = (
    <>
      <DoneNotice done={done} />
      {error ? <ErrorSummary errors={[error]} /> : null}
      {invite && !error ? <EnableBanner requirement={visitor.requirement} /> : null}
    </>
  );
  return (
    <AppFrame visitor={visitor} current="/account" title={account.nav.profile} notices={notices}>
      <PictureSection visitor={visitor} error={wrong("picture")} />
      <Section title={account.names} id="names">
        <Form action="/account/profile" label={account.names}>
          <Field
            label={account.displayName}
            name="displayName"
            value={typed.displayName ?? person.display_name}
            hint={account.displayNameHint}
            autocomplete="name"
            maxlength={100}
            required
            error={wrong("displayName")}
          />
          <Field
            label={account.screenName}
            name="screenName"
            value={typed.screenName ?? person.screen_name}
            hint={account.screenNameHint}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            maxlength={64}
            required
            error={wrong("screenName")}
          />
          <LanguageField
            value={typed.language ?? person.language}
            organisation={visitor.organisation.language}
            hint={account.languageHint}
          />
          <Actions>
            <Button kind="primary">{account.save}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={account.email} id="email">
        {pending ? (
          <>
            <Notice kind="info">{account.emailWaits(pending.email, moment(pending.until))}</Notice>
            <Form action="/account/email/withdrawal" label={account.addressThatWaits}>
              <Actions>
                <Button>{account.keepAddress}</Button>
              </Actions>
            </Form>
          </>
        ) : null}
        <Form action="/account/email" label={account.email}>
          <Field
            label={account.emailAddress}
            name="email"
            type="email"
            value={typed.email ?? person.email}
            autocomplete="email"
            maxlength={254}
            required
            hint={confirms ? account.emailHint : undefined}
            error={wrong("email")}
          />
          {hasPassword ? (
            <PasswordField
              label={account.yourPassword}
              name="password"
              autocomplete="current-password"
              hint={account.emailNeedsPassword}
              error={wrong("password")}
            />
          ) : null}
          <Actions>
            <Button kind="primary">{account.changeEmail}</Button>
          </Actions>
        </Form>
      </Section>
      {hasPassword ? (
        <Section title={account.password} id="password" description={account.passwordText}>
          <Form action="/account/password" label={account.password}>
            <input type="text" name="username" value={person.email} autocomplete="username" readonly hidden />
            <PasswordField
              label={account.currentPassword}
              name="currentPassword"
              autocomplete="current-password"
              error={wrong("currentPassword")}
            />
            <PasswordField
              label={account.newPassword}
              name="newPassword"
              autocomplete="new-password"
              hint={account.newPasswordHint(shortest)}
              minlength={shortest}
              error={wrong("newPassword")}
            />
            <Actions>
              <Button kind="primary">{account.changePassword}</Button>
            </Actions>
          </Form>
        </Section>
      ) : (
        <Section title={account.password} id="password">
          <Muted>{singleSignOn.noPassword(visitor.provider?.name ?? "single sign-on")}</Muted>
        </Section>
      )}
    </AppFrame>
  );
}

function PictureSection({ visitor, error }: { visitor: Visitor; error: string | undefined }) {
  const { account } = useWords();
  const picture = pictureAddress(visitor.person);
  return (
    <Section title={account.picture} id="picture">
      {picture ? (
        <Actions>
          <img class="picture large" src={picture} alt={account.pictureAlt} width="96" height="96" />
          <Form action="/account/picture/removal" label={account.removePicture}>
            <Button>{account.removePicture}</Button>
          </Form>
        </Actions>
      ) : null}
      <Form action="/account/picture" enctype="multipart/form-data" label={account.picture}>
        <FileField
          label={picture ? account.anotherPicture : account.choosePicture}
          name="picture"
          accept={acceptedTypes.join(",")}
          hint={account.pictureHint}
          required
          error={error}
        />
        <Actions>
          <Button kind="primary">{account.uploadPicture}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
