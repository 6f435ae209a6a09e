// The operator's pages: the list of organisations, and one of them with what can be done to it.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { ListedOrganisation } from "../organisations/register.ts";
import {
  Actions,
  Badge,
  Button,
  DataList,
  Field,
  Form,
  Notice,
  Overlay,
  Pager,
  Section,
  Table,
  TimeStamp,
  TwoLine,
  useWords,
} from "../ui/index.ts";
import { HostField } from "./new-organisation-views.tsx";
import type { OrganisationOverview } from "./organisations.ts";

const pageOf = (id: string): string => `/admin/organisations/${id}`;

interface ListProps {
  visitor: Visitor;
  page: { organisations: ListedOrganisation[]; next?: string; previous?: string };
  /** Whether one was removed just now. */
  removed: boolean;
  site: { origin: string };
}

export function OrganisationsPage({ visitor, page, removed, site }: ListProps) {
  const { consoleOrganisations: say } = useWords();
  const place = (name: "after" | "before", slug: string | undefined) =>
    slug && `/admin/organisations?${new URLSearchParams({ [name]: slug })}`;
  const host = new URL(site.origin).host;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title={say.title}
      lead={say.lead}
      wide
      notices={removed ? <Notice kind="success">{say.removed}</Notice> : null}
      actions={
        <Button kind="primary" href="/admin/organisations/new">
          {say.add}
        </Button>
      }
    >
      <Table
        caption={say.title}
        columns={[
          { label: say.name, header: true },
          { label: say.address },
          { label: say.state, narrow: true },
          { label: say.added, narrow: true },
        ]}
        rows={page.organisations.map((one) => ({
          cells: [
            <TwoLine main={<a href={pageOf(one.id)}>{one.name}</a>} sub={one.slug} />,
            one.host ?? `${host}/o/${one.slug}`,
            <State status={one.status} />,
            <TimeStamp at={one.created_at} />,
          ],
        }))}
      />
      <Pager label={say.title} previous={place("before", page.previous)} next={place("after", page.next)} />
    </AppFrame>
  );
}

function State({ status }: { status: string }) {
  const { consoleOrganisations: say } = useWords();
  return status === "suspended" ? (
    <Badge kind="warning">{say.suspended}</Badge>
  ) : (
    <Badge kind="success">{say.active}</Badge>
  );
}

interface OneProps {
  visitor: Visitor;
  overview: OrganisationOverview;
  done?: string | undefined;
  hostError?: string | undefined;
  typedHost?: string | undefined;
  overlay?: Child;
}

export function OneOrganisationPage({ visitor, overview, done, hostError, typedHost, overlay }: OneProps) {
  const { consoleOrganisations: say, exporting } = useWords();
  const doneWords: Record<string, string> = say.done;
  const { organisation, people, address, own } = overview;
  const said = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  const suspended = organisation.status === "suspended";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title={organisation.name}
      overlay={overlay}
      notices={said ? <Notice kind="success">{said}</Notice> : null}
    >
      <Section title={say.overview}>
        <DataList
          items={[
            { term: say.state, value: <State status={organisation.status} /> },
            { term: say.signInAt, value: <a href={address}>{address}</a> },
            { term: say.shortName, value: organisation.slug },
            { term: say.people, value: say.peopleCounted(people) },
            { term: say.added, value: <TimeStamp at={organisation.created_at} /> },
          ]}
        />
      </Section>
      {own ? null : (
        <Section title={say.hostName}>
          <Form action={`${pageOf(organisation.id)}/host-name`} label={say.hostName}>
            <HostField value={typedHost ?? organisation.host ?? ""} error={hostError} />
            <Actions>
              <Button>{say.saveHostName}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      <Section title={exporting.section} description={exporting.sectionText}>
        <Button href={`${pageOf(organisation.id)}/exports`}>{exporting.goOn}</Button>
      </Section>
      {own ? (
        <Notice kind="info">{say.own}</Notice>
      ) : (
        <>
          <Section
            title={suspended ? say.resume : say.suspend}
            description={suspended ? say.resumeText : say.suspendText}
          >
            <Form action={`${pageOf(organisation.id)}/${suspended ? "resumption" : "suspension"}`}>
              <Button kind={suspended ? "primary" : "secondary"}>{suspended ? say.resumeNow : say.suspendNow}</Button>
            </Form>
          </Section>
          <Section title={say.remove} description={say.removeText} danger>
            <Button kind="danger" href={`${pageOf(organisation.id)}/removal`}>
              {say.removeNow}
            </Button>
          </Section>
        </>
      )}
    </AppFrame>
  );
}

export function RemovalOverlay({ overview, wrong }: { overview: OrganisationOverview; wrong: boolean }) {
  const { consoleOrganisations: say } = useWords();
  const { organisation, people } = overview;
  return (
    <Overlay
      id="removal"
      width="medium"
      title={say.removeTitle(organisation.name)}
      lead={say.removeLead}
      cancel={{ href: pageOf(organisation.id) }}
    >
      <Notice kind="warning">{say.removeWarning(people)}</Notice>
      <Form action={`${pageOf(organisation.id)}/removal`}>
        <Field
          label={say.typeName(organisation.name)}
          name="name"
          autocomplete="off"
          required
          maxlength={400}
          error={wrong ? say.wrongName : undefined}
          autofocus
        />
        <Button kind="danger">{say.removeNow}</Button>
      </Form>
    </Overlay>
  );
}
