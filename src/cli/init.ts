// `countersign init`: the first run without a browser.
import { finishFirstRun } from "../first-run/actions.ts";
import { firstRunIsOver } from "../organisations/actions.ts";
import { passwordMessage, shortestWithSecondFactor } from "../passwords/rules.ts";
import { commandLine, Refusal, readArguments, readSecret, type Terminal, Usage, withInstallation } from "./terminal.ts";

const refusals: Record<string, string> = {
  closed: "This installation is set up already.",
  "bad-organisation-name": "An organisation's name has 1 to 80 characters.",
  "bad-address": "That is no e-mail address we can use.",
};

export async function init(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { organisation: { type: "string" }, administrator: { type: "string" } });
  const { organisation, administrator } = values;
  if (!organisation || !administrator) throw new Usage("Give --organisation NAME and --administrator EMAIL.");
  await withInstallation(
    async (needs) => {
      // Said before anybody thinks of a password for nothing.
      if (await firstRunIsOver(needs.db)) throw new Refusal("closed", refusals.closed as string);
      const password = await readSecret(`Password for ${administrator}: `);
      const result = await finishFirstRun(needs, {
        organisationName: organisation,
        email: administrator,
        password,
        source: commandLine,
      });
      if (result.outcome === "bad-password")
        throw new Refusal("bad-password", passwordMessage(result.verdict, shortestWithSecondFactor));
      if (result.outcome !== "done")
        throw new Refusal(result.outcome, refusals[result.outcome] ?? "That address can't be used.");
      at.result(
        {
          organisation: { id: result.organisation.id, name: result.organisation.name, slug: result.organisation.slug },
          administrator: result.person.email,
        },
        `${result.organisation.name} is ready. ${result.person.email} sets up a second factor at the first sign-in: ${needs.site.origin}/sign-in`,
      );
    },
    { create: true },
  );
}
