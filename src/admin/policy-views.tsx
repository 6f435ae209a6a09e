// 'Settings > Security': the organisation's level and trust in browsers can be changed; the rest of the policy is told.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { StoredPolicy } from "../policy/actions.ts";
import type { Level, Policy } from "../policy/rules.ts";
import {
  Button,
  CheckboxField,
  DataList,
  Form,
  Muted,
  Notice,
  plural,
  RadioGroup,
  Section,
  SelectField,
  TimeStamp,
} from "../ui/index.ts";
import { trustLengths } from "./rules.ts";
import { bindingWords, levelWords, trustLength } from "./words.ts";

export interface PolicyPageProps {
  visitor: Visitor;
  stored: StoredPolicy;
  /** Whether the administrator may save now, or has to give a fresh proof first. */
  unlocked: boolean;
  /** Levels that would ask this administrator, who has nothing set up. */
  wouldAskYou: Level[];
  outcome?: "saved" | "again" | "changed-meanwhile" | "unreadable" | undefined;
  now: number;
}

export function PolicyPage({ visitor, stored, unlocked, wouldAskYou, outcome, now }: PolicyPageProps) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title="Security settings"
      lead={`How everybody at ${visitor.organisation.name} signs in.`}
      notices={<Outcome outcome={outcome} />}
    >
      {unlocked ? null : (
        <Notice
          kind="info"
          title="Confirm it's you to change these settings"
          actions={
            <Button kind="primary" href="/sign-in/confirm?resume=/admin/policy">
              Confirm
            </Button>
          }
        >
          They can be read, but not changed, until you have just confirmed who you are.
        </Notice>
      )}
      <Form action="/admin/policy" hidden={{ version: stored.version }}>
        <Choices policy={stored.policy} unlocked={unlocked} wouldAskYou={wouldAskYou} />
        <div class="actions">
          <Button kind="primary" disabled={!unlocked}>
            Save
          </Button>
          <Muted>
            Saved last <TimeStamp at={stored.updatedAt} now={now} />
          </Muted>
        </div>
      </Form>
      <OtherRules policy={stored.policy} />
    </AppFrame>
  );
}

function Outcome({ outcome }: { outcome: PolicyPageProps["outcome"] }) {
  switch (outcome) {
    case "saved":
      return <Notice kind="success">Saved. It holds from now on, for everybody.</Notice>;
    case "again":
      return <Notice kind="info">Confirmed. Nothing was saved yet: please make your change again.</Notice>;
    case "changed-meanwhile":
      return (
        <Notice kind="danger" title="Somebody else changed these settings meanwhile">
          Nothing of yours was saved. This is what holds now; change what is still needed.
        </Notice>
      );
    case "unreadable":
      return <Notice kind="danger">Nothing was saved: choose one of the values below.</Notice>;
    default:
      return null;
  }
}

const meanings: Record<Level, string> = {
  off: "Nobody is asked for a second step. What people have set up is kept, but sleeps.",
  optional: "People may turn it on for themselves. Who has is asked at sign-in.",
  required: "Everybody is asked. Who has nothing set up does so at the next sign-in, before anything else opens.",
};

function Choices({ policy, unlocked, wouldAskYou }: { policy: Policy; unlocked: boolean; wouldAskYou: Level[] }) {
  const { allowed, days } = policy.trustBrowsers;
  const hint = (level: Level): Child =>
    wouldAskYou.includes(level) ? (
      <>
        {meanings[level]} <strong>This asks you, too:</strong> after saving you sign in again and set up your second
        factor.
      </>
    ) : (
      meanings[level]
    );
  return (
    <>
      <Section title="Two-factor sign-in">
        <RadioGroup
          legend="Enable two-factor sign-in"
          name="organisation"
          value={policy.organisation}
          required
          options={(["off", "optional", "required"] as const).map((level) => ({
            value: level,
            label: levelWords[level],
            hint: hint(level),
            disabled: !unlocked,
          }))}
        />
      </Section>
      <Section title="Trusted browsers">
        <CheckboxField
          label="Let people trust their browser"
          name="trust"
          checked={allowed}
          disabled={!unlocked}
          hint="After a right code a person can choose not to be asked again on that browser. When this is off, every sign-in asks, and trust that was given before stops counting at once."
        />
        <SelectField
          label="For how long"
          name="days"
          value={String(days)}
          options={trustLengths(days).map((length) => ({
            value: String(length),
            label: trustLength(length),
            disabled: !unlocked && length !== days,
          }))}
          hint="NIST advises at most 30 days. A shorter time also ends trust that is older by now."
        />
      </Section>
    </>
  );
}

const mostShown = 20;

/** What the document holds beside that; told, so that nobody wonders why a person is asked or is not. */
function OtherRules({ policy }: { policy: Policy }) {
  const items: { term: Child; value: Child }[] = [];
  const types = Object.entries(policy.accountTypes);
  if (types.length > 0) {
    items.push({
      term: "Account types",
      value: <Lines lines={types.map(([type, level]) => `${type}: ${levelWords[level]}`)} />,
    });
  }
  if (policy.domains.length > 0) {
    const lines = policy.domains.map(
      ({ domain, subdomains, level }) => `${domain}${subdomains ? " and its subdomains" : ""}: ${levelWords[level]}`,
    );
    items.push({ term: "E-mail domains", value: <Lines lines={lines} /> });
  }
  if (policy.addresses.length > 0) {
    const lines = policy.addresses.map(({ email, level }) => `${email}: ${levelWords[level]}`);
    items.push({ term: "E-mail addresses", value: <Lines lines={lines} /> });
  }
  if (policy.bindsFrom) items.push({ term: "'Required' binds from", value: bindingWords(policy.bindsFrom) });
  if (items.length === 0) return null;
  return (
    <Section
      title="Other rules"
      description="More particular rules win over the choice above. They are changed by the JSON API."
    >
      <DataList items={items} />
    </Section>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.slice(0, mostShown).map((line) => (
        <div>{line}</div>
      ))}
      {lines.length > mostShown ? <div class="muted">and {plural(lines.length - mostShown, "more rule")}</div> : null}
    </>
  );
}
