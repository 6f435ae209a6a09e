// `countersign person show|disable|enable|unlock|override`: one person, and what is asked of them.
import { endOfDay } from "../admin/rules.ts";
import { about, showPerson as shown } from "./people.ts";
import { confirmed, organisationOption, Refusal, readArguments, type Terminal, Usage } from "./terminal.ts";

export const standingForms = {
  show: {
    usage: "person show LOGIN [--organisation SLUG]",
    about: "Show one person: what is required of them and why, and what they have set up.",
  },
  disable: {
    usage: "person disable LOGIN [--reason WORDS] [--yes] [--organisation SLUG]",
    about: "Keep a person out at once. Asks first; --yes does not.",
  },
  enable: { usage: "person enable LOGIN [--organisation SLUG]", about: "Let a disabled person in again." },
  unlock: {
    usage: "person unlock LOGIN [--organisation SLUG]",
    about: "Lift the waits after wrong passwords and codes.",
  },
  override: {
    usage: "person override LOGIN LEVEL [--reason WORDS] [--until DATE] [--organisation SLUG]",
    about: "Ask 'off', 'optional' or 'required' of one person, or what the 'policy' says. DATE is the last day.",
  },
};

export async function showPerson(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, { id }) => {
    const document = await api.call("GET /people/{id}", { path: { id } });
    const { recoveryCodes, authenticators, requirement } = document;
    const facts = [
      `${document.displayName} (${document.email})`,
      `screen name\t${document.screenName}`,
      `account type\t${document.accountType}`,
      `status\t${document.status}${document.locked ? ", has to wait after wrong tries" : ""}`,
      `requirement\t${requirement.explanation}`,
      `second factor\t${authenticators.length > 0 ? authenticators.map(({ name }) => name).join(", ") : "not set up"}`,
      `recovery codes\t${recoveryCodes ? `${recoveryCodes.left} left` : "none"}`,
    ];
    at.result(document, facts.join("\n"));
  });
}

export async function disableOrEnable(act: "disable" | "enable", args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { ...organisationOption, reason: { type: "string" }, yes: { type: "boolean" } },
    1,
  );
  await about(at, positionals[0], values.organisation, async (api, person) => {
    const path = { id: person.id };
    if (act === "enable") await api.call("POST /people/{id}/enable", { path });
    else {
      const question = `Keep ${person.email} out, and end every session and trusted browser?`;
      if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
      const body = values.reason === undefined ? {} : { reason: values.reason };
      await api.call("POST /people/{id}/disable", { path, body });
    }
    const words = act === "enable" ? "is enabled" : "is disabled; every session and trusted browser has ended";
    at.result({ [act === "enable" ? "enabled" : "disabled"]: shown(person) }, `${person.email} ${words}.`);
  });
}

export async function unlock(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, person) => {
    await api.call("POST /people/{id}/unlock", { path: { id: person.id } });
    at.result({ unlocked: shown(person) }, `${person.email} has to wait no more.`);
  });
}

export async function override(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { ...organisationOption, reason: { type: "string" }, until: { type: "string" } },
    2,
  );
  const [login, level = ""] = positionals;
  const wanted = readOverride(level, values.reason, values.until);
  await about(at, login, values.organisation, async (api, person) => {
    const path = { id: person.id };
    if (wanted === null) await api.call("DELETE /people/{id}/override", { path });
    else await api.call("PUT /people/{id}/override", { path, body: wanted });
    const { requirement } = await api.call("GET /people/{id}", { path });
    at.result({ person: shown(person), requirement }, `${person.email}: ${requirement.explanation}`);
  });
}

export interface Override {
  level: "off" | "optional" | "required";
  reason: string;
  until: string | null;
}

/** null: as the policy says. @throws Usage */
export function readOverride(level: string, reason = "", until?: string): Override | null {
  if (level === "policy") return null;
  if (level !== "off" && level !== "optional" && level !== "required")
    throw new Usage("LEVEL is off, optional, required or policy.");
  if (until === undefined) return { level, reason, until: null };
  const end = endOfDay(until);
  if (Number.isNaN(end)) throw new Usage("DATE is a day of the calendar, written YYYY-MM-DD.");
  return { level, reason, until: new Date(end).toISOString() };
}
