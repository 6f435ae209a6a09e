// Arabic, with all that its sentences are told (names, addresses, codes, dates) set apart from the lines around it, so that
// what runs from left to right stays whole and in its place.
import type { Catalogue, Words } from "../en/index.ts";
import { speech } from "../speech.ts";
import { account } from "./account.ts";
import { activity } from "./activity.ts";
import { adoption } from "./adoption.ts";
import { apiKeys } from "./api-keys.ts";
import { consoleApplicationForms } from "./console-application-forms.ts";
import { consoleApplications } from "./console-applications.ts";
import { consoleAudit } from "./console-audit.ts";
import { consoleAuditEvents } from "./console-audit-events.ts";
import { consoleBulk } from "./console-bulk.ts";
import { consoleEditing } from "./console-editing.ts";
import { consoleHelp } from "./console-help.ts";
import { consoleHistory } from "./console-history.ts";
import { consoleImport } from "./console-import.ts";
import { consoleMail } from "./console-mail.ts";
import { consoleOrganisation } from "./console-organisation.ts";
import { consoleOrganisations } from "./console-organisations.ts";
import { consolePeople } from "./console-people.ts";
import { consolePerson } from "./console-person.ts";
import { consolePolicy } from "./console-policy.ts";
import { consolePreview } from "./console-preview.ts";
import { consoleProviderForms } from "./console-provider-forms.ts";
import { consoleShared } from "./console-shared.ts";
import { consoleSingleSignOn } from "./console-single-sign-on.ts";
import { consoleWebhooks } from "./console-webhooks.ts";
import { exporting } from "./exporting.ts";
import { failures } from "./failures.ts";
import { firstRun } from "./first-run.ts";
import { help } from "./help.ts";
import { joining } from "./joining.ts";
import { letters } from "./letters.ts";
import { moving } from "./moving.ts";
import { problems } from "./problems.ts";
import { requirement } from "./requirement.ts";
import { security } from "./security.ts";
import { setUp } from "./set-up.ts";
import { shared } from "./shared.ts";
import { signIn } from "./sign-in.ts";
import { singleSignOn } from "./single-sign-on.ts";

const catalogue: Catalogue = {
  shared,
  letters,
  problems,
  signIn,
  singleSignOn,
  setUp,
  help,
  joining,
  requirement,
  account,
  security,
  activity,
  adoption,
  apiKeys,
  consoleImport,
  consolePreview,
  consolePolicy,
  consoleHistory,
  consolePerson,
  consoleBulk,
  consoleEditing,
  consolePeople,
  consoleShared,
  consoleHelp,
  consoleProviderForms,
  consoleSingleSignOn,
  consoleWebhooks,
  consoleApplicationForms,
  consoleApplications,
  consoleMail,
  consoleOrganisations,
  consoleOrganisation,
  consoleAuditEvents,
  consoleAudit,
  firstRun,
  failures,
  moving,
  exporting,
};

const spoken = speech("ar");
export const ar: Words = { ...spoken, ...isolating(catalogue) };

function isolating<T>(words: T): T {
  if (typeof words === "function") return ((...given: unknown[]) => running(words(...given.map(apart)))) as T;
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([name, one]) => [name, isolating(one)])) as T;
}

/**
 * What begins with something that is set apart says by a mark that it runs from right to left: there may be nothing else in
 * it that says so, and whoever sets the whole apart looks for the first letter that is not.
 */
function running(said: unknown): unknown {
  return typeof said === "string" && said.startsWith("\u2068") ? `\u200f${said}` : said;
}

function apart(given: unknown): unknown {
  return typeof given === "string" ? spoken.apart(given) : given;
}
