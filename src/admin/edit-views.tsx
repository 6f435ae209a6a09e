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
  useWords,
} from "../ui/index.ts";
import { asSeen, type Foreseen } from "./editing.ts";
import { personAddress } from "./people-views.tsx";
import { longestReason } from "./rules.ts";
import { ruleWords } from "./words.ts";

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
  const { consoleShared: common, consoleEditing: say, shared } = useWords();
  const { visitor, person, values, error } = props;
  const errorAt = (field: keyof EditValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.title(person.display_name)}
      lead={<a href={personAddress(person)}>{say.back(person.display_name)}</a>}
      notices={error ? <Notice kind="danger">{error.field ? say.notSavedYet : error.message}</Notice> : undefined}
    >
      <Form action={`${personAddress(person)}/edit`} hidden={{ seen: asSeen(person) }}>
        <Section title={say.who}>
          <Field
            label={common.name}
            name="displayName"
            value={values.displayName}
            error={errorAt("displayName")}
            autocomplete="off"
            required
            maxlength={100}
          />
          <Field
            label={common.email}
            name="email"
            type="email"
            value={values.email}
            error={errorAt("email")}
            autocomplete="off"
            required
            maxlength={254}
            hint={say.emailHint}
          />
          <Field
            label={common.screenName}
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
        <Section title={say.may} description={say.mayText}>
          <CheckboxField
            label={common.roles.helper}
            name="helper"
            checked={values.helper}
            hint={common.roleHints.helper}
          />
          <CheckboxField
            label={common.roles.administrator}
            name="administrator"
            checked={values.administrator}
            hint={common.roleHints.administrator}
          />
          {visitor.roles.has("operator") ? (
            <CheckboxField
              label={common.roles.operator}
              name="operator"
              checked={values.operator}
              hint={common.roleHints.operator}
            />
          ) : null}
        </Section>
        <TwoFactorSection {...props} errorAt={errorAt} />
        <div class="actions">
          <Button kind="primary">{common.save}</Button>
          <Button kind="link" href={personAddress(person)}>
            {shared.cancel}
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
  const { consoleShared: common, consolePeople } = useWords();
  const types = [...new Set([...accountTypes, values.accountType])];
  return (
    <SelectField
      label={common.accountType}
      name="accountType"
      value={values.accountType}
      options={types.map((type) => ({ value: type, label: type }))}
      error={error ?? null}
      hint={consolePeople.accountTypeHint}
    />
  );
}

function TwoFactorSection({
  values,
  policyLevel,
  errorAt,
}: EditPersonProps & { errorAt: (field: keyof EditValues) => string | undefined }) {
  const { consoleShared: common, consoleEditing: say, requirement } = useWords();
  return (
    <Section title={say.signingIn} description={say.signingInText}>
      <RadioGroup
        legend={common.twoFactor}
        name="override"
        value={values.override}
        error={errorAt("override")}
        required
        options={[
          {
            value: "policy",
            label: common.asPolicySays,
            hint: say.policyHint(requirement.saying[policyLevel]),
          },
          {
            value: "required",
            label: requirement.levels.required,
            hint: say.levelHints.required,
          },
          {
            value: "optional",
            label: requirement.levels.optional,
            hint: say.levelHints.optional,
          },
          {
            value: "off",
            label: requirement.levels.off,
            hint: say.levelHints.off,
          },
        ]}
      />
      <Field
        label={common.reason}
        name="reason"
        value={values.reason}
        error={errorAt("reason")}
        autocomplete="off"
        maxlength={longestReason}
        hint={say.reasonHint}
      />
      <Field
        label={common.lastDay}
        name="until"
        type="date"
        value={values.until}
        error={errorAt("until")}
        optional
        hint={say.untilHint}
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
  const spoken = useWords();
  const { consoleShared: common, consoleEditing: say, requirement, shared } = spoken;
  const { before, after, lost, gained } = foreseen;
  const lines = (rules: typeof lost) =>
    rules.length === 0 ? common.none : rules.map((rule) => <div>{ruleWords(rule, spoken)}</div>);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.checkTitle}
      lead={say.checkLead(person.display_name)}
      notices={
        before.level === after.level ? undefined : (
          <Notice
            kind="warning"
            title={say.changesFrom(requirement.saying[before.level], requirement.saying[after.level])}
          >
            {wouldSetUp ? say.wouldSetUp : ""}
          </Notice>
        )
      }
    >
      <Section title={say.whatChanges}>
        <DataList
          items={[
            ...change(common.email, person.email, values.email),
            ...change(common.accountType, person.account_type, values.accountType),
            { term: say.rulesSay, value: explain(before, "administrator", spoken) },
            { term: say.rulesWouldSay, value: explain(after, "administrator", spoken) },
            { term: say.lost, value: lines(lost) },
            { term: say.gained, value: lines(gained) },
          ]}
        />
      </Section>
      <Form action={`${personAddress(person)}/edit`} hidden={hidden}>
        <div class="actions">
          <Button kind="primary">{say.saveChanges}</Button>
          <Button kind="link" href={`${personAddress(person)}/edit`}>
            {shared.cancel}
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
