// The part of a provider's page that shows who was refused lately.
import { Muted, RelativeTime, Section, Table, TwoLine, useWords } from "../../ui/index.ts";
import type { ShownRefusal } from "./refusals.ts";

export function RefusalsSection({ refusals, now }: { refusals: ShownRefusal[]; now: number }) {
  const { consoleSingleSignOn: say } = useWords();
  const whyWords: Record<string, string> = say.refusals;
  return (
    <Section title={say.refusedLately} description={say.refusedText}>
      <Table
        caption={say.refusedLately}
        columns={[{ label: say.when }, { label: say.who, header: true }, { label: say.why }]}
        rows={refusals.map(({ id, at, person, why, code, address }) => ({
          id,
          cells: [
            <RelativeTime at={at} now={now} />,
            <TwoLine
              main={person ? <a href={`/admin/people/${person.id}`}>{person.name}</a> : say.nobodyKnown}
              sub={say.from(address)}
            />,
            <TwoLine main={Object.hasOwn(whyWords, why) ? whyWords[why] : why} sub={code} />,
          ],
        }))}
        empty={<Muted>{say.nobodyYet}</Muted>}
      />
    </Section>
  );
}
