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
  Notice,
  PasswordField,
  Section,
  TimeStamp,
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
  const { person } = visitor;
  const wrong = (field: ProfileField) => (error?.field === field ? error.message : undefined);
  const notices = (
    <>
      <DoneNotice done={done} />
      {error ? <ErrorSummary errors={[error]} /> : null}
      {invite && !error ? <EnableBanner requirement={visitor.requirement} /> : null}
    </>
  );
  return (
    <AppFrame visitor={visitor} current="/account" title="Profile" notices={notices}>
      <PictureSection visitor={visitor} error={wrong("picture")} />
      <Section title="Names and language" id="names">
        <Form action="/account/profile" label="Names and language">
          <Field
            label="Display name"
            name="displayName"
            value={typed.displayName ?? person.display_name}
            hint="How others see you."
            autocomplete="name"
            maxlength={100}
            required
            error={wrong("displayName")}
          />
          <Field
            label="Screen name"
            name="screenName"
            value={typed.screenName ?? person.screen_name}
            hint="You can sign in with it instead of your e-mail address."
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
            hint="Of letters and of your own pages."
          />
          <Actions>
            <Button kind="primary">Save</Button>
          </Actions>
        </Form>
      </Section>
      <Section title="E-mail" id="email">
        {pending ? (
          <Notice kind="info">
            {pending.email} waits for you to confirm it: follow the link in the letter we sent there. It works until{" "}
            <TimeStamp at={pending.until} />.
          </Notice>
        ) : null}
        <Form action="/account/email" label="E-mail">
          <Field
            label="E-mail address"
            name="email"
            type="email"
            value={typed.email ?? person.email}
            autocomplete="email"
            maxlength={254}
            required
            hint={confirms ? "A new address counts once you follow the link that we mail there." : undefined}
            error={wrong("email")}
          />
          <PasswordField
            label="Your password"
            name="password"
            autocomplete="current-password"
            hint="Changing the address needs your password."
            error={wrong("password")}
          />
          <Actions>
            <Button kind="primary">Change e-mail</Button>
          </Actions>
        </Form>
      </Section>
      <Section
        title="Password"
        id="password"
        description="A new password signs you out everywhere else and ends trust in every browser."
      >
        <Form action="/account/password" label="Password">
          <input type="text" name="username" value={person.email} autocomplete="username" readonly hidden />
          <PasswordField
            label="Current password"
            name="currentPassword"
            autocomplete="current-password"
            error={wrong("currentPassword")}
          />
          <PasswordField
            label="New password"
            name="newPassword"
            autocomplete="new-password"
            hint={`At least ${shortest} characters. A few words in a row are easy to remember.`}
            minlength={shortest}
            error={wrong("newPassword")}
          />
          <Actions>
            <Button kind="primary">Change password</Button>
          </Actions>
        </Form>
      </Section>
    </AppFrame>
  );
}

function PictureSection({ visitor, error }: { visitor: Visitor; error: string | undefined }) {
  const picture = pictureAddress(visitor.person);
  return (
    <Section title="Picture" id="picture">
      {picture ? (
        <Actions>
          <img class="picture large" src={picture} alt="You, as others see you" width="96" height="96" />
          <Form action="/account/picture/removal" label="Remove picture">
            <Button>Remove picture</Button>
          </Form>
        </Actions>
      ) : null}
      <Form action="/account/picture" enctype="multipart/form-data" label="Picture">
        <FileField
          label={picture ? "Another picture" : "Choose a picture"}
          name="picture"
          accept={acceptedTypes.join(",")}
          hint="PNG, JPEG or WebP, at most 1 MiB. It is cut to a square."
          required
          error={error}
        />
        <Actions>
          <Button kind="primary">Upload picture</Button>
        </Actions>
      </Form>
    </Section>
  );
}
