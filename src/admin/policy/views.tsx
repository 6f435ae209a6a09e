// 'Settings > Security': the whole policy on one page. Every button keeps what was changed so far; 'Save' leads to the
// preview.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { Policy } from "../../policy/rules.ts";
import { trustLengthIn } from "../../trusted-browsers/words.ts";
import {
  Button,
  CheckboxField,
  Field,
  Form,
  Links,
  Muted,
  Notice,
  RadioGroup,
  Section,
  SelectField,
  TimeStamp,
  useWords,
  Woven,
} from "../../ui/index.ts";
import { trustLengths } from "../rules.ts";
import { rulesOf } from "./editing.ts";
import { Locked, type Outcome, OutcomeNotice } from "./notice-views.tsx";
import { AddRuleFields, type NewRule, RuleTable } from "./rule-views.tsx";
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
  newRule?: NewRule | undefined;
  now: number;
}

export function PolicyPage(props: PolicyPageProps) {
  const { consoleShared: common, consolePolicy: say } = useWords();
  const { visitor, policy, version, unlocked, unsaved, updatedAt, now } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={say.title}
      lead={say.lead(visitor.organisation.name)}
      notices={<Notices {...props} />}
      // Comes first, so that it is what the Enter key presses in any field.
      actions={
        <Button form="policy" name="act" value="preview" disabled={!unlocked}>
          {say.previewAndSave}
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
            {common.save}
          </Button>
          <Muted>
            <Woven sentence={say.saveText} parts={[<TimeStamp at={updatedAt} now={now} />]} />
          </Muted>
        </div>
      </Form>
      {unsaved ? <Links items={[{ label: say.discard, action: "/admin/policy/discard" }]} /> : null}
    </AppFrame>
  );
}

function Notices({ unlocked, unsaved, outcome, wrong }: PolicyPageProps) {
  const { consolePolicy: say } = useWords();
  return (
    <>
      {wrong === undefined ? null : (
        <Notice kind="danger" title={say.nothingSaved}>
          {say.unusable(wrong)}
        </Notice>
      )}
      <OutcomeNotice outcome={outcome} />
      {unlocked ? null : <Locked />}
      {unsaved && outcome !== "changed-meanwhile" ? (
        <Notice
          kind="warning"
          title={say.unsaved}
          actions={<Button href="/admin/policy/preview">{say.seeEffect}</Button>}
        >
          {say.unsavedText}
        </Notice>
      ) : null}
    </>
  );
}

function TwoFactor({ policy }: PolicyPageProps) {
  const { consolePolicy: say, requirement } = useWords();
  return (
    <Section title={say.twoFactor} description={say.twoFactorText}>
      <RadioGroup
        legend={say.enableTwoFactor}
        name="organisation"
        value={policy.organisation}
        required
        options={levels.map((level) => ({
          value: level,
          label: requirement.levels[level],
          hint: say.levelMeanings[level],
        }))}
      />
    </Section>
  );
}

function AccountTypes({ policy, accountTypes, unlocked }: PolicyPageProps) {
  const spoken = useWords();
  const { consoleShared: common, consolePolicy: say } = spoken;
  return (
    <Section
      title={say.accountTypes}
      description={say.accountTypesText}
      actions={
        <Button name="act" value="account-types" disabled={!unlocked}>
          {say.editList}
        </Button>
      }
    >
      <div class="pair">
        {accountTypes.map((type) => (
          <SelectField
            label={type}
            name={`type:${type}`}
            value={Object.hasOwn(policy.accountTypes, type) ? (policy.accountTypes[type] as string) : ""}
            options={[{ value: "", label: common.asForEverybody }, ...levelOptions(spoken)]}
          />
        ))}
      </div>
    </Section>
  );
}

const shownRules = 10;

function Rules({ policy, unlocked, newRule }: PolicyPageProps) {
  const { consolePolicy: say } = useWords();
  const rules = rulesOf(policy);
  const more = rules.length - shownRules;
  return (
    <Section
      id="rules"
      title={say.rules}
      description={say.rulesText}
      actions={
        <Button name="act" value="rules" disabled={!unlocked}>
          {more > 0 ? say.allRulesCounted(rules.length) : say.addMany}
        </Button>
      }
    >
      <RuleTable rules={rules.slice(0, shownRules)} unlocked={unlocked} />
      {more > 0 ? <Muted>{say.moreRules(more)}</Muted> : null}
      <AddRuleFields unlocked={unlocked} newRule={newRule} />
    </Section>
  );
}

function Binding({ policy: { bindsFrom } }: { policy: Policy }) {
  const { consolePolicy: say } = useWords();
  const kind = bindsFrom === null ? "now" : "date" in bindsFrom ? "date" : "days";
  return (
    <Section title={say.binding} description={say.bindingText}>
      <RadioGroup
        legend={say.itBinds}
        name="binds"
        value={kind}
        required
        options={[
          { value: "now", label: say.atOnce },
          { value: "date", label: say.fromDate },
          {
            value: "days",
            label: say.afterDays,
            hint: say.afterDaysHint,
          },
        ]}
      />
      <div class="pair">
        <Field
          label={say.date}
          name="date"
          type="date"
          value={bindsFrom && "date" in bindsFrom ? bindsFrom.date : ""}
          hint={say.dateHint}
        />
        <Field
          label={say.days}
          name="days"
          type="number"
          min={1}
          max={365}
          value={bindsFrom && "days" in bindsFrom ? String(bindsFrom.days) : "14"}
          hint={say.daysHint}
        />
      </div>
    </Section>
  );
}

function Trust({ policy: { trustBrowsers } }: { policy: Policy }) {
  const spoken = useWords();
  const { consolePolicy: say } = spoken;
  const { allowed, days } = trustBrowsers;
  return (
    <Section title={say.trust}>
      <CheckboxField label={say.allowTrust} name="trust" checked={allowed} hint={say.allowTrustHint} />
      <SelectField
        label={say.trustLength}
        name="trustDays"
        value={String(days)}
        options={trustLengths(days).map((length) => ({ value: String(length), label: trustLengthIn(length, spoken) }))}
        hint={say.trustLengthHint}
      />
    </Section>
  );
}

function SetUp({ policy }: { policy: Policy }): Child {
  const { consolePolicy: say } = useWords();
  return (
    <Section title={say.setUp}>
      <CheckboxField
        label={say.allowApps}
        name="authenticator:totp"
        checked={policy.authenticators.includes("totp")}
        hint={say.allowAppsHint}
      />
      <CheckboxField
        label={say.allowPasskeys}
        name="authenticator:passkey"
        checked={policy.authenticators.includes("passkey")}
      />
      <CheckboxField label={say.saveCodesFirst} name="saveCodesFirst" checked={policy.saveCodesFirst} />
      <CheckboxField
        label={say.helpRequests}
        name="helpRequests"
        checked={policy.helpRequests}
        hint={say.helpRequestsHint}
      />
    </Section>
  );
}
