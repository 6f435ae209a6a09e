// The form that adds an organisation, and the page that shows its first administrator's invitation link, once.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { accents, Button, Field, Form, Notice, Section, SelectField, TimeStamp } from "../ui/index.ts";
import { accentWords } from "./organisation-words.ts";
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
  const errorAt = (field: keyof NewOrganisationValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title="Add organisation"
      lead="Its first administrator joins by a link that you pass on, and adds everybody else."
    >
      <Form action="/admin/organisations/new">
        <Section title="Organisation">
          <Field
            label="Name"
            name="name"
            value={values.name}
            error={errorAt("name")}
            autocomplete="off"
            required
            maxlength={80}
            autofocus={!error}
          />
          <Field
            label="Short name"
            name="slug"
            value={values.slug}
            error={errorAt("slug")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={40}
            optional
            hint="In the address by which people come to their sign-in. Left empty, it is made from the name. It stays."
          />
          <HostField value={values.hostName} error={errorAt("hostName")} />
          <SelectField
            label="Accent colour"
            name="accent"
            value={values.accent}
            options={accents.map((accent) => ({ value: accent, label: accentWords[accent] }))}
            error={errorAt("accent")}
          />
        </Section>
        <Section title="First administrator">
          <Field
            label="E-mail"
            name="administrator"
            type="email"
            value={values.administrator}
            error={errorAt("administrator")}
            autocomplete="off"
            required
            maxlength={254}
          />
          <Field
            label="Their name"
            name="administratorName"
            value={values.administratorName}
            error={errorAt("administratorName")}
            autocomplete="off"
            maxlength={100}
            optional
          />
        </Section>
        <div class="actions">
          <Button kind="primary">Add organisation</Button>
          <Button kind="link" href="/admin/organisations">
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

export const HostField = ({ value, error }: { value: string; error?: string | undefined }) => (
  <Field
    label="Host name"
    name="hostName"
    value={value}
    error={error}
    autocomplete="off"
    autocapitalize="none"
    spellcheck={false}
    inputmode="url"
    maxlength={253}
    optional
    hint="Such as login.example.com, where it leads to this server. The organisation is then reached there alone."
  />
);

export function OrganisationInvitedPage({
  visitor,
  added,
}: {
  visitor: Visitor;
  added: Extract<OrganisationAdded, { outcome: "added" }>;
}) {
  const { organisation, person, invitation } = added;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title="Invitation link"
      notices={<Notice kind="success">{organisation.name} was added.</Notice>}
    >
      <Section title={<>For {person.email}</>} description="Shown only now. Send it to them yourself.">
        <Field label="Invitation link" name="link" value={invitation.url} readonly />
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
          It works once, until <TimeStamp at={invitation.until} />. Whoever has it becomes administrator of{" "}
          {organisation.name}.
        </p>
        <div class="actions">
          <Button href={pageOf(organisation.id)}>Go to {organisation.name}</Button>
          <Button kind="link" href="/admin/organisations/new">
            Add another organisation
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
