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
  plural,
  RelativeTime,
  Section,
  Table,
  TwoLine,
} from "../../ui/index.ts";
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
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title="Single sign-on"
      lead="Identity providers of your company, through which people come in without a password here."
      notices={removed ? <Notice kind="success">The identity provider was removed.</Notice> : undefined}
      actions={
        <Button kind="primary" href="/admin/single-sign-on/new">
          Connect a provider
        </Button>
      }
      wide
    >
      {providers.length === 0 ? (
        <EmptyState title="None is connected">
          Connect one that speaks OpenID Connect, such as Entra ID, Google Workspace, Okta or Keycloak.
        </EmptyState>
      ) : (
        <Table
          caption="Identity providers"
          columns={[
            { label: "Provider", header: true },
            { label: "State" },
            { label: "Domains" },
            { label: "2FA here" },
            { label: "Last 30 days" },
          ]}
          rows={providers.map((provider) => ({
            id: provider.id,
            cells: [
              <TwoLine
                main={<a href={`/admin/single-sign-on/${provider.id}`}>{provider.name}</a>}
                sub={provider.issuer}
              />,
              <StateBadge active={provider.active} />,
              provider.domains.length === 0 ? "All" : shortened(provider.domains),
              provider.exempts ? (noEvidenceAsked(provider.settings.evidence) ? "Off" : "Off with evidence") : "On",
              <Counted arrivals={provider.arrivals} now={now} />,
            ],
          }))}
        />
      )}
    </AppFrame>
  );
}

const shortened = (domains: string[]): string =>
  domains.length > 3 ? `${domains.slice(0, 3).join(", ")} and ${domains.length - 3} more` : domains.join(", ");

const StateBadge = ({ active }: { active: boolean }) =>
  active ? <Badge kind="success">On</Badge> : <Badge>Off</Badge>;

function Counted({ arrivals, now }: { arrivals: Arrivals | undefined; now: number }) {
  if (!arrivals) return <Muted>None yet</Muted>;
  const { withEvidence, without, lastAt } = arrivals;
  return (
    <TwoLine
      main={`${withEvidence} with evidence, ${without} without`}
      sub={
        <>
          last <RelativeTime at={lastAt} now={now} />
        </>
      }
    />
  );
}

const doneWords: Record<string, string> = {
  connected:
    "The provider is connected and still off. Enter the redirect address there, test the connection, then turn it on.",
  changed: "Saved. It holds from everybody's next click.",
  on: "Turned on. People can come in through it.",
  off: "Turned off. Whoever came in through it is signed out at their next click.",
};

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
            Connection <StateBadge active={provider.active} />
          </>
        }
      >
        <DataList
          items={[
            { term: "Issuer", value: provider.issuer },
            { term: "Client ID", value: provider.clientId },
            { term: "Client secret", value: provider.hasSecret ? "Kept, never shown" : "None: PKCE alone" },
          ]}
        />
        <CopyField label="Redirect address, to enter at the provider" name="redirectAddress" value={address} />
        <Form action={`${here}/${provider.active ? "deactivation" : "activation"}`}>
          <Actions>
            <Button kind={provider.active ? "secondary" : "primary"} href={`${here}/test`}>
              Test connection
            </Button>
            <Button>{provider.active ? "Turn off" : "Turn on"}</Button>
            <Button href={`${here}/change`}>Change</Button>
          </Actions>
        </Form>
      </Section>
      <Section title="Who comes in">
        <DataList
          items={[
            { term: "Domains", value: provider.domains.length === 0 ? "All" : provider.domains.join(", ") },
            { term: "Passwords there", value: provider.onlyWay ? "Closed: only single sign-on" : "Work as well" },
            {
              term: "First arrivals",
              value: settings.addsPeople ? `Added as '${settings.accountType}'` : "Only who is invited",
            },
            {
              term: "Addresses",
              value: settings.vouches
                ? "All count as verified"
                : "Count where the provider says that they are verified",
            },
          ]}
        />
      </Section>
      <Section title="The second step">
        <DataList
          items={[
            { term: "2FA here", value: provider.exempts ? "Off for whoever comes through it" : "On" },
            { term: "Evidence asked", value: evidenceWords(provider) },
            { term: "Last 30 days", value: <Counted arrivals={arrivals} now={now} /> },
          ]}
        />
      </Section>
      <RefusalsSection refusals={refusals} now={now} />
      <Section title="Remove" description="People stay, and their links with this provider go." danger>
        <Actions>
          <Button kind="danger" href={`${here}/removal`}>
            Remove
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}

function evidenceWords({ settings: { evidence } }: Provider): string {
  if (noEvidenceAsked(evidence)) return "None: every sign-in counts";
  const { amr, acr, maxAge } = evidence;
  const method = [...amr.map((one) => `amr ${one}`), ...acr.map((one) => `acr ${one}`)].join(" or ");
  const age = maxAge === null ? "" : `signed in there at most ${plural(maxAge, "minute")} before`;
  return [method, age].filter((part) => part !== "").join(", and ");
}

function RemovalOverlay({ provider }: { provider: Provider }) {
  const here = `/admin/single-sign-on/${provider.id}`;
  return (
    <Overlay
      id="removal"
      title={`Remove ${provider.name}?`}
      lead="Whoever came in through it is signed out at their next click. Those without a password can't come in until you invite them again."
      cancel={{ href: here }}
    >
      <Form action={`${here}/removal`}>
        <Button kind="danger">Remove</Button>
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
  if (identities.length === 0) return null;
  return (
    <Section
      title="Single sign-on"
      id="identities"
      description="Whoever comes through one of these is not asked for a second factor, where the provider is set so."
    >
      <Table
        caption="Links with identity providers"
        columns={[
          { label: "Provider", header: true },
          { label: "Linked" },
          { label: "Last used" },
          { label: "Actions", actions: true },
        ]}
        rows={identities.map((identity) => ({
          cells: [
            <TwoLine main={identity.providerName} sub={`as ${identity.email}`} />,
            <RelativeTime at={identity.linkedAt} now={now} />,
            <RelativeTime at={identity.lastUsedAt} now={now} />,
            mayUnlink ? (
              <Form action={`/admin/people/${person}/identities/${identity.provider}/removal`}>
                <Button label={`Unlink from ${identity.providerName}`}>Unlink</Button>
              </Form>
            ) : null,
          ],
        }))}
      />
    </Section>
  );
}
