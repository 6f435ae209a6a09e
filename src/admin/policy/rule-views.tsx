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
  plural,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextAreaField,
} from "../../ui/index.ts";
import { levelWords } from "../words.ts";
import type { BadLine, RuleLine } from "./editing.ts";
import { Locked } from "./notice-views.tsx";
import { levelOptions, ruleName } from "./words.ts";

const tones: Record<Level, "neutral" | "info" | "success"> = { off: "neutral", optional: "info", required: "success" };

export function RuleTable({ rules, unlocked }: { rules: readonly RuleLine[]; unlocked: boolean }) {
  return (
    <Table
      caption="Rules for e-mail domains and addresses"
      columns={[{ label: "Domain or address", header: true }, { label: "Level" }, { label: "Actions", actions: true }]}
      rows={rules.map((rule) => ({
        cells: [
          ruleName(rule),
          <Badge kind={tones[rule.level]}>{levelWords[rule.level]}</Badge>,
          <Button
            name="act"
            value={`remove:${rule.name}`}
            label={`Remove the rule for ${rule.name}`}
            disabled={!unlocked}
          >
            Remove
          </Button>,
        ],
      }))}
      empty={<Muted>No rules.</Muted>}
    />
  );
}

export interface NewRule {
  name: string;
  wrong: string;
}

export function AddRuleFields({ unlocked, newRule }: { unlocked: boolean; newRule?: NewRule | undefined }) {
  return (
    <>
      <div class="pair">
        <Field
          label="New domain or address"
          name="newRule"
          value={newRule?.name ?? ""}
          error={newRule && `This ${newRule.wrong}.`}
          hint="example.com or name@example.com"
          autocapitalize="none"
          spellcheck={false}
          maxlength={400}
        />
        <SelectField label="Level" name="newLevel" value="required" options={levelOptions} />
      </div>
      <CheckboxField label="With its subdomains" name="newSubdomains" hint="lab.example.com as well as example.com" />
      <Button name="act" value="add" disabled={!unlocked}>
        Add rule
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
  const { visitor, version, unlocked, rules, all, found, search, newRule } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title="Rules for domains and addresses"
      lead={<a href="/admin/policy">Security settings</a>}
      notices={unlocked ? undefined : <Locked resume="/admin/policy/rules" />}
      actions={
        <Button kind="primary" href="/admin/policy/preview">
          Preview and save
        </Button>
      }
    >
      <Section
        title={plural(all, "rule")}
        description="Changes are kept for you and hold once you have saved them."
        actions={<Button href="/admin/policy/rules.txt">Download</Button>}
      >
        <Filters action="/admin/policy/rules">
          <Field label="Find" name="search" type="search" value={search} maxlength={300} />
          <Button>Find</Button>
        </Filters>
        {search === "" ? null : <Muted>{plural(found, "rule")} found.</Muted>}
        <Form action="/admin/policy/rules" hidden={{ version, search }}>
          <AddRuleFields unlocked={unlocked} newRule={newRule} />
          <RuleTable rules={rules} unlocked={unlocked} />
          <Pager label="Rules" previous={props.previous} next={props.next} />
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
  return (
    <Section
      id="many"
      title="Add many"
      description="One rule a line: a domain or an address, then off, optional or required. '*.example.com' speaks of the domain and its subdomains. Lines that begin with # are passed over."
    >
      <ErrorSummary
        title={`Nothing was added: ${plural(bad.length, "line")} can't be read`}
        errors={bad.slice(0, 20).map(({ line, text, wrong }) => ({
          field: "lines",
          message: `Line ${line}, '${text}': ${wrong}.`,
        }))}
      />
      <Form action="/admin/policy/rules/many" hidden={{ version }}>
        <TextAreaField label="Rules" name="lines" rows={10} value={lines} required />
        <SelectField label="Level of lines that say none" name="level" value={level} options={levelOptions} />
        <RadioGroup
          legend="What to do"
          name="how"
          value={replace ? "replace" : "add"}
          required
          options={[
            { value: "add", label: "Add these to the rules there are" },
            { value: "replace", label: "Put these in the place of all rules" },
          ]}
        />
        <Button disabled={!unlocked}>Take these lines</Button>
      </Form>
    </Section>
  );
}

export function ManyRulesPage({ visitor, ...props }: ManyRulesProps & { visitor: Visitor }) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title="Rules for domains and addresses"
      lead={<a href="/admin/policy/rules">All rules</a>}
      notices={
        props.bad.length === 0 ? undefined : <Notice kind="danger">Nothing was added. Mend the lines below.</Notice>
      }
    >
      <ManyRules {...props} />
    </AppFrame>
  );
}
