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
  RelativeTime,
  Section,
  Table,
  TwoLine,
  useWords,
} from "../../ui/index.ts";
import { type Delivery, type Webhook, withoutQuery } from "../../webhooks/actions.ts";
import type { Tested } from "../../webhooks/delivering.ts";
import type { Words } from "../../words/index.ts";
import type { ListedWebhook } from "./actions.ts";
import { failureIn } from "./words.ts";

interface ListProps {
  visitor: Visitor;
  webhooks: ListedWebhook[];
  removed: boolean;
  now: number;
}

export function WebhooksPage({ visitor, webhooks, removed, now }: ListProps) {
  const { consoleWebhooks: say } = useWords();
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title={say.title}
      lead={say.lead}
      notices={removed ? <Notice kind="success">{say.removed}</Notice> : undefined}
      actions={
        <Button kind="primary" href="/admin/webhooks/new">
          {say.add}
        </Button>
      }
      wide
    >
      {webhooks.length === 0 ? (
        <EmptyState title={say.nothing}>{say.nothingText}</EmptyState>
      ) : (
        <Table
          caption={say.title}
          columns={[
            { label: say.address, header: true },
            { label: say.state },
            { label: say.events },
            { label: say.waitingCount },
            { label: say.givenUpCount },
            { label: say.lastTaken },
          ]}
          rows={webhooks.map((webhook) => ({
            id: webhook.id,
            cells: [
              <a href={`/admin/webhooks/${webhook.id}`}>{withoutQuery(webhook.url)}</a>,
              <State webhook={webhook} />,
              eventsWords(webhook, say),
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

const eventsWords = ({ events }: Webhook, say: Words["consoleWebhooks"]): string =>
  events === "all" ? say.all : say.eventsCounted(events.length);

function State({ webhook: { status, failingSince } }: { webhook: Webhook }) {
  const { consoleWebhooks: say } = useWords();
  if (status === "stopped") return <Badge kind="danger">{say.stopped}</Badge>;
  if (status === "off") return <Badge>{say.off}</Badge>;
  return failingSince === undefined ? (
    <Badge kind="success">{say.on}</Badge>
  ) : (
    <Badge kind="warning">{say.failing}</Badge>
  );
}

function LastTaken({ webhook: { lastTakenAt }, now }: { webhook: Webhook; now: number }) {
  const { consoleWebhooks: say } = useWords();
  return lastTakenAt === undefined ? <Muted>{say.never}</Muted> : <RelativeTime at={lastTakenAt} now={now} />;
}

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
  const words = useWords();
  const { consoleWebhooks: say } = words;
  const doneWords: Record<string, string> = say.done;
  const here = `/admin/webhooks/${webhook.id}`;
  const said = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  const on = webhook.status === "on";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title={new URL(webhook.url).host}
      heading={say.webhook}
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {tested?.outcome === "taken" ? <Notice kind="success">{say.testTaken(tested.status)}</Notice> : null}
          {tested?.outcome === "refused" ? (
            <Notice kind="danger" title={say.testRefused}>
              {failureIn(tested.words, words)}
            </Notice>
          ) : null}
          {webhook.status === "stopped" ? (
            <Notice kind="warning" title={say.stopped}>
              {say.stoppedText}
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
            {say.connection} <State webhook={webhook} />
          </>
        }
      >
        <DataList
          items={[
            { term: say.address, value: webhook.url },
            { term: say.events, value: webhook.events === "all" ? say.all : webhook.events.join(", ") },
            { term: say.lastTaken, value: <LastTaken webhook={webhook} now={now} /> },
            ...(webhook.failingSince === undefined
              ? []
              : [{ term: say.nothingSince, value: <RelativeTime at={webhook.failingSince} now={now} /> }]),
            ...(webhook.formerUntil === undefined || webhook.formerUntil <= now
              ? []
              : [{ term: say.formerUntil, value: <RelativeTime at={webhook.formerUntil} now={now} /> }]),
          ]}
        />
        <Actions>
          <Form action={`${here}/test`}>
            <Button kind="primary">{say.test}</Button>
          </Form>
          <Button href={`${here}/change`}>{say.change}</Button>
          <Form action={`${here}/${on ? "deactivation" : "activation"}`}>
            <Button>{on ? say.turnOff : say.turnOn}</Button>
          </Form>
          <Form action={`${here}/secret`}>
            <Button>{say.newSecret}</Button>
          </Form>
        </Actions>
      </Section>
      <Deliveries {...{ webhook, page, only, first, now }} />
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

function Deliveries({
  webhook,
  page,
  only,
  first,
  now,
}: Pick<OneProps, "webhook" | "page" | "only" | "first" | "now">) {
  const here = `/admin/webhooks/${webhook.id}`;
  const { consoleWebhooks: say } = useWords();
  const { counts } = webhook;
  const filter = only === undefined ? "" : "only=given-up&";
  return (
    <Section
      title={only === undefined ? say.deliveries : say.givenUpCount}
      description={say.deliveriesText(counts.waiting, counts.givenUp)}
    >
      {counts.givenUp > 0 ? (
        <Form action={`${here}/all-again`}>
          <Actions>
            <Button>{say.sendAllAgain(counts.givenUp)}</Button>
            <Button href={only === undefined ? `${here}?only=given-up` : here}>
              {only === undefined ? say.onlyThose : say.showAll}
            </Button>
          </Actions>
        </Form>
      ) : null}
      {page.deliveries.length === 0 ? (
        <Muted>{say.nothingSent}</Muted>
      ) : (
        <Table
          caption={say.newestFirst}
          columns={[
            { label: say.event, header: true, whole: true },
            { label: say.happened },
            { label: say.state },
            { label: say.tries },
            { label: say.actions, actions: true },
          ]}
          rows={page.deliveries.map((delivery) => ({
            id: delivery.id,
            cells: [
              delivery.name ?? <Muted>{say.eventRemoved}</Muted>,
              <RelativeTime at={delivery.createdAt} now={now} />,
              <DeliveryState delivery={delivery} now={now} />,
              String(delivery.tries),
              delivery.state === "waiting" ? null : (
                <Form action={`${here}/deliveries/${delivery.id}/again`}>
                  <Button label={delivery.name === undefined ? say.sendItAgain : say.sendEventAgain(delivery.name)}>
                    {say.sendAgain}
                  </Button>
                </Form>
              ),
            ],
          }))}
        />
      )}
      <Pager
        label={say.deliveries}
        {...(first ? {} : { first: `${here}?${filter}` })}
        {...(page.next === undefined ? {} : { next: `${here}?${filter}after=${page.next}` })}
      />
    </Section>
  );
}

function DeliveryState({ delivery, now }: { delivery: Delivery; now: number }) {
  const words = useWords();
  const { consoleWebhooks: say } = words;
  const { state, status, failure: kept, nextTryAt } = delivery;
  const failure = kept === undefined ? undefined : failureIn(kept, words);
  if (state === "taken")
    return <TwoLine main={<Badge kind="success">{say.taken}</Badge>} sub={say.answered(status ?? 0)} />;
  if (state === "given-up") return <TwoLine main={<Badge kind="danger">{say.givenUp}</Badge>} sub={failure ?? ""} />;
  const next = words.relative(nextTryAt ?? now, now);
  return (
    <TwoLine
      main={<Badge kind={failure === undefined ? "neutral" : "warning"}>{say.waiting}</Badge>}
      sub={failure === undefined ? say.nextTry(next) : say.failedNextTry(failure, next)}
    />
  );
}

function RemovalOverlay({ webhook }: { webhook: Webhook }) {
  const { consoleWebhooks: say } = useWords();
  const here = `/admin/webhooks/${webhook.id}`;
  return (
    <Overlay
      id="removal"
      title={say.removeTitle}
      lead={say.removeLead(withoutQuery(webhook.url))}
      cancel={{ href: here }}
    >
      <Form action={`${here}/removal`}>
        <Button kind="danger">{say.remove}</Button>
      </Form>
    </Overlay>
  );
}
