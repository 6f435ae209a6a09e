// The list of webhooks, and the page of one with what was sent to it.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Actions,
  Badge,
  Button,
  DataList,
  EmptyState,
  Form,
  Muted,
  Notice,
  Overlay,
  Pager,
  plural,
  RelativeTime,
  Section,
  Table,
  TwoLine,
} from "../../ui/index.ts";
import { type Delivery, type Webhook, withoutQuery } from "../../webhooks/actions.ts";
import type { Tested } from "../../webhooks/delivering.ts";
import type { ListedWebhook } from "./actions.ts";

interface ListProps {
  visitor: Visitor;
  webhooks: ListedWebhook[];
  removed: boolean;
  now: number;
}

export function WebhooksPage({ visitor, webhooks, removed, now }: ListProps) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title="Webhooks"
      lead="Security events, sent on to your own programs as they happen: a SIEM, a chat, a ticket system."
      notices={removed ? <Notice kind="success">The webhook was removed.</Notice> : undefined}
      actions={
        <Button kind="primary" href="/admin/webhooks/new">
          Add a webhook
        </Button>
      }
      wide
    >
      {webhooks.length === 0 ? (
        <EmptyState title="Nothing is sent on">Add a webhook to hear of events as they happen.</EmptyState>
      ) : (
        <Table
          caption="Webhooks"
          columns={[
            { label: "Address", header: true },
            { label: "State" },
            { label: "Events" },
            { label: "Waiting" },
            { label: "Given up" },
            { label: "Last taken" },
          ]}
          rows={webhooks.map((webhook) => ({
            id: webhook.id,
            cells: [
              <a href={`/admin/webhooks/${webhook.id}`}>{withoutQuery(webhook.url)}</a>,
              <State webhook={webhook} />,
              eventsWords(webhook),
              String(webhook.counts.waiting),
              String(webhook.counts.givenUp),
              <LastTaken webhook={webhook} now={now} />,
            ],
          }))}
        />
      )}
    </AppFrame>
  );
}

const eventsWords = ({ events }: Webhook) => (events === "all" ? "All" : plural(events.length, "event"));

function State({ webhook: { status, failingSince } }: { webhook: Webhook }) {
  if (status === "stopped") return <Badge kind="danger">Stopped</Badge>;
  if (status === "off") return <Badge>Off</Badge>;
  return failingSince === undefined ? <Badge kind="success">On</Badge> : <Badge kind="warning">Failing</Badge>;
}

const LastTaken = ({ webhook: { lastTakenAt }, now }: { webhook: Webhook; now: number }) =>
  lastTakenAt === undefined ? <Muted>Never</Muted> : <RelativeTime at={lastTakenAt} now={now} />;

const doneWords: Record<string, string> = {
  changed: "Saved.",
  on: "Turned on. It is sent what happens from now on.",
  off: "Turned off. What waited for it was given up.",
  again: "On its way again.",
};

interface OneProps {
  visitor: Visitor;
  webhook: ListedWebhook;
  page: { deliveries: Delivery[]; next: string | undefined };
  only: "given-up" | undefined;
  /** Whether this is the first page of the list. */
  first: boolean;
  done: string | undefined;
  removing?: boolean;
  tested?: Tested;
  now: number;
}

export function OneWebhookPage({ visitor, webhook, page, only, first, done, removing, tested, now }: OneProps) {
  const here = `/admin/webhooks/${webhook.id}`;
  const said = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  const on = webhook.status === "on";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title={new URL(webhook.url).host}
      heading="Webhook"
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {tested?.outcome === "taken" ? (
            <Notice kind="success">The test was taken; the answer was {tested.status}.</Notice>
          ) : null}
          {tested?.outcome === "refused" ? (
            <Notice kind="danger" title="The test was not taken">
              {tested.words}
            </Notice>
          ) : null}
          {webhook.status === "stopped" ? (
            <Notice kind="warning" title="Stopped">
              Nothing was taken for days, so nothing is sent any more. Turn it on when it is mended; what was given up
              can be sent again.
            </Notice>
          ) : null}
        </>
      }
      overlay={removing ? <RemovalOverlay webhook={webhook} /> : undefined}
      wide
    >
      <Section
        title={
          <>
            Connection <State webhook={webhook} />
          </>
        }
      >
        <DataList
          items={[
            { term: "Address", value: webhook.url },
            { term: "Events", value: webhook.events === "all" ? "All" : webhook.events.join(", ") },
            { term: "Last taken", value: <LastTaken webhook={webhook} now={now} /> },
            ...(webhook.failingSince === undefined
              ? []
              : [{ term: "Nothing taken since", value: <RelativeTime at={webhook.failingSince} now={now} /> }]),
            ...(webhook.formerUntil === undefined || webhook.formerUntil <= now
              ? []
              : [{ term: "Former secret signs until", value: <RelativeTime at={webhook.formerUntil} now={now} /> }]),
          ]}
        />
        <Actions>
          <Form action={`${here}/test`}>
            <Button kind="primary">Send a test</Button>
          </Form>
          <Button href={`${here}/change`}>Change</Button>
          <Form action={`${here}/${on ? "deactivation" : "activation"}`}>
            <Button>{on ? "Turn off" : "Turn on"}</Button>
          </Form>
          <Form action={`${here}/secret`}>
            <Button>Make a new secret</Button>
          </Form>
        </Actions>
      </Section>
      <Deliveries {...{ webhook, page, only, first, now }} />
      <Section title="Remove" description="What waits for it is gone as well." danger>
        <Actions>
          <Button kind="danger" href={`${here}/removal`}>
            Remove
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}

function Deliveries({
  webhook,
  page,
  only,
  first,
  now,
}: Pick<OneProps, "webhook" | "page" | "only" | "first" | "now">) {
  const here = `/admin/webhooks/${webhook.id}`;
  const { counts } = webhook;
  const filter = only === undefined ? "" : "only=given-up&";
  return (
    <Section
      title={only === undefined ? "Deliveries" : "Given up"}
      description={`${counts.waiting} waiting, ${counts.givenUp} given up. Taken ones are kept for a week, given up ones for a month.`}
    >
      {counts.givenUp > 0 ? (
        <Form action={`${here}/all-again`}>
          <Actions>
            <Button>Send all {counts.givenUp} again</Button>
            <Button href={only === undefined ? `${here}?only=given-up` : here}>
              {only === undefined ? "Show only those" : "Show all"}
            </Button>
          </Actions>
        </Form>
      ) : null}
      {page.deliveries.length === 0 ? (
        <Muted>Nothing was sent yet.</Muted>
      ) : (
        <Table
          caption="Deliveries, newest first"
          columns={[
            { label: "Event", header: true },
            { label: "Happened" },
            { label: "State" },
            { label: "Tries" },
            { label: "Actions", actions: true },
          ]}
          rows={page.deliveries.map((delivery) => ({
            id: delivery.id,
            cells: [
              delivery.name ?? <Muted>Removed meanwhile</Muted>,
              <RelativeTime at={delivery.createdAt} now={now} />,
              <DeliveryState delivery={delivery} now={now} />,
              String(delivery.tries),
              delivery.state === "waiting" ? null : (
                <Form action={`${here}/deliveries/${delivery.id}/again`}>
                  <Button label={`Send ${delivery.name ?? "it"} again`}>Send again</Button>
                </Form>
              ),
            ],
          }))}
        />
      )}
      <Pager
        label="Deliveries"
        {...(first ? {} : { first: `${here}?${filter}` })}
        {...(page.next === undefined ? {} : { next: `${here}?${filter}after=${page.next}` })}
      />
    </Section>
  );
}

function DeliveryState({ delivery, now }: { delivery: Delivery; now: number }) {
  const { state, status, failure, nextTryAt } = delivery;
  if (state === "taken") return <TwoLine main={<Badge kind="success">Taken</Badge>} sub={`answered ${status}`} />;
  if (state === "given-up") return <TwoLine main={<Badge kind="danger">Given up</Badge>} sub={failure ?? ""} />;
  return (
    <TwoLine
      main={<Badge kind={failure === undefined ? "neutral" : "warning"}>Waiting</Badge>}
      sub={
        <>
          {failure === undefined ? "Next try" : `${failure} Next try`} <RelativeTime at={nextTryAt ?? now} now={now} />
        </>
      }
    />
  );
}

function RemovalOverlay({ webhook }: { webhook: Webhook }) {
  const here = `/admin/webhooks/${webhook.id}`;
  return (
    <Overlay
      id="removal"
      title="Remove the webhook?"
      lead={`Nothing is sent to ${withoutQuery(webhook.url)} any more.`}
      cancel={{ href: here }}
    >
      <Form action={`${here}/removal`}>
        <Button kind="danger">Remove</Button>
      </Form>
    </Overlay>
  );
}
