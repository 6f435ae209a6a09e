// The two pages of our own on the way to and from an application.
import type { Organisation } from "../../organisations/rules.ts";
import { Button, Form, Page, useWords } from "../../ui/index.ts";

/** Goes on by itself; the button is for browsers that do not. */
export function GoingOnPage({
  organisation,
  application,
  address,
}: {
  organisation: Organisation;
  application: string;
  address: string;
}) {
  const { signIn } = useWords();
  return (
    <Page
      kind="card"
      title={signIn.goingOn(application)}
      heading={signIn.goingOn(application)}
      lead={signIn.goingOnLead}
      organisation={organisation}
    >
      <Button href={address} kind="primary" full>
        {signIn.goOn(application)}
      </Button>
    </Page>
  );
}

export function LeavePage({
  organisation,
  action,
  fields,
}: {
  organisation: Organisation;
  action: string;
  fields: Record<string, string | null>;
}) {
  const { signIn } = useWords();
  return (
    <Page
      kind="card"
      title={signIn.leaveTitle}
      heading={signIn.leaveHeading(organisation.name)}
      lead={signIn.leaveLead}
      organisation={organisation}
    >
      <Form action={action} hidden={fields}>
        <Button kind="primary" full>
          {signIn.leaveTitle}
        </Button>
      </Form>
      <Button href="/account" full>
        {signIn.stay}
      </Button>
    </Page>
  );
}
