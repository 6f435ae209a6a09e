// The list of identity providers, and the page of one.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { ShownIdentity } from "../../identities/actions.ts";
import type { Arrivals, Provider } from "../../identity-providers/actions.ts";
import { noEvidenceAsked } from "../../identity-providers/rules.ts";
import {
  Actions,
  Badge,
  Button,
  CopyField,
  DataList,
  EmptyState,
  Form,
  Muted,
  Notice,
  Overlay,
  RelativeTime,
  Section,
  Table,
  TwoLine,
  useWords,
} from "../../ui/index.ts";
import type { Words } from "../../words/index.ts";
import type { ListedProvider } from "./actions.ts";
import type { ShownRefusal } from "./refusals.ts";
import { RefusalsSection } from "./refusals-views.tsx";

interface ProvidersProps {
  visitor: Visitor;
  providers: ListedProvider[];
  removed: boolean;
  now: number;
}

export function ProvidersPage({ visitor, providers, removed, now }: ProvidersProps) {
  const words = useWords();
  const { consoleSingleSignOn: say } = words;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={say.title}
      lead={say.lead}
      notices={removed ? <Notice kind="success">{say.removed}</Notice> : undefined}
      actions={
        <Button kind="primary" href="/admin/single-sign-on/new">
          {say.connect}
        </Button>
      }
      wide
    >
      {providers.length === 0 ? (
        <EmptyState title={say.none}>{say.noneText}</EmptyState>
      ) : (
        <Table
          caption={say.caption}
          columns={[
            { label: say.provider, header: true },
            { label: say.state },
            { label: say.domains },
            { label: say.twoFactorHere },
            { label: say.lastDays },
          ]}
          rows={providers.map((provider) => ({
            id: provider.id,
            cells: [
              <TwoLine
                main={<a href={`/admin/single-sign-on/${provider.id}`}>{provider.name}</a>}
                sub={provider.issuer}
              />,
              <StateBadge active={provider.active} />,
              provider.domains.length === 0 ? say.allDomains : shortened(provider.domains, words),
              provider.exempts ? (noEvidenceAsked(provider.settings.evidence) ? say.off : say.offWithEvidence) : say.on,
              <Counted arrivals={provider.arrivals} now={now} />,
            ],
          }))}
        />
      )}
    </AppFrame>
  );
}

const shortened = (domains: string[], { consoleSingleSignOn: say }: Words): string =>
  domains.length > 3 ? say.domainsAndMore(domains.slice(0, 3).join(", "), domains.length - 3) : domains.join(", ");

function StateBadge({ active }: { active: boolean }) {
  const { consoleSingleSignOn: say } = useWords();
  return active ? <Badge kind="success">{say.on}</Badge> : <Badge>{say.off}</Badge>;
}

function Counted({ arrivals, now }: { arrivals: Arrivals | undefined; now: number }) {
  const { consoleSingleSignOn: say, relative } = useWords();
  if (!arrivals) return <Muted>{say.noneYet}</Muted>;
  const { withEvidence, without, lastAt } = arrivals;
  return <TwoLine main={say.arrivals(withEvidence, without)} sub={say.last(relative(lastAt, now))} />;
}

interface OneProps {
  visitor: Visitor;
  provider: Provider;
  arrivals: Arrivals | undefined;
  refusals: ShownRefusal[];
  /** What the provider has to send people back to. */
  address: string;
  done: string | undefined;
  removing: boolean;
  now: number;
}

export function OneProviderPage({ visitor, provider, arrivals, refusals, address, done, removing, now }: OneProps) {
  const words = useWords();
  const { consoleSingleSignOn: say } = words;
  const doneWords: Record<string, string> = say.done;
  const here = `/admin/single-sign-on/${provider.id}`;
  const said = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  const { settings } = provider;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={provider.name}
      notices={said ? <Notice kind="success">{said}</Notice> : undefined}
      overlay={removing ? <RemovalOverlay provider={provider} /> : undefined}
    >
      <Section
        title={
          <>
            {say.connection} <StateBadge active={provider.active} />
          </>
        }
      >
        <DataList
          items={[
            { term: say.issuer, value: provider.issuer },
            { term: say.clientId, value: provider.clientId },
            { term: say.clientSecret, value: provider.hasSecret ? say.secretKept : say.secretNone },
          ]}
        />
        <CopyField label={say.redirectAddress} name="redirectAddress" value={address} />
        <Form action={`${here}/${provider.active ? "deactivation" : "activation"}`}>
          <Actions>
            <Button kind={provider.active ? "secondary" : "primary"} href={`${here}/test`}>
              {say.test}
            </Button>
            <Button>{provider.active ? say.turnOff : say.turnOn}</Button>
            <Button href={`${here}/change`}>{say.change}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={say.whoComesIn}>
        <DataList
          items={[
            { term: say.domains, value: provider.domains.length === 0 ? say.allDomains : provider.domains.join(", ") },
            { term: say.passwordsThere, value: provider.onlyWay ? say.passwordsClosed : say.passwordsWork },
            {
              term: say.firstArrivals,
              value: settings.addsPeople ? say.addedAs(settings.accountType) : say.onlyInvited,
            },
            {
              term: say.addresses,
              value: settings.vouches ? say.addressesVouched : say.addressesVerified,
            },
          ]}
        />
      </Section>
      <Section title={say.secondStep}>
        <DataList
          items={[
            { term: say.twoFactorHere, value: provider.exempts ? say.offForThem : say.on },
            { term: say.evidenceAsked, value: evidenceWords(provider, words) },
            { term: say.lastDays, value: <Counted arrivals={arrivals} now={now} /> },
          ]}
        />
      </Section>
      <RefusalsSection refusals={refusals} now={now} />
      <Section title={say.remove} description={say.removeText} danger>
        <Actions>
          <Button kind="danger" href={`${here}/removal`}>
            {say.remove}
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}

function evidenceWords({ settings: { evidence } }: Provider, { consoleSingleSignOn: say }: Words): string {
  if (noEvidenceAsked(evidence)) return say.noEvidence;
  const { amr, acr, maxAge } = evidence;
  const methods = [...amr.map((one) => `amr ${one}`), ...acr.map((one) => `acr ${one}`)];
  const method = methods.length === 0 ? undefined : methods.reduce((before, next) => say.either(before, next));
  if (maxAge === null) return method ?? "";
  return method === undefined ? say.age(maxAge) : say.both(method, say.age(maxAge));
}

function RemovalOverlay({ provider }: { provider: Provider }) {
  const { consoleSingleSignOn: say } = useWords();
  const here = `/admin/single-sign-on/${provider.id}`;
  return (
    <Overlay id="removal" title={say.removeTitle(provider.name)} lead={say.removeLead} cancel={{ href: here }}>
      <Form action={`${here}/removal`}>
        <Button kind="danger">{say.remove}</Button>
      </Form>
    </Overlay>
  );
}

/** On the page of one person. */
export function IdentitiesSection({
  person,
  identities,
  now,
  mayUnlink,
}: {
  person: string;
  identities: ShownIdentity[];
  now: number;
  mayUnlink: boolean;
}) {
  const { consoleSingleSignOn: say } = useWords();
  if (identities.length === 0) return null;
  return (
    <Section title={say.title} id="identities" description={say.identitiesText}>
      <Table
        caption={say.identities}
        columns={[
          { label: say.provider, header: true },
          { label: say.linked },
          { label: say.lastUsed },
          { label: say.actions, actions: true },
        ]}
        rows={identities.map((identity) => ({
          cells: [
            <TwoLine main={identity.providerName} sub={say.as(identity.email)} />,
            <RelativeTime at={identity.linkedAt} now={now} />,
            <RelativeTime at={identity.lastUsedAt} now={now} />,
            mayUnlink ? (
              <Form action={`/admin/people/${person}/identities/${identity.provider}/removal`}>
                <Button label={say.unlinkFrom(identity.providerName)}>{say.unlink}</Button>
              </Form>
            ) : null,
          ],
        }))}
      />
    </Section>
  );
}
