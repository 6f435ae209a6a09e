// The security page: the second factor, its recovery codes, browsers, sessions, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { ShownAuthenticator } from "../authenticators/totp/actions.ts";
import { explain } from "../policy/words.ts";
import { few } from "../recovery-codes/rules.ts";
import { Actions, Badge, Button, describeUserAgent, Menu, Muted, Notice, plural, RelativeTime, Section, Table, TwoLine } from "../ui/index.ts";
import { SessionsSection, TrustedBrowsersSection } from "./browser-views.tsx";
import type { Overview } from "./overview.ts";
import { mayEnable, mostAuthenticators } from "./rules.ts";
import { DoneNotice, EnableBanner } from "./views.tsx";
import { type Done, describeActivity } from "./words.ts";

export interface SecurityPageProps {
  visitor: Visitor;
  overview: Overview;
  now: number;
  /** The id of this browser's own trust, where it has one. */
  trustedHere?: string | undefined;
  done?: Done | undefined;
  /** What could not be done. */
  trouble?: string | undefined;
  overlay?: Child;
}

export function SecurityPage(props: SecurityPageProps) {
  const { visitor, overview, now, done, trouble, overlay } = props;
  const notices = (
    <>
      <DoneNotice done={done} />
      {trouble ? <Notice kind="warning">{trouble}</Notice> : null}
      {overview.stolen ? <StolenNotice stolen={overview.stolen} now={now} /> : null}
      {mayEnable(visitor.requirement.level, overview.authenticators.length) ? (
        <EnableBanner requirement={visitor.requirement} />
      ) : null}
    </>
  );
  return (
    <AppFrame visitor={visitor} current="/account/security" title="Security" notices={notices} overlay={overlay}>
      <SecondFactorSection {...props} />
      {overview.state === "on" ? <RecoveryCodesSection {...props} /> : null}
      <TrustedBrowsersSection trustedBrowsers={overview.trustedBrowsers} trustedHere={props.trustedHere} now={now} />
      <SessionsSection sessions={overview.sessions} now={now} />
      <ActivitySection {...props} />
    </AppFrame>
  );
}

function SecondFactorSection({ visitor, overview, now }: SecurityPageProps) {
  const { state, authenticators } = overview;
  const { requirement } = visitor;
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
              authenticator.last_used_at === null ? "Not yet" : <RelativeTime at={authenticator.last_used_at} now={now} />,
              <AuthenticatorMenu authenticator={authenticator} several={authenticators.length > 1} asleep={state === "asleep"} />,
            ],
          }))}
        />
      ) : null}
      {authenticators.length > 0 ? (
        <Actions>
          {state === "on" && authenticators.length < mostAuthenticators ? (
            <Button href="/account/security/authenticators/new">Add another authenticator app</Button>
          ) : null}
          {requirement.level === "required" ? null : <Button href="/account/security/disable">Disable</Button>}
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

function StateBadge({ state }: { state: Overview["state"] }) {
  if (state === "on") return <Badge kind="success">On</Badge>;
  return state === "asleep" ? <Badge>Not asked for</Badge> : <Badge>Off</Badge>;
}

function RecoveryCodesSection({ overview: { codes }, now }: SecurityPageProps) {
  const left = codes?.left ?? 0;
  return (
    <Section
      id="recovery-codes"
      title="Recovery codes"
      description="If you don't have your authenticator at hand, each code lets you in once."
    >
      {left <= few ? (
        <Notice kind="warning" title={left === 0 ? "You have no recovery codes left" : `Only ${plural(left, "recovery code")} left`}>
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

function StolenNotice({ stolen, now }: { stolen: NonNullable<Overview["stolen"]>; now: number }) {
  return (
    <Notice
      kind="danger"
      title="Somebody may have copied your sign-in"
      actions={
        <Button kind="danger" href="/account#password">
          Change your password
        </Button>
      }
    >
      <RelativeTime at={stolen.at} now={now} />, a browser ({describeUserAgent(stolen.user_agent)}, {stolen.address}) showed the mark of
      one of your trusted browsers that had been used already. Your password was right, and we asked for a code as well. That trust
      has ended. Change your password now, and tell your administrator if it was not you.
    </Notice>
  );
}

function ActivitySection({ visitor, overview, now }: SecurityPageProps) {
  return (
    <Section id="activity" title="Recent activity" description="The last ten things that happened to your account's security.">
      <Table
        caption="Recent activity"
        columns={[{ label: "What", header: true }, { label: "From" }, { label: "When" }]}
        rows={overview.activity.map((event) => ({
          cells: [
            describeActivity(event, visitor.person.id),
            event.user_agent === "" ? event.address : <TwoLine main={describeUserAgent(event.user_agent)} sub={event.address} />,
            <RelativeTime at={event.at} now={now} />,
          ],
        }))}
        empty={<Muted>Nothing yet.</Muted>}
      />
    </Section>
  );
}
