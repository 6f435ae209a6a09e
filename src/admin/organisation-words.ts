// What stands in the way of an organisation, in words: in English unless told otherwise.
import { Problem } from "../kernel/problem.ts";
import { type Words, words } from "../words/index.ts";
import type { LooksRefused } from "./organisation.ts";
import type { OrganisationRefused } from "./organisations.ts";

type Refusal = OrganisationRefused["outcome"] | LooksRefused["outcome"];
type Said = keyof Words["consoleOrganisation"]["refused"];

const refusals: Record<Refusal, { field: string; said: Said }> = {
  "bad-organisation-name": { field: "name", said: "name" },
  "bad-slug": { field: "slug", said: "slug" },
  "slug-taken": { field: "slug", said: "slugTaken" },
  "bad-host-name": { field: "hostName", said: "hostName" },
  "host-taken": { field: "hostName", said: "hostTaken" },
  "bad-accent": { field: "accent", said: "accent" },
  "bad-language": { field: "language", said: "language" },
  "bad-display-name": { field: "administratorName", said: "administratorName" },
  "bad-address": { field: "administrator", said: "address" },
  "address-taken": { field: "administrator", said: "addressTaken" },
  "bad-screen-name": { field: "administrator", said: "screenName" },
  "screen-name-taken": { field: "administrator", said: "screenNameTaken" },
};

/** With the field of the form that it is about. */
export function organisationRefusal(outcome: Refusal, spoken: Words = words.en): { field: string; message: string } {
  const { field, said } = refusals[outcome];
  return { field, message: spoken.consoleOrganisation.refused[said] };
}

const taken: readonly Refusal[] = ["slug-taken", "host-taken", "address-taken", "screen-name-taken"];

export function refusedOrganisation(code: Refusal): Problem {
  const { field, message } = organisationRefusal(code);
  return new Problem(code, taken.includes(code) ? 409 : 400, message, {
    members: { errors: [{ field, message }] },
  });
}
