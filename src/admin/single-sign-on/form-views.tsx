// The form in which an identity provider is connected or changed.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Actions,
  Button,
  CheckboxField,
  ErrorSummary,
  Field,
  Form,
  Section,
  SelectField,
  TextAreaField,
  useWords,
} from "../../ui/index.ts";
import type { TypedField, TypedProvider } from "./rules.ts";

export interface ProviderFormProps {
  visitor: Visitor;
  /** Of the one that is changed. */
  id: string | undefined;
  typed: TypedProvider;
  accountTypes: readonly string[];
  refusal?: { field: TypedField; message: string } | undefined;
  /** Names what the form was filled from. */
  seen?: string | undefined;
}

export function ProviderForm({ visitor, id, typed, accountTypes, refusal, seen }: ProviderFormProps) {
  const { consoleProviderForms: say, consoleSingleSignOn, shared } = useWords();
  const wrong = (field: TypedField) => (refusal?.field === field ? refusal.message : undefined);
  const action = id === undefined ? "/admin/single-sign-on/new" : `/admin/single-sign-on/${id}/change`;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={id === undefined ? say.connectTitle : say.changeTitle(typed.name)}
      lead={id === undefined ? say.connectLead : undefined}
      notices={refusal ? <ErrorSummary errors={[refusal]} /> : undefined}
    >
      <Form action={action} hidden={{ seen: seen ?? null }}>
        <Section title={say.theProvider}>
          <Field
            label={say.name}
            name="name"
            value={typed.name}
            required
            maxlength={60}
            hint={say.nameHint}
            error={wrong("name")}
          />
          <Field
            label={consoleSingleSignOn.issuer}
            name="issuer"
            type="url"
            value={typed.issuer}
            required
            maxlength={300}
            readonly={id !== undefined}
            hint={id === undefined ? say.issuerHint : say.issuerKept}
            error={wrong("issuer")}
          />
          <Field
            label={consoleSingleSignOn.clientId}
            name="clientId"
            value={typed.clientId}
            required
            maxlength={300}
            error={wrong("clientId")}
          />
          <Field
            label={consoleSingleSignOn.clientSecret}
            name="clientSecret"
            value=""
            autocomplete="off"
            spellcheck={false}
            optional
            maxlength={1000}
            hint={id === undefined ? say.secretHint : say.secretKept}
            error={wrong("clientSecret")}
          />
        </Section>
        <Section title={say.whoComesIn}>
          <TextAreaField
            label={say.domains}
            name="domains"
            value={typed.domains.join("\n")}
            rows={3}
            optional
            hint={say.domainsHint}
            error={wrong("domains")}
          />
          <CheckboxField
            name="onlyWay"
            label={say.onlyWay}
            checked={typed.onlyWay}
            hint={say.onlyWayHint}
            error={wrong("onlyWay")}
          />
          <CheckboxField
            name="addsPeople"
            label={say.addsPeople}
            checked={typed.addsPeople}
            hint={say.addsPeopleHint}
          />
          <CheckboxField name="vouches" label={say.vouches} checked={typed.vouches} hint={say.vouchesHint} />
        </Section>
        <Section title={consoleSingleSignOn.secondStep}>
          <CheckboxField name="exempts" label={say.exempts} checked={typed.exempts} hint={say.exemptsHint} />
          <Field
            label={say.amr}
            name="amr"
            value={typed.amr.join(" ")}
            optional
            hint={say.amrHint}
            error={wrong("amr")}
          />
          <Field
            label={say.acr}
            name="acr"
            value={typed.acr.join(" ")}
            optional
            hint={say.acrHint}
            error={wrong("acr")}
          />
          <Field
            label={say.maxAge}
            name="maxAge"
            type="number"
            min={1}
            max={43200}
            value={typed.maxAge}
            optional
            hint={say.maxAgeHint}
            error={wrong("maxAge")}
          />
        </Section>
        <Section title={say.newPeople}>
          <Field
            label={say.nameClaim}
            name="nameClaim"
            value={typed.nameClaim}
            required
            maxlength={200}
            error={wrong("nameClaim")}
          />
          <SelectField
            label={say.accountType}
            name="accountType"
            value={typed.accountType}
            options={accountTypes.map((name) => ({ value: name, label: name }))}
            error={wrong("accountType")}
          />
          <Field
            label={say.typeClaim}
            name="typeClaim"
            value={typed.typeClaim}
            optional
            maxlength={200}
            hint={say.typeClaimHint}
            error={wrong("typeClaim")}
          />
          <TextAreaField
            label={say.types}
            name="types"
            value={typed.types.map(([value, type]) => `${value} = ${type}`).join("\n")}
            rows={3}
            optional
            hint={say.typesHint}
            error={wrong("types")}
          />
        </Section>
        <Actions>
          <Button kind="primary">{id === undefined ? say.connect : say.save}</Button>
          <Button href={id === undefined ? "/admin/single-sign-on" : `/admin/single-sign-on/${id}`}>
            {shared.cancel}
          </Button>
        </Actions>
      </Form>
    </AppFrame>
  );
}
