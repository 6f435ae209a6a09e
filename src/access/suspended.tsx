// What everybody sees of an organisation that is suspended.
import type { Context } from "hono";
import type { Organisation } from "../organisations/rules.ts";
import { Page, useWords } from "../ui/index.ts";
import { answerPage } from "./language.tsx";
import type { Web } from "./variables.ts";

export const suspendedPage = (c: Context<Web>, organisation: Organisation): Response | Promise<Response> =>
  answerPage(c, <SuspendedPage organisation={organisation} />, 403);

function SuspendedPage({ organisation }: { organisation: Organisation }) {
  const { signIn } = useWords();
  return (
    <Page
      kind="card"
      title={signIn.suspendedTitle}
      heading={signIn.suspendedHeading(organisation.name)}
      lead={signIn.suspendedLead}
      organisation={organisation}
    >
      <p>{signIn.suspendedAsk(organisation.name)}</p>
    </Page>
  );
}
