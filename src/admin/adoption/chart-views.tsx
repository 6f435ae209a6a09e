// The two charts: who is protected over time, and what came of sign-ins. Each with its numbers as a table.
import { day } from "../../kernel/clock.ts";
import { Chart, CsvLink, type Drawing, Section, Table, useWords } from "../../ui/index.ts";
import { adoptionAddress, fileOf, signIns } from "./addresses.ts";
import { number, shareText } from "./number-views.tsx";
import type { Adoption } from "./report.ts";
import { type Bar, barsOf, daysInBar, lineOf, type Outcome, outcomes, percent, type Range, ranges } from "./rules.ts";

const mostLines = 4;

export function Ranges({ range }: { range: Range }) {
  const words = useWords().adoption;
  return (
    <nav class="ranges" aria-label={words.timeShown}>
      {(Object.keys(ranges) as Range[])
        .sort((a, b) => (ranges[a] ?? Number.POSITIVE_INFINITY) - (ranges[b] ?? Number.POSITIVE_INFINITY))
        .map((one) => (
          <a href={adoptionAddress(one)} aria-current={one === range ? "true" : undefined}>
            {words.ranges[one]}
          </a>
        ))}
    </nav>
  );
}

export function PeopleChart({ adoption, draw }: { adoption: Adoption; draw: Drawing }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const { days, from, today, range, present } = adoption;
  const types = (present?.types ?? []).length > 1 ? (present?.types ?? []).slice(0, mostLines) : [];
  const all = lineOf(days, from, today);
  const last = days.at(-1);
  const share = last ? percent(last.protected, last.people) : 0;
  const ofType = (name: string) =>
    lineOf(
      days.flatMap(({ day: on, types: those }) =>
        those.filter(({ value }) => value === name).map((one) => ({ day: on, ...one })),
      ),
      from,
      today,
    );
  const [start, end] = [spoken.date(from * day), spoken.date(today * day)];
  return (
    <Section
      title={words.overTime}
      description={words.overTimeText}
      actions={<CsvLink href={fileOf("days", range)} what={words.overTime} />}
    >
      <Ranges range={range} />
      <Chart
        label={words.chartOfPeople(start, end, spoken.percent(share))}
        scale={[0, 25, 50, 75, 100].map((step) => spoken.percent(step))}
        along={[start, end]}
        legend={[
          { name: words.everybody, look: "key-0" },
          ...types.map(({ value }, i) => ({ name: value, look: `key-${i + 1}` })),
        ]}
      >
        <path class="area" d={draw.area(all)} />
        {types.map(({ value }, i) => (
          <path class={`line key-${i + 1}`} d={draw.line(ofType(value))} />
        ))}
        <path class="line key-0" d={draw.line(all)} />
      </Chart>
      <Numbers>
        <Table
          caption={words.overTime}
          columns={[
            { label: words.day, header: true },
            { label: words.people, align: "end" },
            { label: words.protected, align: "end" },
            { label: words.share, align: "end" },
          ]}
          rows={days.toReversed().map(({ day: on, people, protected: those }) => ({
            cells: [
              spoken.date(on * day),
              number(spoken, people),
              number(spoken, those),
              shareText(spoken, those, people),
            ],
          }))}
        />
      </Numbers>
    </Section>
  );
}

const outcomeWords = {
  "sign-in.completed": "completed",
  "sign-in.password-wrong": "passwordWrong",
  "sign-in.code-wrong": "codeWrong",
  "sign-in.waiting": "waiting",
  "sign-in.cancelled": "cancelled",
} as const satisfies Record<Outcome, string>;

export function SignInsChart({ adoption, draw }: { adoption: Adoption; draw: Drawing }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const { signIns: days, from, today, range } = adoption;
  const bars = barsOf(days, from, today);
  const size = daysInBar(today - from + 1);
  const title = size === 1 ? words.signInsByDay : size === 7 ? words.signInsByWeek : words.signInsByFourWeeks;
  const sum = (outcome: Outcome) => bars.reduce((total, { times }) => total + times[outcome], 0);
  const height = ({ times }: Bar) => outcomes.reduce((total, outcome) => total + times[outcome], 0);
  const steps = draw.steps(Math.max(0, ...bars.map(height)));
  const paths = draw.bars(
    bars.map(({ times }) => times),
    outcomes,
    steps.at(-1) as number,
  );
  const [start, end] = [spoken.date(from * day), spoken.date(today * day)];
  const name = (outcome: Outcome) => words.outcomes[outcomeWords[outcome]];
  const look = (outcome: Outcome) => `outcome-${outcomeWords[outcome]}`;
  return (
    <Section title={title} actions={<CsvLink href={fileOf("sign-ins", range)} what={title} />}>
      {days.length === 0 ? (
        <p class="muted">{words.noSignIns}</p>
      ) : (
        <>
          <ul class="totals">
            {outcomes.map((outcome) => (
              <li>
                <a href={signIns(outcome, from, today).list}>
                  <span class={`swatch ${look(outcome)}`} />
                  <strong>{number(spoken, sum(outcome))}</strong> {name(outcome)}
                </a>{" "}
                <CsvLink href={signIns(outcome, from, today).file} what={name(outcome)} />
              </li>
            ))}
          </ul>
          <Chart
            label={words.chartOfSignIns(start, end, number(spoken, sum("sign-in.completed")))}
            scale={steps.map((step) => number(spoken, step))}
            along={[start, end]}
          >
            {outcomes.map((outcome) => (
              <path class={look(outcome)} d={paths[outcome]} />
            ))}
          </Chart>
          <Numbers>
            <Table
              caption={title}
              columns={[
                { label: size === 1 ? words.day : words.from, header: true },
                ...outcomes.map((outcome) => ({ label: name(outcome), align: "end" as const })),
              ]}
              rows={bars
                .toReversed()
                .filter((bar) => height(bar) > 0)
                .map((bar) => ({
                  cells: [
                    spoken.date(bar.from * day),
                    ...outcomes.map((outcome) =>
                      bar.times[outcome] === 0 ? (
                        "0"
                      ) : (
                        <a href={signIns(outcome, bar.from, bar.to).list}>{number(spoken, bar.times[outcome])}</a>
                      ),
                    ),
                  ],
                }))}
            />
          </Numbers>
        </>
      )}
    </Section>
  );
}

function Numbers({ children }: { children?: unknown }) {
  return (
    <details class="numbers">
      <summary class="button link">{useWords().adoption.asTable}</summary>
      {children}
    </details>
  );
}
