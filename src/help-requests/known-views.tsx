// What helps to tell the person from somebody who has stolen their password.
import type { ListedBrowser } from "../access/browsers.ts";
import { Badge, DataList, describeUserAgent, plural, Section, TimeStamp } from "../ui/index.ts";
import type { FoundRequest } from "./finding.ts";
import type { Known } from "./known.ts";
import { formerFor } from "./letters.ts";
import { fateWords } from "./words.ts";

interface KnownFactsProps {
  found: FoundRequest;
  known: Known;
  now: number;
}

export function KnownFacts({ found: { person }, known, now }: KnownFactsProps) {
  const { lastSignIn } = known;
  return (
    <Section title="What is known" actions={<a href={`/admin/people/${person.id}`}>Open person</a>}>
      <DataList
        items={[
          { term: "Person", value: `${person.display_name} (${person.screen_name})` },
          {
            term: "Account type",
            value: (
              <>
                {person.account_type}
                {roleOf(person) ? (
                  <>
                    {" "}
                    <Badge kind="warning">{roleOf(person)}</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          {
            term: "E-mail",
            value: (
              <>
                {person.email}, unchanged since <TimeStamp at={person.address_since} />
                {now - person.address_since < formerFor && person.address_since > person.created_at ? (
                  <>
                    {" "}
                    <Badge kind="warning">Changed lately</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          ...(known.formerAddresses.length === 0
            ? []
            : [{ term: "Address before", value: `${known.formerAddresses.join(", ")} (told too)` }]),
          {
            term: "Last sign-in",
            value: lastSignIn ? (
              <>
                <TimeStamp at={lastSignIn.at} now={now} />, {describeUserAgent(lastSignIn.userAgent)},{" "}
                {lastSignIn.address}
              </>
            ) : person.last_sign_in_at === null ? (
              "Never"
            ) : (
              <TimeStamp at={person.last_sign_in_at} now={now} />
            ),
          },
          {
            term: "Password changed",
            value:
              known.passwordChangedAt === undefined ? (
                "Not lately"
              ) : (
                <TimeStamp at={known.passwordChangedAt} now={now} />
              ),
          },
          { term: "Authenticators", value: <Authenticators known={known} now={now} /> },
          { term: "Recovery codes", value: `${known.recoveryCodesLeft} left` },
          { term: "Trusted browsers", value: <Browsers browsers={known.trustedBrowsers} now={now} /> },
          { term: "Signed in now", value: <Browsers browsers={known.sessions} now={now} /> },
          { term: "Asked before", value: <Others known={known} now={now} /> },
        ]}
      />
    </Section>
  );
}

/** Roles in which the wrong person does more harm. */
function roleOf({ administrator, helper, operator }: FoundRequest["person"]): string | undefined {
  if (operator === 1) return "Operator";
  if (administrator === 1) return "Administrator";
  return helper === 1 ? "Helper" : undefined;
}

function Authenticators({ known: { authenticators }, now }: Pick<KnownFactsProps, "known" | "now">) {
  if (authenticators.length === 0) return <>None</>;
  return (
    <ul>
      {authenticators.map(({ name, last_used_at, created_at }) => (
        <li>
          {name}, {last_used_at ? "used" : "added"} <TimeStamp at={last_used_at || created_at} now={now} />
        </li>
      ))}
    </ul>
  );
}

function Browsers({ browsers, now }: { browsers: ListedBrowser[]; now: number }) {
  if (browsers.length === 0) return <>None</>;
  return (
    <ul>
      {browsers.map(({ userAgent, address, lastUsedAt }) => (
        <li>
          {describeUserAgent(userAgent)}, {address}, used <TimeStamp at={lastUsedAt} now={now} />
        </li>
      ))}
    </ul>
  );
}

function Others({ known: { others }, now }: Pick<KnownFactsProps, "known" | "now">) {
  if (others.length === 0) return <>Never</>;
  const [latest] = others as [Known["others"][number]];
  const what = fateWords[latest.status as keyof typeof fateWords].toLowerCase();
  return (
    <>
      {plural(others.length, "time")}, lately <TimeStamp at={latest.asked_at} now={now} /> ({what})
    </>
  );
}
