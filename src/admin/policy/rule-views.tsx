// Rules for e-mail domains and addresses: as a table, one at a time, or many lines at once.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { Level } from "../../policy/rules.ts";
import {
  Badge,
  Button,
  CheckboxField,
  ErrorSummary,
  Field,
  Filters,
  Form,
  Muted,
  Notice,
  Pager,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextAreaField,
  useWords,
} from "../../ui/index.ts";
import type { BadLine, RuleLine, RuleWrong } from "./editing.ts";
import { Locked } from "./notice-views.tsx";
import { levelOptions, ruleName } from "./words.ts";

const tones: Record<Level, "neutral" | "info" | "success"> = { off: "neutral", optional: "info", required: "success" };

export function RuleTable({ rules, unlocked }: { rules: readonly RuleLine[]; unlocked: boolean }) {
  const spoken = useWords();
  const { consoleShared: common, consolePolicy: say, requirement } = spoken;
  return (
    <Table
      caption={say.ruleTable}
      columns={[
        { label: say.domainOrAddress, header: true },
        { label: say.level },
        { label: common.actions, actions: true },
      ]}
      rows={rules.map((rule) => ({
        cells: [
          ruleName(rule, spoken),
          <Badge kind={tones[rule.level]}>{requirement.levels[rule.level]}</Badge>,
          <Button name="act" value={`remove:${rule.name}`} label={say.removeRule(rule.name)} disabled={!unlocked}>
            {common.remove}
          </Button>,
        ],
      }))}
      empty={<Muted>{say.noRules}</Muted>}
    />
  );
}

export interface NewRule {
  name: string;
  wrong: RuleWrong;
}

export function AddRuleFields({ unlocked, newRule }: { unlocked: boolean; newRule?: NewRule | undefined }) {
  const spoken = useWords();
  const { consolePolicy: say } = spoken;
  return (
    <>
      <div class="pair">
        <Field
          label={say.newRule}
          name="newRule"
          value={newRule?.name ?? ""}
          error={newRule && say.newRuleWrong(say.ruleWrong[newRule.wrong])}
          hint={say.newRuleHint}
          autocapitalize="none"
          spellcheck={false}
          maxlength={400}
        />
        <SelectField label={say.level} name="newLevel" value="required" options={levelOptions(spoken)} />
      </div>
      <CheckboxField label={say.newSubdomains} name="newSubdomains" hint={say.newSubdomainsHint} />
      <Button name="act" value="add" disabled={!unlocked}>
        {say.addRule}
      </Button>
    </>
  );
}

export interface RulesPageProps {
  visitor: Visitor;
  version: number;
  unlocked: boolean;
  rules: readonly RuleLine[];
  /** How many there are, and how many of them were found. */
  all: number;
  found: number;
  search: string;
  previous: string | null;
  next: string | null;
  newRule?: NewRule | undefined;
}

export function RulesPage(props: RulesPageProps) {
  const { consolePolicy: say } = useWords();
  const { visitor, version, unlocked, rules, all, found, search, newRule } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={say.rulesTitle}
      lead={<a href="/admin/policy">{say.title}</a>}
      notices={unlocked ? undefined : <Locked resume="/admin/policy/rules" />}
      actions={
        <Button kind="primary" href="/admin/policy/preview">
          {say.previewAndSave}
        </Button>
      }
    >
      <Section
        title={say.ruleCount(all)}
        description={say.draftText}
        actions={<Button href="/admin/policy/rules.txt">{say.download}</Button>}
      >
        <Filters action="/admin/policy/rules">
          <Field label={say.find} name="search" type="search" value={search} maxlength={300} />
          <Button>{say.find}</Button>
        </Filters>
        {search === "" ? null : <Muted>{say.found(found)}</Muted>}
        <Form action="/admin/policy/rules" hidden={{ version, search }}>
          <AddRuleFields unlocked={unlocked} newRule={newRule} />
          <RuleTable rules={rules} unlocked={unlocked} />
          <Pager label={say.rulesPaged} previous={props.previous} next={props.next} />
        </Form>
      </Section>
      <ManyRules version={version} unlocked={unlocked} lines="" bad={[]} level="required" />
    </AppFrame>
  );
}

export interface ManyRulesProps {
  version: number;
  unlocked: boolean;
  lines: string;
  bad: readonly BadLine[];
  level: string;
  replace?: boolean;
}

export function ManyRules({ version, unlocked, lines, bad, level, replace = false }: ManyRulesProps) {
  const spoken = useWords();
  const { consolePolicy: say } = spoken;
  return (
    <Section id="many" title={say.addMany} description={say.manyText("*.example.com")}>
      <ErrorSummary
        title={say.linesUnreadable(bad.length)}
        errors={bad.slice(0, 20).map(({ line, text, wrong }) => ({
          field: "lines",
          message: say.lineWrong(line, text, say.ruleWrong[wrong]),
        }))}
      />
      <Form action="/admin/policy/rules/many" hidden={{ version }}>
        <TextAreaField label={say.rulesPaged} name="lines" rows={10} value={lines} required />
        <SelectField label={say.usualLevel} name="level" value={level} options={levelOptions(spoken)} />
        <RadioGroup
          legend={say.whatToDo}
          name="how"
          value={replace ? "replace" : "add"}
          required
          options={[
            { value: "add", label: say.addThese },
            { value: "replace", label: say.replaceAll },
          ]}
        />
        <Button disabled={!unlocked}>{say.takeLines}</Button>
      </Form>
    </Section>
  );
}

export function ManyRulesPage({ visitor, ...props }: ManyRulesProps & { visitor: Visitor }) {
  const { consolePolicy: say } = useWords();
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={say.rulesTitle}
      lead={<a href="/admin/policy/rules">{say.allRules}</a>}
      notices={props.bad.length === 0 ? undefined : <Notice kind="danger">{say.mendLines}</Notice>}
    >
      <ManyRules {...props} />
    </AppFrame>
  );
}
