// The security page: the second factor, its recovery codes, browsers, sessions, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { Button, describeUserAgent, Muted, Notice, RelativeTime, Section, Table, TwoLine } from "../ui/index.ts";
import { SessionsSection, TrustedBrowsersSection } from "./browser-views.tsx";
import type { Activity, Overview } from "./overview.ts";
import { mayEnable } from "./rules.ts";
import { RecoveryCodesSection, SecondFactorSection } from "./second-factor-views.tsx";
import { DoneNotice, EnableBanner } from "./views.tsx";
import { describeActivity, type Told } from "./words.ts";

export interface SecurityPageProps {
  visitor: Visitor;
  overview: Overview;
  now: number;
  /** The id of this browser's own trust, where it has one. */
  trustedHere?: string | undefined;
  done?: Told | undefined;
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
      <SecondFactorSection requirement={visitor.requirement} secondFactor={overview} now={now} />
      {overview.state === "on" ? <RecoveryCodesSection codes={overview.codes} now={now} /> : null}
      <TrustedBrowsersSection trustedBrowsers={overview.trustedBrowsers} trustedHere={props.trustedHere} now={now} />
      <SessionsSection sessions={overview.sessions} now={now} />
      <ActivitySection {...props} />
    </AppFrame>
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
      Somebody used a copy of what one of your browsers is trusted by, <RelativeTime at={stolen.at} now={now} />, with{" "}
      {describeUserAgent(stolen.user_agent)} at {stolen.address}. They knew your password, were asked for a code, and
      that trust has ended. Change your password now, and tell your administrator.
    </Notice>
  );
}

function ActivitySection({ visitor, overview, now }: SecurityPageProps) {
  return (
    <Section
      id="activity"
      title="Recent activity"
      description="The last ten things that happened to your account's security."
    >
      <Table
        caption="Recent activity"
        columns={[{ label: "What", header: true }, { label: "When" }]}
        rows={overview.activity.map((event) => ({
          cells: [
            <TwoLine main={describeActivity(event, visitor.person.id)} sub={placeOf(event)} />,
            <RelativeTime at={event.at} now={now} />,
          ],
        }))}
        empty={<Muted>Nothing yet.</Muted>}
      />
    </Section>
  );
}

const placeOf = ({ user_agent, address }: Activity): string =>
  user_agent === "" ? address : `${describeUserAgent(user_agent)}, ${address}`;
