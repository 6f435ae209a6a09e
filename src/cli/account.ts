// `countersign person change|invite|delete`: who a person is, and whether they are there at all.
import { languages, readLanguage } from "../words/index.ts";
import { about, showPerson as shown } from "./people.ts";
import { confirmed, organisationOption, Refusal, readArguments, type Terminal, Usage, yesOrNo } from "./terminal.ts";

export const accountForms = {
  change: {
    usage:
      "person change LOGIN [--email EMAIL] [--name NAME] [--screen-name NAME] [--type TYPE] [--language LANGUAGE] [--helper YES/NO] [--administrator YES/NO] [--operator YES/NO] [--organisation SLUG]",
    about: "Change who a person is and what they may do; what is not given stays. --language - is the organisation's.",
  },
  invite: {
    usage: "person invite LOGIN [--organisation SLUG]",
    about: "Make a new link by which the person chooses a password; the one before stops working.",
  },
  delete: {
    usage: "person delete LOGIN [--yes] [--organisation SLUG]",
    about: "Delete a person, for good; what the audit trail says of them stays. Asks first; --yes does not.",
  },
};

export async function change(args: string[], at: Terminal): Promise<void> {
  const text = { type: "string" } as const;
  const { values, positionals } = readArguments(
    args,
    {
      ...{ ...organisationOption, email: text, name: text, "screen-name": text, type: text, language: text },
      ...{ helper: text, administrator: text, operator: text },
    },
    1,
  );
  const { language } = values;
  if (language !== undefined && language !== "-" && readLanguage(language) === undefined)
    throw new Usage(`LANGUAGE is one of ${languages.join(", ")}, or - for the organisation's.`);
  const wanted = {
    email: values.email,
    displayName: values.name,
    screenName: values["screen-name"],
    accountType: values.type,
    ...(language === undefined ? {} : { language: readLanguage(language) ?? null }),
    helper: yesOrNo("helper", values.helper),
    administrator: yesOrNo("administrator", values.administrator),
    operator: yesOrNo("operator", values.operator),
  };
  if (Object.values(wanted).every((value) => value === undefined)) throw new Usage("Say what to change.");
  await about(at, positionals[0], values.organisation, async (api, { id }) => {
    const person = await api.call("PATCH /people/{id}", { path: { id }, body: wanted });
    at.result({ person }, `${person.email} is changed.`);
  });
}

export async function invite(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, person) => {
    const invitation = await api.call("POST /people/{id}/invitation", { path: { id: person.id } });
    const mailed = `The server mails ${person.email} a link; it works once.`;
    const link = `Hand this link to ${person.email}; it works once:\n\n  ${invitation.url}\n`;
    at.result({ person: shown(person), invitation }, invitation.url === null ? mailed : link);
  });
}

export async function remove(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  await about(at, positionals[0], values.organisation, async (api, person) => {
    const question = `Delete ${person.email} with their second factor, codes and trusted browsers, for good?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    await api.call("DELETE /people/{id}", { path: { id: person.id } });
    at.result({ deleted: shown(person) }, `${person.email} is deleted.`);
  });
}
