// The forms of an application: how it connects, and what is asked for each kind.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { type ApplicationKind, longestNote } from "../../applications/rules.ts";
import {
  Button,
  CheckboxField,
  ErrorSummary,
  Field,
  Form,
  RadioGroup,
  Section,
  TextAreaField,
} from "../../ui/index.ts";
import type { Trouble } from "./reading.ts";
import { type AddedKind, addedKinds, kindAbout, kindWords } from "./words.ts";

/** As the form has it: several of a thing are lines. */
export interface FormValues {
  name: string;
  takesPart: string;
  takesPartFrom: string;
  note: string;
  active: boolean;
  redirectAddresses: string;
  afterSignOutAddresses: string;
  backChannelAddress: string;
  client: string;
  hosts: string;
  unknownPeople: string;
}

export const blank: FormValues = {
  name: "",
  takesPart: "yes",
  takesPartFrom: "",
  note: "",
  active: true,
  redirectAddresses: "",
  afterSignOutAddresses: "",
  backChannelAddress: "",
  client: "confidential",
  hosts: "",
  unknownPeople: "refuse",
};

export function ChooseKindPage({ visitor }: { visitor: Visitor }) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title="Add application"
      lead="How does it connect? Its own documentation says what it can do; OpenID Connect is best where it can."
    >
      {addedKinds.map((kind) => (
        <Section title={kindWords[kind]} description={kindAbout[kind]}>
          <Button
            href={`/admin/applications/new/${kind}`}
            kind={kind === "openid" ? "primary" : "secondary"}
            label={`Continue: ${kindWords[kind]}`}
          >
            Continue
          </Button>
        </Section>
      ))}
    </AppFrame>
  );
}

interface FormProps {
  values: FormValues;
  errors?: readonly Trouble[];
  ownHost: string;
}

const newLead: Record<AddedKind, string> = {
  openid: "An application with OpenID Connect, or an API that its tokens are sent to.",
  "forward-auth": "An application behind a proxy.",
  duo: "An application with the Duo protocol.",
};

export function NewApplicationPage({ visitor, kind, ...props }: FormProps & { visitor: Visitor; kind: AddedKind }) {
  return (
    <AppFrame visitor={visitor} current="/admin/applications" title="Add application" lead={newLead[kind]}>
      <Form action={`/admin/applications/new/${kind}`}>
        <Summary errors={props.errors} />
        <Fields kind={kind} isNew {...props} />
        <div class="actions">
          <Button kind="primary">Add application</Button>
          <Button kind="link" href="/admin/applications">
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

export function EditApplicationPage({
  visitor,
  id,
  name,
  kind,
  seen,
  ...props
}: FormProps & { visitor: Visitor; id: string; name: string; kind: ApplicationKind; seen: string }) {
  return (
    <AppFrame visitor={visitor} current="/admin/applications" title={`Change ${name}`}>
      <Form action={`/admin/applications/${id}/edit`} hidden={{ seen }}>
        <Summary errors={props.errors} />
        <Fields kind={kind} {...props} />
        <div class="actions">
          <Button kind="primary">Save</Button>
          <Button kind="link" href={`/admin/applications/${id}`}>
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

const Summary = ({ errors = [] }: { errors?: readonly Trouble[] | undefined }) => (
  <ErrorSummary errors={errors.map(({ field, message }) => (field === "" ? { message } : { field, message }))} />
);

function Fields({
  kind,
  values,
  errors = [],
  ownHost,
  isNew = false,
}: FormProps & { kind: ApplicationKind; isNew?: boolean }) {
  const errorAt = (field: keyof FormValues) => errors.find((one) => one.field === field)?.message;
  const lines = (name: "redirectAddresses" | "afterSignOutAddresses" | "hosts") => ({
    name,
    value: values[name],
    error: errorAt(name) ?? null,
    rows: 3,
  });
  return (
    <>
      <Section title="Application">
        <Field
          label="Name"
          name="name"
          value={values.name}
          error={errorAt("name") ?? null}
          hint="As its people know it: they read it when they sign in."
          autocomplete="off"
          required
          maxlength={60}
          autofocus={isNew && errors.length === 0}
        />
        {isNew ? null : (
          <CheckboxField
            label="People can sign in to it"
            name="active"
            checked={values.active}
            hint="Switched off, it is refused from the next request on. Nothing of it is lost."
          />
        )}
      </Section>
      <Section title="Two-factor sign-in">
        <RadioGroup
          legend="Does it take part?"
          name="takesPart"
          value={values.takesPart}
          options={[
            { value: "yes", label: "Takes part", hint: "People give a second factor there as the policy says." },
            {
              value: "not-yet",
              label: "Not yet",
              hint: "The password is enough there, for now. Everything else still asks as the policy says.",
            },
          ]}
        />
        <Field
          label="Takes part from"
          name="takesPartFrom"
          type="date"
          value={values.takesPartFrom}
          error={errorAt("takesPartFrom") ?? null}
          hint="For 'Not yet': from this day on (UTC) it takes part by itself. Left empty, somebody has to say so here."
          optional
        />
        <TextAreaField
          label="Note"
          name="note"
          value={values.note}
          error={errorAt("note") ?? null}
          hint="Why not yet, or whom to ask. Administrators see it."
          rows={2}
          maxlength={longestNote}
          optional
        />
      </Section>
      {kind === "embedded" ? null : (
        <Section title="Connection">
          {kind === "openid" && isNew ? (
            <RadioGroup
              legend="Where does it run?"
              name="client"
              value={values.client}
              hint="This stays as it is chosen now."
              options={[
                { value: "confidential", label: "On a server", hint: "It can keep a secret, and gets one." },
                {
                  value: "public",
                  label: "On people's own devices",
                  hint: "A phone or desktop app, or a page without a server: no secret, PKCE alone.",
                },
              ]}
            />
          ) : null}
          {kind === "openid" || kind === "duo" ? (
            <TextAreaField
              {...lines("redirectAddresses")}
              label="Return addresses"
              hint={
                kind === "openid"
                  ? "One a line: its redirect URIs, exactly as it sends them. An API that only looks at tokens has none."
                  : "One a line: the address that its users are sent back to, exactly as it sends it."
              }
              required={kind === "duo"}
            />
          ) : null}
          {kind === "openid" ? (
            <>
              <TextAreaField
                {...lines("afterSignOutAddresses")}
                label="After sign-out"
                hint="One a line: where it may send people once they are signed out."
                rows={2}
                optional
              />
              <Field
                label="Back-channel address"
                name="backChannelAddress"
                value={values.backChannelAddress}
                error={errorAt("backChannelAddress") ?? null}
                hint="Told when somebody's session ends, so that it can end its own (back-channel logout)."
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                inputmode="url"
                maxlength={500}
                optional
              />
            </>
          ) : null}
          {kind === "duo" ? (
            <RadioGroup
              legend="People it names who are not known here"
              name="unknownPeople"
              value={values.unknownPeople}
              options={[
                { value: "refuse", label: "Refuse them" },
                { value: "enrol", label: "Let them set up a second factor there and then" },
              ]}
            />
          ) : null}
          {kind === "forward-auth" ? (
            <TextAreaField
              {...lines("hosts")}
              label="Hosts"
              hint={`One a line, with the port where it is not the usual one, such as wiki.example.com. They have to share a domain with ${ownHost}.`}
              required
            />
          ) : null}
        </Section>
      )}
    </>
  );
}
