// The form that adds an organisation, and the page that shows its first administrator's invitation link, once.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { accents, Button, Field, Form, Notice, Section, SelectField, useWords } from "../ui/index.ts";
import type { OrganisationAdded } from "./organisations.ts";

const pageOf = (id: string): string => `/admin/organisations/${id}`;

export interface NewOrganisationValues {
  name: string;
  slug: string;
  hostName: string;
  accent: string;
  administrator: string;
  administratorName: string;
}

interface NewOrganisationProps {
  visitor: Visitor;
  values: NewOrganisationValues;
  error?: { field: string; message: string } | undefined;
}

export function NewOrganisationPage({ visitor, values, error }: NewOrganisationProps) {
  const { consoleOrganisations: say, consoleOrganisation, shared } = useWords();
  const errorAt = (field: keyof NewOrganisationValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame visitor={visitor} current="/admin/organisations" title={say.add} lead={say.newLead}>
      <Form action="/admin/organisations/new">
        <Section title={say.organisation}>
          <Field
            label={say.name}
            name="name"
            value={values.name}
            error={errorAt("name")}
            autocomplete="off"
            required
            maxlength={80}
            autofocus={!error}
          />
          <Field
            label={say.shortName}
            name="slug"
            value={values.slug}
            error={errorAt("slug")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={40}
            optional
            hint={say.shortNameHint}
          />
          <HostField value={values.hostName} error={errorAt("hostName")} />
          <SelectField
            label={consoleOrganisation.accent}
            name="accent"
            value={values.accent}
            options={accents.map((accent) => ({ value: accent, label: consoleOrganisation.accents[accent] }))}
            error={errorAt("accent")}
          />
        </Section>
        <Section title={say.firstAdministrator}>
          <Field
            label={say.email}
            name="administrator"
            type="email"
            value={values.administrator}
            error={errorAt("administrator")}
            autocomplete="off"
            required
            maxlength={254}
          />
          <Field
            label={say.theirName}
            name="administratorName"
            value={values.administratorName}
            error={errorAt("administratorName")}
            autocomplete="off"
            maxlength={100}
            optional
          />
        </Section>
        <div class="actions">
          <Button kind="primary">{say.add}</Button>
          <Button kind="link" href="/admin/organisations">
            {shared.cancel}
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

export function HostField({ value, error }: { value: string; error?: string | undefined }) {
  const { consoleOrganisations: say } = useWords();
  return (
    <Field
      label={say.hostName}
      name="hostName"
      value={value}
      error={error}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      inputmode="url"
      maxlength={253}
      optional
      hint={say.hostNameHint}
    />
  );
}

export function OrganisationInvitedPage({
  visitor,
  added,
}: {
  visitor: Visitor;
  added: Extract<OrganisationAdded, { outcome: "added" }>;
}) {
  const { consoleOrganisations: say, moment } = useWords();
  const { organisation, person, invitation } = added;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title={say.invitationLink}
      notices={<Notice kind="success">{say.wasAdded(organisation.name)}</Notice>}
    >
      <Section title={say.linkFor(person.email)} description={say.linkText}>
        <Field label={say.invitationLink} name="link" value={invitation.url} readonly />
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
        <p>{say.linkWorks(moment(invitation.until), organisation.name)}</p>
        <div class="actions">
          <Button href={pageOf(organisation.id)}>{say.goTo(organisation.name)}</Button>
          <Button kind="link" href="/admin/organisations/new">
            {say.addAnother}
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
