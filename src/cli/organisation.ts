// `countersign organisation …`: what an operator does about organisations, on the machine itself.
import { organisationRefusal } from "../admin/organisation-words.ts";
import {
  addOrganisationWithAdministrator,
  changeState,
  organisationOverview,
  removeOrganisation,
} from "../admin/organisations.ts";
import type { By } from "../admin/people.ts";
import type { Needs } from "../opening.ts";
import { firstOrganisation } from "../organisations/actions.ts";
import { pageOfOrganisations, peopleIn } from "../organisations/register.ts";
import type { Organisation } from "../organisations/rules.ts";
import {
  commandLine,
  confirmed,
  dispatch,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  withInstallation,
  withOrganisation,
} from "./terminal.ts";

const subcommands: Subcommands = {
  add,
  list,
  suspend: (args, at) => suspendOrResume(args, at, true),
  resume: (args, at) => suspendOrResume(args, at, false),
  host,
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
  remove: {
    usage: "organisation remove SLUG [--yes]",
    about: "Remove it with its people, policy and history, for good. Asks first; --yes does not.",
  },
};

export const organisation = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      administrator: { type: "string" },
      "administrator-name": { type: "string" },
      slug: { type: "string" },
      host: { type: "string" },
      accent: { type: "string" },
    },
    1,
  );
  const [name] = positionals;
  const { administrator } = values;
  if (!name || !administrator) {
    throw new Usage("Give the NAME and --administrator EMAIL.");
  }
  await withInstallation(async (needs) => {
    const added = await addOrganisationWithAdministrator(needs, await byCommand(needs), {
      name,
      administrator,
      administratorName: values["administrator-name"],
      slug: values.slug,
      hostName: values.host,
      accent: values.accent,
    });
    if (added.outcome !== "added") throw new Refusal(added.outcome, organisationRefusal(added.outcome).message);
    const { invitation } = added;
    at.result(
      {
        organisation: show(added.organisation),
        invitation: { url: invitation.url, expiresAt: new Date(invitation.until).toISOString() },
      },
      `${added.organisation.name} is there. Hand this link to ${added.person.email}; it works once:\n\n  ${invitation.url}\n`,
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { after: { type: "string" } });
  await withInstallation(async (needs) => {
    const page = await pageOfOrganisations(needs, { after: values.after, limit: 200 });
    const organisations = page.organisations.map(show);
    const lines = organisations.map((one) => [one.slug, one.name, one.status, one.hostName ?? ""].join("\t").trimEnd());
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result({ organisations, next: page.next ?? null }, lines.join("\n"));
  });
}

async function suspendOrResume(args: string[], at: Terminal, suspended: boolean): Promise<void> {
  const { positionals } = readArguments(args, {}, 1);
  const [slug] = positionals;
  if (!slug) throw new Usage("Give the organisation's SLUG.");
  await withOrganisation(slug, async (needs, { id }) => {
    const changed = await changeState(needs, await byCommand(needs), id, { suspended });
    if (changed.outcome !== "changed") throw new Error(changed.outcome);
    const { name } = changed.organisation;
    at.result(
      { organisation: show(changed.organisation) },
      suspended ? `${name} is suspended: nobody of it is let in from now on.` : `${name} goes on where it stopped.`,
    );
  });
}

async function host(args: string[], at: Terminal): Promise<void> {
  const { positionals } = readArguments(args, {}, 2);
  const [slug, name] = positionals;
  if (!slug || !name) throw new Usage("Give the organisation's SLUG and the HOST, or - for none.");
  await withOrganisation(slug, async (needs, { id }) => {
    const hostName = name === "-" ? null : name;
    const changed = await changeState(needs, await byCommand(needs), id, { hostName });
    if (changed.outcome !== "changed") throw new Refusal(changed.outcome, organisationRefusal(changed.outcome).message);
    const { organisation } = changed;
    const { address } = await organisationOverview(needs, { organisation: "" }, id);
    at.result({ organisation: show(organisation) }, `${organisation.name} signs in at ${address} from now on.`);
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { yes: { type: "boolean" } }, 1);
  const [slug] = positionals;
  if (!slug) throw new Usage("Give the organisation's SLUG.");
  await withOrganisation(slug, async (needs, found) => {
    const people = await peopleIn(needs.db, found.id);
    const question = `Remove ${found.name} with its ${people} people, their second factors, its policy and history, for good?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    let said = 0;
    const removed = await removeOrganisation(needs, await byCommand(needs), found.id, found.name, {
      portions: Number.POSITIVE_INFINITY,
      onProgress(rows) {
        if (!process.stderr.isTTY || rows - said < 1000) return;
        said = rows;
        process.stderr.write(`\r${rows} rows removed`);
      },
    });
    if (said > 0) process.stderr.write("\n");
    if (removed.outcome !== "removed") throw new Error(removed.outcome);
    at.result({ removed: show(found) }, `${found.name} is gone, with everything of it.`);
  });
}

/** What is done from here is recorded with the organisation that was made first, which is the operator's. */
async function byCommand(needs: Needs): Promise<By> {
  const first = await firstOrganisation(needs.db);
  if (!first) throw new Refusal("not-set-up", "There is no organisation yet: run 'countersign init' first.");
  return { organisation: first.id, actor: null, source: commandLine };
}

const show = ({ id, name, slug, host, accent, status }: Organisation) => ({
  id,
  name,
  slug,
  hostName: host,
  accent,
  status,
});
