// The security page: the second factor, its recovery codes, browsers, sessions, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { Button, describeUserAgent, Notice, Section, useWords } from "../ui/index.ts";
import { ActivityTable, activityPath } from "./activity-views.tsx";
import { SessionsSection, TrustedBrowsersSection } from "./browser-views.tsx";
import type { Overview } from "./overview.ts";
import { mayEnable } from "./rules.ts";
import { RecoveryCodesSection, SecondFactorSection } from "./second-factor-views.tsx";
import { DoneNotice, EnableBanner } from "./views.tsx";
import type { Told } from "./words.ts";

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
  const { security } = useWords();
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
    <AppFrame visitor={visitor} current="/account/security" title={security.title} notices={notices} overlay={overlay}>
      <SecondFactorSection
        requirement={visitor.requirement}
        provider={visitor.provider}
        secondFactor={overview}
        now={now}
      />
      {overview.state === "on" ? <RecoveryCodesSection codes={overview.codes} now={now} /> : null}
      <TrustedBrowsersSection trustedBrowsers={overview.trustedBrowsers} trustedHere={props.trustedHere} now={now} />
      <SessionsSection sessions={overview.sessions} now={now} />
      {visitor.vouchedBy ? null : <ApiKeysSection />}
      <ActivitySection {...props} />
    </AppFrame>
  );
}

function ApiKeysSection() {
  const { apiKeys } = useWords();
  return (
    <Section title={apiKeys.title} description={apiKeys.sectionText}>
      <Button href="/account/api-keys">{apiKeys.manage}</Button>
    </Section>
  );
}

function StolenNotice({ stolen, now }: { stolen: NonNullable<Overview["stolen"]>; now: number }) {
  const words = useWords();
  const { security, relative } = words;
  const browser = describeUserAgent(stolen.user_agent, words);
  return (
    <Notice
      kind="danger"
      title={security.stolenTitle}
      actions={
        <Button kind="danger" href="/account#password">
          {security.changePassword}
        </Button>
      }
    >
      {security.stolen(relative(stolen.at, now), browser, stolen.address)}
    </Notice>
  );
}

function ActivitySection({ visitor, overview, now }: SecurityPageProps) {
  const words = useWords();
  const { security } = words;
  return (
    <Section
      id="activity"
      title={security.activity}
      description={security.activityText}
      actions={<Button href={activityPath}>{security.showAllActivity}</Button>}
    >
      <ActivityTable visitor={visitor} events={overview.activity} caption={security.activity} now={now} />
    </Section>
  );
}
