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
  useWords,
} from "../../ui/index.ts";
import { type AddedKind, addedKinds, kindWords } from "./words.ts";

interface FieldError {
  field: string;
  message: string;
}

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
  const words = useWords();
  const { consoleApplications, consoleApplicationForms: say, shared } = words;
  return (
    <AppFrame visitor={visitor} current="/admin/applications" title={consoleApplications.add} lead={say.how}>
      {addedKinds.map((kind) => (
        <Section title={kindWords(kind, words)} description={say.about[kind]}>
          <Button
            href={`/admin/applications/new/${kind}`}
            kind={kind === "openid" ? "primary" : "secondary"}
            label={say.goOnWith(kindWords(kind, words))}
          >
            {shared.goOn}
          </Button>
        </Section>
      ))}
    </AppFrame>
  );
}

interface FormProps {
  values: FormValues;
  errors?: readonly FieldError[];
  ownHost: string;
}

export function NewApplicationPage({ visitor, kind, ...props }: FormProps & { visitor: Visitor; kind: AddedKind }) {
  const { consoleApplications, consoleApplicationForms: say, shared } = useWords();
  return (
    <AppFrame visitor={visitor} current="/admin/applications" title={consoleApplications.add} lead={say.newLead[kind]}>
      <Form action={`/admin/applications/new/${kind}`}>
        <Summary errors={props.errors} />
        <Fields kind={kind} isNew {...props} />
        <div class="actions">
          <Button kind="primary">{consoleApplications.add}</Button>
          <Button kind="link" href="/admin/applications">
            {shared.cancel}
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
  const { consoleApplicationForms: say, shared } = useWords();
  return (
    <AppFrame visitor={visitor} current="/admin/applications" title={say.changeTitle(name)}>
      <Form action={`/admin/applications/${id}/edit`} hidden={{ seen }}>
        <Summary errors={props.errors} />
        <Fields kind={kind} {...props} />
        <div class="actions">
          <Button kind="primary">{say.save}</Button>
          <Button kind="link" href={`/admin/applications/${id}`}>
            {shared.cancel}
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

const Summary = ({ errors = [] }: { errors?: readonly FieldError[] | undefined }) => (
  <ErrorSummary errors={errors.map(({ field, message }) => (field === "" ? { message } : { field, message }))} />
);

function Fields({
  kind,
  values,
  errors = [],
  ownHost,
  isNew = false,
}: FormProps & { kind: ApplicationKind; isNew?: boolean }) {
  const { consoleApplications: named, consoleApplicationForms: say } = useWords();
  const errorAt = (field: keyof FormValues) => errors.find((one) => one.field === field)?.message;
  const lines = (name: "redirectAddresses" | "afterSignOutAddresses" | "hosts") => ({
    name,
    value: values[name],
    error: errorAt(name) ?? null,
    rows: 3,
  });
  return (
    <>
      <Section title={say.application}>
        <Field
          label={named.name}
          name="name"
          value={values.name}
          error={errorAt("name") ?? null}
          hint={say.nameHint}
          autocomplete="off"
          required
          maxlength={60}
          autofocus={isNew && errors.length === 0}
        />
        {isNew ? null : (
          <CheckboxField label={say.active} name="active" checked={values.active} hint={say.activeHint} />
        )}
      </Section>
      <Section title={named.twoFactor}>
        <RadioGroup
          legend={say.doesItTakePart}
          name="takesPart"
          value={values.takesPart}
          options={[
            { value: "yes", label: named.takesPart, hint: say.takesPartHint },
            {
              value: "not-yet",
              label: named.notYet,
              hint: say.notYetHint,
            },
          ]}
        />
        <Field
          label={say.from}
          name="takesPartFrom"
          type="date"
          value={values.takesPartFrom}
          error={errorAt("takesPartFrom") ?? null}
          hint={say.fromHint}
          optional
        />
        <TextAreaField
          label={named.note}
          name="note"
          value={values.note}
          error={errorAt("note") ?? null}
          hint={say.noteHint}
          rows={2}
          maxlength={longestNote}
          optional
        />
      </Section>
      {kind === "embedded" ? null : (
        <Section title={named.connection}>
          {kind === "openid" && isNew ? (
            <RadioGroup
              legend={say.whereRuns}
              name="client"
              value={values.client}
              hint={say.whereHint}
              options={[
                { value: "confidential", label: say.onServer, hint: say.onServerHint },
                {
                  value: "public",
                  label: say.onDevices,
                  hint: say.onDevicesHint,
                },
              ]}
            />
          ) : null}
          {kind === "openid" || kind === "duo" ? (
            <TextAreaField
              {...lines("redirectAddresses")}
              label={named.returnAddresses}
              hint={say.returnHint[kind]}
              required={kind === "duo"}
            />
          ) : null}
          {kind === "openid" ? (
            <>
              <TextAreaField
                {...lines("afterSignOutAddresses")}
                label={named.afterSignOut}
                hint={say.afterSignOutHint}
                rows={2}
                optional
              />
              <Field
                label={named.backChannel}
                name="backChannelAddress"
                value={values.backChannelAddress}
                error={errorAt("backChannelAddress") ?? null}
                hint={say.backChannelHint}
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
              legend={say.unknownPeople}
              name="unknownPeople"
              value={values.unknownPeople}
              options={[
                { value: "refuse", label: say.refuseThem },
                { value: "enrol", label: say.letThemSetUp },
              ]}
            />
          ) : null}
          {kind === "forward-auth" ? (
            <TextAreaField {...lines("hosts")} label={named.hosts} hint={say.hostsHint(ownHost)} required />
          ) : null}
        </Section>
      )}
    </>
  );
}
