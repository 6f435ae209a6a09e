// What helps to tell the person from somebody who has stolen their password.
import type { ListedBrowser } from "../access/browsers.ts";
import { Badge, DataList, describeUserAgent, Section, TimeStamp, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import type { FoundRequest } from "./finding.ts";
import type { Known } from "./known.ts";
import { formerFor } from "./letters.ts";

interface KnownFactsProps {
  found: FoundRequest;
  known: Known;
  now: number;
}

export function KnownFacts({ found: { person }, known, now }: KnownFactsProps) {
  const words = useWords();
  const { consoleHelp: say, moment } = words;
  const { lastSignIn } = known;
  const role = roleOf(person, say);
  return (
    <Section title={say.whatIsKnown} actions={<a href={`/admin/people/${person.id}`}>{say.openPerson}</a>}>
      <DataList
        items={[
          { term: say.person, value: `${person.display_name} (${person.screen_name})` },
          {
            term: say.accountType,
            value: (
              <>
                {person.account_type}
                {role ? (
                  <>
                    {" "}
                    <Badge kind="warning">{role}</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          {
            term: say.email,
            value: (
              <>
                {say.unchangedSince(person.email, moment(person.address_since))}
                {now - person.address_since < formerFor && person.address_since > person.created_at ? (
                  <>
                    {" "}
                    <Badge kind="warning">{say.changedLately}</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          ...(known.formerAddresses.length === 0
            ? []
            : [
                {
                  term: say.addressBefore,
                  value: say.toldToo(known.formerAddresses.reduce(words.consoleShared.enumerated)),
                },
              ]),
          {
            term: say.lastSignIn,
            value: lastSignIn ? (
              [
                words.relative(lastSignIn.at, now),
                describeUserAgent(lastSignIn.userAgent, words),
                lastSignIn.address,
              ].reduce(words.consoleShared.enumerated)
            ) : person.last_sign_in_at === null ? (
              say.never
            ) : (
              <TimeStamp at={person.last_sign_in_at} now={now} />
            ),
          },
          {
            term: say.passwordChanged,
            value:
              known.passwordChangedAt === undefined ? (
                say.notLately
              ) : (
                <TimeStamp at={known.passwordChangedAt} now={now} />
              ),
          },
          { term: say.authenticators, value: <Authenticators known={known} now={now} /> },
          { term: say.recoveryCodes, value: say.codesLeft(known.recoveryCodesLeft) },
          { term: say.trustedBrowsers, value: <Browsers browsers={known.trustedBrowsers} now={now} /> },
          { term: say.signedInNow, value: <Browsers browsers={known.sessions} now={now} /> },
          { term: say.askedBefore, value: <Others known={known} now={now} /> },
        ]}
      />
    </Section>
  );
}

/** Roles in which the wrong person does more harm. */
function roleOf(
  { administrator, helper, operator }: FoundRequest["person"],
  { roles }: Words["consoleHelp"],
): string | undefined {
  if (operator === 1) return roles.operator;
  if (administrator === 1) return roles.administrator;
  return helper === 1 ? roles.helper : undefined;
}

function Authenticators({ known: { authenticators }, now }: Pick<KnownFactsProps, "known" | "now">) {
  const { consoleHelp: say, relative } = useWords();
  if (authenticators.length === 0) return <>{say.none}</>;
  return (
    <ul>
      {authenticators.map(({ name, last_used_at, created_at }) => (
        <li>
          {last_used_at
            ? say.authenticatorUsed(name, relative(last_used_at, now))
            : say.authenticatorAdded(name, relative(created_at, now))}
        </li>
      ))}
    </ul>
  );
}

function Browsers({ browsers, now }: { browsers: ListedBrowser[]; now: number }) {
  const words = useWords();
  const { consoleHelp: say, relative } = words;
  if (browsers.length === 0) return <>{say.none}</>;
  return (
    <ul>
      {browsers.map(({ userAgent, address, lastUsedAt }) => (
        <li>{say.browserUsed(describeUserAgent(userAgent, words), address, relative(lastUsedAt, now))}</li>
      ))}
    </ul>
  );
}

function Others({ known: { others }, now }: Pick<KnownFactsProps, "known" | "now">) {
  const { consoleHelp: say, relative } = useWords();
  if (others.length === 0) return <>{say.never}</>;
  const [latest] = others as [Known["others"][number]];
  const fate = say.fates[latest.status as keyof typeof say.fates];
  return <>{say.askedTimes(others.length, relative(latest.asked_at, now), fate)}</>;
}
