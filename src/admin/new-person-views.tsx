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
  TimeStamp,
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
  const errorAt = (field: keyof NewPersonValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Add person"
      lead="You get a link to pass on. The person opens it, chooses a password and joins."
    >
      <Section title="Who joins">
        <Form action="/admin/people/new">
          <Field
            label="E-mail"
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
            label="Name"
            name="displayName"
            value={values.displayName}
            error={errorAt("displayName")}
            autocomplete="off"
            required
            maxlength={100}
            hint="As others see it, such as Kim Larsen."
          />
          <Field
            label="Screen name"
            name="screenName"
            value={values.screenName}
            error={errorAt("screenName")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={64}
            optional
            hint="To sign in with instead of the e-mail address. Left empty, it is made from the address."
          />
          <SelectField
            label="Account type"
            name="accountType"
            value={values.accountType}
            error={errorAt("accountType") ?? null}
            options={accountTypes.map((type) => ({ value: type, label: type }))}
            hint="Rules can be made for a whole account type."
          />
          <LanguageField
            value={values.language}
            organisation={visitor.organisation.language}
            hint="Of letters, the invitation among them, and of their own pages."
          />
          <CheckboxField
            label="Helper"
            name="helper"
            checked={values.helper}
            hint="Sees people and decides help requests. Changes neither people nor settings."
          />
          <CheckboxField
            label="Administrator"
            name="administrator"
            checked={values.administrator}
            hint="Manages people and security settings."
          />
          <div class="actions">
            <Button kind="primary">Add person</Button>
            <Button kind="link" href="/admin/people">
              Cancel
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
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={person.status === "invited" ? "Invitation link" : "Password link"}
      notices={
        <Notice kind="success">
          {added ? `${person.display_name} was added.` : "This is a new link. The one before does not work any more."}
        </Notice>
      }
    >
      <Section
        title={<>For {person.display_name}</>}
        description={
          invitation.mailed
            ? `A letter with a link is on its way to ${person.email}. This one opens the same, once, and is shown only now.`
            : "Shown only now. Send it to the person yourself: no mail server is set up."
        }
      >
        <Field
          label={person.status === "invited" ? "Invitation link" : "Password link"}
          name="link"
          value={invitation.url}
          readonly
        />
        <div class="actions">
          <button
            class="button primary"
            type="button"
            data-copy={invitation.url}
            data-confirm-copy="Link copied"
            hidden
          >
            Copy link
          </button>
          <span class="said" role="status" data-said />
        </div>
        <p>
          It works once, until <TimeStamp at={invitation.until} />. Whoever has it can choose the password of{" "}
          {person.email}.
        </p>
        <div class="actions">
          <Button href={personAddress(person)}>Go to {person.display_name}</Button>
          <Button kind="link" href="/admin/people/new">
            Add another person
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
