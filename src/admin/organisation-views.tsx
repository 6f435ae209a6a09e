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
  useWords,
} from "../ui/index.ts";

export interface OrganisationPageProps {
  visitor: Visitor;
  done?: string | undefined;
  error?: { field: string; message: string } | undefined;
  /** What was typed and refused. */
  typed?: { name: string; accent: string; language: string | undefined } | undefined;
}

export function OrganisationPage({ visitor, done, error, typed }: OrganisationPageProps) {
  const { consoleOrganisation: say, exporting, shared } = useWords();
  const doneWords: Record<string, string> = say.done;
  const { organisation } = visitor;
  const wrong = (field: string) => (error?.field === field ? error.message : undefined);
  const said = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisation"
      title={say.title}
      lead={say.lead}
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {error ? <ErrorSummary errors={[error]} /> : null}
        </>
      }
    >
      <Section title={say.looks}>
        <Form action="/admin/organisation" label={say.looks}>
          <Field
            label={say.name}
            name="name"
            value={typed?.name ?? organisation.name}
            hint={say.nameHint}
            autocomplete="off"
            maxlength={80}
            required
            error={wrong("name")}
          />
          <SelectField
            label={say.accent}
            name="accent"
            value={typed?.accent ?? organisation.accent}
            options={accents.map((accent) => ({ value: accent, label: say.accents[accent] }))}
            hint={say.accentHint}
            error={wrong("accent")}
          />
          <SelectField
            label={shared.language}
            name="language"
            value={typed?.language ?? organisation.language}
            options={languageOptions}
            hint={say.languageHint}
            error={wrong("language")}
          />
          <Actions>
            <Button kind="primary">{say.save}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={say.logo} description={say.logoText}>
        {organisation.logo ? (
          <Actions>
            <img class="logo large" src={logoAddress(organisation.logo)} alt={say.presentLogo} height="64" />
            <Form action="/admin/organisation/logo/removal" label={say.removeLogo}>
              <Button>{say.removeLogo}</Button>
            </Form>
          </Actions>
        ) : null}
        <Form action="/admin/organisation/logo" enctype="multipart/form-data" label={say.logo}>
          <FileField
            label={organisation.logo ? say.anotherLogo : say.chooseLogo}
            name="picture"
            accept={acceptedTypes.join(",")}
            hint={say.logoHint}
            required
            error={wrong("picture")}
          />
          <Actions>
            <Button kind="primary">{say.uploadLogo}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={exporting.section} description={exporting.sectionText}>
        <Button href="/admin/organisation/exports">{exporting.goOn}</Button>
      </Section>
    </AppFrame>
  );
}
