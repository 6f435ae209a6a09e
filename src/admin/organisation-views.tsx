// How one's own organisation looks, for its administrators.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { acceptedTypes } from "../http/picture.ts";
import {
  Actions,
  accents,
  Button,
  ErrorSummary,
  Field,
  FileField,
  Form,
  languageOptions,
  logoAddress,
  Notice,
  Section,
  SelectField,
} from "../ui/index.ts";
import { accentWords } from "./organisation-words.ts";

export interface OrganisationPageProps {
  visitor: Visitor;
  done?: string | undefined;
  error?: { field: string; message: string } | undefined;
  /** What was typed and refused. */
  typed?: { name: string; accent: string; language: string | undefined } | undefined;
}

const doneWords: Record<string, string> = {
  saved: "Saved. Every page of the organisation shows it from now on.",
  logo: "The new logo is in place.",
  "logo-removed": "The logo was removed.",
};

export function OrganisationPage({ visitor, done, error, typed }: OrganisationPageProps) {
  const { organisation } = visitor;
  const wrong = (field: string) => (error?.field === field ? error.message : undefined);
  const said = done === undefined ? undefined : doneWords[done];
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisation"
      title="Organisation"
      lead="What people see of it, from the sign-in page on."
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {error ? <ErrorSummary errors={[error]} /> : null}
        </>
      }
    >
      <Section title="Name, colour and language">
        <Form action="/admin/organisation" label="Name, colour and language">
          <Field
            label="Name"
            name="name"
            value={typed?.name ?? organisation.name}
            hint="On every page, in mails, and beside the codes in people's authenticator apps."
            autocomplete="off"
            maxlength={80}
            required
            error={wrong("name")}
          />
          <SelectField
            label="Accent colour"
            name="accent"
            value={typed?.accent ?? organisation.accent}
            options={accents.map((accent) => ({ value: accent, label: accentWords[accent] }))}
            hint="For buttons and links."
            error={wrong("accent")}
          />
          <SelectField
            label="Language"
            name="language"
            value={typed?.language ?? organisation.language}
            options={languageOptions}
            hint="Of letters and pages for those who chose none; pages follow the browser first. This console is in English."
            error={wrong("language")}
          />
          <Actions>
            <Button kind="primary">Save</Button>
          </Actions>
        </Form>
      </Section>
      <Section
        title="Logo"
        description="Stands beside the name on every page. Anybody who opens the sign-in page sees it."
      >
        {organisation.logo ? (
          <Actions>
            <img class="logo large" src={logoAddress(organisation.logo)} alt="The present logo" height="64" />
            <Form action="/admin/organisation/logo/removal" label="Remove logo">
              <Button>Remove logo</Button>
            </Form>
          </Actions>
        ) : null}
        <Form action="/admin/organisation/logo" enctype="multipart/form-data" label="Logo">
          <FileField
            label={organisation.logo ? "Another logo" : "Choose a logo"}
            name="picture"
            accept={acceptedTypes.join(",")}
            hint="PNG, JPEG or WebP, at most 1 MiB. It keeps its proportions; a wide one on a clear ground looks best."
            required
            error={wrong("picture")}
          />
          <Actions>
            <Button kind="primary">Upload logo</Button>
          </Actions>
        </Form>
      </Section>
    </AppFrame>
  );
}
