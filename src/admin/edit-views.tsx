// The form that edits a person, and what is shown before a change that the rules may follow is saved.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Person } from "../people/actions.ts";
import type { Level } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import {
  Button,
  CheckboxField,
  DataList,
  Field,
  Form,
  type Hidden,
  LanguageField,
  Notice,
  RadioGroup,
  Section,
  SelectField,
} from "../ui/index.ts";
import { asSeen, type Foreseen } from "./editing.ts";
import { personAddress } from "./people-views.tsx";
import { longestReason } from "./rules.ts";
import { levelWords, ruleWords } from "./words.ts";

export interface EditValues {
  email: string;
  screenName: string;
  displayName: string;
  accountType: string;
  language: string;
  administrator: boolean;
  helper: boolean;
  operator: boolean;
  override: Level | "policy";
  reason: string;
  /** The last day, `YYYY-MM-DD`, or ''. */
  until: string;
}

export interface EditPersonProps {
  visitor: Visitor;
  person: Person;
  values: EditValues;
  /** The organisation's own list. */
  accountTypes: string[];
  /** What the policy asks where nothing else is set for this person. */
  policyLevel: Level;
  error?: { field: string; message: string } | undefined;
}

export function EditPersonPage(props: EditPersonProps) {
  const { visitor, person, values, error } = props;
  const errorAt = (field: keyof EditValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={`Edit ${person.display_name}`}
      lead={<a href={personAddress(person)}>Back to {person.display_name}</a>}
      notices={
        error ? (
          <Notice kind="danger">{error.field ? "Nothing was saved yet: see below." : error.message}</Notice>
        ) : undefined
      }
    >
      <Form action={`${personAddress(person)}/edit`} hidden={{ seen: asSeen(person) }}>
        <Section title="Who it is">
          <Field
            label="Name"
            name="displayName"
            value={values.displayName}
            error={errorAt("displayName")}
            autocomplete="off"
            required
            maxlength={100}
          />
          <Field
            label="E-mail"
            name="email"
            type="email"
            value={values.email}
            error={errorAt("email")}
            autocomplete="off"
            required
            maxlength={254}
            hint="Rules for domains and addresses follow it. You see what changes before anything is saved."
          />
          <Field
            label="Screen name"
            name="screenName"
            value={values.screenName}
            error={errorAt("screenName")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
            maxlength={64}
          />
          <AccountTypeField {...props} error={errorAt("accountType")} />
          <LanguageField value={values.language} organisation={visitor.organisation.language} />
        </Section>
        <Section title="What they may do" description="Without any of these: sign in, and manage their own account.">
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
          {visitor.roles.has("operator") ? (
            <CheckboxField
              label="Operator"
              name="operator"
              checked={values.operator}
              hint="Manages the organisations of this installation."
            />
          ) : null}
        </Section>
        <TwoFactorSection {...props} errorAt={errorAt} />
        <div class="actions">
          <Button kind="primary">Save</Button>
          <Button kind="link" href={personAddress(person)}>
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

function AccountTypeField({
  values,
  accountTypes,
  error,
}: Pick<EditPersonProps, "values" | "accountTypes"> & { error: string | undefined }) {
  const hint = "Rules can be made for a whole account type.";
  const types = [...new Set([...accountTypes, values.accountType])];
  return (
    <SelectField
      label="Account type"
      name="accountType"
      value={values.accountType}
      options={types.map((type) => ({ value: type, label: type }))}
      error={error ?? null}
      hint={hint}
    />
  );
}

function TwoFactorSection({
  values,
  policyLevel,
  errorAt,
}: EditPersonProps & { errorAt: (field: keyof EditValues) => string | undefined }) {
  return (
    <Section title="Signing in" description="Set here, it wins over every rule of the policy.">
      <RadioGroup
        legend="Two-factor authentication"
        name="override"
        value={values.override}
        error={errorAt("override")}
        required
        options={[
          {
            value: "policy",
            label: "As the policy says",
            hint: `For this person: ${levelWords[policyLevel].toLowerCase()}.`,
          },
          {
            value: "required",
            label: "Required",
            hint: "Where nothing is set up, the next sign-in leads to set-up before anything else opens.",
          },
          {
            value: "optional",
            label: "Optional",
            hint: "They may turn it on for themselves. Those who do are asked at sign-in.",
          },
          {
            value: "off",
            label: "Off",
            hint: "They are not asked, even where it is set up. What is set up is kept.",
          },
        ]}
      />
      <Field
        label="Reason"
        name="reason"
        value={values.reason}
        error={errorAt("reason")}
        autocomplete="off"
        maxlength={longestReason}
        hint="Needed where it is not as the policy says. Kept in the history."
      />
      <Field
        label="Last day"
        name="until"
        type="date"
        value={values.until}
        error={errorAt("until")}
        optional
        hint="Afterwards it is as the policy says again (days end at midnight UTC). Empty: until somebody changes it."
      />
    </Section>
  );
}

interface ConfirmEditProps {
  visitor: Visitor;
  person: Person;
  values: EditValues;
  foreseen: Foreseen;
  /** The form, to be sent once more. */
  hidden: Hidden;
  /** Whether this person would have to set up a second factor. */
  wouldSetUp: boolean;
}

export function ConfirmEditPage({ visitor, person, values, foreseen, hidden, wouldSetUp }: ConfirmEditProps) {
  const { before, after, lost, gained } = foreseen;
  const lines = (rules: typeof lost) =>
    rules.length === 0 ? "None" : rules.map((rule) => <div>{ruleWords(rule)}</div>);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Check before saving"
      lead={`The rules follow the e-mail address and the account type. Nothing of ${person.display_name} is saved yet.`}
      notices={
        before.level === after.level ? undefined : (
          <Notice
            kind="warning"
            title={`Two-factor authentication changes from ${levelWords[before.level].toLowerCase()} to ${levelWords[after.level].toLowerCase()}`}
          >
            {wouldSetUp
              ? "Nothing is set up: the next sign-in leads to set-up, and sessions ask to sign in again."
              : ""}
          </Notice>
        )
      }
    >
      <Section title="What changes">
        <DataList
          items={[
            ...change("E-mail", person.email, values.email),
            ...change("Account type", person.account_type, values.accountType),
            { term: "The rules say now", value: explain(before, "administrator") },
            { term: "They would say", value: explain(after, "administrator") },
            { term: "Would no longer hold", value: lines(lost) },
            { term: "Would newly hold", value: lines(gained) },
          ]}
        />
      </Section>
      <Form action={`${personAddress(person)}/edit`} hidden={hidden}>
        <div class="actions">
          <Button kind="primary">Save changes</Button>
          <Button kind="link" href={`${personAddress(person)}/edit`}>
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

function change(term: string, before: string, after: string) {
  if (before === after) return [];
  return [
    {
      term,
      value: (
        <>
          <del>{before}</del> <ins>{after}</ins>
        </>
      ),
    },
  ];
}
