// The part of a provider's page that shows who was refused lately.
import { Muted, RelativeTime, Section, Table, TwoLine } from "../../ui/index.ts";
import type { ShownRefusal } from "./refusals.ts";

export function RefusalsSection({ refusals, now }: { refusals: ShownRefusal[]; now: number }) {
  return (
    <Section
      title="Refused lately"
      description="The last 20 who came back from the provider, or were to be sent there, and were not let in."
    >
      <Table
        caption="Refused lately"
        columns={[{ label: "When" }, { label: "Who", header: true }, { label: "Why" }]}
        rows={refusals.map(({ id, at, person, why, code, address }) => ({
          id,
          cells: [
            <RelativeTime at={at} now={now} />,
            <TwoLine
              main={person ? <a href={`/admin/people/${person.id}`}>{person.name}</a> : "Nobody known here"}
              sub={`from ${address}`}
            />,
            <TwoLine main={whyWords[why] ?? why} sub={code} />,
          ],
        }))}
        empty={<Muted>Nobody yet.</Muted>}
      />
    </Section>
  );
}

const whyWords: Record<string, string> = {
  cancelled: "Stopped at the provider, or the provider refused",
  foreign: "Not begun in this browser, too late, or answered before",
  answer: "The provider's answer was not as it should be",
  unreachable: "The provider could not be reached, or answered wrongly",
  noAddress: "The provider told no e-mail address",
  unverified: "The provider did not say that the address is verified",
  otherDomain: "The address is at a domain that this provider does not serve",
  unknown: "No account here, and the provider adds nobody",
  disabled: "The account here is disabled",
  clash: "The account here is linked with somebody else at the provider",
  notFresh: "The provider did not ask to sign in anew, or did not say when",
  somebodyElse: "Confirmed there as somebody else",
  turnedOff: "The provider is turned off here",
  linkOver: "Linking took too long, or was finished already",
  signedInAsOther: "Signed in here as somebody else",
};
