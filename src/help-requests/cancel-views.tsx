// Where the link 'this was not me' leads: looking changes nothing, the button does.
import type { Organisation } from "../organisations/rules.ts";
import { Button, describeUserAgent, Form, Notice, Page, useWords } from "../ui/index.ts";
import type { HelpRequest } from "./actions.ts";

interface CancelPageProps {
  organisation: Organisation;
  request: HelpRequest;
  token: string;
}

export function CancelPage({ organisation, request, token }: CancelPageProps) {
  const words = useWords();
  const { help, moment } = words;
  const browser = describeUserAgent(request.user_agent, words);
  return (
    <Page
      kind="card"
      title={help.cancelTitle}
      lead={help.cancelLead(moment(request.asked_at), browser, request.address)}
      organisation={organisation}
    >
      <p>{help.cancelIfYou}</p>
      <Form action="/help-requests/cancellation" hidden={{ token }}>
        <Button kind="danger" full>
          {help.cancelButton}
        </Button>
      </Form>
    </Page>
  );
}

export function CancelledPage({ organisation }: { organisation: Organisation }) {
  const { help } = useWords();
  return (
    <Page kind="card" title={help.cancelledTitle} organisation={organisation}>
      <p>{help.cancelledLead}</p>
      <Notice kind="warning" title={help.changePasswordNow}>
        {help.askerKnowsIt}
      </Notice>
      <Button kind="primary" full href="/.well-known/change-password">
        {help.changePassword}
      </Button>
    </Page>
  );
}
