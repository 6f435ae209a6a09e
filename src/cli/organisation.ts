// `countersign organisation …`: what an operator does about organisations, and how one's own looks.
import type { Client, Organisation } from "../client/index.ts";
import { changeLooks, setLogo, showLooks } from "./looks.ts";
import { withOperatorsApi } from "./reaching.ts";
import { removeHere } from "./removal.ts";
import { confirmed, dispatch, Refusal, readArguments, type Subcommands, type Terminal, Usage } from "./terminal.ts";

const subcommands: Subcommands = {
  add,
  list,
  suspend: (args, at) => suspendOrResume(args, at, "suspended"),
  resume: (args, at) => suspendOrResume(args, at, "active"),
  host,
  show: showLooks,
  change: changeLooks,
  logo: setLogo,
  remove,
};

export const organisationForms = {
  add: {
    usage:
      "organisation add NAME --administrator EMAIL [--administrator-name NAME] [--slug SLUG] [--host HOST] [--accent COLOUR]",
    about: "Add an organisation and print the link by which its first administrator joins.",
  },
  list: { usage: "organisation list [--after SLUG]", about: "List organisations by short name, 200 at a time." },
  suspend: {
    usage: "organisation suspend SLUG",
    about: "Let nobody of it in, from the next request on; keep everything.",
  },
  resume: { usage: "organisation resume SLUG", about: "Let its people in again; their sessions go on." },
  host: {
    usage: "organisation host SLUG HOST",
    about: "Have it answer under a host name of its own, or with - under none of its own.",
  },
  show: { usage: "organisation show [--organisation SLUG]", about: "Show an organisation's own name and looks." },
  change: {
    usage: "organisation change [--name NAME] [--accent COLOUR] [--language LANGUAGE] [--organisation SLUG]",
    about: "Change an organisation's own name, accent and language; what is not given stays.",
  },
  logo: {
    usage: "organisation logo FILE [--organisation SLUG]",
    about: "Set the logo from a picture (PNG, JPEG or WebP, at most 1 MiB), or with - have none.",
  },
  remove: {
    usage: "organisation remove SLUG [--yes]",
    about: "Remove it with its people, policy and history, for good. Asks first; --yes does not.",
  },
};

export const organisation = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function add(args: string[], at: Terminal): Promise<void> {
  const text = { type: "string" } as const;
  const { values, positionals } = readArguments(
    args,
    { administrator: text, "administrator-name": text, slug: text, host: text, accent: text },
    1,
  );
  const [name] = positionals;
  const { administrator: email, slug, host: hostName, accent } = values;
  if (!name || !email) throw new Usage("Give the NAME and --administrator EMAIL.");
  await withOperatorsApi(at, async (api) => {
    const administrator = { email, displayName: values["administrator-name"] };
    const body = { name, slug, hostName, accent, administrator };
    const { organisation, invitation } = await api.call("POST /organisations", { body });
    const { url, expiresAt } = invitation;
    at.result(
      { organisation: show(organisation), invitation: { url, expiresAt } },
      url === null
        ? `${organisation.name} is there. The server mails ${email} a link; it works once.`
        : `${organisation.name} is there. Hand this link to ${email}; it works once:\n\n  ${url}\n`,
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { after: { type: "string" } });
  await withOperatorsApi(at, async (api) => {
    const page = await api.call("GET /organisations", { query: { after: values.after, limit: 200 } });
    const organisations = page.organisations.map(show);
    const lines = organisations.map((one) => [one.slug, one.name, one.status, one.hostName ?? ""].join("\t").trimEnd());
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result({ organisations, next: page.next }, lines.join("\n"));
  });
}

async function suspendOrResume(args: string[], at: Terminal, status: Organisation["status"]): Promise<void> {
  const { positionals } = readArguments(args, {}, 1);
  await withOne(at, positionals[0], async (api, { id }) => {
    const organisation = await api.call("PATCH /organisations/{id}", { path: { id }, body: { status } });
    const { name } = organisation;
    at.result(
      { organisation: show(organisation) },
      status === "suspended"
        ? `${name} is suspended: nobody of it is let in from now on.`
        : `${name} goes on where it stopped.`,
    );
  });
}

async function host(args: string[], at: Terminal): Promise<void> {
  const { positionals } = readArguments(args, {}, 2);
  const [slug, name] = positionals;
  if (!slug || !name) throw new Usage("Give the organisation's SLUG and the HOST, or - for none.");
  await withOne(at, slug, async (api, { id }) => {
    const path = { id };
    const hostName = name === "-" ? null : name;
    const organisation = await api.call("PATCH /organisations/{id}", { path, body: { hostName } });
    const { address } = await api.call("GET /organisations/{id}", { path });
    at.result({ organisation: show(organisation) }, `${organisation.name} signs in at ${address} from now on.`);
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { yes: { type: "boolean" } }, 1);
  const [slug] = positionals;
  await withOne(at, slug, async (api, found) => {
    const { people } = await api.call("GET /organisations/{id}", { path: { id: found.id } });
    const question = `Remove ${found.name} with its ${people} people, their second factors, its policy and history, for good?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const { id, name } = found;
    await api.call("DELETE /organisations/{id}", { path: { id }, body: { name } });
    // Beside no server, there is nobody to go on with the rest.
    if (!at.server) await removeHere();
    at.result({ removed: show(found) }, `${found.name} is gone, with everything of it.`);
  });
}

/** @throws Refusal `no-such-organisation` */
async function withOne(
  at: Terminal,
  slug: string | undefined,
  work: (api: Client, organisation: Organisation) => Promise<void>,
): Promise<void> {
  if (!slug) throw new Usage("Give the organisation's SLUG.");
  await withOperatorsApi(at, async (api) => {
    for await (const one of api.each("GET /organisations", "organisations", { query: { limit: 200 } }))
      if (one.slug === slug) return work(api, one);
    throw new Refusal("no-such-organisation", `There is no organisation called '${slug}'.`);
  });
}

const show = ({ id, name, slug, hostName, accent, status }: Organisation) => ({
  ...{ id, name, slug, hostName, accent, status },
});
