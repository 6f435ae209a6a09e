// Where the password is asked for, if that is done by the application that this process runs within.
import type { Visit, Visitor } from "../access/actions.ts";
import { type Destination, signInAddressTo } from "../access/destination.ts";
import { askTheApplication, type Embedding } from "../access/embedding.ts";
import type { Site } from "../http/web.ts";

type Needs = { site: Site; embedding?: Embedding | undefined };

/** `undefined` where it is asked for here: as everywhere else, and of those who rule over others. */
export function passwordElsewhere(
  { site, embedding }: Needs,
  destination: Destination,
  { visited, because }: { visited: Visit; because: string | undefined },
): string | undefined {
  const { resume } = destination;
  if (!embedding || /^\/admin([/?]|$)/.test(resume)) return undefined;
  if (visited.outcome === "signed-out")
    return askTheApplication({ ...site, embedding }, { page: "signIn", resume, because });
  // Whatever was asked for beside it is judged here once more, after the password.
  const back = signInAddressTo(destination);
  return askTheApplication({ ...site, embedding }, { page: "confirm", resume: back, because });
}

/** The same for a step-up. */
export const confirmElsewhere = ({ site, embedding }: Needs, { vouchedBy }: Visitor, resume: string) =>
  vouchedBy && embedding ? askTheApplication({ ...site, embedding }, { page: "confirm", resume }) : undefined;
