// The form that adds a person, and the page that shows their invitation link, once.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Person } from "../people/actions.ts";
import {
  Button,
  CheckboxField,
  Field,
  Form,
  LanguageField,
  Notice,
  Section,
  SelectField,
  useWords,
} from "../ui/index.ts";
import type { Invitation } from "./people.ts";
import { personAddress } from "./people-views.tsx";

export interface NewPersonValues {
  email: string;
  screenName: string;
  displayName: string;
  accountType: string;
  language: string;
  administrator: boolean;
  helper: boolean;
}

interface NewPersonProps {
  visitor: Visitor;
  values: NewPersonValues;
  /** The organisation's list. */
  accountTypes: string[];
  error?: { field: string; message: string } | undefined;
}

export function NewPersonPage({ visitor, values, accountTypes, error }: NewPersonProps) {
  const { consoleShared: common, consolePeople: say, shared } = useWords();
  const errorAt = (field: keyof NewPersonValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame visitor={visitor} current="/admin/people" title={say.add} lead={say.newLead}>
      <Section title={say.whoJoins}>
        <Form action="/admin/people/new">
          <Field
            label={common.email}
            name="email"
            type="email"
            value={values.email}
            error={errorAt("email")}
            autocomplete="off"
            required
            maxlength={254}
            autofocus={!error}
          />
          <Field
            label={common.name}
            name="displayName"
            value={values.displayName}
            error={errorAt("displayName")}
            autocomplete="off"
            required
            maxlength={100}
            hint={say.nameHint}
          />
          <Field
            label={common.screenName}
            name="screenName"
            value={values.screenName}
            error={errorAt("screenName")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={64}
            optional
            hint={say.screenNameHint}
          />
          <SelectField
            label={common.accountType}
            name="accountType"
            value={values.accountType}
            error={errorAt("accountType") ?? null}
            options={accountTypes.map((type) => ({ value: type, label: type }))}
            hint={say.accountTypeHint}
          />
          <LanguageField value={values.language} organisation={visitor.organisation.language} hint={say.languageHint} />
          <CheckboxField
            label={common.roles.helper}
            name="helper"
            checked={values.helper}
            hint={common.roleHints.helper}
          />
          <CheckboxField
            label={common.roles.administrator}
            name="administrator"
            checked={values.administrator}
            hint={common.roleHints.administrator}
          />
          <div class="actions">
            <Button kind="primary">{say.add}</Button>
            <Button kind="link" href="/admin/people">
              {shared.cancel}
            </Button>
          </div>
        </Form>
      </Section>
    </AppFrame>
  );
}

interface InvitationProps {
  visitor: Visitor;
  person: Person;
  invitation: Invitation;
  /** Whether the person was added just now, or already waited for a new link. */
  added: boolean;
}

export function InvitationPage({ visitor, person, invitation, added }: InvitationProps) {
  const { consolePeople: say, moment } = useWords();
  const link = person.status === "invited" ? say.invitationLink : say.passwordLink;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={link}
      notices={<Notice kind="success">{added ? say.wasAdded(person.display_name) : say.newLink}</Notice>}
    >
      <Section
        title={say.linkFor(person.display_name)}
        description={invitation.mailed ? say.linkMailed(person.email) : say.linkShown}
      >
        <Field label={link} name="link" value={invitation.url} readonly />
        <div class="actions">
          <button
            class="button primary"
            type="button"
            data-copy={invitation.url}
            data-confirm-copy={say.linkCopied}
            hidden
          >
            {say.copyLink}
          </button>
          <span class="said" role="status" data-said />
        </div>
        <p>{say.linkWorks(moment(invitation.until), person.email)}</p>
        <div class="actions">
          <Button href={personAddress(person)}>{say.goTo(person.display_name)}</Button>
          <Button kind="link" href="/admin/people/new">
            {say.addAnother}
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
