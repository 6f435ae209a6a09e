// The console's front page: who is protected, who is not, and what came of sign-ins.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { startOfDay } from "../../kernel/days.ts";
import { Button, CsvLink, type Drawing, Notice, Section, ShareBar, Table, useWords } from "../../ui/index.ts";
import type { PeopleFilters } from "../list-filters.ts";
import {
  adoptionPath,
  application,
  type Behind,
  fileOf,
  helpRequests,
  people,
  peopleAt,
  peopleInGrace,
} from "./addresses.ts";
import { PeopleChart, SignInsChart } from "./chart-views.tsx";
import { Counted, Figure, number, Shares, shareText } from "./number-views.tsx";
import type { Adoption, Present } from "./report.ts";
import { methods, notMetYet, otherDomains, percent } from "./rules.ts";

interface AdoptionPageProps {
  visitor: Visitor;
  adoption: Adoption;
  draw: Drawing;
  now: number;
}

export function AdoptionPage({ visitor, adoption, draw, now }: AdoptionPageProps) {
  const words = useWords().adoption;
  const { present } = adoption;
  return (
    <AppFrame visitor={visitor} current={adoptionPath} title={words.title} lead={words.lead} wide>
      {present?.people === 1 && present.invited + present.disabled === 0 ? <NextSteps /> : null}
      {present ? (
        <Headline present={present} now={now} />
      ) : (
        <Notice kind="info" title={words.counting}>
          {words.countingText}
        </Notice>
      )}
      {present ? <Missing present={present} openHelpRequests={adoption.openHelpRequests} /> : null}
      <PeopleChart adoption={adoption} draw={draw} />
      {present ? <BySomething present={present} /> : null}
      <ByApplication adoption={adoption} />
      {present ? <Grace present={present} /> : null}
      <SignInsChart adoption={adoption} draw={draw} />
    </AppFrame>
  );
}

/** For who has just set the organisation up. */
function NextSteps() {
  const { adoption: words, consolePeople, account } = useWords();
  const steps = [
    { href: "/admin/people/new", label: consolePeople.add },
    { href: "/admin/people/import", label: consolePeople.importCsv },
    { href: "/admin/policy", label: account.nav.policy },
    { href: "/admin/applications", label: account.nav.applications },
  ];
  const actions = steps.map(({ href, label }) => (
    <Button kind="secondary" href={href}>
      {label}
    </Button>
  ));
  return (
    <Notice kind="info" title={words.alone} actions={actions}>
      {words.aloneText}
    </Notice>
  );
}

function Headline({ present, now }: { present: Present; now: number }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const { people: all, protected: those, asOf } = present;
  const behind = people({ secondFactor: "set-up" });
  return (
    <section class="box headline" aria-label={words.protected}>
      <p class="large" aria-hidden="true">
        {shareText(spoken, those, all)}
      </p>
      <div>
        <h2>
          <a href={behind.list}>
            {those === 1 ? words.oneProtected(all) : words.someProtected(number(spoken, those), all)}
          </a>
        </h2>
        <ShareBar share={percent(those, all)} />
        <p class="muted">
          {words.whoCounts}{" "}
          <time datetime={new Date(asOf).toISOString()} title={spoken.moment(asOf)}>
            {words.asOf(spoken.relative(asOf, now))}
          </time>{" "}
          <CsvLink href={behind.file} what={words.protected} />
        </p>
      </div>
    </section>
  );
}

function Missing({ present, openHelpRequests }: { present: Present; openHelpRequests: number }) {
  const words = useWords().adoption;
  const { required, grace, codes, invited, disabled } = present;
  const inGrace = grace.reduce((sum, one) => sum + one.people - one.protected, 0);
  return (
    <Section title={words.toLookAfter} actions={<CsvLink href={fileOf("numbers")} what={words.everyNumber} />}>
      <ul class="figures">
        <Figure
          count={present.people - present.protected}
          label={words.nothingSetUp}
          behind={people({ secondFactor: "missing" })}
        />
        <Figure
          count={required.people - required.protected}
          label={words.requiredMissing}
          behind={people({ requirement: "required", secondFactor: "missing" })}
        />
        <Figure count={inGrace} label={words.inGrace} behind={peopleInGrace()} />
        <Figure count={codes.few} label={words.fewCodes} behind={people({ codes: "few" })} />
        <Figure count={codes.unused} label={words.unusedCodes} behind={people({ codes: "unused" })} />
        <Figure count={invited} label={words.invited} behind={people({ status: "invited" })} />
        <Figure count={disabled} label={words.disabled} behind={people({ status: "disabled" })} />
        <Figure count={openHelpRequests} label={words.helpRequests} behind={helpRequests} />
      </ul>
    </Section>
  );
}

/** The lists behind one row of a table of shares. */
const three = (of: (more: PeopleFilters) => Behind) => ({
  people: of({}),
  protected: of({ secondFactor: "set-up" }),
  missing: of({ secondFactor: "missing" }),
});

function BySomething({ present }: { present: Present }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const domainName = (domain: string) =>
    domain === otherDomains ? words.otherDomains : domain === "" ? words.noDomain : domain;
  return (
    <>
      <Shares
        title={words.byType}
        what={words.type}
        file={fileOf("types")}
        rows={present.types.map(({ value, ...counts }) => ({
          ...counts,
          name: value,
          behind: three((more) => people({ type: value, ...more })),
        }))}
      />
      <Shares
        title={words.byDomain}
        what={words.domain}
        file={fileOf("domains")}
        rows={present.domains.map(({ value, ...counts }) => ({
          ...counts,
          name: domainName(value),
          behind: peopleAt(value) && three((more) => peopleAt(value, more) as Behind),
        }))}
      />
      <Section title={words.byMethod} actions={<CsvLink href={fileOf("methods")} what={words.byMethod} />}>
        <Table
          caption={words.byMethod}
          columns={[
            { label: words.method, header: true },
            { label: words.share },
            { label: words.people, align: "end" },
          ]}
          rows={methods.map((method) => {
            const count = present.methods[method];
            const behind = people({ secondFactor: method === "none" ? "missing" : method });
            return {
              cells: [
                words.methods[method],
                <span class="share">
                  <ShareBar share={percent(count, present.people)} />
                  {shareText(spoken, count, present.people)}
                </span>,
                <Counted count={count} behind={behind} what={words.methods[method]} />,
              ],
            };
          })}
        />
      </Section>
    </>
  );
}

function ByApplication({ adoption: { applications } }: { adoption: Adoption }) {
  const spoken = useWords();
  const words = spoken.adoption;
  return (
    <Section
      title={words.byApplication}
      description={words.byApplicationText}
      actions={<CsvLink href={fileOf("applications")} what={words.byApplication} />}
    >
      <Table
        caption={words.byApplication}
        columns={[
          { label: words.application, header: true },
          { label: words.share },
          { label: words.withSecondFactor, align: "end" },
          { label: words.signIns, align: "end" },
        ]}
        rows={applications.map(({ id, name, withSecondFactor, without }) => ({
          cells: [
            <a href={application(id)}>{name}</a>,
            <span class="share">
              <ShareBar share={percent(withSecondFactor, withSecondFactor + without)} />
              {shareText(spoken, withSecondFactor, withSecondFactor + without)}
            </span>,
            number(spoken, withSecondFactor),
            number(spoken, withSecondFactor + without),
          ],
        }))}
        empty={<p class="muted">{words.noApplications}</p>}
      />
    </Section>
  );
}

function Grace({ present: { grace } }: { present: Present }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const waiting = grace.filter((one) => one.people > one.protected);
  return (
    <Section
      title={words.grace}
      description={waiting.length > 0 ? words.graceText : undefined}
      actions={<CsvLink href={fileOf("grace")} what={words.grace} />}
    >
      <GraceTable rows={waiting.slice(0, shownAtFirst)} />
      {waiting.length > shownAtFirst ? (
        <details class="numbers">
          <summary class="button link">{words.moreDays}</summary>
          <GraceTable rows={waiting.slice(shownAtFirst)} />
        </details>
      ) : null}
    </Section>
  );
}

const shownAtFirst = 5;

function GraceTable({ rows }: { rows: Present["grace"] }) {
  const spoken = useWords();
  const words = spoken.adoption;
  return (
    <Table
      caption={words.grace}
      columns={[
        { label: words.until, header: true },
        { label: words.people, align: "end" },
      ]}
      rows={rows.map(({ value, people: all, protected: those }) => {
        const until = value === notMetYet ? words.notMetYet : spoken.date(startOfDay(value));
        return { cells: [until, <Counted count={all - those} behind={peopleInGrace(value)} what={until} />] };
      })}
      empty={<p class="muted">{words.nobodyInGrace}</p>}
    />
  );
}
