// The page on which somebody is asked whether to sign out.
import type { Organisation } from "../../organisations/rules.ts";
import { Button, Form, Page, useWords } from "../../ui/index.ts";

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
