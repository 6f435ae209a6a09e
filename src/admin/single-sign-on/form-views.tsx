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
  const wrong = (field: TypedField) => (refusal?.field === field ? refusal.message : undefined);
  const action = id === undefined ? "/admin/single-sign-on/new" : `/admin/single-sign-on/${id}/change`;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={id === undefined ? "Connect an identity provider" : `Change ${typed.name}`}
      lead={
        id === undefined
          ? "Register Countersign at the provider first; it gives you a client ID and a client secret. The redirect address to enter there is shown once you have connected it."
          : undefined
      }
      notices={refusal ? <ErrorSummary errors={[refusal]} /> : undefined}
    >
      <Form action={action} hidden={{ seen: seen ?? null }}>
        <Section title="The provider">
          <Field
            label="Name"
            name="name"
            value={typed.name}
            required
            maxlength={60}
            hint="As people read it on the button, such as 'Acme ID'."
            error={wrong("name")}
          />
          <Field
            label="Issuer"
            name="issuer"
            type="url"
            value={typed.issuer}
            required
            maxlength={300}
            readonly={id !== undefined}
            hint={
              id === undefined
                ? "Its https address, exactly as the provider writes it."
                : "Can't be changed: people are known by it."
            }
            error={wrong("issuer")}
          />
          <Field
            label="Client ID"
            name="clientId"
            value={typed.clientId}
            required
            maxlength={300}
            error={wrong("clientId")}
          />
          <Field
            label="Client secret"
            name="clientSecret"
            value=""
            autocomplete="off"
            spellcheck={false}
            optional
            maxlength={1000}
            hint={
              id === undefined ? "Kept sealed, and never shown again." : "Leave it empty to keep the one that there is."
            }
            error={wrong("clientSecret")}
          />
        </Section>
        <Section title="Who comes in through it">
          <TextAreaField
            label="E-mail domains it serves"
            name="domains"
            value={typed.domains.join("\n")}
            rows={3}
            optional
            hint="One a line. Without any, it may sign in everybody, and everybody sees its button."
            error={wrong("domains")}
          />
          <CheckboxField
            name="onlyWay"
            label="Only single sign-on for these domains"
            checked={typed.onlyWay}
            hint="Passwords, and links for forgotten ones, are closed for them. Administrators with a second factor can still get in with both, for emergencies."
            error={wrong("onlyWay")}
          />
          <CheckboxField
            name="addsPeople"
            label="Add people who come for the first time"
            checked={typed.addsPeople}
            hint="Otherwise only those whom you have invited or added get in."
          />
          <CheckboxField
            name="vouches"
            label="Every address it tells is verified"
            checked={typed.vouches}
            hint="For providers that do not send 'email_verified', such as Entra ID. Only where nobody can write an address of their own there."
          />
        </Section>
        <Section title="The second step">
          <CheckboxField
            name="exempts"
            label="When single sign-on is on, 2FA is off here"
            checked={typed.exempts}
            hint="For sign-ins that show the evidence below. All others go through our own second step."
          />
          <Field
            label="Accepted methods (amr)"
            name="amr"
            value={typed.amr.join(" ")}
            optional
            hint="Such as 'mfa'. One of them is enough. Empty, together with the next: no evidence is asked for."
            error={wrong("amr")}
          />
          <Field
            label="Accepted levels (acr)"
            name="acr"
            value={typed.acr.join(" ")}
            optional
            hint="They are asked for at the provider, too."
            error={wrong("acr")}
          />
          <Field
            label="Oldest sign-in at the provider, in minutes"
            name="maxAge"
            type="number"
            min={1}
            max={43200}
            value={typed.maxAge}
            optional
            hint="By 'auth_time'. Empty: any."
            error={wrong("maxAge")}
          />
        </Section>
        <Section title="New people">
          <Field
            label="Claim with the display name"
            name="nameClaim"
            value={typed.nameClaim}
            required
            maxlength={200}
            error={wrong("nameClaim")}
          />
          <SelectField
            label="Account type"
            name="accountType"
            value={typed.accountType}
            options={accountTypes.map((name) => ({ value: name, label: name }))}
            error={wrong("accountType")}
          />
          <Field
            label="Claim that decides the account type"
            name="typeClaim"
            value={typed.typeClaim}
            optional
            maxlength={200}
            hint="Such as 'groups'."
            error={wrong("typeClaim")}
          />
          <TextAreaField
            label="Its values and what they stand for"
            name="types"
            value={typed.types.map(([value, type]) => `${value} = ${type}`).join("\n")}
            rows={3}
            optional
            hint="One a line, such as 'Employees = staff'. The first one that fits counts."
            error={wrong("types")}
          />
        </Section>
        <Actions>
          <Button kind="primary">{id === undefined ? "Connect" : "Save"}</Button>
          <Button href={id === undefined ? "/admin/single-sign-on" : `/admin/single-sign-on/${id}`}>Cancel</Button>
        </Actions>
      </Form>
    </AppFrame>
  );
}
