// The sections of the second factor: its authenticators and its recovery codes.
import type { ShownAuthenticator } from "../authenticators/totp/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { few } from "../recovery-codes/rules.ts";
import { Actions, Badge, Button, Menu, Muted, Notice, plural, RelativeTime, Section, Table } from "../ui/index.ts";
import type { SecondFactor } from "./overview.ts";
import { mostAuthenticators } from "./rules.ts";

export interface SecondFactorProps {
  requirement: Requirement;
  secondFactor: SecondFactor;
  now: number;
}

export function SecondFactorSection({ requirement, secondFactor, now }: SecondFactorProps) {
  const { state, authenticators } = secondFactor;
  return (
    <Section
      id="second-factor"
      title={
        <>
          Two-factor authentication <StateBadge state={state} />
        </>
      }
      description={explain(requirement)}
    >
      {state === "asleep" ? (
        <Notice kind="info">
          What you set up is kept, but no code is asked for while two-factor authentication is switched off for you.
        </Notice>
      ) : null}
      {state === "off" && requirement.level === "off" ? <Muted>There is nothing for you to set up.</Muted> : null}
      {authenticators.length > 0 ? (
        <Table
          caption="Your authenticators"
          columns={[
            { label: "Authenticator", header: true },
            { label: "Added" },
            { label: "Last used" },
            { label: "Actions", actions: true },
          ]}
          rows={authenticators.map((authenticator) => ({
            id: `authenticator-${authenticator.id}`,
            cells: [
              authenticator.name,
              <RelativeTime at={authenticator.created_at} now={now} />,
              // A phone whose clock is ahead gives codes of the near future.
              authenticator.last_used_at === null ? (
                "Not yet"
              ) : (
                <RelativeTime at={Math.min(authenticator.last_used_at, now)} now={now} />
              ),
              <AuthenticatorMenu
                authenticator={authenticator}
                several={authenticators.length > 1}
                asleep={state === "asleep"}
              />,
            ],
          }))}
        />
      ) : null}
      {authenticators.length > 0 ? (
        <Actions>
          {state === "on" && authenticators.length < mostAuthenticators ? (
            <Button href="/account/security/authenticators/new">Add another authenticator app</Button>
          ) : null}
          {requirement.level === "required" ? null : (
            <Button href="/account/security/disable">
              {state === "asleep" ? "Remove authenticators and codes" : "Disable"}
            </Button>
          )}
        </Actions>
      ) : null}
    </Section>
  );
}

function AuthenticatorMenu(props: { authenticator: ShownAuthenticator; several: boolean; asleep: boolean }) {
  const { id, name } = props.authenticator;
  const here = `/account/security/authenticators/${id}`;
  return (
    <Menu
      label={`Actions for ${name}`}
      items={[
        ...(props.asleep ? [] : [{ label: "Replace", href: `${here}/replacement` }]),
        { label: "Rename", href: `${here}/name` },
        ...(props.several ? [{ label: "Remove", href: `${here}/removal`, danger: true }] : []),
      ]}
    />
  );
}

function StateBadge({ state }: { state: SecondFactor["state"] }) {
  if (state === "on") return <Badge kind="success">On</Badge>;
  return state === "asleep" ? <Badge>Not asked for</Badge> : <Badge>Off</Badge>;
}

export function RecoveryCodesSection({ codes, now }: Pick<SecondFactor, "codes"> & { now: number }) {
  const left = codes?.left ?? 0;
  return (
    <Section
      id="recovery-codes"
      title="Recovery codes"
      description="If you don't have your authenticator at hand, each code lets you in once."
    >
      {left <= few ? (
        <Notice
          kind="warning"
          title={left === 0 ? "You have no recovery codes left" : `Only ${plural(left, "recovery code")} left`}
        >
          Generate new ones, so that a lost phone does not lock you out.
        </Notice>
      ) : codes?.savedAt == null ? (
        <Notice kind="warning" title="Your recovery codes are not saved yet">
          They were shown once and can't be shown again. If you did not keep them, generate new ones.
        </Notice>
      ) : null}
      {codes ? (
        <p>
          {plural(left, "code")} left, made <RelativeTime at={codes.madeAt} now={now} />
          {codes.savedAt === null ? ", not saved yet." : "."}
        </p>
      ) : null}
      <Actions>
        <Button href="/account/security/codes">Generate new recovery codes</Button>
      </Actions>
    </Section>
  );
}
