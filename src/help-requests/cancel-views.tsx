// Where the link 'this was not me' leads: looking changes nothing, the button does.
import type { Organisation } from "../organisations/rules.ts";
import { absoluteTime, Button, describeUserAgent, Form, Notice, Page } from "../ui/index.ts";
import type { HelpRequest } from "./actions.ts";

interface CancelPageProps {
  organisation: Organisation;
  request: HelpRequest;
  token: string;
}

export function CancelPage({ organisation, request, token }: CancelPageProps) {
  return (
    <Page
      kind="card"
      title="Was this not you?"
      lead={`On ${absoluteTime(request.asked_at)} somebody who knows your password asked for help to sign in without your authenticator, with ${describeUserAgent(request.user_agent)} from ${request.address}.`}
      organisation={organisation}
    >
      <p>If that was you, close this page: there is nothing to do.</p>
      <Form action="/help-requests/cancellation" hidden={{ token }}>
        <Button kind="danger" full>
          This was not me: cancel the request
        </Button>
      </Form>
    </Page>
  );
}

export function CancelledPage({ organisation }: { organisation: Organisation }) {
  return (
    <Page kind="card" title="The request is cancelled" organisation={organisation}>
      <p>Nobody can use it any more, and your authenticator stays as it is. The administrators were told.</p>
      <Notice kind="warning" title="Change your password now">
        Whoever asked knows it.
      </Notice>
      <Button kind="primary" full href="/.well-known/change-password">
        Change password
      </Button>
    </Page>
  );
}
