// 'Settings > Security': the whole policy on one page. Every button keeps what was changed so far; 'Save' leads to the
// preview.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { Level, Policy } from "../../policy/rules.ts";
import {
  Button,
  CheckboxField,
  Field,
  Form,
  Links,
  Muted,
  Notice,
  plural,
  RadioGroup,
  Section,
  SelectField,
  TimeStamp,
} from "../../ui/index.ts";
import { trustLengths } from "../rules.ts";
import { levelWords, trustLength } from "../words.ts";
import { rulesOf } from "./editing.ts";
import { Locked, type Outcome, OutcomeNotice } from "./notice-views.tsx";
import { AddRuleFields, RuleTable } from "./rule-views.tsx";
import { levelOptions, levels } from "./words.ts";

export interface PolicyPageProps {
  visitor: Visitor;
  /** What the page shows: the draft, or else what is saved. */
  policy: Policy;
  version: number;
  updatedAt: number;
  accountTypes: readonly string[];
  /** Whether there is a draft. */
  unsaved: boolean;
  /** Whether the administrator may change anything now, or has to give a fresh proof first. */
  unlocked: boolean;
  outcome?: Outcome | undefined;
  /** What the document refused, in its words. */
  wrong?: string | undefined;
  /** What was typed for a new rule and could not be read. */
  newRule?: { name: string; wrong: string } | undefined;
  now: number;
}

export function PolicyPage(props: PolicyPageProps) {
  const { visitor, policy, version, unlocked, unsaved, updatedAt, now } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title="Security settings"
      lead={`How everybody at ${visitor.organisation.name} signs in.`}
      notices={<Notices {...props} />}
      // Comes first, so that it is what the Enter key presses in any field.
      actions={
        <Button form="policy" name="act" value="preview" disabled={!unlocked}>
          Preview and save
        </Button>
      }
    >
      <Form id="policy" action="/admin/policy" hidden={{ version }}>
        <TwoFactor {...props} />
        <AccountTypes {...props} />
        <Rules {...props} />
        <Binding policy={policy} />
        <Trust policy={policy} />
        <SetUp policy={policy} />
        <div class="actions">
          <Button kind="primary" name="act" value="preview" disabled={!unlocked}>
            Save
          </Button>
          <Muted>
            You see whom it concerns before anything is saved. Saved last <TimeStamp at={updatedAt} now={now} />.
          </Muted>
        </div>
      </Form>
      {unsaved ? <Links items={[{ label: "Discard the changes", action: "/admin/policy/discard" }]} /> : null}
    </AppFrame>
  );
}

function Notices({ unlocked, unsaved, outcome, wrong }: PolicyPageProps) {
  return (
    <>
      {wrong === undefined ? null : (
        <Notice kind="danger" title="Nothing was saved">
          That can't be used: {wrong}.
        </Notice>
      )}
      <OutcomeNotice outcome={outcome} />
      {unlocked ? null : <Locked />}
      {unsaved && outcome !== "changed-meanwhile" ? (
        <Notice
          kind="warning"
          title="You have changes that are not saved yet"
          actions={<Button href="/admin/policy/preview">See what they would do</Button>}
        >
          The old settings hold until you save.
        </Notice>
      ) : null}
    </>
  );
}

const meanings: Record<Level, string> = {
  off: "Nobody is asked for a second step. What people have set up is kept.",
  optional: "People may turn it on for themselves. Those who do are asked at sign-in.",
  required: "Everybody is asked. Whoever has nothing set up does that at the next sign-in, before anything else opens.",
};

function TwoFactor({ policy }: PolicyPageProps) {
  return (
    <Section title="Two-factor sign-in" description="For everybody whom nothing below names.">
      <RadioGroup
        legend="Enable two-factor sign-in"
        name="organisation"
        value={policy.organisation}
        required
        options={levels.map((level) => ({ value: level, label: levelWords[level], hint: meanings[level] }))}
      />
    </Section>
  );
}

function AccountTypes({ policy, accountTypes, unlocked }: PolicyPageProps) {
  return (
    <Section
      title="Account types"
      description="What holds for one type of account; other types are untouched."
      actions={
        <Button name="act" value="account-types" disabled={!unlocked}>
          Edit the list
        </Button>
      }
    >
      <div class="pair">
        {accountTypes.map((type) => (
          <SelectField
            label={type}
            name={`type:${type}`}
            value={Object.hasOwn(policy.accountTypes, type) ? (policy.accountTypes[type] as string) : ""}
            options={[{ value: "", label: "As for everybody" }, ...levelOptions]}
          />
        ))}
      </div>
    </Section>
  );
}

const shownRules = 10;

function Rules({ policy, unlocked, newRule }: PolicyPageProps) {
  const rules = rulesOf(policy);
  const more = rules.length - shownRules;
  return (
    <Section
      id="rules"
      title="E-mail domains and addresses"
      description="A rule for one address wins over one for its domain, the longer domain over the shorter, and each of them over account types."
      actions={
        <Button name="act" value="rules" disabled={!unlocked}>
          {more > 0 ? `All ${rules.length} rules` : "Add many"}
        </Button>
      }
    >
      <RuleTable rules={rules.slice(0, shownRules)} unlocked={unlocked} />
      {more > 0 ? <Muted>And {plural(more, "more rule")}.</Muted> : null}
      <AddRuleFields unlocked={unlocked} newRule={newRule} />
    </Section>
  );
}

function Binding({ policy: { bindsFrom } }: { policy: Policy }) {
  const kind = bindsFrom === null ? "now" : "date" in bindsFrom ? "date" : "days";
  return (
    <Section
      title="From when 'Required' binds"
      description="Until then people are offered to set it up and may say 'Not now'. It speaks of every 'Required' on this page."
    >
      <RadioGroup
        legend="It binds"
        name="binds"
        value={kind}
        required
        options={[
          { value: "now", label: "At once" },
          { value: "date", label: "From a date on" },
          {
            value: "days",
            label: "Some days after a person first meets it",
            hint: "Counted once a person, from their first sign-in under the rule.",
          },
        ]}
      />
      <div class="pair">
        <Field
          label="Date"
          name="date"
          type="date"
          value={bindsFrom && "date" in bindsFrom ? bindsFrom.date : ""}
          hint="Midnight UTC"
        />
        <Field
          label="Days"
          name="days"
          type="number"
          min={1}
          max={365}
          value={bindsFrom && "days" in bindsFrom ? String(bindsFrom.days) : "14"}
          hint="1 to 365"
        />
      </div>
    </Section>
  );
}

function Trust({ policy: { trustBrowsers } }: { policy: Policy }) {
  const { allowed, days } = trustBrowsers;
  return (
    <Section title="Trusted browsers">
      <CheckboxField
        label="Let people trust their browser"
        name="trust"
        checked={allowed}
        hint="After a right code a person can choose not to be asked again on that browser. When this is off, every sign-in asks, and trust that was given before stops counting at once."
      />
      <SelectField
        label="For how long"
        name="trustDays"
        value={String(days)}
        options={trustLengths(days).map((length) => ({ value: String(length), label: trustLength(length) }))}
        hint="NIST advises at most 30 days. A shorter time also ends trust that is older by now."
      />
    </Section>
  );
}

function SetUp({ policy }: { policy: Policy }): Child {
  return (
    <Section title="Setting up, and getting help">
      <CheckboxField
        label="Allow authenticator apps"
        name="authenticator:totp"
        checked={policy.authenticators.includes("totp")}
        hint="Six digits that change every half minute. They have to stay allowed: nothing else can be set up yet."
      />
      <CheckboxField
        label="Allow passkeys and security keys"
        name="authenticator:passkey"
        checked={policy.authenticators.includes("passkey")}
      />
      <CheckboxField
        label="Recovery codes must be saved before set-up finishes"
        name="saveCodesFirst"
        checked={policy.saveCodesFirst}
      />
      <CheckboxField
        label="People may ask for help when they have lost their phone"
        name="helpRequests"
        checked={policy.helpRequests}
        hint="They ask after the right password; you decide about each request."
      />
    </Section>
  );
}
