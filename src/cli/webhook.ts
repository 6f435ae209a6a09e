// `countersign webhook …`: what is sent on to other systems, and what came of it.
import type { Client, Webhook } from "../client/index.ts";
import { withApi } from "./reaching.ts";
import {
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  yesOrNo,
} from "./terminal.ts";

const subcommands: Subcommands = { list, show, add, change, remove, secret, test, deliveries, again };

export const webhookForms = {
  list: { usage: "webhook list [--organisation SLUG]", about: "List the webhooks that events are sent on to." },
  show: { usage: "webhook show WEBHOOK [--organisation SLUG]", about: "Show one, by its address or its ID." },
  add: {
    usage: "webhook add URL --event EVENT… [--organisation SLUG]",
    about: "Add one, which is sent what happens from now on; its secret is printed here alone. --event '*' is all.",
  },
  change: {
    usage: "webhook change WEBHOOK [--url URL] [--event EVENT]… [--on YES/NO] [--organisation SLUG]",
    about: "Change one, or turn it on or off; what is not given stays.",
  },
  remove: {
    usage: "webhook remove WEBHOOK [--yes] [--organisation SLUG]",
    about: "Remove one, with everything that waits for it. Asks first; --yes does not.",
  },
  secret: {
    usage: "webhook secret WEBHOOK [--organisation SLUG]",
    about: "Make another secret, printed here alone; the former one signs beside it for a day.",
  },
  test: { usage: "webhook test WEBHOOK [--organisation SLUG]", about: "Send a test, once and now." },
  deliveries: {
    usage: "webhook deliveries WEBHOOK [--given-up] [--after CURSOR] [--organisation SLUG]",
    about: "List what was sent and what waits, the newest first, 50 at a time.",
  },
  again: {
    usage: "webhook again WEBHOOK [DELIVERY] [--organisation SLUG]",
    about: "Send one again, or everything that was given up.",
  },
};

export const webhook = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const text = { type: "string" } as const;
const events = { type: "string", multiple: true } as const;

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const document = await api.call("GET /webhooks");
    const lines = document.webhooks.map((one) => [one.id, one.status, one.url, chosen(one)].join("\t"));
    at.result(document, lines.length === 0 ? "There are no webhooks yet." : lines.join("\n"));
  });
}

async function show(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (_api, one) => at.result({ webhook: one }, words(one)));
}

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, event: events }, 1);
  const [url] = positionals;
  if (!url || !values.event) throw new Usage("Give the URL and each --event that is to be sent, or --event '*'.");
  const body = { url, events: values.event };
  await withApi(at, values.organisation, async (api) => {
    const { secret: shown, ...added } = await api.call("POST /webhooks", { body });
    const said = `${added.url} was added. Its secret is shown here alone.\nSecret: ${shown}`;
    at.result({ webhook: added, secret: shown }, said);
  });
}

async function change(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, url: text, event: events, on: text }, 1);
  const on = yesOrNo("on", values.on);
  if (values.url === undefined && !values.event && on === undefined) throw new Usage("Say what to change.");
  await withApi(at, values.organisation, async (api) => {
    const { id } = await oneCalled(api, positionals[0]);
    const body = { url: values.url, events: values.event, on };
    const now = await api.call("PATCH /webhooks/{id}", { path: { id }, body });
    at.result({ webhook: now }, words(now));
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (api, one, yes) => {
    if (!(await confirmed(`Remove ${one.url}, with everything that waits for it?`, yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    await api.call("DELETE /webhooks/{id}", { path: { id: one.id } });
    at.result({ removed: one }, `${one.url} is removed.`);
  });
}

async function secret(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (api, { id, url }) => {
    const made = await api.call("POST /webhooks/{id}/secret", { path: { id } });
    at.result(
      made,
      `${url} has another secret, shown here alone; the former one signs beside it for a day.\nSecret: ${made.secret}`,
    );
  });
}

async function test(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (api, { id, url }) => {
    const tested = await api.call("POST /webhooks/{id}/test", { path: { id } });
    if (!tested.taken) throw new Refusal("not-taken", `${url} did not take the test: ${tested.failure}`);
    at.result(tested, `${url} took the test (${tested.status}).`);
  });
}

async function deliveries(args: string[], at: Terminal): Promise<void> {
  const options = { ...organisationOption, "given-up": { type: "boolean" }, after: text } as const;
  const { values, positionals } = readArguments(args, options, 1);
  const only = values["given-up"] ? ("given-up" as const) : undefined;
  await withApi(at, values.organisation, async (api) => {
    const { id } = await oneCalled(api, positionals[0]);
    const query = { only, after: values.after, limit: 50 };
    const page = await api.call("GET /webhooks/{id}/deliveries", { path: { id }, query });
    const lines = page.deliveries.map((one) =>
      [one.id, one.state, one.name ?? "", `${one.tries} tries`, one.failure ?? ""].join("\t").trimEnd(),
    );
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result(page, lines.length === 0 ? "Nothing was sent yet." : lines.join("\n"));
  });
}

async function again(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 2);
  const [name, delivery] = positionals;
  await withApi(at, values.organisation, async (api) => {
    const { id } = await oneCalled(api, name);
    if (delivery === undefined) {
      const sent = await api.call("POST /webhooks/{id}/deliveries/again", { path: { id } });
      return at.result(sent, `${sent.deliveries} on their way again.`);
    }
    await api.call("POST /webhooks/{id}/deliveries/{delivery}/again", { path: { id, delivery } });
    at.result({ deliveries: 1 }, "On its way again.");
  });
}

async function withOne(
  args: string[],
  at: Terminal,
  work: (api: Client, webhook: Webhook, yes: boolean | undefined) => Promise<void>,
): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  await withApi(at, values.organisation, async (api) => work(api, await oneCalled(api, positionals[0]), values.yes));
}

async function oneCalled(api: Client, name: string | undefined): Promise<Webhook> {
  if (!name) throw new Usage("Give the webhook's address or ID, as 'countersign webhook list' shows them.");
  const { webhooks } = await api.call("GET /webhooks");
  const [found, another] = webhooks.filter((one) => one.id === name || one.url === name);
  if (!found) throw new Refusal("not-found", `There is no webhook '${name}'.`);
  if (another) throw new Usage(`Several webhooks have the address ${name}: give the ID.`);
  return found;
}

const chosen = ({ events: of }: Webhook): string => (of.includes("*") ? "all events" : of.join(" "));

const words = (one: Webhook): string =>
  [
    `${one.url}: ${one.status}`,
    `ID: ${one.id}`,
    `Events: ${chosen(one)}`,
    `Waiting: ${one.waiting}, given up: ${one.givenUp}`,
  ].join("\n");
