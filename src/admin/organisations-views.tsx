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
  plural,
  Section,
  Table,
  TimeStamp,
  TwoLine,
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
  const place = (name: "after" | "before", slug: string | undefined) =>
    slug && `/admin/organisations?${new URLSearchParams({ [name]: slug })}`;
  const host = new URL(site.origin).host;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title="Organisations"
      lead="Each has its own people, policy and history. None sees anything of another."
      wide
      notices={removed ? <Notice kind="success">The organisation was removed, with everything of it.</Notice> : null}
      actions={
        <Button kind="primary" href="/admin/organisations/new">
          Add organisation
        </Button>
      }
    >
      <Table
        caption="Organisations"
        columns={[
          { label: "Name", header: true },
          { label: "Address" },
          { label: "State", narrow: true },
          { label: "Added", narrow: true },
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
      <Pager label="Organisations" previous={place("before", page.previous)} next={place("after", page.next)} />
    </AppFrame>
  );
}

const State = ({ status }: { status: string }) =>
  status === "suspended" ? <Badge kind="warning">Suspended</Badge> : <Badge kind="success">Active</Badge>;

interface OneProps {
  visitor: Visitor;
  overview: OrganisationOverview;
  done?: string | undefined;
  hostError?: string | undefined;
  typedHost?: string | undefined;
  overlay?: Child;
}

const doneWords: Record<string, string> = {
  saved: "Saved. It holds from now on.",
  suspended: "Suspended. Nobody of it is let in from now on; nothing of it is lost.",
  resumed: "Resumed. Its people and their sessions are what they were.",
};

export function OneOrganisationPage({ visitor, overview, done, hostError, typedHost, overlay }: OneProps) {
  const { organisation, people, address, own } = overview;
  const said = done === undefined ? undefined : doneWords[done];
  const suspended = organisation.status === "suspended";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/organisations"
      title={organisation.name}
      overlay={overlay}
      notices={said ? <Notice kind="success">{said}</Notice> : null}
    >
      <Section title="Overview">
        <DataList
          items={[
            { term: "State", value: <State status={organisation.status} /> },
            { term: "People sign in at", value: <a href={address}>{address}</a> },
            { term: "Short name", value: organisation.slug },
            { term: "People", value: plural(people, "person", "people") },
            { term: "Added", value: <TimeStamp at={organisation.created_at} /> },
          ]}
        />
      </Section>
      {own ? null : (
        <Section title="Host name">
          <Form action={`${pageOf(organisation.id)}/host-name`} label="Host name">
            <HostField value={typedHost ?? organisation.host ?? ""} error={hostError} />
            <Actions>
              <Button>Save host name</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {own ? (
        <Notice kind="info">
          This is your own organisation: from here it can't be suspended, removed or moved to another host name.
        </Notice>
      ) : (
        <>
          <Section
            title={suspended ? "Resume" : "Suspend"}
            description={
              suspended
                ? "Its people can sign in again, and sessions that have not run out go on."
                : "Nobody of it is let in, from the next request on. Everything is kept for the day it is resumed."
            }
          >
            <Form action={`${pageOf(organisation.id)}/${suspended ? "resumption" : "suspension"}`}>
              <Button kind={suspended ? "primary" : "secondary"}>
                {suspended ? "Resume organisation" : "Suspend organisation"}
              </Button>
            </Form>
          </Section>
          <Section
            title="Remove"
            description="Its people, their second factors, its policy and its whole history go, for good."
            danger
          >
            <Button kind="danger" href={`${pageOf(organisation.id)}/removal`}>
              Remove organisation
            </Button>
          </Section>
        </>
      )}
    </AppFrame>
  );
}

export function RemovalOverlay({ overview, wrong }: { overview: OrganisationOverview; wrong: boolean }) {
  const { organisation, people } = overview;
  return (
    <Overlay
      id="removal"
      width="medium"
      title={<>Remove {organisation.name}?</>}
      lead="This can't be undone."
      cancel={{ href: pageOf(organisation.id) }}
    >
      <Notice kind="warning">
        {plural(people, "person", "people")} can't sign in any more, and everything of the organisation is deleted:
        second factors, policy, mails that wait, history.
      </Notice>
      <Form action={`${pageOf(organisation.id)}/removal`}>
        <Field
          label={<>Type {organisation.name} to go on</>}
          name="name"
          autocomplete="off"
          required
          maxlength={400}
          error={wrong ? "That is not its name. Nothing was removed." : undefined}
          autofocus
        />
        <Button kind="danger">Remove organisation</Button>
      </Form>
    </Overlay>
  );
}
